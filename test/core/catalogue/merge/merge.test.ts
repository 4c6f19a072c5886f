import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { check } from '../../../../src/core/catalogue/check.ts'
import { inserter } from '../../../../src/core/catalogue/checksums.ts'
import {
  type Catalogue,
  makeCatalogue,
  openForReading,
  openForWriting
} from '../../../../src/core/catalogue/database.ts'
import { DUPLICATE } from '../../../../src/core/catalogue/derived-names.ts'
import { writeDerived } from '../../../../src/core/catalogue/derived-tags.ts'
import { listIssues } from '../../../../src/core/catalogue/issues.ts'
import { LiveSet } from '../../../../src/core/catalogue/live.ts'
import { mergeCatalogues, type MergeReport } from '../../../../src/core/catalogue/merge/merge.ts'
import { CatalogueReader } from '../../../../src/core/catalogue/reader.ts'
import { scan } from '../../../../src/core/catalogue/scan.ts'
import { findSource, listSources, moveSource } from '../../../../src/core/catalogue/sources.ts'
import { listElements } from '../../../../src/core/dicom/element-list.ts'
import { ImageHeader } from '../../../../src/core/pixels/image-header.ts'
import { readWholeFrame } from '../../../../src/core/pixels/whole-frame.ts'
import { phantomInstances } from '../../../../src/phantom/archive.ts'
import { encodePhantom } from '../../../../src/phantom/instance.ts'
import { tarFile, zipFile } from '../../../archive-files.ts'
import { dicomFile } from '../../../dicom-file.ts'
import fc from '../../../fast-check.ts'
import { oldCatalogue } from '../../../fixtures/old-catalogue.ts'
import { type Contents, contentsOf, contentsOfFile } from '../../shards/same.ts'
import { filesOf, rangesAt, scanHere } from '../../shards/scan-here.ts'
import { temporaryFolder } from '../synthetic.ts'

const one = { workers: 1 }

function put(root: string, path: string, bytes: Buffer | string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), bytes)
}

const image = (uid: string, more: Record<string, [string, string]> = {}) =>
  dicomFile({ '00080018': ['UI', uid], '00280010': ['US', '4'], ...more })

/** Scans a folder, or some folders of it as a part of the same source. */
async function scanned(file: string, root: string, folders?: string[]): Promise<string> {
  const catalogue = openForWriting(file, 'a test')
  if (folders !== undefined) {
    inserter(catalogue.db, 'source')({ id: 1, root, added: '2026-01-01', scanned: null, removed: 0 })
  }
  await scan(catalogue, folders?.map((folder) => join(root, folder)) ?? [root], one)
  catalogue.close()
  return file
}

async function merged(file: string, inputs: string[], root: string): Promise<MergeReport> {
  return makeCatalogue(file, 'a test', (catalogue) => mergeCatalogues(catalogue, inputs, { kind: 'joined', root }))
}

async function using<T>(file: string, use: (catalogue: Catalogue) => Promise<T> | T): Promise<T> {
  const catalogue = openForWriting(file, 'a test')
  try {
    return await use(catalogue)
  } finally {
    catalogue.close()
  }
}

test('two parts of an archive are merged into what one scan of it makes', async () => {
  const work = temporaryFolder()
  const root = join(work, 'archive')
  put(root, 'a/1', image('1.1', { '00080060': ['CS', 'CT'] }))
  put(root, 'a/2', image('1.2', { '00080060': ['CS', 'MR'] }))
  put(root, 'a/notes.txt', 'no DICOM')
  put(root, 'b/1', image('1.2', { '00081030': ['LO', 'copy'] }))
  put(root, 'b/2', image('1.3', { '00080060': ['CS', 'MR'], '00081030': ['LO', 'new'] }))
  put(root, 'b/3', image('1.2'))
  put(root, 'b/broken', image('1.9').subarray(0, 180))
  const all = await scanned(join(work, 'all.sqlite'), root)
  const parts = [await scanned(join(work, 'a.sqlite'), root, ['a']), await scanned(join(work, 'b.sqlite'), root, ['b'])]
  const target = join(work, 'merged.sqlite')
  const report = await merged(target, parts, root)
  expect(report).toEqual({ instances: 3, duplicates: 1, unsettled: 0, refused: 0 })
  expect(contentsOfFile(target)).toEqual(contentsOfFile(all))
  await using(target, async (catalogue) => {
    expect((await check(catalogue)).findings).toEqual([])
    const files = await scan(catalogue, [root], one)
    expect(files).toMatchObject({ seen: 7, unchanged: 7, removed: 0 })
    put(root, 'b/2', image('1.4', { '00080060': ['CS', 'US'] }))
    expect(await scan(catalogue, [root], one)).toMatchObject({ seen: 7, unchanged: 6, dicom: 1 })
    expect(contentsOf(catalogue).instances.at(-1)!.values['|(0008,0060)|']).toBe('US')
  })
})

