import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { check } from '../../../src/core/catalogue/check.ts'
import { type Catalogue, openForWriting } from '../../../src/core/catalogue/database.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { removeSource, scan } from '../../../src/core/catalogue/scan.ts'
import { findSource, listSources, moveSource } from '../../../src/core/catalogue/sources.ts'
import { readSummary } from '../../../src/core/catalogue/summary.ts'
import { CancelledError } from '../../../src/core/errors.ts'
import { dicomFile } from '../../dicom-file.ts'
import fc from '../../fast-check.ts'
import { unprivileged } from '../../unprivileged.ts'
import { snapshot } from './snapshot.ts'
import { newCatalogue, temporaryFolder } from './synthetic.ts'

let root: string
let catalogue: Catalogue
let clock = 0

beforeEach(() => {
  root = temporaryFolder()
  catalogue = newCatalogue()
})
afterEach(() => catalogue.close())

const options = { workers: 1 }
const run = (...folders: string[]) => scan(catalogue, folders, options)

/** Every write gets a time of its own, as it would on a real disk. */
function put(path: string, bytes: Buffer | string): void {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, bytes)
  clock += 1
  utimesSync(file, clock, clock)
}

const image = (uid: string, modality = 'CT') =>
  dicomFile({ '00080018': ['UI', uid], '00080060': ['CS', modality], '00280010': ['LO', '4'] })

/** With a private element in a VR that files do not agree on. */
const withPrivate = (uid: string, vr: string) =>
  dicomFile({
    '00080018': ['UI', uid],
    '00080060': ['CS', 'CT'],
    '00090010': ['LO', 'ACME'],
    '00091001': [vr, '12'],
    '00280010': ['LO', '4']
  })

/** Paths of the live instances, relative to the root, with their Modality. */
function instances(): Record<string, string> {
  const reader = new CatalogueReader(catalogue.db)
  const modality = reader.find('Modality')
  if (modality === undefined) return {}
  const { codes, texts } = reader.column(modality.id, reader.live())
  return Object.fromEntries(
    Array.from(reader.live(), (id, i) => [reader.readablePath(id).slice(root.length + 1), texts[codes[i]]])
  )
}

test('every file is tried, whatever its name; what is not DICOM is counted and not failed', async () => {
  put('a/IM1', image('1.1'))
  put('a/readme.txt', 'hello')
  put('a/cut.dcm', image('1.2').subarray(0, 180))
  put('b/IM1.dcm', image('1.3', 'MR'))
  expect(await run(root)).toEqual({ seen: 4, dicom: 2, notDicom: 1, failed: 1, archives: 0, unchanged: 0, removed: 0 })
  expect(instances()).toEqual({ 'a/IM1': 'CT', 'b/IM1.dcm': 'MR' })
})

test('of the files with one SOP Instance UID the first in walk order is the instance', async () => {
  put('b/copy', image('1.1'))
  put('a/first', image('1.1'))
  put('c/copy', image('1.1'))
  await run(root)
  const { duplicates } = await snapshot(catalogue)
  expect(duplicates).toEqual({
    [join(root, 'b/copy')]: join(root, 'a/first'),
    [join(root, 'c/copy')]: join(root, 'a/first')
  })
})

test('what only a duplicate holds, at the end of a folder, leaves no trace in the columns', async () => {
  const own = dicomFile({ '00080018': ['UI', '1.1'], '00080060': ['CS', 'CT'], '00081090': ['LO', 'only here'] })
  put('x/a', image('1.1'))
  put('x/b', own)
  put('y/c', image('1.2', 'MR'))
  await run(join(root, 'x'), join(root, 'y'))
  await run()
  expect((await check(catalogue)).findings).toEqual([])
  expect(Object.keys((await snapshot(catalogue)).frequencies)).not.toContain('(0008,1090)')
})

test('a link that leads nowhere, or to a disk that is gone, takes nothing with it and says so', async () => {
  const disk = join(temporaryFolder(), 'disk')
  mkdirSync(disk)
  writeFileSync(join(disk, '1'), image('1.1'))
  put('a', image('1.2'))
  symlinkSync(disk, join(root, 'link'))
  await run(root)
  renameSync(disk, `${disk}-away`)
  expect(await run(root)).toMatchObject({ seen: 2, unchanged: 1, failed: 1, removed: 0 })
  expect((await snapshot(catalogue)).issues).toEqual([`${join(root, 'link')} unreadable`])
  expect(Object.keys(instances())).toEqual(['a', 'link/1'])
  renameSync(`${disk}-away`, disk)
  expect(await run(root)).toMatchObject({ seen: 2, unchanged: 2, removed: 0 })
})

