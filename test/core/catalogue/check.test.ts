import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { check } from '../../../src/core/catalogue/check.ts'
import { inserter } from '../../../src/core/catalogue/checksums.ts'
import { scan } from '../../../src/core/catalogue/scan.ts'
import type { Progress } from '../../../src/core/work.ts'
import { dicomFile } from '../../dicom-file.ts'
import { newCatalogue, temporaryFolder } from './synthetic.ts'

async function scanned() {
  const root = temporaryFolder()
  for (const name of ['a', 'b', 'c']) {
    writeFileSync(
      join(root, name),
      dicomFile({ '00080018': ['UI', `1.${name.charCodeAt(0)}`], '00080060': ['CS', name] })
    )
  }
  const catalogue = newCatalogue()
  await scan(catalogue, [root], { workers: 1 })
  return { root, catalogue }
}

const found = (report: Awaited<ReturnType<typeof check>>) =>
  report.findings.map(({ code, examples }) => [code, examples])

test('a catalogue that was just scanned is as it should be', async () => {
  const { catalogue } = await scanned()
  expect(await check(catalogue)).toEqual({ ok: true, checked: { columns: 4, instances: 3, files: 3 }, findings: [] })
})

test('a catalogue is never held for long: between its parts, what others wrote can be folded in', async () => {
  const { catalogue } = await scanned()
  const writer = new Database(catalogue.file)
  let i = 0
  const stages = new Set<string>()
  const onProgress = ({ stage }: Progress): void => {
    stages.add(stage)
    writer.prepare('INSERT OR REPLACE INTO meta(key, value) VALUES(?, 1)').run(`other ${i++}`)
    expect(writer.pragma('wal_checkpoint(TRUNCATE)')).toMatchObject([{ busy: 0 }])
  }
  expect((await check(catalogue, { onProgress })).findings).toEqual([])
  expect([...stages]).toEqual(['Checking sums', 'Checking columns', 'Checking files'])
  writer.close()
})

test('more rows than are looked at in one go are all looked at', async () => {
  const { catalogue } = await scanned()
  const { db } = catalogue
  const put = inserter(db, 'issue')
  db.transaction(() => {
    for (let i = 0; i < 9000; i++)
      put({ dir: 1, name: `IM${i}`, code: i % 2 === 0 ? 'odd' : 'even', message: 'It is.' })
  })()
  db.exec("UPDATE issue SET message = 'It was.' WHERE name IN ('IM0', 'IM4999', 'IM8999')")
  expect(found(await check(catalogue))).toEqual([
    [
      'damaged-table',
      ['IM0', 'IM4999', 'IM8999'].map(
        (name, i) => `issue.message (dir 1, name ${name}, code ${i === 0 ? 'odd' : 'even'})`
      )
    ]
  ])
})

test('files that went or changed are found', async () => {
  const { root, catalogue } = await scanned()
  rmSync(join(root, 'a'))
  writeFileSync(join(root, 'b'), 'other')
  const report = await check(catalogue)
  expect(found(report)).toEqual([
    ['file-missing', [join(root, 'a')]],
    ['file-changed', [join(root, 'b')]]
  ])
})

test('an archive that is not mounted is one finding, not one a file', async () => {
  const { root, catalogue } = await scanned()
  rmSync(root, { recursive: true })
  expect(found(await check(catalogue))).toEqual([['source-missing', [expect.stringContaining(`${root}: ENOENT`)]]])
})

test('a column whose bytes are not what they were, a lost value and a lost file are found', async () => {
  const { catalogue } = await scanned()
  const tag = catalogue.db.prepare("SELECT id FROM tag WHERE keyword = 'Modality'").pluck().get() as number
  catalogue.db.prepare('UPDATE value SET count = 2, sums = NULL WHERE tag = ?').run(tag)
  expect(found(await check(catalogue))).toEqual([
    [
      'damaged-column',
      [
        expect.stringContaining('4 bytes of text where 2 are announced'),
        'Modality, instances from 0 on: a value is not in the dictionary'
      ]
    ]
  ])
  catalogue.db
    .prepare('UPDATE column SET encoding = 4, data = ?, sums = NULL WHERE tag = ?')
    .run(Buffer.from([1, 2, 3]), tag)
  expect(found(await check(catalogue))[0][1]).toContainEqual(expect.stringContaining('3 bytes for 3 rows'))
  catalogue.db.prepare("DELETE FROM file WHERE name = 'b'").run()
  expect(found(await check(catalogue))[1]).toEqual(['count-mismatch', ['3 live instances, 2 files that hold one']])
})
