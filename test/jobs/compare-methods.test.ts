import { expect, test } from 'vitest'
import { loadClustering } from '../../src/core/catalogue/runs.ts'
import { CancelledError } from '../../src/core/errors.ts'
import { adjustedRandIndex } from '../../src/core/evaluation/agreement.ts'
import type { MethodComparison } from '../../src/core/report/method-words.ts'
import type { Work } from '../../src/core/work.ts'
import { reading } from '../../src/jobs/catalogues.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { clusterByMethods, compareMethods } from '../../src/jobs/compare-methods.ts'
import type { ClusterParameters } from '../../src/jobs/definitions/cluster.ts'
import { archive, clusterParameters, lookInto, removeInstances, threeKinds, withEmptyHeaders, WORK } from './archive.ts'

async function clustered(headers: Parameters<typeof archive>[0], asked: Partial<ClusterParameters>): Promise<string> {
  const file = archive(headers)
  await clusterJob.run(clusterParameters(file, asked), WORK)
  return file
}

const compare = (file: string, k: number, work: Work = WORK, most?: number) =>
  reading(file, (reader, catalogue) => compareMethods(reader, catalogue, { run: 1, k }, undefined, work, most))

test('the clusters of a run are told as they are stored', async () => {
  const file = await clustered(withEmptyHeaders(60), { k: [2], method: 'paper' })
  const compared = (await compare(file, 2)) as MethodComparison
  expect(compared).toMatchObject({ method: 'paper', k: 2, images: 60, judged: 60, withoutVisual: 'no-model' })
  // Two thirds are equal; the medoid of the others is a header that holds only Rows.
  expect(compared.methods[0]).toMatchObject({
    ...{ method: 'paper', tags: 7, columns: 7, largest: 2 / 3, sparseMedoids: 1, nearerElsewhere: 0, likeRun: 1 },
    visual: null
  })
})

test('the other method is what a run by it comes to, on the same sample', async () => {
  const file = await clustered(withEmptyHeaders(60), { k: [4], method: 'balanced', perSeries: 0 })
  const other = await clusterJob.run(clusterParameters(file, { k: [4], method: 'paper' }), WORK)
  const compared = (await compare(file, 4)) as MethodComparison
  expect(compared.method).toBe('balanced')
  const [paper, balanced] = compared.methods
  expect(balanced.likeRun).toBe(1)
  const labels = [1, 2].map((run) => lookInto(file, (db) => loadClustering(db, { run, k: 4 }).labels))
  expect(paper.likeRun).toBe(adjustedRandIndex(labels[0], labels[1]))
  expect(paper.likeRun).toBeLessThan(0.99)
  expect(paper.silhouette).toBe(other.sweep[0].silhouette)
  expect(paper.largest).toBe(other.clusters[0].size / 60)
  expect(paper.columns).toBe(other.columns)
  const nearer = other.clusters.map(({ nearerElsewhere }) => nearerElsewhere!).reduce((a, b) => a + b)
  expect(paper.nearerElsewhere).toBe(nearer / 60)
  const findings = other.clusters.flatMap((each) => each.findings.map(({ code }) => code))
  expect(paper.sparseMedoids).toBe(findings.filter((code) => code === 'sparse-medoid').length)
})

test('kinds that nobody could mistake are found by each, in any subset', async () => {
  const file = await clustered(threeKinds(60), { k: [3] })
  const { methods } = (await compare(file, 3)) as MethodComparison
  for (const { stability, likeRun, modality, bodyPart, nearerElsewhere, sparseMedoids, largest } of methods) {
    expect([stability, likeRun, nearerElsewhere, sparseMedoids]).toEqual([1, 1, 0, 0])
    for (const target of [modality!, bodyPart!]) {
      expect(target.homogeneity).toBeCloseTo(1, 12)
      expect(target.nmi).toBeCloseTo(1, 12)
    }
    expect(largest).toBeCloseTo(1 / 3, 12)
  }
})

test('of a large sample, stability and agreement are of some images, all else of all', async () => {
  const file = await clustered(withEmptyHeaders(60), { k: [4] })
  const all = (await compare(file, 4)) as MethodComparison
  const some = (await compare(file, 4, WORK, 30)) as MethodComparison
  expect([all.judged, some.judged]).toEqual([60, 30])
  some.methods.forEach(({ stability, modality, bodyPart, ...others }, at) => {
    expect(all.methods[at]).toMatchObject(others)
    expect(modality!.nmi).not.toBeCloseTo(all.methods[at].modality!.nmi, 6)
    expect(bodyPart!.nmi).not.toBeCloseTo(all.methods[at].bodyPart!.nmi, 6)
    expect(stability).not.toBeCloseTo(all.methods[at].stability, 6)
  })
  expect(await compare(file, 4, WORK, 5)).toBe('few-images')
})

test('the same again is the same', async () => {
  const file = await clustered(withEmptyHeaders(60), { k: [4], method: 'paper' })
  expect(await compare(file, 4)).toEqual(await compare(file, 4))
})

test('tags that a search found are taken again, as far as the other method admits them', async () => {
  const wanted = { k: [3], method: 'paper', select: 'wrapper', tags: 3 } as const
  const file = await clustered(threeKinds(60), { ...wanted, k: [3] })
  const [paper, balanced] = await reading(file, (reader) => clusterByMethods(reader, { run: 1, k: 3 }, WORK))
  const names = (features: readonly { name: string }[]): string[] => features.map(({ name }) => name)
  expect(names(paper.features)).not.toEqual(['Modality', 'BodyPartExamined', 'Rows'])
  expect(names(balanced.features)).toEqual(names(paper.features))
})

test('what cannot be compared has its reason', async () => {
  const file = await clustered(threeKinds(30), { k: [1, 3, 25] })
  expect(await compare(file, 1)).toBe('one-cluster')
  // Subsets have 24 images.
  expect(await compare(file, 25)).toBe('few-images')
  removeInstances(file, ...Array.from({ length: 30 }, (_, instance) => instance))
  expect(await compare(file, 3)).toBe('images-gone')
})

test('cancelled, it ends', async () => {
  const file = await clustered(threeKinds(30), { k: [3] })
  const controller = new AbortController()
  const told: string[] = []
  const onProgress = ({ stage, done }: { stage: string; done: number }): void => {
    told.push(stage)
    if (done === 4) controller.abort()
  }
  await expect(compare(file, 3, { signal: controller.signal, onProgress })).rejects.toThrow(CancelledError)
  expect(new Set(told)).toEqual(new Set(['Comparing methods']))
  expect(told).toHaveLength(5)
})
