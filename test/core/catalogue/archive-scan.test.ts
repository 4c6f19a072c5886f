import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { finish, opening } from '../../../src/core/archives/archive.ts'
import type { OpenedArchive } from '../../../src/core/catalogue/archive-scan.ts'
import { check } from '../../../src/core/catalogue/check.ts'
import type { Catalogue } from '../../../src/core/catalogue/database.ts'
import { countFiles, listFiles } from '../../../src/core/catalogue/file-lists.ts'
import { Intake, type PendingFile } from '../../../src/core/catalogue/intake.ts'
import { listIssues } from '../../../src/core/catalogue/issues.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import type { FileOutcome } from '../../../src/core/catalogue/to-read.ts'
import { scan } from '../../../src/core/catalogue/scan.ts'
import { moveSource } from '../../../src/core/catalogue/sources.ts'
import { listElements } from '../../../src/core/dicom/element-list.ts'
import { HeaderReader } from '../../../src/core/dicom/header.ts'
import { CancelledError, MedoidError } from '../../../src/core/errors.ts'
import { ImageHeader } from '../../../src/core/pixels/image-header.ts'
import { readWholeFrame } from '../../../src/core/pixels/whole-frame.ts'
import { sayMessage } from '../../../src/messages/message.ts'
import { PLAIN_TERMS } from '../../../src/messages/terms.ts'
import { tarFile, zipFile } from '../../archive-files.ts'
import { dicomFile } from '../../dicom-file.ts'
import fc from '../../fast-check.ts'
import { hasSharedDicom, sharedDicom } from '../dicom/shared.ts'
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

const run = () => scan(catalogue, [root], { workers: 1 })

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

const issues = () => listIssues(catalogue.db, 100).map(({ path, code }) => `${path.slice(root.length + 1)} ${code}`)
const messages = () => listIssues(catalogue.db, 100).map(({ issue }) => sayMessage(issue, PLAIN_TERMS))

test('an image that gzip has compressed is a file as any other', async () => {
  put('1.dcm.gz', gzipSync(image('1')))
  put('IM2.gz', gzipSync(image('2')))
  put('3.DCM.GZ', image('3'))
  put('text.dcm.gz', gzipSync('no image'))
  expect(await run()).toMatchObject({ seen: 4, dicom: 2, notDicom: 1, archives: 1, failed: 0 })
  expect(instances()).toEqual({ '1.dcm.gz': 'CT', '3.DCM.GZ': 'CT' })
  expect(issues()).toEqual(['IM2.gz archive-not-opened'])
  expect(await run()).toMatchObject({ seen: 4, unchanged: 4 })
  const read = new HeaderReader().read(join(root, '1.dcm.gz'))
  expect(read).toMatchObject({ status: 'dicom', sopInstanceUid: '1' })
})

test('of compressed images that are damaged it is told in which way', async () => {
  const whole = gzipSync(image('1'))
  put('cut.dcm.gz', whole.subarray(0, -20))
  put('header.dcm.gz', whole.subarray(0, 12))
  const wrong = Buffer.from(whole)
  wrong.writeUInt32LE(1, wrong.length - 8)
  put('sum.dcm.gz', wrong)
  const huge = Buffer.from(whole)
  huge.writeUInt32LE(0xffffffff, huge.length - 4)
  put('size.dcm.gz', huge)
  put('zeros.dcm.gz', gzipSync(Buffer.alloc(64 << 20)))
  expect(await run()).toMatchObject({ seen: 5, dicom: 0, failed: 4, notDicom: 1 })
  expect(issues()).toEqual([
    'cut.dcm.gz archive-damaged',
    'header.dcm.gz archive-damaged',
    'size.dcm.gz archive-damaged',
    'sum.dcm.gz archive-damaged'
  ])
})

test('a member with another checksum than its bytes have is told of', async () => {
  put(
    'a.zip',
    zipFile([
      { name: '1.dcm', bytes: image('1'), crc: 1 },
      { name: '2.dcm', bytes: image('2') }
    ])
  )
  expect(await run()).toMatchObject({ seen: 3, dicom: 1, failed: 1 })
  expect(messages()).toEqual([
    'This file is damaged in its archive: its bytes are not those of its checksum (CRC-32). Copy the archive again.'
  ])
})