test('catalogues of two machines that scanned the same path stay two sources, and no scan here takes one for the other', async () => {
  const work = temporaryFolder()
  const root = join(work, 'data')
  put(root, 'a/1', image('1.1', { '00080060': ['CS', 'CT'] }))
  put(root, 'a/2', image('1.2', { '00080060': ['CS', 'CT'] }))
  const here = scanHere(join(work, 'here.sqlite'), root)
  renameSync(root, join(work, 'as it was there'))
  put(root, 'b/1', image('1.2', { '00080060': ['CS', 'MR'] }))
  put(root, 'b/2', image('1.3', { '00080060': ['CS', 'MR'] }))
  const there = scanHere(join(work, 'there.sqlite'), root)
  const target = join(work, 'both.sqlite')
  const report = await makeCatalogue(target, 'a test', (catalogue) =>
    mergeCatalogues(catalogue, [here, there], { kind: 'apart', names: ['here', 'there'] })
  )
  expect(report).toEqual({ instances: 3, duplicates: 1, unsettled: 0, refused: 0 })
  expect(contentsOfFile(target).instances.map(({ values }) => values['|(0008,0060)|'])).toEqual(['CT', 'CT', 'MR'])
  await using(target, async (catalogue) => {
    const { db } = catalogue
    expect(listSources(db)).toMatchObject([
      { id: 1, root, name: 'here', files: 2, instances: 2 },
      { id: 2, root, name: 'there', files: 2, instances: 1 }
    ])
    expect(() => findSource(db, root)).toThrow(
      `2 sources have the folder ${root}, each on a machine of its own. Name one by its number: 1 (here), 2 (there).`
    )
    expect(await scan(catalogue, [], one)).toMatchObject({ seen: 2, unchanged: 2, removed: 0 })
    expect(listIssues(db, 9)).toMatchObject([{ path: root, code: 'not-that-folder' }])
    expect(await scan(catalogue, [root], one)).toMatchObject({ seen: 2, unchanged: 2, removed: 0 })
    moveSource(db, 1, join(work, 'as it was there'))
    expect(await scan(catalogue, [], one)).toMatchObject({ seen: 4, unchanged: 4, removed: 0 })
    expect(listIssues(db, 9)).toEqual([])
    expect((await check(catalogue)).findings).toEqual([])
  })
})

test('elements and pictures of files in archives can be had of the merged catalogue, as of the files themselves', async () => {
  const work = temporaryFolder()
  const [here, there] = [join(work, 'here'), join(work, 'there')]
  const files = [...phantomInstances({ images: 3, seed: 5, size: 16 })]
    .slice(0, 3)
    .map((each) => encodePhantom(each, { pixels: true }))
  files.forEach((bytes, i) => put(work, String(i), bytes))
  put(here, 'a.zip', zipFile([{ name: 'x/0.dcm', bytes: files[0] }]))
  put(there, 'b.tgz', gzipSync(tarFile([{ name: 'inner.zip', bytes: zipFile([{ name: '1.dcm', bytes: files[1] }]) }])))
  put(there, 'c.dcm.gz', gzipSync(files[2]))
  const inputs = [await scanned(`${here}.sqlite`, here), await scanned(`${there}.sqlite`, there)]
  const target = join(work, 'both.sqlite')
  await makeCatalogue(target, 'a test', (catalogue) =>
    mergeCatalogues(catalogue, inputs, { kind: 'apart', names: ['here', 'there'] })
  )
  const said = async (path: string | Buffer): Promise<unknown[]> => [
    listElements(path),
    (await readWholeFrame(path, 0, new ImageHeader(), () => undefined)).bytes
  ]
  await using(target, async ({ db }) => {
    const reader = new CatalogueReader(db)
    const paths = [...reader.live()].map((id) => reader.path(id)!)
    expect(paths.map(String)).toEqual([
      join(here, 'a.zip/x/0.dcm'),
      join(there, 'b.tgz/inner.zip/1.dcm'),
      join(there, 'c.dcm.gz')
    ])
    for (const [i, path] of paths.entries()) expect(await said(path)).toEqual(await said(join(work, String(i))))
  })
})

test('groups of duplicate pictures have other numbers than those of the catalogue before', async () => {
  const work = temporaryFolder()
  const files = ['x', 'y'].map((name) => {
    const root = join(work, name)
    for (let i = 0; i < 3; i++) put(root, String(i), image(`1.${name === 'x' ? 1 : 2}.${i}`))
    const file = scanHere(join(work, `${name}.sqlite`), root)
    const catalogue = openForWriting(file, 'a test')
    catalogue.db.transaction(() =>
      writeDerived(catalogue.db, {
        PictureDuplicate: (instance) => (instance === 0 ? DUPLICATE.representative : DUPLICATE.exact),
        PictureDuplicateGroup: () => '1'
      })
    )()
    catalogue.close()
    return file
  })
  const target = join(work, 'both.sqlite')
  await makeCatalogue(target, 'a test', (catalogue) =>
    mergeCatalogues(catalogue, files, { kind: 'apart', names: ['x', 'y'] })
  )
  expect(contentsOfFile(target).instances.map(({ values }) => values['|(derived,0004)|'])).toEqual([
    ...['1', '1', '1'],
    ...['2', '2', '2']
  ])
})

