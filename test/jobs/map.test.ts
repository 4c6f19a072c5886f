import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openForWriting } from '../../src/core/catalogue/database.ts'
import { loadMap, placedChunks } from '../../src/core/catalogue/maps.ts'
import { loadRun } from '../../src/core/catalogue/runs.ts'
import type { MapBy } from '../../src/core/catalogue/stored/map.ts'
import { CancelledError } from '../../src/core/errors.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { train } from '../../src/jobs/definitions/embedding.ts'
import { map, type MapTask } from '../../src/jobs/definitions/map.ts'
import { mapJob } from '../../src/jobs/map.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { reportJob } from '../../src/jobs/report.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { trainJob } from '../../src/jobs/train.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { apart } from '../core/map/matrices.ts'
import { addInstances, archive, clusterParameters, lookInto, removeInstances, threeKinds, WORK } from './archive.ts'

const asked = (catalogue: string, given: Partial<MapTask> = {}): MapTask => ({
  ...withDefaults(map.parameters, { run: '1' }),
  ...given,
  catalogue
})

/** Places by instance, of those that have one. */
function placesOf(file: string, by: MapBy = 'tags'): Map<number, [x: number, y: number]> {
  return lookInto(file, (db) => {
    const places = new Map<number, [number, number]>()
    for (const { chunk, positions } of placedChunks(db, 1, by)) {
      for (let i = 0; i < 4096; i++) {
        if (!Number.isNaN(positions[2 * i])) places.set(4096 * chunk + i, [positions[2 * i], positions[2 * i + 1]])
      }
    }
    return places
  })
}

test('all images of a run get a place beside their kind, those of the sample the one that they were laid out at', async () => {
  const file = archive([...threeKinds(5000), { Modality: 'SR' }])
  await clusterJob.run(clusterParameters(file, { sample: 300 }), WORK)
  removeInstances(file, 7)
  const report = await mapJob.run(asked(file), WORK)
  expect(report).toMatchObject({
    run: 1,
    by: 'tags',
    model: null,
    laidOut: 300,
    placed: { images: 4999, placed: 4999, withoutSharedFeature: 0 },
    withoutPicture: 0
  })
  expect(report.quality!.trustworthiness).toBeGreaterThan(0.9)
  const places = placesOf(file)
  expect([places.size, places.has(7), places.has(5000)]).toEqual([4999, false, false])
  const { sample, positions } = lookInto(file, (db) => ({ ...loadRun(db, 1), ...loadMap(db, 1, 'tags')! }))
  sample.forEach((instance, row) => {
    if (instance !== 7) expect(places.get(instance)).toEqual([...positions.subarray(2 * row, 2 * row + 2)])
  })
  // Equal images are at one place, and those of other kinds elsewhere.
  const all = Float32Array.from([...Array(5001).keys()].flatMap((id) => places.get(id) ?? [NaN, NaN]))
  expect(apart(all, 15, 30)).toBe(0)
  for (const [one, other] of [
    [15, 16],
    [16, 17],
    [15, 17]
  ]) {
    expect(apart(all, one, other)).toBeGreaterThan(apart(all, one, one + 3))
  }
})

test('the same seed gives the same bytes, another one others, and the newer map takes the place of the older', async () => {
  const file = archive(threeKinds(300, (i) => ({ StationName: `ST${i % 17}` })))
  await clusterJob.run(clusterParameters(file), WORK)
  const bytes = async (seed: number) => {
    await mapJob.run(asked(file, { seed }), WORK)
    return lookInto(file, (db) => [loadMap(db, 1, 'tags')!.positions, [...placedChunks(db, 1, 'tags')]])
  }
  const first = await bytes(1)
  expect(await bytes(2)).not.toEqual(first)
  expect(await bytes(1)).toEqual(first)
})

test('with --sample-only no other image has a place', async () => {
  const file = archive(threeKinds(300))
  await clusterJob.run(clusterParameters(file, { sample: 60 }), WORK)
  await mapJob.run(asked(file), WORK)
  expect(placesOf(file).size).toBe(300)
  const report = await mapJob.run(asked(file, { sampleOnly: true }), WORK)
  expect([report.placed, placesOf(file).size]).toEqual([null, 0])
})

test('images that were scanned after the run and the subset that it was made of decide who has a place', async () => {
  const file = archive(threeKinds(60))
  const where = [{ tag: 'Modality', operator: 'is', value: 'CT' }] as const
  await clusterJob.run(clusterParameters(file, { where: [...where], k: [2] }), WORK)
  addInstances(file, threeKinds(3), 60)
  expect(await mapJob.run(asked(file), WORK)).toMatchObject({ placed: { images: 21, placed: 21 } })
  expect(placesOf(file).has(60)).toBe(true)
  expect(placesOf(file).has(61)).toBe(false)
})

