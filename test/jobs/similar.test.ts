import { copyFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openForReading } from '../../src/core/catalogue/database.ts'
import { CatalogueReader } from '../../src/core/catalogue/reader.ts'
import { loadRun } from '../../src/core/catalogue/runs.ts'
import { TableBuilder } from '../../src/core/features/build.ts'
import { FILE_INSTANCE, FileSource } from '../../src/core/similar/file-source.ts'
import { tableOf } from '../../src/core/similar/query.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { similar, type SimilarParameters } from '../../src/jobs/definitions/similar.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { type SimilarReport, similarJob } from '../../src/jobs/similar.ts'
import { trainJob } from '../../src/jobs/train.ts'
import { vectorsJob } from '../../src/jobs/vectors.ts'
import type { MessageCode } from '../../src/messages/message.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { addInstances, archive, clusterParameters, removeInstances, threeKinds, WORK } from './archive.ts'

function run(
  catalogue: string,
  image: string,
  asked: Partial<SimilarParameters> = {},
  notes: MessageCode[] = []
): Promise<SimilarReport> {
  const parameters = { ...withDefaults(similar.parameters, { image }), ...asked, catalogue }
  return similarJob.run(parameters, { onMessage: ({ code }) => void notes.push(code) })
}

describe('images of a catalogue', () => {
  let catalogue: string
  beforeAll(async () => {
    catalogue = archive(threeKinds(30))
    await clusterJob.run(clusterParameters(catalogue), WORK)
  })

  test('are found by the SOP Instance UID of another, the most alike first', async () => {
    const report = await run(catalogue, '1.0', { count: 9 })
    expect(report).toMatchObject({ image: { sopInstanceUid: '1.0' }, run: 1, model: null, weight: null, images: 30 })
    // CT images are 0, 3, 6, …; Rows are 100 to 104: those of 15 are those of 0.
    expect(report.similar[0]).toMatchObject({ instance: 15, distance: 0, sopInstanceUid: '1.15', pixels: null })
    expect(report.similar.map(({ instance }) => instance % 3)).toEqual(Array<number>(9).fill(0))
    const distances = report.similar.map(({ distance }) => distance)
    expect(distances).toEqual(distances.toSorted((a, b) => a - b))
  })

  test('are found only where conditions hold', async () => {
    const where = [{ tag: 'Modality', operator: 'is' as const, value: 'MR' }]
    const { among, similar: found } = await run(catalogue, '1.0', { where })
    expect(among).toBe(10)
    expect(found.every(({ instance }) => instance % 3 === 1)).toBe(true)
  })

  test('are never found when they were removed, and are when they came later', async () => {
    const file = archive(threeKinds(30))
    await clusterJob.run(clusterParameters(file), WORK)
    removeInstances(file, 15)
    addInstances(file, [{ SOPInstanceUID: '1.99', ...threeKinds(1)[0], Rows: '100' }], 30)
    const { similar: found } = await run(file, '1.0', { count: 30 })
    expect(found.some(({ instance }) => instance === 15)).toBe(false)
    await expect(run(file, '1.15')).rejects.toMatchObject({ code: 'unknown-image' })
    const { similar: later } = await run(file, '1.3', { count: 30 })
    expect(later.some(({ instance }) => instance === 30)).toBe(true)
  })

  test('need a run, an image, and a run that is there', async () => {
    const file = archive(threeKinds(6))
    await expect(run(file, '1.0')).rejects.toMatchObject({ code: 'no-run-yet', parameters: { images: 6 } })
    await expect(run(catalogue, '1.2.3')).rejects.toMatchObject({ code: 'unknown-image' })
    await expect(run(catalogue, '1.0', { run: '7' })).rejects.toMatchObject({ code: 'unknown-run' })
    await expect(run(catalogue, '1.0', { by: 'pixels' })).rejects.toMatchObject({ code: 'no-stored-vectors' })
  })
})