test('duplicates of an instance that is gone are left to the next scan, which reads them', async () => {
  const work = temporaryFolder()
  const root = join(work, 'archive')
  put(root, 'a/1', image('1.1'))
  put(root, 'b/1', image('1.1'))
  put(root, 'b/2', image('1.2'))
  const file = scanHere(join(work, 'a.sqlite'), root)
  await using(file, ({ db }) => {
    // As a scan leaves it that is stopped between a removal and the reading of its duplicates.
    const live = new LiveSet(db, 2)
    db.transaction(() => {
      live.remove(0)
      live.save()
      db.prepare("DELETE FROM file WHERE name = '1' AND status = 0").run()
    })()
    rmSync(join(root, 'a/1'))
  })
  const target = join(work, 'merged.sqlite')
  expect(await merged(target, [file], root)).toEqual({ instances: 1, duplicates: 0, unsettled: 1, refused: 0 })
  await using(target, async (catalogue) => {
    expect(await scan(catalogue, [root], one)).toMatchObject({ seen: 2, dicom: 1, unchanged: 1 })
    expect(contentsOf(catalogue).instances).toHaveLength(2)
  })
})

test('a catalogue of the first release is merged', async () => {
  const copy = oldCatalogue()
  const before = contentsOfFile(copy)
  const target = join(temporaryFolder(), 'merged.sqlite')
  await makeCatalogue(target, 'a test', (catalogue) =>
    mergeCatalogues(catalogue, [copy], { kind: 'apart', names: ['old'] })
  )
  const after = contentsOfFile(target)
  expect(before.instances.length).toBeGreaterThan(0)
  expect(after.instances.map(({ values }) => values)).toEqual(before.instances.map(({ values }) => values))
  // It has an instance that is gone, whose number is another one's now.
  expect(after.files).not.toEqual(before.files)
  const states = ({ files }: Contents) =>
    Object.entries(files).map(([path, [size, mtime, status]]) => [path, size, mtime, status])
  expect(states(after)).toEqual(states(before))
})

const REAL = fileURLToPath(new URL('../../../../../shared/dicom', import.meta.url))
const hasReal = existsSync(REAL)
if (!hasReal) console.log('skipped: the real DICOM files (../shared/dicom) are not on this machine')

test.skipIf(!hasReal)(
  'real files, broken ones and copies among them, are merged into what one scan of them makes',
  async () => {
    const { all, target } = await bothWays(realpathSync(REAL), [150, 333, 334, 700, 901])
    const contents = contentsOfFile(target)
    const { instances, files, issues } = contents
    expect(instances.length).toBeGreaterThan(300)
    expect(Object.values(files).some(([, , status]) => status === 1)).toBe(true)
    expect(issues.length).toBeGreaterThan(10)
    expect(contents).toEqual(contentsOfFile(all))
    expect(await findingsOf(target)).toEqual([])
  }
)

/** Scans an archive at once, and in the ranges between these of its files. @returns both as they are then, merged */
async function bothWays(root: string, cuts: readonly number[]): Promise<{ all: string; target: string }> {
  const work = temporaryFolder()
  const paths = filesOf(root)
  const places = [...new Set(cuts.map((cut) => cut % paths.length))].filter((cut) => cut > 0).sort((a, b) => a - b)
  const ranges = rangesAt(places.map((cut) => paths[cut]))
  const parts = ranges.map((range, i) => scanHere(join(work, `${i}.sqlite`), root, range))
  const all = scanHere(join(work, 'all.sqlite'), root)
  const target = join(work, 'merged.sqlite')
  await merged(target, parts, root)
  return { all, target }
}

/** How many instances of full chunks have a tag with each VR. */
function vrTally(file: string): unknown[] {
  const catalogue = openForReading(file)
  try {
    const rows = catalogue.db.prepare('SELECT tag, counts FROM vr_tally ORDER BY tag').raw().all() as [number, string][]
    return rows.map(([tag, counts]) => [tag, (JSON.parse(counts) as number[][]).sort(([a], [b]) => a - b)])
  } finally {
    catalogue.close()
  }
}

async function findingsOf(file: string): Promise<unknown[]> {
  const catalogue = openForReading(file)
  try {
    return (await check(catalogue)).findings
  } finally {
    catalogue.close()
  }
}