test('an image that shares no feature with the sample has no place, and the report counts it', async () => {
  const file = archive(threeKinds(90))
  await clusterJob.run(clusterParameters(file, { exclude: ['Rows'] }), WORK)
  addInstances(file, [{ SOPInstanceUID: '1.90', Rows: '100' }], 90)
  const report = await mapJob.run(asked(file), WORK)
  expect(report.placed).toEqual({ images: 91, placed: 90, withoutSharedFeature: 1 })
  expect(placesOf(file).has(90)).toBe(false)
})

test('a run whose feature the catalogue has no more is refused by the name of the feature', async () => {
  const file = archive(threeKinds(30))
  await clusterJob.run(clusterParameters(file), WORK)
  const open = openForWriting(file, 'test')
  open.db.exec("UPDATE tag SET tag = '(0018,9999)', keyword = 'Other', sums = NULL WHERE keyword = 'KVP'")
  open.close()
  await expect(mapJob.run(asked(file), WORK)).rejects.toThrow('This catalogue has no tag KVP, which the run uses')
})

test.each<[string, Partial<MapTask>, string]>([
  ['a run that there is not', { run: '9' }, 'unknown-run'],
  ['a model for a map by tags', { model: '1' }, 'map-model-by-tags'],
  ['pictures without a model', { by: 'pixels' }, 'map-without-model'],
  ['a model that there is not', { by: 'pixels', model: '3' }, 'unknown-model']
])('%s is refused', async (_, given, code) => {
  const file = archive(threeKinds(30))
  await clusterJob.run(clusterParameters(file), WORK)
  await expect(mapJob.run(asked(file, given), WORK)).rejects.toThrow(expect.objectContaining({ code }))
})

test.each(['Comparing rows', 'Laying out the map', 'Placing images'])(
  'cancelled while it is %s, it leaves the map that there was',
  async (stage) => {
    const file = archive(threeKinds(300, (i) => ({ StationName: `ST${i}`, SliceThickness: String(i) })))
    await clusterJob.run(clusterParameters(file), WORK)
    await mapJob.run(asked(file), WORK)
    const before = placesOf(file)
    const controller = new AbortController()
    const seen = new Set<string>()
    const work = {
      signal: controller.signal,
      onProgress: (progress: { stage: string }) => {
        seen.add(progress.stage)
        if (progress.stage === stage) controller.abort()
      }
    }
    await expect(mapJob.run(asked(file, { seed: 5 }), work)).rejects.toThrow(CancelledError)
    expect([seen.has(stage), placesOf(file)]).toEqual([true, before])
  }
)

test('the report of the run shows the map, and says how many images have no place since they were scanned later', async () => {
  const file = archive(threeKinds(60))
  await clusterJob.run(clusterParameters(file), WORK)
  const out = join(temporaryFolder(), 'report.html')
  const page = async () => {
    await reportJob.run({ catalogue: file, run: '1.3', out, pictures: 'safe', overwrite: true }, WORK)
    return readFileSync(out, 'utf8').replaceAll(/\s+/g, ' ')
  }
  expect(await page()).toContain('medoid map 1')
  await mapJob.run(asked(file), WORK)
  expect(await page()).toContain('60 images, coloured by cluster')
  expect(await page()).not.toContain('have no place on the map')
  addInstances(file, threeKinds(4), 60)
  expect(await page()).toContain('4 of 64 images have no place on the map')
})

describe('by pixels', () => {
  const folder = temporaryFolder()
  const catalogue = join(folder, 'c.sqlite')

  beforeAll(async () => {
    await writePhantom(join(folder, 'archive'), { images: 90, seed: 4, size: 32 })
    await scanJob.run({ catalogue, folders: [join(folder, 'archive')] }, WORK)
    await clusterJob.run(clusterParameters(catalogue, { sample: 60 }), WORK)
    const training = { images: 8, epochs: 1, batch: 4, architecture: 'compact', reserve: 20, backend: 'wasm' } as const
    await trainJob.run({ ...withDefaults(train.parameters, training), catalogue }, WORK)
  })

  test('images lie by what the newest model sees; the others are placed by their pictures, too', async () => {
    const report = await mapJob.run(asked(catalogue, { by: 'pixels' }), WORK)
    expect(report).toMatchObject({ by: 'pixels', model: { id: 1, epochs: 1 }, seed: 1 })
    const { images, placed } = report.placed!
    expect([placed, placesOf(catalogue, 'pixels').size]).toEqual([images - report.withoutPicture, placed])
    expect(report.quality!.trustworthiness).toBeGreaterThan(0.85)
    const before = lookInto(catalogue, (db) => loadMap(db, 1, 'pixels')!.positions)
    await mapJob.run(asked(catalogue, { by: 'pixels', model: '1', sampleOnly: true }), WORK)
    expect(lookInto(catalogue, (db) => loadMap(db, 1, 'pixels')!)).toMatchObject({
      positions: before,
      parameters: { model: 1, seed: 1, sampleOnly: true }
    })
  })

  test('the map by tags is another one beside it', async () => {
    await mapJob.run(asked(catalogue), WORK)
    const [tags, pixels] = (['tags', 'pixels'] as const).map((by) => lookInto(catalogue, (db) => loadMap(db, 1, by)))
    expect(tags!.positions).not.toEqual(pixels!.positions)
  })
})