describe('files', () => {
  const folder = temporaryFolder()
  const catalogue = join(folder, 'c.sqlite')
  const outside = join(folder, 'outside')
  let paths: string[]
  beforeAll(async () => {
    await writePhantom(join(folder, 'archive'), { images: 120, seed: 4, size: 32 })
    await writePhantom(outside, { images: 40, seed: 8, size: 32 })
    await scanJob.run({ catalogue, folders: [join(folder, 'archive')] }, WORK)
    await clusterJob.run(clusterParameters(catalogue, { k: [4] }), WORK)
    paths = looking((reader) => [...reader.images()].map((instance) => reader.path(instance) as string))
  })

  function looking<T>(use: (reader: CatalogueReader) => T): T {
    const opened = openForReading(catalogue)
    try {
      return use(new CatalogueReader(opened.db))
    } finally {
      opened.close()
    }
  }

  test('have the row that a scan gives them', () => {
    looking((reader) => {
      const table = tableOf(reader, loadRun(reader.db, 1))
      for (const [i, instance] of reader.images().entries()) {
        if (i % 4 > 0) continue
        const file = new FileSource(paths[i], reader.tags())
        expect(new TableBuilder(file, table.features).build(FILE_INSTANCE)).toEqual(
          table.rows(Uint32Array.of(instance))
        )
      }
    })
  })

  test('of the archive are the images that they are there, whatever leads to them', async () => {
    const link = join(folder, 'link.dcm')
    symlinkSync(paths[3], link)
    const byPath = await run(catalogue, paths[3])
    expect('sopInstanceUid' in byPath.image).toBe(true)
    expect(byPath.similar.some(({ path }) => path === paths[3])).toBe(false)
    expect((await run(catalogue, link)).similar).toEqual(byPath.similar)
  })

  test('outside it are compared with all of it, and a copy of an image finds that first', async () => {
    const copy = join(folder, 'copy.dcm')
    copyFileSync(paths[3], copy)
    const notes: MessageCode[] = []
    const found = await run(catalogue, copy, {}, notes)
    expect(found.image).toEqual({ path: copy })
    expect(found.similar[0]).toMatchObject({ path: paths[3], distance: 0 })
    expect(notes).toEqual(['image-in-archive'])
  })

  test('that are no images are refused', async () => {
    await expect(run(catalogue, folder)).rejects.toMatchObject({ code: 'not-a-dicom-image' })
    await expect(run(catalogue, join(folder, 'c.sqlite'))).rejects.toMatchObject({ code: 'not-a-dicom-image' })
  })

  test('and images are compared by pixels, and by both, when vectors are stored', async () => {
    await trainJob.run(
      { catalogue, where: [], images: 16, epochs: 1, architecture: 'compact', backend: 'wasm', seed: 1 },
      WORK
    )
    await vectorsJob.run({ catalogue, backend: 'wasm' }, WORK)
    const copy = join(folder, 'copy.dcm')
    const byPixels = await run(catalogue, copy, { by: 'pixels' })
    expect(byPixels).toMatchObject({ model: 1, run: null })
    expect(byPixels.similar[0].path).toBe(paths[3])
    expect(byPixels.similar[0].pixels).toBeLessThan(1e-5)
    expect(byPixels.similar.every(({ tags, why }) => tags === null && why === null)).toBe(true)

    const byTags = await run(catalogue, paths[3])
    const noPixels = await run(catalogue, paths[3], { by: 'both', weight: 0 })
    expect(noPixels.similar.map(({ instance, distance }) => [instance, distance])).toEqual(
      byTags.similar.map(({ instance, distance }) => [instance, distance])
    )
    const onlyPixels = await run(catalogue, paths[3], { by: 'both', weight: 1, count: 3 })
    const pixels = await run(catalogue, paths[3], { by: 'pixels', count: 3 })
    expect(onlyPixels.similar.map(({ instance }) => instance)).toEqual(pixels.similar.map(({ instance }) => instance))
    const both = await run(catalogue, paths[3], { by: 'both', weight: 0.5 })
    expect(both).toMatchObject({ run: 1, model: 1, weight: 0.5 })
    for (const { distance, tags, pixels: cosine } of both.similar) {
      expect(tags).not.toBeNull()
      expect(cosine).not.toBeNull()
      expect(distance).toBeGreaterThanOrEqual(0)
      expect(distance).toBeLessThanOrEqual(1)
    }
  })
})
