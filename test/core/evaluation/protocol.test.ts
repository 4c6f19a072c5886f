import { describe, expect, test } from 'vitest'
import { CancelledError, MedoidError } from '../../../src/core/errors.ts'
import { checkDatasets, checkSize, type Dataset, evaluateDatasets } from '../../../src/core/evaluation/protocol.ts'
import { controlRejects } from '../../../src/core/evaluation/result.ts'
import { Random } from '../../../src/core/random.ts'
import { cosineDistance, inBatches, naiveDistances, randomLabels, randomVectors } from './vectors.ts'

const options = { length: 10, centre: 'mean', permutations: 99, seed: 1 } as const

const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0) / values.length

function datasetOf(vectors: readonly ArrayLike<number>[], labels: ArrayLike<number>, k: number): Dataset {
  const medoids = Uint32Array.from({ length: k }, (_, cluster) => Array.from(labels).indexOf(cluster))
  return { labels: Uint16Array.from(labels), k, silhouette: 0.3, medoids, vectors: inBatches(vectors, 7) }
}

/** Vectors around one of k directions, by their label: `noise` 0 makes clusters that are seen at once. */
function clustered(
  n: number,
  k: number,
  seed: number,
  noise: number
): { vectors: Float32Array[]; labels: Uint16Array } {
  const labels = randomLabels(n, k, seed)
  const random = new Random(seed, 1)
  const vectors = Array.from(labels, (label) =>
    Float32Array.from({ length: 10 }, (_, at) => (at === label ? 1 : 0) + noise * random.next())
  )
  return { vectors, labels }
}

async function* all<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) {
    await Promise.resolve()
    yield item
  }
}

const many = (count: number, noise: number, k = 4): Dataset[] =>
  Array.from({ length: count }, (_, at) => {
    const { vectors, labels } = clustered(60, k, at, noise)
    return datasetOf(vectors, labels, k)
  })

describe('figures', () => {
  test('are those of the definition, dataset by dataset and cluster by cluster', async () => {
    const sets = [clustered(40, 3, 1, 0.5), clustered(50, 3, 2, 0.5)]
    const result = await evaluateDatasets(
      all(sets.map(({ vectors, labels }) => datasetOf(vectors, labels, 3))),
      options
    )
    const distances = sets.map(({ vectors, labels }) => naiveDistances(vectors, labels))
    result.datasets.forEach((dataset, at) => {
      expect(dataset).toMatchObject({ images: sets[at].labels.length, k: 3, silhouette: 0.3 })
      expect(dataset.clustered).toBeCloseTo(mean(distances[at]), 6)
    })
    expect(result.perCluster).toHaveLength(6)
    for (const { dataset, cluster, images, clustered } of result.perCluster) {
      const own = distances[dataset].filter((_, row) => sets[dataset].labels[row] === cluster)
      expect(images).toBe(own.length)
      expect(clustered).toBeCloseTo(mean(own), 6)
    }
    const [a, b] = result.datasets
    expect(result.clustered.mean).toBeCloseTo((a.clustered + b.clustered) / 2, 12)
    expect(result.permuted.mean).toBeCloseTo((a.permuted + b.permuted) / 2, 12)
    expect(result.tTest.meanDifference).toBeCloseTo(result.permuted.mean - result.clustered.mean, 12)
    // A dataset's permuted figure is the mean of its clusters, by their images.
    const first = result.perCluster.filter(({ dataset }) => dataset === 0)
    expect(first.reduce((sum, { images, permuted }) => sum + images * permuted, 0) / 40).toBeCloseTo(a.permuted, 12)
  })

  test('are those of the medoids, where these are the centres', async () => {
    const { vectors, labels } = clustered(40, 3, 1, 0.5)
    const dataset = datasetOf(vectors, labels, 3)
    const result = await evaluateDatasets(all([dataset, datasetOf(vectors, labels, 3)]), {
      ...options,
      centre: 'medoid'
    })
    const expected = mean(vectors.map((vector, row) => cosineDistance(vector, vectors[dataset.medoids![labels[row]]])))
    expect(result.datasets[0].clustered).toBeCloseTo(expected, 6)
    expect(result.datasets[0].permuted).toBeGreaterThan(expected)
  })

  test('a cluster without images is not told of', async () => {
    const { vectors, labels } = clustered(40, 3, 1, 0.5)
    const result = await evaluateDatasets(
      all([datasetOf(vectors, labels, 3), { ...datasetOf(vectors, labels, 3), k: 5 }]),
      options
    )
    expect(result.perCluster).toHaveLength(6)
  })
})