test('an empty mount point loses nothing and is told, whoever asked', async () => {
  put('x/a', image('1.1'))
  put('y/b', image('1.2'))
  await run(join(root, 'x'), join(root, 'y'))
  rmSync(join(root, 'x/a'))
  rmSync(join(root, 'y/b'))
  put('y/c', image('1.3'))
  await run()
  expect((await snapshot(catalogue)).issues).toEqual([`${join(root, 'x')} folder-empty`])
  rmSync(join(root, 'y/c'))
  put('y/d', image('1.4'))
  await expect(run(join(root, 'x'), join(root, 'y'))).rejects.toThrow('holds no files')
  expect(Object.keys(instances())).toEqual(['x/a', 'y/d'])
})

test('files without a SOP Instance UID are instances of their own', async () => {
  put('a', dicomFile({ '00080060': ['CS', 'CT'] }))
  put('b', dicomFile({ '00080060': ['CS', 'CT'] }))
  await run(root)
  expect(Object.keys(instances())).toEqual(['a', 'b'])
})

test('a second scan opens only what changed', async () => {
  put('a', image('1.1'))
  put('b', image('1.2'))
  put('c', 'text')
  await run(root)
  put('b', image('1.2', 'MR'))
  put('d', image('1.4', 'US'))
  expect(await run(root)).toEqual({ seen: 4, dicom: 2, notDicom: 0, failed: 0, archives: 0, unchanged: 2, removed: 0 })
  expect(instances()).toEqual({ a: 'CT', b: 'MR', d: 'US' })
})

test('when the file that won goes, the next duplicate takes its place', async () => {
  put('a', image('1.1', 'CT'))
  put('b', image('1.1', 'MR'))
  put('c', image('1.1', 'US'))
  await run(root)
  rmSync(join(root, 'a'))
  expect(await run(root)).toMatchObject({ seen: 2, unchanged: 2, removed: 1 })
  expect(instances()).toEqual({ b: 'MR' })
  expect((await snapshot(catalogue)).duplicates).toEqual({ [join(root, 'c')]: join(root, 'b') })
})

test('a new file that stands before the one that won takes its place', async () => {
  put('b', image('1.1', 'MR'))
  put('c', image('1.1', 'US'))
  await run(root)
  put('a', image('1.1', 'CT'))
  await run(root)
  expect(instances()).toEqual({ a: 'CT' })
  expect(Object.keys((await snapshot(catalogue)).duplicates)).toEqual([join(root, 'b'), join(root, 'c')])
})

test('a folder that vanished takes its files with it, a moved one brings them back elsewhere', async () => {
  put('x/deep/a', image('1.1'))
  put('y/b', image('1.2'))
  await run(root)
  renameSync(join(root, 'x'), join(root, 'z'))
  expect(await run(root)).toMatchObject({ dicom: 1, removed: 1 })
  expect(Object.keys(instances())).toEqual(['y/b', 'z/deep/a'])
})

test('scanning a folder inside a source looks only there', async () => {
  put('x/a', image('1.1'))
  put('y/b', image('1.2'))
  await run(root)
  rmSync(join(root, 'x/a'))
  put('x/c', image('1.3'))
  put('y/d', image('1.4'))
  expect(await run(join(root, 'x'))).toMatchObject({ seen: 1, dicom: 1, removed: 1 })
  expect(Object.keys(instances())).toEqual(['y/b', 'x/c'])
  expect(listSources(catalogue.db)).toHaveLength(1)
})

