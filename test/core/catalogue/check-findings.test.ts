import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { check } from '../../../src/core/catalogue/check.ts'
import { openForReading } from '../../../src/core/catalogue/database.ts'
import { scan } from '../../../src/core/catalogue/scan.ts'
import { CancelledError } from '../../../src/core/errors.ts'
import { dicomFile } from '../../dicom-file.ts'
import { appendHeaders, newCatalogue, temporaryFolder } from './synthetic.ts'

const found = (report: Awaited<ReturnType<typeof check>>) =>
  report.findings.map(({ code, examples }) => [code, examples])

/** A catalogue of instances without files, as many as there are values. */
function catalogueOf(...values: (string | undefined)[]) {
  const catalogue = newCatalogue()
  appendHeaders(
    catalogue,
    values.map((Modality) => ({ Modality }))
  )
  const file = catalogue.db.prepare(
    'INSERT INTO file(dir, name, size, mtime, status, instance) VALUES(1, ?, 1, 1, 0, ?)'
  )
  values.forEach((_, i) => file.run(`IM${i}`, i))
  return catalogue
}

test('a column whose counts of absent and empty rows are wrong is found', async () => {
  const catalogue = catalogueOf('CT', '', undefined, 'MR')
  expect(await check(catalogue)).toMatchObject({ ok: true, checked: { columns: 1, instances: 4 } })
  const where = 'Modality, instances from 0 on: counts do not agree'
  catalogue.db.exec('UPDATE column SET absent = 2, sums = NULL')
  expect(found(await check(catalogue))).toEqual([['damaged-column', [where]]])
  catalogue.db.exec('UPDATE column SET absent = 1, empty = 0, sums = NULL')
  expect(found(await check(catalogue))).toEqual([['damaged-column', [where]]])
})

test('a file of an instance that is not live, and chunks that are not as many as the instances need, are found', async () => {
  const catalogue = catalogueOf('CT', 'MR')
  catalogue.db.exec('UPDATE file SET instance = 7 WHERE instance = 1')
  expect(found(await check(catalogue))).toEqual([
    ['count-mismatch', ['a file points to instance 7, which is not live']]
  ])
  catalogue.db.exec('UPDATE file SET instance = 1 WHERE instance = 7; DELETE FROM location')
  expect(found(await check(catalogue))[0]).toEqual([
    'count-mismatch',
    expect.arrayContaining(['2 instances in 0 chunks'])
  ])
})

test('a database whose pages contradict each other is found', async () => {
  const catalogue = catalogueOf('CT')
  catalogue.db.unsafeMode(true)
  catalogue.db.pragma('writable_schema = ON')
  catalogue.db.exec(
    "UPDATE sqlite_schema SET sql = replace(sql, 'status = 1', 'status = 0') WHERE name = 'file_duplicate'"
  )
  catalogue.close()
  const reopened = openForReading(catalogue.file)
  const report = await check(reopened)
  expect(report.findings[0].code).toBe('damaged-page')
  expect(report.findings[0].examples.join()).toContain('file_duplicate')
  reopened.close()
})

test('of one kind all problems are counted and the first twenty are named', async () => {
  const catalogue = catalogueOf(...Array<string>(25).fill('CT'))
  catalogue.db.exec('UPDATE file SET instance = instance + 100')
  const [finding] = (await check(catalogue)).findings
  expect([finding.count, finding.examples.length, finding.examples[0]]).toEqual([
    25,
    20,
    'a file points to instance 100, which is not live'
  ])
})

test.each(['Checking columns', 'Checking files'])('it can be cancelled while it is %s', async (stage) => {
  const root = temporaryFolder()
  writeFileSync(join(root, 'IM'), dicomFile({ '00080018': ['UI', '1.1'] }))
  const catalogue = newCatalogue()
  await scan(catalogue, [root], { workers: 1 })
  const controller = new AbortController()
  const onProgress = (progress: { stage: string }) => {
    if (progress.stage === stage) controller.abort()
  }
  await expect(check(catalogue, { signal: controller.signal, onProgress })).rejects.toThrow(CancelledError)
})