describe('tests', () => {
  test('reject for clusters that are seen, and not for the control', async () => {
    const result = await evaluateDatasets(all(many(5, 0.3)), options)
    expect(result.tTest.p).toBeLessThan(0.001)
    expect(result.permutationTest).toEqual({ p: 0.01, permutations: 99 })
    expect(result.control.tTest.p).toBeGreaterThan(0.001)
    expect(result.control.permutationTest.p).toBeGreaterThan(0.01)
    expect(controlRejects(result)).toBe(false)
    expect(result.control.labelled.mean).toBeCloseTo(result.permuted.mean, 1)
  })

  test('do not reject for clusters that say nothing', async () => {
    const nothing = Array.from({ length: 5 }, (_, at) =>
      datasetOf(randomVectors(60, 10, at), randomLabels(60, 4, at + 100), 4)
    )
    const result = await evaluateDatasets(all(nothing), options)
    expect(result.tTest.p).toBeGreaterThan(0.05)
    expect(result.permutationTest.p).toBeGreaterThan(0.05)
  })

  test('the control rejects no more often than it should', async () => {
    // p < 0.05 is expected in 5 of 100 evaluations; five standard deviations more are 16.
    const count = { t: 0, permutation: 0 }
    for (let seed = 0; seed < 100; seed++) {
      const { control } = await evaluateDatasets(all(many(3, 0.5)), { ...options, permutations: 19, seed })
      if (control.tTest.p! < 0.05) count.t++
      if (control.permutationTest.p <= 0.05) count.permutation++
    }
    expect(count.t).toBeLessThan(16)
    expect(count.permutation).toBeLessThan(16)
  })

  test('say why they cannot be done for one cluster', async () => {
    const result = await evaluateDatasets(all(many(2, 0.5, 1)), options)
    expect(result.tTest).toMatchObject({ t: null, p: null, meanDifference: 0 })
    expect(result.permutationTest.p).toBe(1)
  })
})

test('the same seed gives the same, another one other permutations', async () => {
  const [first, again, other] = await Promise.all(
    [1, 1, 2].map((seed) => evaluateDatasets(all(many(3, 0.5)), { ...options, seed }))
  )
  expect(again).toEqual(first)
  expect(other.clustered).toEqual(first.clustered)
  expect(other.permuted).not.toEqual(first.permuted)
})

test('the names of clusters do not matter', async () => {
  const { vectors, labels } = clustered(60, 4, 1, 0.5)
  const renamed = labels.map((label) => (label + 1) % 4)
  const of = (labels: Uint16Array) =>
    evaluateDatasets(all([datasetOf(vectors, labels, 4), datasetOf(vectors, labels, 4)]), options)
  const [before, after] = [await of(labels), await of(renamed)]
  expect(after.datasets[0].clustered).toBeCloseTo(before.datasets[0].clustered, 12)
  expect(after.datasets[0].permuted).toBeCloseTo(before.datasets[0].permuted, 12)
  expect(after.permutationTest).toEqual(before.permutationTest)
})

test('tells which dataset it is at', async () => {
  const told = new Set<string>()
  await evaluateDatasets(all(many(2, 0.5)), options, {
    onProgress: ({ stage, detail }) => told.add(`${stage}, ${detail}`)
  })
  expect([...told]).toEqual([
    'Comparing embeddings, dataset 1',
    'Permuting labels, dataset 1',
    'Comparing embeddings, dataset 2',
    'Permuting labels, dataset 2'
  ])
})

