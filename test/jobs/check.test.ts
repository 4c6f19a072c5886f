import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { openForReading, openForWriting, readMeta } from '../../src/core/catalogue/database.ts'
import { WriterLock } from '../../src/core/catalogue/lock.ts'
import { checkJob, quarantineJob } from '../../src/jobs/check.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { dicomFile } from '../dicom-file.ts'
import { archive, WORK } from './archive.ts'

/** A catalogue whose column is not what its counts say. */
function damaged(): string {
  const file = archive([{ Modality: 'CT' }])
  const catalogue = openForWriting(file, 'test')
  catalogue.db.exec('UPDATE column SET absent = 1, sums = NULL')
  catalogue.close()
  return file
}

test('quarantine sets the catalogue aside under a new name beside it, whole, and a new one can be made', async () => {
  const file = damaged()
  const bytes = readFileSync(file)
  const { quarantined } = await quarantineJob.run({ catalogue: file }, WORK)
  expect(dirname(quarantined)).toBe(dirname(file))
  expect(basename(quarantined)).toMatch(/^c\.sqlite\.damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z$/)
  expect(readFileSync(quarantined)).toEqual(bytes)
  expect(existsSync(file)).toBe(false)
  openForWriting(file, 'test').close()
})

test('what a killed process committed and did not fold in goes along', async () => {
  const catalogue = openForWriting(damaged(), 'test')
  catalogue.db.exec("INSERT INTO meta(key, value) VALUES('greeting', 'hello')")
  const file = join(temporaryFolder(), 'killed.sqlite')
  for (const suffix of ['', '-wal']) copyFileSync(catalogue.file + suffix, file + suffix)
  catalogue.close()
  const { quarantined } = await quarantineJob.run({ catalogue: file }, WORK)
  expect(existsSync(`${file}-wal`)).toBe(false)
  const aside = openForReading(quarantined)
  expect(readMeta(aside.db, 'greeting')).toBe('hello')
  aside.close()
})

test('a catalogue that is being written is not set aside', async () => {
  const file = damaged()
  const lock = new WriterLock(file, 'a scan')
  await expect(async () => quarantineJob.run({ catalogue: file }, WORK)).rejects.toThrow('(a scan, since')
  lock.release()
  expect(existsSync(file)).toBe(true)
  await quarantineJob.run({ catalogue: file }, WORK)
})

test('where there is no catalogue there is nothing to set aside, and no lock is left', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'c.sqlite')
  await expect(async () => quarantineJob.run({ catalogue: file }, WORK)).rejects.toThrow(
    `There is no catalogue at ${file}`
  )
  expect(readdirSync(folder)).toEqual([])
})

test('a check changes nothing', async () => {
  const file = archive([{ Modality: 'CT' }])
  const before = readFileSync(file)
  const report = await checkJob.run({ catalogue: file }, WORK)
  expect(report.checked).toEqual({ columns: 1, instances: 1, files: 0 })
  expect(readFileSync(file)).toEqual(before)
})

test('a catalogue that is not damaged stays where it is, and so does one of which only a file is gone', async () => {
  const root = temporaryFolder()
  const file = join(root, 'c.sqlite')
  mkdirSync(join(root, 'archive'))
  for (const name of ['a', 'b']) writeFileSync(join(root, 'archive', name), dicomFile({ '00080060': ['CS', name] }))
  await scanJob.run({ catalogue: file, folders: [join(root, 'archive')] }, WORK)
  const sound = `${file} is not damaged, so it stays where it is.`
  await expect(quarantineJob.run({ catalogue: file }, WORK)).rejects.toThrow(sound)
  rmSync(join(root, 'archive', 'a'))
  expect((await checkJob.run({ catalogue: file }, WORK)).findings.map(({ code }) => code)).toEqual(['file-missing'])
  await expect(quarantineJob.run({ catalogue: file }, WORK)).rejects.toThrow(sound)
  expect(existsSync(file)).toBe(true)
})

test('a catalogue that cannot even be opened is a finding, and can be set aside', async () => {
  const file = archive(Array.from({ length: 9000 }, (_, i) => ({ SOPInstanceUID: `1.${i * 7919}` })))
  truncateSync(file, 8192 * 3)
  const report = await checkJob.run({ catalogue: file }, WORK)
  expect(report).toMatchObject({ ok: false, findings: [{ code: 'damaged-page', count: 1 }] })
  const { quarantined } = await quarantineJob.run({ catalogue: file }, WORK)
  expect([existsSync(file), existsSync(quarantined)]).toEqual([false, true])
})