test('members of archives are files below them', async () => {
  put(
    'a.zip',
    zipFile([
      { name: 'x/1', bytes: image('1.1') },
      { name: 'notes.txt', bytes: 'hello' }
    ])
  )
  put('b.tar', tarFile([{ name: 'x/1', bytes: image('1.2', 'MR') }]))
  put('c/d.tar.gz', gzipSync(tarFile([{ name: '1', bytes: image('1.3', 'US') }])))
  put('e', image('1.4', 'XA'))
  expect(await run()).toEqual({ seen: 8, dicom: 4, notDicom: 1, failed: 0, archives: 3, unchanged: 0, removed: 0 })
  expect(instances()).toEqual({ 'a.zip/x/1': 'CT', 'b.tar/x/1': 'MR', 'c/d.tar.gz/1': 'US', e: 'XA' })
  expect(countFiles(catalogue.db)).toMatchObject({ files: 8, instances: 4, notDicom: 1, archives: 3, failed: 0 })
  expect(issues()).toEqual([])
  expect(await check(catalogue)).toMatchObject({ ok: true, findings: [] })
  put('a.zip', zipFile([{ name: 'x/1', bytes: image('1.1') }]))
  rmSync(join(root, 'b.tar'))
  expect((await check(catalogue)).findings.map(({ code, count }) => [code, count])).toEqual([
    ['file-changed', 3],
    ['file-missing', 2]
  ])
})

test('a second scan opens no archive that is as it was', async () => {
  put(
    'a.zip',
    zipFile([
      { name: 'x/1', bytes: image('1.1') },
      { name: 'in.zip', bytes: zipFile([{ name: '1', bytes: image('1.2') }]) }
    ])
  )
  await run()
  const before = await snapshot(catalogue)
  chmodSync(root, 0o755)
  chmodSync(join(root, 'a.zip'), 0)
  expect(await unprivileged(run)).toMatchObject({ seen: 4, unchanged: 4 })
  expect(await snapshot(catalogue)).toEqual(before)
})

test('of an archive that was replaced, the members are those of the new one', async () => {
  put(
    'a.zip',
    zipFile([
      { name: '1', bytes: image('1.1') },
      { name: 'old/2', bytes: image('1.2') }
    ])
  )
  await run()
  put(
    'a.zip',
    zipFile([
      { name: '1', bytes: image('1.3', 'MR') },
      { name: 'new/2', bytes: image('1.2') }
    ])
  )
  expect(await run()).toMatchObject({ seen: 3, dicom: 2, archives: 1, unchanged: 0, removed: 1 })
  expect(instances()).toEqual({ 'a.zip/1': 'MR', 'a.zip/new/2': 'CT' })
})

test('an archive of another size and the same time was replaced, too', async () => {
  put('a.zip', zipFile([{ name: '1', bytes: image('1.1') }]))
  await run()
  put('a.zip', zipFile([{ name: '1', bytes: image('1.1', 'MR') }], 'longer'))
  utimesSync(join(root, 'a.zip'), --clock, clock)
  await run()
  expect(instances()).toEqual({ 'a.zip/1': 'MR' })
})

test('with an archive that is gone or renamed, its members are', async () => {
  put(
    'a.zip',
    zipFile([
      { name: '1', bytes: image('1.1') },
      { name: 'x/2', bytes: image('1.2') }
    ])
  )
  put('b', image('1.9'))
  await run()
  renameSync(join(root, 'a.zip'), join(root, 'c.zip'))
  expect(await run()).toMatchObject({ dicom: 2, removed: 3 })
  expect(Object.keys(instances()).sort()).toEqual(['b', 'c.zip/1', 'c.zip/x/2'])
  rmSync(join(root, 'c.zip'))
  await run()
  expect(Object.keys(instances())).toEqual(['b'])
  expect(countFiles(catalogue.db)).toMatchObject({ files: 1, archives: 0 })
})

