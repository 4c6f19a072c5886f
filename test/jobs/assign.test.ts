import { expect, test } from 'vitest'
import { assignedChunks, UNASSIGNED } from '../../src/core/catalogue/runs.ts'
import type { Condition, ValuesChange } from '../../src/core/conditions.ts'
import { CancelledError } from '../../src/core/errors.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { addInstances, archive, clusterParameters, lookInto, removeInstances, threeKinds, WORK } from './archive.ts'

const assignment = (file: string) => lookInto(file, (db) => [...assignedChunks(db, { run: 1, k: 3 })])

/** The kind whose cluster each instance is in; those without one are not in it. */
function kindsOf(file: string, medoids: number[]): Map<number, string> {
  const kinds = new Map<number, string>()
  for (const { chunk, clusters, distances } of assignment(file)) {
    clusters.forEach((cluster, row) => {
      if (cluster === UNASSIGNED) expect(distances[row]).toBeNaN()
      else kinds.set(chunk * 4096 + row, ['CT', 'MR', 'CR'][medoids[cluster] % 3])
    })
  }
  return kinds
}

const expectedKinds = (ids: number[]) => new Map(ids.map((id) => [id, ['CT', 'MR', 'CR'][id % 3]]))
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i)

test('every live image of the subset gets its nearest medoid, all others none', async () => {
  const file = archive([...threeKinds(60), { Modality: 'SR' }])
  const where: Condition[] = [{ tag: 'Rows', operator: 'is', range: { from: 100, to: 103 } }]
  const run = await clusterJob.run(clusterParameters(file, { where, sample: 20 }), WORK)
  removeInstances(file, 0, 7)
  const report = await assignJob.run({ catalogue: file, run: '1.3' }, WORK)
  const ids = upTo(60).filter((id) => id % 5 !== 4 && id !== 0 && id !== 7)
  expect(
    kindsOf(
      file,
      run.clusters.map(({ medoid }) => medoid.instance)
    )
  ).toEqual(expectedKinds(ids))
  // 59 live instances, of which 46 images are in the subset.
  expect(report).toMatchObject({ clustering: '1.3', assigned: 46, notAssigned: 13, withoutSharedFeature: 0 })
  expect(report.clusters.reduce((sum, { size }) => sum + size, 0)).toBe(46)
})

test('images at the ends of chunks, and chunks without an image, are assigned like all others', async () => {
  // The second of three chunks holds reports only.
  const headers = threeKinds(3 * 4096, (i) =>
    i >= 4096 && i < 2 * 4096 ? { Rows: undefined, BodyPartExamined: undefined } : {}
  )
  const file = archive(headers)
  const run = await clusterJob.run(clusterParameters(file, { sample: 60 }), WORK)
  const report = await assignJob.run({ catalogue: file, run: '1' }, WORK)
  expect(report).toMatchObject({ assigned: 8192, notAssigned: 4096 })
  const kinds = kindsOf(
    file,
    run.clusters.map(({ medoid }) => medoid.instance)
  )
  const ends = [0, 4095, 8192, 12287]
  expect(new Map(ends.map((id) => [id, kinds.get(id)]))).toEqual(expectedKinds(ends))
  const wrong = [...kinds].filter(([id, kind]) => kind !== ['CT', 'MR', 'CR'][id % 3])
  expect([kinds.size, wrong]).toEqual([8192, []])
})

test('assigned again, what was assigned before is gone: an image that was removed has no cluster any more', async () => {
  const file = archive(threeKinds(4096 + 3))
  const run = await clusterJob.run(clusterParameters(file, { sample: 60 }), WORK)
  const medoids = run.clusters.map(({ medoid }) => medoid.instance)
  await assignJob.run({ catalogue: file, run: '1' }, WORK)
  expect(kindsOf(file, medoids).size).toBe(4099)
  removeInstances(file, 5, 4096, 4097, 4098)
  await assignJob.run({ catalogue: file, run: '1' }, WORK)
  const kinds = kindsOf(file, medoids)
  expect(kinds.size).toBe(4095)
  expect([5, 4096, 4097, 4098].filter((id) => kinds.has(id))).toEqual([])
})