test('a source that is missing or empty loses nothing, and says so', async () => {
  put('x/a', image('1.1'))
  const source = join(root, 'x')
  await run(source)
  renameSync(source, join(root, 'elsewhere'))
  await expect(run(source)).rejects.toThrow(/is not there.*with a move of the source/s)
  await expect(run()).resolves.toMatchObject({ seen: 0, removed: 0 })
  expect((await snapshot(catalogue)).issues).toEqual([`${source} no-such-folder`])
  mkdirSync(source)
  await expect(run(source)).rejects.toThrow(/holds no files.*1 catalogued file is kept; take it out with a removal/s)
  await run()
  expect(Object.keys(instances())).toEqual(['x/a'])

  moveSource(catalogue.db, 1, join(root, 'elsewhere'))
  expect(await run()).toMatchObject({ seen: 1, unchanged: 1 })
  expect(Object.keys(instances())).toEqual(['elsewhere/a'])
  expect((await snapshot(catalogue)).issues).toEqual([])
})

test.each([
  ['nothing', () => undefined],
  ['an empty mount point', (folder: string) => mkdirSync(folder)]
])('a disk that goes away while it is scanned, and leaves %s, loses nothing, and is told', async (_what, leave) => {
  const source = join(root, 'disk')
  // A scan lets others do something after so many files.
  for (let i = 0; i < 2048; i++) put(`disk/a/${i}`, 'no image')
  put('disk/b/image', image('1.1'))
  put('disk/c/deep/image', image('1.2'))
  await run(source)
  const pullOut = () => {
    if (!existsSync(join(source, 'c'))) return
    renameSync(source, join(root, 'away'))
    leave(source)
  }
  await expect(scan(catalogue, [source], options, { onProgress: pullOut })).rejects.toThrow(
    /went away while it was scanned.*is kept/
  )
  expect(Object.keys(instances())).toEqual(['disk/b/image', 'disk/c/deep/image'])
  rmSync(source, { recursive: true, force: true })
  renameSync(join(root, 'away'), source)
  expect(await run(source)).toMatchObject({ seen: 2050, unchanged: 2050, removed: 0 })
})

test('what was wrong with the folder of a source goes when it moves; what is wrong with its files stays', async () => {
  put('x/a', image('1.1'))
  put('x/cut', image('1.2').subarray(0, 180))
  put('y/a', image('1.3'))
  await run(join(root, 'x'), join(root, 'y'))
  renameSync(join(root, 'x'), join(root, 'new-x'))
  renameSync(join(root, 'y'), join(root, 'new-y'))
  await run()
  const issues = async () => (await snapshot(catalogue)).issues.map((issue) => issue.slice(root.length + 1))
  expect(await issues()).toEqual(['x no-such-folder', 'x/cut header-truncated', 'y no-such-folder'])
  moveSource(catalogue.db, 1, join(root, 'new-x'))
  expect(await issues()).toEqual(['new-x/cut header-truncated', 'y no-such-folder'])
})

test('a source that is taken out leaves its place to duplicates elsewhere', async () => {
  put('x/a', image('1.1', 'CT'))
  put('y/a', image('1.1', 'MR'))
  put('x/b', image('1.2', 'CT'))
  await run(join(root, 'x'), join(root, 'y'))
  await removeSource(catalogue, findSource(catalogue.db, join(root, 'x')).id, options)
  expect(instances()).toEqual({ 'y/a': 'MR' })
  expect(listSources(catalogue.db).map((source) => source.root)).toEqual([join(root, 'y')])
  await run(join(root, 'x'))
  expect(instances()).toEqual({ 'y/a': 'MR', 'x/b': 'CT' })
})

test('folders that cannot be scanned are refused by name', async () => {
  put('x/a', image('1.1'))
  mkdirSync(join(root, 'empty'))
  await expect(run(join(root, 'nowhere'))).rejects.toThrow(`${join(root, 'nowhere')} is not there`)
  await expect(run(join(root, 'x/a'))).rejects.toThrow('is a file')
  await expect(run(join(root, 'empty'))).rejects.toThrow('holds no files')
  await expect(run()).rejects.toThrow('no source yet')
  await run(join(root, 'x'))
  await expect(run(root)).rejects.toThrow(`contains ${join(root, 'x')}, which is a source of its own`)
})