test('of duplicates in and beside archives, the first in walk order is the instance', async () => {
  put(
    'a.zip',
    zipFile([
      { name: 'z', bytes: image('1.1') },
      { name: 'b/2', bytes: image('1.2') }
    ])
  )
  put('a/1', image('1.1', 'MR'))
  put('b', image('1.2', 'MR'))
  await run()
  // `/` before any other byte: a/1, a.zip/b/2, a.zip/z, b
  expect(instances()).toEqual({ 'a/1': 'MR', 'a.zip/b/2': 'CT' })
  rmSync(join(root, 'a/1'))
  await run()
  // The duplicate in the archive takes the place.
  expect(instances()).toEqual({ 'a.zip/z': 'CT', 'a.zip/b/2': 'CT' })
})

test('archives in archives are read, deeper ones are said not to be', async () => {
  const inner = zipFile([{ name: '1', bytes: image('1.1') }])
  const middle = zipFile([
    { name: 'in.zip', bytes: inner },
    { name: '1', bytes: image('1.2') }
  ])
  put(
    'a.zip',
    zipFile([
      { name: 'mid.zip', bytes: middle },
      { name: 'x.tgz', bytes: gzipSync(tarFile([{ name: '1', bytes: image('1.3') }])) }
    ])
  )
  await run()
  expect(Object.keys(instances()).sort()).toEqual(['a.zip/mid.zip/1', 'a.zip/x.tgz/1'])
  expect(issues()).toEqual(['a.zip/mid.zip/in.zip archive-not-opened'])
  expect(countFiles(catalogue.db)).toMatchObject({ files: 6, instances: 2, archives: 4 })
})

test('a zip that holds itself ends', async () => {
  // As in Russ Cox's quine: the same bytes again and again, here as a stored member that is cut.
  const zip = zipFile([
    { name: 'r.zip', bytes: zipFile([{ name: 'r.zip', bytes: zipFile([{ name: 'r.zip', bytes: 'x' }]) }]) }
  ])
  put('r.zip', zip)
  expect(await run()).toMatchObject({ archives: 3, failed: 0 })
  expect(issues()).toEqual(['r.zip/r.zip/r.zip archive-not-opened'])
})

test('what cannot be read is told with how to unpack it', async () => {
  put('1.7z', Buffer.from('7z\xbc\xaf\x27\x1c and more', 'latin1'))
  put('2.iso', Buffer.concat([Buffer.alloc(32_769), Buffer.from('CD001')]))
  put('3', zipFile([{ name: '1', bytes: image('1.1') }]))
  put('4.zip', zipFile([{ name: '1', bytes: image('1.1') }]).subarray(0, -10))
  put('5.zip', zipFile([{ name: '1', bytes: image('1.1'), flags: 1 }]))
  put('6.zip', 'no archive at all')
  expect(await run()).toMatchObject({ seen: 7, dicom: 0, archives: 5, failed: 1, notDicom: 1 })
  expect(messages()).toEqual([
    'This is a 7z archive, and was not opened. Unpack it with 7-Zip ("7z x") and scan the folder with the files.',
    'This is a disc image (ISO 9660), and was not opened. Mount it, or unpack it with 7-Zip ("7z x") and scan the folder with the files.',
    'This is a ZIP archive, and was not opened. Rename it so that its name ends with .zip, and scan again.',
    'This ZIP archive is damaged or cut: the list of its files, at its end, is missing. No file of it was read. Copy or export it again.',
    'This file is encrypted in its archive. Unpack the archive with its password and scan the folder with the files.'
  ])
  const reader = new CatalogueReader(catalogue.db)
  const listed = listFiles(reader, 'archives', { offset: 0, limit: 10 })
  expect(listed.rows.map(({ path }) => path.slice(root.length + 1))).toEqual(['1.7z', '2.iso', '3', '4.zip', '5.zip'])
})

