import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { check } from '../../../src/core/catalogue/check.ts'
import { scan } from '../../../src/core/catalogue/scan.ts'
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