test('what may not be read is told, loses nothing, and is read when it may be', async () => {
  put('a/1', image('1.1'))
  put('b/2', image('1.2'))
  put('c/3', image('1.3'))
  await run(root)
  chmodSync(root, 0o755)
  put('d/4', image('1.4'))
  chmodSync(join(root, 'b'), 0)
  chmodSync(join(root, 'd/4'), 0)
  expect(await unprivileged(() => run(root))).toMatchObject({ seen: 3, failed: 1, unchanged: 2, removed: 0 })
  const { issues, instances: kept } = await snapshot(catalogue)
  expect(issues).toEqual([`${join(root, 'b')} unreadable`, `${join(root, 'd/4')} unreadable`])
  expect(Object.keys(kept)).toHaveLength(3)
  await expect(unprivileged(() => run(join(root, 'b')))).rejects.toThrow(`${join(root, 'b')} cannot be read`)

  chmodSync(join(root, 'b'), 0o755)
  chmodSync(join(root, 'd/4'), 0o644)
  expect(await unprivileged(() => run(root))).toMatchObject({ seen: 4, dicom: 1, failed: 0, unchanged: 3 })
  expect((await snapshot(catalogue)).issues).toEqual([])
})

test('a file of another size or of another time is read again, whichever of the two it is', async () => {
  put('a', image('1.1'))
  put('b', image('1.2'))
  put('c', image('1.3'))
  await run(root)
  writeFileSync(join(root, 'a'), image('1.1', 'MR SPECT'))
  utimesSync(join(root, 'a'), clock - 2, clock - 2)
  writeFileSync(join(root, 'b'), image('1.2', 'US'))
  utimesSync(join(root, 'b'), clock + 5, clock + 5)
  expect(await run(root)).toMatchObject({ dicom: 2, unchanged: 1 })
  expect(instances()).toEqual({ a: 'MR SPECT', b: 'US', c: 'CT' })
})

test('a folder that vanished does not take another along whose name begins alike', async () => {
  put('x/a/1', image('1.1'))
  put('x/ab/1', image('1.2'))
  put('x/z', image('1.3'))
  await run(root)
  rmSync(join(root, 'x/ab'), { recursive: true })
  expect(await run(join(root, 'x/a'))).toMatchObject({ seen: 1, removed: 0 })
  expect(Object.keys(instances())).toEqual(['x/a/1', 'x/ab/1', 'x/z'])
  expect(await run(root)).toMatchObject({ seen: 2, removed: 1 })
})

test('only a scan of the whole source counts as one', async () => {
  put('x/a', image('1.1'))
  await run(root)
  catalogue.db.exec('UPDATE source SET scanned = NULL, sums = NULL')
  await run(join(root, 'x'))
  expect(listSources(catalogue.db)).toMatchObject([{ scanned: null }])
  await run(root)
  expect(listSources(catalogue.db)[0].scanned).toMatch(/^\d{4}-/)
})

test('a source that is taken out takes its issues along, and what was computed over all instances is out of date', async () => {
  put('x/cut', image('1.1').subarray(0, 180))
  put('x/a', image('1.1'))
  put('y/a', image('1.2'))
  await run(join(root, 'x'), join(root, 'y'))
  expect((await snapshot(catalogue)).issues).toHaveLength(1)
  await removeSource(catalogue, 1, options)
  expect(catalogue.db.prepare('SELECT count(*) FROM issue').pluck().get()).toBe(0)
  expect(readSummary(new CatalogueReader(catalogue.db))).toBeNull()
})

test('of the duplicates that an instance leaves behind, the first in walk order takes its place, and none is counted twice', async () => {
  put('x/b', image('1.1', 'CT'))
  put('y/z/1', image('1.1', 'MR'))
  await run(join(root, 'x'), join(root, 'y'))
  // Catalogued after the other one, it stands before it.
  put('y/a/1', image('1.1', 'US'))
  await run(join(root, 'y'))
  rmSync(join(root, 'x/b'))
  put('x/other', image('1.9', 'XA'))
  expect(await run()).toEqual({ seen: 3, dicom: 1, notDicom: 0, failed: 0, archives: 0, unchanged: 2, removed: 1 })
  expect(instances()).toEqual({ 'x/other': 'XA', 'y/a/1': 'US' })
  expect((await snapshot(catalogue)).duplicates).toEqual({ [join(root, 'y/z/1')]: join(root, 'y/a/1') })
})

test('progress tells how many of how many files are done', async () => {
  for (let i = 0; i < 5; i++) put(`a/${i}`, image(`1.${i}`))
  put('a/notes', 'text')
  const told: unknown[] = []
  await scan(catalogue, [root], options, { onProgress: ({ stage, done, total }) => told.push([stage, done, total]) })
  expect(told.at(-1)).toEqual(['Reading headers', 6, 6])
})