/** 4,096 tags of one private creator are as many as a catalogue takes. */
test('tags that are too many in all parts together are refused as one scan refuses them', async () => {
  const root = temporaryFolder()
  for (let i = 0; i < 20; i++) {
    const group = (0x11 + 2 * i).toString(16).padStart(4, '0')
    const elements = Array.from({ length: 256 }, (_, element): [string, [string, string]] => [
      `${group}10${element.toString(16).padStart(2, '0')}`,
      ['LO', String(i % 4)]
    ])
    const header = image(`1.${i}`, { [`${group}0010`]: ['LO', 'ACME'], ...Object.fromEntries(elements) })
    put(root, String(i).padStart(2, '0'), header)
    // The same tags again, of an instance that is one and of one that is a duplicate of another part's.
    if (i > 15)
      put(
        root,
        `${i + 10}`,
        image(i === 17 ? '1.3' : `2.${i}`, { [`${group}0010`]: ['LO', 'ACME'], ...Object.fromEntries(elements) })
      )
  }
  const { all, target } = await bothWays(root, [10, 19])
  const whole = contentsOfFile(all)
  const contents = contentsOfFile(target)
  expect(contents.tags.filter((tag) => tag.includes('|ACME '))).toHaveLength(4096)
  expect(contents.issues.filter((issue) => issue.endsWith('too-many-tags: {"tags":256}'))).toHaveLength(7)
  expect(contents).toEqual(whole)
  await using(target, async (catalogue) => {
    expect(await scan(catalogue, [root], one)).toMatchObject({ seen: 24, unchanged: 24 })
    expect(contentsOf(catalogue)).toEqual(whole)
  })
})

const file = fc.record({
  folder: fc.constantFrom('a', 'a/b', 'a b', 'ä/\u{1d4b3}', 'c'),
  uid: fc.integer({ min: 0, max: 14 }),
  series: fc.integer({ min: 0, max: 3 }),
  description: fc.option(fc.string({ unit: 'grapheme', maxLength: 12 }), { nil: undefined }),
  vr: fc.constantFrom('LO', 'SH', 'UN'),
  kind: fc.constantFrom('image', 'image', 'image', 'no UID', 'text', 'broken')
})

test('wherever an archive is cut into parts, they are merged into what one scan of it makes', async () => {
  const archives = fc.array(file, { minLength: 1, maxLength: 24 })
  await fc.assert(
    fc.asyncProperty(archives, fc.array(fc.nat(1000), { maxLength: 6 }), async (archive, cuts) => {
      const root = temporaryFolder()
      archive.forEach(({ folder, uid, series, description, vr, kind }, i) => {
        const header = image(kind === 'no UID' ? '' : `1.${uid}`, {
          '0020000e': ['UI', `2.${series}`],
          ...(description === undefined ? {} : { '0008103e': ['LO', description] }),
          '00090010': ['LO', 'ACME'],
          '00091001': [vr, String(series)]
        })
        put(root, `${folder}/${i}`, kind === 'text' ? 'text' : kind === 'broken' ? header.subarray(0, 170) : header)
      })
      const { all, target } = await bothWays(root, cuts)
      expect(contentsOfFile(target)).toEqual(contentsOfFile(all))
      expect(await findingsOf(target)).toEqual([])
    }),
    { numRuns: 15 }
  )
})

test('chunks of many instances, tags with many values and names that are not UTF-8 are joined as well', async () => {
  const root = temporaryFolder()
  const name = (i: number): Buffer => Buffer.from(`im\xe9${String(i).padStart(5, '0')}`, 'latin1')
  mkdirSync(join(root, 'd'))
  for (let i = 0; i < 5000; i++) {
    const uid = i % 500 === 499 ? 'copy' : String(i)
    writeFileSync(
      Buffer.concat([Buffer.from(join(root, 'd/')), name(i)]),
      image(`1.2.${uid === 'copy' ? 7 : uid}`, {
        '0008103e': ['LO', `series ${i >> 5}`],
        '00090010': ['LO', 'ACME'],
        '00091001': [i % 3 === 0 ? 'UN' : 'LO', 'x'],
        '00200013': ['IS', String(i)],
        '00204000': ['LT', `${i} or ${i * 7}`]
      })
    )
  }
  const { all, target } = await bothWays(root, [300, 1777, 4400])
  const contents = contentsOfFile(target)
  expect(contents.instances).toHaveLength(4990)
  // What the next scan goes on from.
  expect(vrTally(target)).toEqual(vrTally(all))
  expect(vrTally(target).length).toBeGreaterThan(0)
  // It turned plain, as it does in one scan.
  expect(contents.tags).toContain('|(0020,4000)| LT LT 1')
  expect(contents).toEqual(contentsOfFile(all))
  expect(await findingsOf(target)).toEqual([])
})
