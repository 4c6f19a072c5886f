import { beforeAll, describe, expect, test } from 'vitest'
import { loadClustering, loadRun } from '../../src/core/catalogue/runs.ts'
import { LINKAGES } from '../../src/core/catalogue/stored/tree.ts'
import { loadTree, treesOf } from '../../src/core/catalogue/trees.ts'
import { CancelledError } from '../../src/core/errors.ts'
import { annotateJob, annotationsJob } from '../../src/jobs/annotate.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { cutJob } from '../../src/jobs/cut.ts'
import { archive, clusterParameters, lookInto, threeKinds, withEmptyHeaders, WORK } from './archive.ts'

const kept = (file: string, run: number, k: number) =>
  lookInto(file, (db) => ({ ...loadClustering(db, { run, k }), run: 0, seconds: 0 }))

/** Images with many equal features, and headers that hold next to nothing. */
const headers = [...threeKinds(45, (i) => ({ StationName: `ST${i % 7}` })), ...withEmptyHeaders(45)].map(
  (header, i) => ({
    ...header,
    SOPInstanceUID: `1.${i}`
  })
)

describe.each(LINKAGES)('of a run with %s linkage', (algorithm) => {
  const asked = (file: string, k: number[]) => clusterParameters(file, { k, algorithm, method: 'paper' })

  test('a cut is to the last digit what the run would have made', async () => {
    const file = archive(headers)
    await clusterJob.run(asked(file, [2, 5]), WORK)
    await clusterJob.run(asked(file, [1, 2, 3, 5, 17]), WORK)
    for (const k of [17, 1, 3]) {
      const cut = await cutJob.run({ catalogue: file, run: '1', k }, WORK)
      expect(cut).toMatchObject({ clustering: `1.${k}`, isNew: true, linkage: algorithm })
      expect(kept(file, 1, k)).toEqual(kept(file, 2, k))
    }
    const results = [1, 2].map((run) => lookInto(file, (db) => loadRun(db, run).result))
    const timeless = results.map(({ sweep, best, distinctRows }) => ({
      sweep: sweep.map(({ clustering, seconds: _, ...row }) => ({ ...row, clustering: clustering.slice(2) })),
      best,
      distinctRows
    }))
    expect(timeless[0]).toEqual(timeless[1])
  })

  test('the silhouettes of the stored tree are those of its cuts', async () => {
    const file = archive(headers)
    const report = await clusterJob.run(asked(file, [2, 5, 9]), WORK)
    const tree = lookInto(file, (db) => loadTree(db, 1, 0)!)
    expect(tree.result).toEqual(report.tree)
    expect(tree.result).toMatchObject({ linkage: algorithm, leaves: 90, cuts: { length: 89 } })
    for (const { k, silhouette } of report.sweep) {
      expect(tree.result.cuts[k - 2].silhouette).toBeCloseTo(silhouette!, 12)
    }
  })
})

describe('of a run with average linkage', () => {
  let file: string
  const cut = (k: number) => cutJob.run({ catalogue: file, run: '1', k }, WORK)
  const name = (run: string, cluster: number, label: string) =>
    annotateJob.run({ catalogue: file, run, cluster, label, ...codeOf(label) }, WORK)
  const codeOf = (label: string) => (label === 'Knee' ? { code: '72696002', scheme: 'SCT', meaning: 'Knee' } : {})
  const names = async (run: string) =>
    (await annotationsJob.run({ catalogue: file, run }, WORK)).annotations.map(({ cluster, label, code, note }) => [
      cluster,
      label,
      code,
      note
    ])

  beforeAll(async () => {
    file = archive(threeKinds(90, (i) => ({ StationName: `ST${i % 11}` })))
    await clusterJob.run(clusterParameters(file, { k: [3], algorithm: 'average' }), WORK)
  })

  test('names roll over: to parts of a named cluster, and to clusters whose parts all have one name', async () => {
    const { clusters } = await cut(5)
    expect(clusters.every(({ name }) => name === '')).toBe(true)
    const kinds = lookInto(file, (db) => loadClustering(db, { run: 1, k: 3 }))
    const knee = kinds.medoids.findIndex((instance) => instance % 3 === 1)
    await name('1.3', knee, 'Knee')
    const parts = await cut(7)
    const within = lookInto(file, (db) => loadClustering(db, { run: 1, k: 7 }))
    const expected = Array.from(within.medoids).flatMap((instance, id) => (instance % 3 === 1 ? [id] : []))
    expect(await names('1.7')).toEqual(expected.map((id) => [id, 'Knee', '72696002', `from cluster ${knee} of 1.3`]))
    expect(parts.named).toBe(expected.length)
    expect(parts.clusters.filter(({ name }) => name === 'Knee').map(({ id }) => id)).toEqual(expected)
    // Upwards: the whole of the knees is one of two clusters or three, and their parts all have one name.
    expect((await cut(4)).clusters.filter(({ name }) => name === 'Knee').length).toBeGreaterThan(0)
  })

  test('a cut that is there already is told of again, and nothing is written', async () => {
    const before = kept(file, 1, 5)
    const again = await cut(5)
    expect(again).toMatchObject({ isNew: false, named: 0, clustering: '1.5' })
    expect(kept(file, 1, 5)).toEqual(before)
  })

  test('more clusters than images are refused', async () => {
    await expect(cut(90)).rejects.toThrow('K = 90 is impossible: the sample has 90 rows, and K must be smaller.')
  })

  test('it is cancelled, and nothing is written', async () => {
    const controller = new AbortController()
    const work = { signal: controller.signal, onProgress: () => controller.abort() }
    await expect(cutJob.run({ catalogue: file, run: '1', k: 11 }, work)).rejects.toThrow(CancelledError)
    expect(lookInto(file, (db) => loadRun(db, 1).result.sweep.map(({ k }) => k))).not.toContain(11)
  })
})

test('a run of K-medoids has no tree, and cannot be cut', async () => {
  const file = archive(threeKinds(30))
  const report = await clusterJob.run(clusterParameters(file, { k: [3] }), WORK)
  expect(report.tree).toBeNull()
  expect(lookInto(file, (db) => treesOf(db, 1))).toEqual([])
  await expect(cutJob.run({ catalogue: file, run: '1', k: 4 }, WORK)).rejects.toThrow(
    'Run 1 has no tree to cut: it was made with fasterpam, which makes no tree.'
  )
})

test('two images that are equal have a tree that is cut into one', async () => {
  const file = archive([
    { SOPInstanceUID: '1.1', Rows: '1', Modality: 'CT', KVP: '1' },
    { SOPInstanceUID: '1.2', Rows: '1', Modality: 'CT', KVP: '1' },
    { SOPInstanceUID: '1.3', Rows: '1', Modality: 'MR', KVP: '2' }
  ])
  await clusterJob.run(clusterParameters(file, { k: [2], algorithm: 'average' }), WORK)
  const cut = await cutJob.run({ catalogue: file, run: '1', k: 1 }, WORK)
  expect(cut).toMatchObject({ silhouette: null, clusters: [{ size: 3, silhouette: null }] })
})
