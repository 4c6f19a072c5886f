import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { check } from '../../../../src/core/catalogue/check.ts'
import { inserter } from '../../../../src/core/catalogue/checksums.ts'
import {
  type Catalogue,
  makeCatalogue,
  openForReading,
  openForWriting
} from '../../../../src/core/catalogue/database.ts'
import { mergeCatalogues, type MergeReport } from '../../../../src/core/catalogue/merge/merge.ts'
import { scan } from '../../../../src/core/catalogue/scan.ts'
import { dicomFile } from '../../../dicom-file.ts'
import fc from '../../../fast-check.ts'
import { contentsOf, contentsOfFile } from '../../shards/same.ts'
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

async function merged(file: string, inputs: string[]): Promise<MergeReport> {
  return makeCatalogue(file, 'a test', (catalogue) => mergeCatalogues(catalogue, inputs, { kind: 'joined' }))
}

async function using<T>(file: string, use: (catalogue: Catalogue) => Promise<T>): Promise<T> {
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
  const report = await merged(target, parts)
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

/** Files of some folders: [folder, SOP Instance UID, series, other tags]. */
const files = fc.array(
  fc.record({
    folder: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    uid: fc.integer({ min: 0, max: 12 }),
    series: fc.integer({ min: 0, max: 3 }),
    description: fc.option(fc.string({ unit: 'grapheme-ascii', maxLength: 12 }), { nil: undefined }),
    vr: fc.constantFrom('LO', 'SH', 'UN'),
    kind: fc.constantFrom('image', 'image', 'image', 'text', 'broken')
  }),
  { minLength: 1, maxLength: 24 }
)

test('however an archive is cut into parts, they are merged into what one scan of it makes', async () => {
  await fc.assert(
    fc.asyncProperty(files, fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }), async (archive, cuts) => {
      const work = temporaryFolder()
      const root = join(work, 'archive')
      archive.forEach(({ folder, uid, series, description, vr, kind }, i) => {
        const header = image(`1.${uid}`, {
          '0020000e': ['UI', `2.${series}`],
          ...(description === undefined ? {} : { '0008103e': ['LO', description] }),
          '00090010': ['LO', 'ACME'],
          '00091001': [vr, String(series)]
        })
        put(root, `${folder}/${i}`, kind === 'text' ? 'text' : kind === 'broken' ? header.subarray(0, 170) : header)
      })
      const folders = [...new Set(archive.map(({ folder }) => folder))].sort()
      const borders = [0, ...cuts.sort((a, b) => a - b), 5]
      const parts: string[] = []
      for (let i = 0; i + 1 < borders.length; i++) {
        const some = folders.slice(borders[i], borders[i + 1])
        if (some.length > 0) parts.push(await scanned(join(work, `${i}.sqlite`), root, some))
      }
      const all = await scanned(join(work, 'all.sqlite'), root)
      const target = join(work, 'merged.sqlite')
      await merged(target, parts)
      expect(contentsOfFile(target)).toEqual(contentsOfFile(all))
      const catalogue = openForReading(target)
      expect((await check(catalogue)).findings).toEqual([])
      catalogue.close()
    }),
    { numRuns: 25 }
  )
})