test('hostile names write nothing and hide nothing', async () => {
  put(
    'a.zip',
    zipFile([
      { name: '../../out', bytes: image('1.1') },
      { name: '/abs/1', bytes: image('1.2') },
      { name: 'same', bytes: image('1.3') },
      { name: 'same', bytes: image('1.4') },
      { name: 'SAME', bytes: image('1.5') },
      { name: 'same/1', bytes: image('1.6') }
    ])
  )
  await run()
  expect(Object.keys(instances()).sort()).toEqual(['a.zip/SAME', 'a.zip/abs/1', 'a.zip/same', 'a.zip/same/1'])
  expect(messages()).toEqual([
    'Not everything in this archive was read: 1 file without a usable name, 1 file whose name a later one has.'
  ])
})

test('a scan that was stopped in an archive goes on in it', async () => {
  const members = Array.from({ length: 2000 }, (_, i) => ({ name: `${i}`, bytes: image(`1.${i}`) }))
  put('a.zip', zipFile(members))
  const abort = new AbortController()
  const stopped = scan(
    catalogue,
    [root],
    { workers: 1 },
    {
      signal: abort.signal,
      onProgress: ({ done }) => {
        if (done >= 500) abort.abort()
      }
    }
  )
  await expect(stopped).rejects.toThrow(CancelledError)
  const taken = Object.keys(instances()).length
  expect(taken).toBeGreaterThan(0)
  expect(taken).toBeLessThan(2000)
  expect(await run()).toMatchObject({ dicom: 2000 - taken, unchanged: taken, archives: 1 })
  expect(Object.keys(instances()).length).toBe(2000)
})

test('a source that holds archives moves with them', async () => {
  put('a.zip', zipFile([{ name: '1', bytes: image('1.1') }]))
  await run()
  const moved = join(temporaryFolder(), 'moved')
  renameSync(root, moved)
  moveSource(catalogue.db, 1, moved)
  root = moved
  expect(await run()).toMatchObject({ unchanged: 2, removed: 0 })
  expect(instances()).toEqual({ 'a.zip/1': 'CT' })
})

test('an archive that may not be opened keeps what is catalogued of it', async () => {
  put('a.zip', zipFile([{ name: 'x/1', bytes: image('1.1') }]))
  await run()
  put('a.zip', zipFile([{ name: 'x/1', bytes: image('1.2') }]))
  chmodSync(root, 0o755)
  chmodSync(join(root, 'a.zip'), 0)
  expect(await unprivileged(run)).toMatchObject({ seen: 1, failed: 1, removed: 0 })
  expect(issues()).toEqual(['a.zip unreadable'])
  expect(instances()).toEqual({ 'a.zip/x/1': 'CT' })
  chmodSync(join(root, 'a.zip'), 0o644)
  expect(await unprivileged(run)).toMatchObject({ seen: 2, dicom: 1, failed: 0 })
  expect(issues()).toEqual([])
})

test('an archive whose disk failed halfway is not taken for read', () => {
  put('a.zip', zipFile([{ name: '1', bytes: image('1.1') }]))
  const archive = finish(opening(join(root, 'a.zip')))!
  const opened: OpenedArchive = { archive, outer: null, isWhole: true }
  const place = { size: 10, mtime: 20, bytes: null, opened }
  const intake = new Intake(catalogue)
  const [outside, inside] = ['', 'a.zip'].map((path) => intake.table.dir(1, path).id)
  const take = (file: PendingFile, outcome: FileOutcome) => {
    intake.takeAll([file], [{ worker: 1, stats: Float64Array.of(10, 20), outcomes: [outcome], batch: null }])
    intake.flush()
  }
  const itself: PendingFile = { dir: outside, folder: '', name: 'a.zip', before: undefined, archived: place }
  take({ ...itself, dir: inside, folder: 'a.zip', name: '1' }, { status: 'unreadable', message: 'EIO: i/o error' })
  take(itself, { status: 'opened' })
  archive.close()
  expect(intake.table.files(outside)).toEqual(new Map())
  expect(catalogue.db.prepare('SELECT name, code FROM issue ORDER BY name').raw().all()).toEqual([
    ['1', 'unreadable'],
    ['a.zip', 'unreadable']
  ])
  opened.isWhole = true
  take(itself, { status: 'opened' })
  expect(intake.table.files(outside).get('a.zip')).toEqual({ size: 10, mtime: 20, status: 4, instance: null })
})