test('a cancelled scan keeps what it has, and the next one goes on', async () => {
  for (let i = 0; i < 2000; i++) put(`${i % 7}/${i}`, image(`1.${i}`))
  const controller = new AbortController()
  const onProgress = ({ stage, done }: { stage: string; done: number }) => {
    if (stage === 'Reading headers' && done > 500) controller.abort()
  }
  await expect(scan(catalogue, [root], options, { signal: controller.signal, onProgress })).rejects.toThrow(
    CancelledError
  )
  const kept = Object.keys(instances()).length
  expect(kept).toBeGreaterThan(500)
  expect(kept).toBeLessThan(2000)
  expect(await run(root)).toMatchObject({ seen: 2000, dicom: 2000 - kept, unchanged: kept })
  expect(Object.keys(instances())).toHaveLength(2000)
})

test('the VR of a private tag is that of the files that are there, whatever was there before', async () => {
  const vr = () => catalogue.db.prepare("SELECT vr FROM tag WHERE private_creator = 'ACME'").pluck().all()
  put('a', withPrivate('1.1', 'SH'))
  put('b', withPrivate('1.2', 'UN'))
  await run(root)
  expect(vr()).toEqual(['SH'])
  put('c', withPrivate('1.3', 'LO'))
  put('d', withPrivate('1.4', 'LO'))
  await run(root)
  expect(vr()).toEqual(['LO'])
  for (const name of ['a', 'c', 'd']) rmSync(join(root, name))
  await run(root)
  expect(vr()).toEqual(['UN'])
})

test('however files come, change, move and go between scans, the catalogue is that of a fresh scan', async () => {
  const file = fc.record({
    source: fc.constantFrom('s', 't'),
    folder: fc.constantFrom('', 'a/', 'b/', 'b/c/'),
    name: fc.constantFrom('1', '2', '3')
  })
  const content = fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .tuple(fc.constantFrom('1.1', '1.2', '1.3', ''), fc.constantFrom('CT', 'MR'))
        .map(([uid, m]) => image(uid, m))
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom('1.1', '1.2', '1.4', ''), fc.constantFrom('LO', 'SH', 'IS', 'UN'))
        .map(([uid, vr]) => withPrivate(uid, vr))
    },
    { weight: 1, arbitrary: fc.constant(Buffer.from('text')) },
    { weight: 1, arbitrary: fc.constant(image('1.9').subarray(0, 190)) }
  )
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), file, content }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), file }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove-folder' as const), file }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('scan' as const), which: fc.constantFrom('s', 't', 'all') }) }
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
      const before = { root, catalogue }
      root = temporaryFolder()
      catalogue = newCatalogue()
      const fresh = newCatalogue()
      try {
        const anchor = (source: string) => put(`${source}/z-anchor`, image(`9.${source}`))
        anchor('s')
        anchor('t')
        await run(join(root, 's'), join(root, 't'))
        for (const each of steps) {
          if (each.kind === 'scan') await (each.which === 'all' ? run() : run(join(root, each.which)))
          else {
            const { source, folder, name } = each.file
            if (each.kind === 'put') put(`${source}/${folder}${name}`, each.content)
            else if (each.kind === 'remove') rmSync(join(root, source, folder, name), { force: true })
            else if (folder !== '') rmSync(join(root, source, folder), { force: true, recursive: true })
          }
        }
        await run()
        await scan(fresh, [join(root, 's'), join(root, 't')], options)
        expect(await snapshot(catalogue)).toEqual(await snapshot(fresh))
      } finally {
        catalogue.close()
        fresh.close()
        rmSync(root, { recursive: true })
        ;({ root, catalogue } = before)
      }
    }),
    { numRuns: 25 }
  )
})

test('the result does not depend on the number of workers', async () => {
  for (let i = 0; i < 700; i++) put(`${i % 5}/${i}`, image(`1.${i % 600}`, i % 3 === 0 ? 'CT' : 'MR'))
  await run(root)
  const other = openForWriting(join(temporaryFolder(), 'other.sqlite'), 'test')
  await scan(other, [root], { workers: 3 })
  expect(await snapshot(other)).toEqual(await snapshot(catalogue))
  other.close()
})