describe('refuses', () => {
  const codeOf = async (promise: Promise<unknown>): Promise<string> => {
    const error: unknown = await promise.catch((error: unknown) => error)
    return error instanceof MedoidError ? `${error.code}: ${error.message}` : String(error)
  }

  test('fewer than two datasets', async () => {
    expect(await codeOf(evaluateDatasets(all(many(1, 0.5)), options))).toMatch(/^too-few-datasets: 1 dataset/)
    expect(() => checkDatasets(0)).toThrow(/at least two/)
    expect(() => checkDatasets(3000)).toThrow(/up to 2048/)
  })

  test('K as large as a dataset', async () => {
    const small = datasetOf(randomVectors(4, 10, 1), [0, 1, 2, 3], 4)
    expect(await codeOf(evaluateDatasets(all([small]), options))).toMatch(/^k-impossible: Dataset 1 has 4 images/)
    expect(() => checkSize(15, 15)).toThrow(/too few for K = 15/)
  })

  test('labels from K on: a defect, which must not write past its memory', async () => {
    const broken = datasetOf(randomVectors(4, 10, 1), [0, 1, 2, 1], 2)
    expect(await codeOf(evaluateDatasets(all([broken]), options))).toMatch(/^Error: Dataset 1 has a label from K on/)
  })

  test.each([0, -1, 1.5, 1e9])('%d permutations', async (permutations) => {
    const refused = evaluateDatasets(all(many(2, 0.5)), { ...options, permutations })
    expect(await codeOf(refused)).toMatch(/^permutations-impossible/)
  })

  test('vectors that are not finite', async () => {
    const [first, second] = many(2, 0.5)
    const { vectors, labels } = clustered(60, 4, 1, 0.5)
    vectors[41][3] = NaN
    const broken = { ...second, labels, vectors: inBatches(vectors) }
    expect(await codeOf(evaluateDatasets(all([first, broken]), options))).toMatch(
      /^vector-not-finite: In dataset 2, row 42 has the value NaN in column 4/
    )
  })

  test('vectors whose lengths f32 cannot hold side by side', async () => {
    const { vectors, labels } = clustered(60, 4, 1, 0.5)
    vectors[41] = vectors[41].map((value) => value * 1e-30)
    expect(await codeOf(evaluateDatasets(all([datasetOf(vectors, labels, 4)]), options))).toMatch(
      /^vector-lengths: In dataset 1, the vector of row \d+ is about \S+ long, and that of row 42 about \de-3[01]: .*divide each/
    )
  })

  test('to go on when cancelled', async () => {
    const controller = new AbortController()
    const work = { signal: controller.signal, onProgress: () => controller.abort() }
    await expect(evaluateDatasets(all(many(2, 0.5)), options, work)).rejects.toThrow(CancelledError)
  })
})

describe('the size of vectors', () => {
  async function* wide(vectors: readonly ArrayLike<number>[], factor: number): AsyncGenerator<Float64Array> {
    for (const vector of vectors) {
      await Promise.resolve()
      yield Float64Array.from(vector, (value) => value * factor)
    }
  }

  test.each([2 ** -166, 2 ** 664])('does not matter to the cosine: all of them times %d', async (factor) => {
    const sets = [clustered(40, 3, 1, 0.5), clustered(40, 3, 2, 0.5)]
    const evaluated = (factor: number) =>
      evaluateDatasets(
        all(sets.map(({ vectors, labels }) => ({ ...datasetOf(vectors, labels, 3), vectors: wide(vectors, factor) }))),
        options
      )
    expect((await evaluated(factor)).datasets).toEqual((await evaluated(1)).datasets)
  })

  test('0 is none: such vectors are told of by dataset and place, and have distance 1', async () => {
    const { vectors, labels } = clustered(40, 3, 1, 0.1)
    const zeroed = vectors.map((vector, at) => (at === 4 || at === 39 ? vector.map(() => 0) : vector))
    const told: [number, number[]][] = []
    const onWithoutLength = (dataset: number, places: number[]): void => void told.push([dataset, places])
    const sets = [datasetOf(vectors, labels, 3), datasetOf(zeroed, labels, 3)]
    const { datasets } = await evaluateDatasets(all(sets), { ...options, onWithoutLength })
    expect(told).toEqual([
      [0, []],
      [1, [4, 39]]
    ])
    expect(datasets[1].clustered).toBeCloseTo(mean(naiveDistances(zeroed, labels)), 6)
  })
})
