import { beforeEach, expect, test } from 'vitest'
import { type Catalogue, readMeta } from '../../../src/core/catalogue/database.ts'
import { FileStatus } from '../../../src/core/catalogue/file-table.ts'
import { Intake, type PendingFile } from '../../../src/core/catalogue/intake.ts'
import { listIssues } from '../../../src/core/catalogue/issues.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import type { FileOutcome } from '../../../src/core/catalogue/to-read.ts'
import { batchOf, newCatalogue } from './synthetic.ts'

let catalogue: Catalogue
beforeEach(() => {
  catalogue = newCatalogue()
  catalogue.db.exec("INSERT INTO source(id, root, added) VALUES(1, '/a', ''), (2, '/b', '')")
})

/** A file as a reading worker tells of it: its place, and its UID or what else it is. */
type Read = [source: number, folder: string, name: string, found: string]

let workers = 0

/** Hands files to an intake as if one worker had read them, each with its own path as Modality. */
function take(intake: Intake, ...reads: Read[]): void {
  const files = reads.map(([source, folder, name]): PendingFile => {
    const dir = intake.table.dir(source, folder).id
    intake.table.flush()
    return { dir, folder, name, before: intake.table.files(dir).get(name) }
  })
  const outcomes = reads.map(([, , , found]): FileOutcome => {
    if (found === 'not-dicom') return { status: found }
    if (found === 'failed')
      return { status: found, issues: [{ code: 'header-too-large', parameters: { why: 'length', at: 9 } }] }
    if (found === 'unreadable') return { status: found, message: 'EIO: i/o error' }
    return { status: 'dicom', sopInstanceUid: found, issues: [] }
  })
  const instances = reads.filter((_, i) => outcomes[i].status === 'dicom')
  const batch = batchOf(
    instances.map(([source, folder, name, uid]) => ({
      SOPInstanceUID: uid === '' ? undefined : uid,
      Modality: `${source}/${folder}/${name}`
    }))
  )
  const stats = Float64Array.from(reads.flatMap(() => [100, 200]))
  intake.takeAll(files, [{ worker: ++workers, stats, outcomes, batch }])
}

/** What the live instances hold as Modality: the path that they were read from. */
function instances(): string[] {
  const reader = new CatalogueReader(catalogue.db)
  const modality = reader.find('Modality')!
  const { codes, texts } = reader.column(modality.id, reader.live())
  return Array.from(codes, (code) => texts[code])
}

const files = () =>
  catalogue.db
    .prepare('SELECT name, status, instance FROM file JOIN dir ON dir.id = dir ORDER BY source, path, name')
    .raw()
    .all()

test('of equal UIDs the file that stands first in walk order wins, in whatever order they come', () => {
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0]
  ]) {
    catalogue = newCatalogue()
    const reads: Read[] = [
      [1, 'a', 'z', '1.1'],
      [1, 'a-1', 'a', '1.1'],
      [2, '', '0', '1.1']
    ]
    const intake = new Intake(catalogue)
    for (const i of order) {
      take(intake, reads[i])
      intake.flush()
    }
    expect(instances()).toEqual(['1/a/z'])
    expect(intake.files).toMatchObject({ dicom: 3 })
    expect((files() as [string, number][]).map(([name, status]) => [name, status])).toEqual([
      ['z', FileStatus.instance],
      ['a', FileStatus.duplicate],
      ['0', FileStatus.duplicate]
    ])
  }
})

test('of files that are read together, too, and what a duplicate holds does not leak into its neighbours', () => {
  const intake = new Intake(catalogue)
  take(intake, [1, 'b', '1', '1.1'], [1, 'b', '2', '1.1'], [1, 'b', '3', '1.3'], [1, 'b', '4', 'failed'])
  take(intake, [1, 'a', '0', '1.3'], [1, 'c', '0', '1.4'])
  intake.flush()
  expect(instances()).toEqual(['1/b/1', '1/a/0', '1/c/0'])
  expect(files()).toEqual([
    ['0', FileStatus.instance, 2],
    ['1', FileStatus.instance, 0],
    ['2', FileStatus.duplicate, 0],
    ['3', FileStatus.duplicate, 2],
    ['4', FileStatus.failed, null],
    ['0', FileStatus.instance, 3]
  ])
})

test('a file that cannot be read now keeps its instance, and has an issue', () => {
  const intake = new Intake(catalogue)
  take(intake, [1, 'a', '1', '1.1'])
  intake.flush()
  take(intake, [1, 'a', '1', 'unreadable'])
  intake.flush()
  expect(instances()).toEqual(['1/a/1'])
  expect(listIssues(catalogue.db, 9)).toEqual([
    {
      path: '/a/a/1',
      code: 'unreadable',
      issue: { code: 'unreadable', parameters: { reason: 'EIO: i/o error' } }
    }
  ])
  expect(intake.files).toMatchObject({ dicom: 1, failed: 1 })
})

test('a file that is no longer what it was takes its instance with it', () => {
  const intake = new Intake(catalogue)
  take(intake, [1, 'a', '1', '1.1'], [1, 'a', '2', '1.2'], [1, 'a', '3', '1.3'])
  intake.flush()
  take(intake, [1, 'a', '1', 'not-dicom'], [1, 'a', '2', 'failed'], [1, 'a', '3', '1.4'])
  intake.flush()
  expect(files()).toEqual([
    ['1', FileStatus.notDicom, null],
    ['2', FileStatus.failed, null],
    ['3', FileStatus.instance, 3]
  ])
  expect(new CatalogueReader(catalogue.db).live()).toEqual(Uint32Array.of(3))
})

test('what was computed over all instances is out of date when instances come or go, and only then', () => {
  const revision = () => readMeta(catalogue.db, 'revision') ?? 0
  const scan = (...reads: Read[]) => {
    const intake = new Intake(catalogue)
    take(intake, ...reads)
    intake.flush()
    return revision()
  }
  expect(revision()).toBe(0)
  expect(scan([1, 'a', '1', '1.1'])).toBe(1)
  expect(scan([1, 'a', '2', '1.1'], [1, 'a', '3', 'not-dicom'], [1, 'a', '4', 'unreadable'])).toBe(1)
  expect(scan([1, 'a', '1', 'failed'])).toBe(2)
  const intake = new Intake(catalogue)
  intake.flush()
  expect(revision()).toBe(2)
})

test('a full chunk is committed at once, and so are many other files', () => {
  const intake = new Intake(catalogue)
  const many = (count: number, folder: string, found: (i: number) => string) =>
    Array.from({ length: count }, (_, i): Read => [1, folder, `${i}`, found(i)])
  take(intake, ...many(4097, 'a', (i) => `1.${i}`))
  expect(files()).toHaveLength(4096)
  intake.flush()
  take(intake, ...many(16_385, 'b', () => 'not-dicom'))
  expect(files()).toHaveLength(4097 + 16_384)
})