test('sizes and mean distances are told by cluster', async () => {
  // Of each kind, four images equal the medoid, and two differ from it in their Rows alone.
  const file = archive(threeKinds(18, (i) => ({ Rows: i >= 12 ? '200' : '100' })))
  const run = await clusterJob.run(clusterParameters(file), WORK)
  const { clusters } = await assignJob.run({ catalogue: file, run: '1' }, WORK)
  expect(clusters.map(({ id, size }) => [id, size])).toEqual([
    [0, 6],
    [1, 6],
    [2, 6]
  ])
  const [{ distances, clusters: assigned }] = assignment(file)
  for (const { id, meanDistance } of clusters) {
    const far = distances.filter((distance, row) => assigned[row] === id && distance > 0)
    expect(far).toHaveLength(2)
    expect(far[0]).toBe(far[1])
    expect(meanDistance).toBeCloseTo(far[0] / 3, 6)
  }
  expect(run.clusters.map(({ medoid }) => medoid.instance < 12)).toEqual([true, true, true])
})

test('an image that shares no feature with any medoid is counted, at distance 1 in the cluster whose medoid comes first', async () => {
  const file = archive([...threeKinds(30), { SOPInstanceUID: '2.1', Rows: '100' }])
  const run = await clusterJob.run(clusterParameters(file, { exclude: ['Rows'], sample: 10, seed: 3 }), WORK)
  const report = await assignJob.run({ catalogue: file, run: '1' }, WORK)
  expect(report).toMatchObject({ assigned: 31, withoutSharedFeature: 1 })
  const [{ clusters, distances }] = assignment(file)
  const medoids = run.clusters.map(({ medoid }) => medoid.instance)
  expect([clusters[30], distances[30]]).toEqual([medoids.indexOf(Math.min(...medoids)), 1])
})

test('values that a person took as one are one when images are assigned', async () => {
  const images = Array.from({ length: 8 }, (_, i) => ({
    ...{ SOPInstanceUID: `1.${i}`, Rows: '100', Modality: 'CT' },
    BodyPartExamined: i < 5 ? 'HEAD' : 'SKULL'
  }))
  const distances = async (join: ValuesChange[]): Promise<number[]> => {
    const file = archive(images)
    await clusterJob.run(clusterParameters(file, { include: ['BodyPartExamined', 'Rows'], join, k: [1] }), WORK)
    await assignJob.run({ catalogue: file, run: '1' }, WORK)
    const [{ distances: all }] = lookInto(file, (db) => [...assignedChunks(db, { run: 1, k: 1 })])
    return Array.from(all.subarray(0, 8), (distance) => Math.sign(distance))
  }
  expect(await distances([])).toEqual([0, 0, 0, 0, 0, 1, 1, 1])
  expect(await distances([{ tag: 'BodyPartExamined', values: ['HEAD', 'SKULL'] }])).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
})

test('cancelled, it leaves the assignment that was there', async () => {
  const file = archive(threeKinds(30))
  const run = await clusterJob.run(clusterParameters(file), WORK)
  await assignJob.run({ catalogue: file, run: '1' }, WORK)
  removeInstances(file, 0)
  const controller = new AbortController()
  const onProgress = () => controller.abort()
  await expect(assignJob.run({ catalogue: file, run: '1' }, { signal: controller.signal, onProgress })).rejects.toThrow(
    CancelledError
  )
  expect(
    kindsOf(
      file,
      run.clusters.map(({ medoid }) => medoid.instance)
    ).size
  ).toBe(30)
})

test("of Ward's method the images of the sample stay in their branch, others go to the nearest medoid", async () => {
  // In R: cutree(hclust(dist(thickness), "ward.D2"), 2) puts 3 to 10 together; their medoid is 6, that of 0 to 0.5 is 0.2.
  const thickness = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 3, 4, 5, 6, 7, 8, 9, 10]
  const file = archive(
    thickness.map((each, i) => ({ SOPInstanceUID: `1.${i}`, Rows: '512', SliceThickness: `${each}` }))
  )
  await clusterJob.run(clusterParameters(file, { k: [2], algorithm: 'ward' }), WORK)
  addInstances(file, [{ SOPInstanceUID: '1.14', Rows: '512', SliceThickness: '3' }], 14)
  const { clusters } = await assignJob.run({ catalogue: file, run: '1' }, WORK)
  const [{ clusters: assigned, distances }] = lookInto(file, (db) => [...assignedChunks(db, { run: 1, k: 2 })])
  expect(Array.from(assigned.subarray(0, 14))).toEqual([1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0])
  // 3 mm, of a range of 10 mm, is 3 mm from its own medoid and 2.8 mm from the other.
  expect(distances[6] / distances[14]).toBeCloseTo(Math.sqrt(3 / 2.8), 5)
  expect(assigned[14]).toBe(1)
  expect(clusters.map(({ size }) => size)).toEqual([8, 7])
})