if (!hasSharedDicom) console.log(`archives of real files skipped: there is no ${sharedDicom}`)

test.skipIf(!hasSharedDicom)('real files say the same, with the same pixels, in a folder and in archives', async () => {
  const names = readdirSync(`${sharedDicom}broken`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(sharedDicom.length))
  const wide = readdirSync(`${sharedDicom}wg04`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(sharedDicom.length))
  const members = [...names, ...wide].map((name) => ({ name, bytes: readFileSync(join(sharedDicom, name)) }))
  const said = async (archive: string, pack: ((files: typeof members) => Buffer) | null): Promise<unknown> => {
    const [folder, own] = [temporaryFolder(), newCatalogue()]
    if (pack !== null) writeFileSync(join(folder, archive), pack(members))
    else {
      for (const { name, bytes } of members) {
        mkdirSync(dirname(join(folder, archive, name)), { recursive: true })
        writeFileSync(join(folder, archive, name), bytes)
      }
    }
    await scan(own, [folder], { workers: 2 })
    const reader = new CatalogueReader(own.db)
    const pixels: [string, string][] = []
    for (const id of reader.live()) pixels.push([reader.readablePath(id), await digest(reader.path(id)!)])
    const all = { ...(await snapshot(own)), pixels: pixels.sort(([a], [b]) => (a < b ? -1 : 1)) }
    own.close()
    return JSON.parse(JSON.stringify(all).replaceAll(folder, ''))
  }
  const plain = (await said('x.zip', null)) as { pixels: [string, string][] }
  // A digest of those that can be decoded.
  expect(plain.pixels.filter(([, found]) => /^[0-9a-f]{40}$/.test(found)).length).toBeGreaterThan(30)
  expect(await said('x.zip', zipFile)).toEqual(plain)
  const tar: unknown = JSON.parse(JSON.stringify(plain).replaceAll('/x.zip', '/x.tgz'))
  expect(await said('x.tgz', (files) => gzipSync(tarFile(files)))).toEqual(tar)
})

/** Of the pixels of the first frame, and of all elements; a code where there are none. */
async function digest(path: string | Buffer): Promise<string> {
  try {
    const hash = createHash('sha1').update((await readWholeFrame(path, 0, new ImageHeader(), () => undefined)).bytes)
    return hash.update(JSON.stringify(listElements(path))).digest('hex')
  } catch (error) {
    if (error instanceof MedoidError) return error.data.code
    throw error
  }
}

describe('an archive says the same as the folder that was packed', () => {
  const name = fc.constantFrom('a', 'b', 'a.b', 'é', 'Z')
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
  const tree = fc.dictionary(path, fc.nat(6), { minKeys: 1, maxKeys: 12 })

  test.each([
    ['x.zip', (files: { name: string; bytes: Buffer }[]) => zipFile(files)],
    ['x.tar', (files: { name: string; bytes: Buffer }[]) => tarFile(files)],
    ['x.tgz', (files: { name: string; bytes: Buffer }[]) => gzipSync(tarFile(files))]
  ])('%s', async (archive, pack) => {
    await fc.assert(
      fc.asyncProperty(tree, async (files) => {
        const kept = Object.entries(files).filter(([a]) => !Object.keys(files).some((b) => b.startsWith(`${a}/`)))
        const members = kept.map(([path, n]) => ({
          name: path,
          bytes: n === 0 ? Buffer.from('no DICOM') : image(`1.${n}`, path)
        }))
        const [packed, plain] = [temporaryFolder(), temporaryFolder()]
        writeFileSync(join(packed, archive), pack(members))
        for (const { name, bytes } of members) {
          const file = join(plain, archive, name)
          mkdirSync(dirname(file), { recursive: true })
          writeFileSync(file, bytes)
        }
        expect(await said(packed)).toEqual(await said(plain))
      }),
      { numRuns: 6 }
    )
  })

  async function said(folder: string): Promise<unknown> {
    const own = newCatalogue()
    try {
      await scan(own, [folder], { workers: 1 })
      const said = await snapshot(own)
      return JSON.parse(JSON.stringify(said).replaceAll(folder, ''))
    } finally {
      own.close()
    }
  }
})
