import type { VectorNumbers, VectorSource } from '../vectors/stored-vectors.ts'
import type { Work } from '../work.ts'
import { drawDatasets } from './draw.ts'
import { EVALUATION_DEFAULTS } from './evaluation.ts'
import { checkDatasets, checkPermutations, type Dataset, evaluateDatasets } from './protocol.ts'
import { upTo } from '../radix.ts'
import type { EvaluationParameters, EvaluationResult } from '../catalogue/stored/evaluation.ts'

/** Vectors that are read as they are needed. */
type VectorRows = Pick<VectorSource, 'rows' | 'length' | 'read'>

export interface GivenVectorsOptions extends Partial<
  Pick<EvaluationParameters, 'datasets' | 'size' | 'permutations' | 'seed'>
> {
  /** Whether to take fewer or smaller datasets where these do not fit. */
  fit?: boolean
}

export interface GivenVectorsEvaluation extends EvaluationResult {
  /** Rows of the datasets, ascending, whose vectors are zero: their cosine distance to every centre counts as 1. */
  withoutLength: number[]
  /** What was drawn: with `fit`, perhaps less than was asked for. */
  drawn: { datasets: number; size: number }
}

/** A dataset has at least this many rows. */
const LEAST_SIZE = 3

/**
 * The protocol of `evaluateDatasets` on given vectors and labels: draws datasets that share no row, and compares the cosine distances of
 * their vectors to the mean vector of the rows with the same label with those under permuted labels.
 * @param labels of the rows, a number for each label there is
 * @param options by default those of the paper: 10 datasets of 5,000 rows
 * @throws MedoidError `archive-too-small` and as `evaluateDatasets` does @throws CancelledError
 */
export async function evaluateGivenVectors(
  vectors: VectorRows,
  labels: Int32Array,
  options: GivenVectorsOptions = {},
  work?: Work
): Promise<GivenVectorsEvaluation> {
  const { datasets, size, permutations, seed, fit } = { ...EVALUATION_DEFAULTS, fit: false, ...options }
  checkDatasets(datasets)
  checkPermutations(permutations)
  const images = upTo(vectors.rows)
  const drawn = drawDatasets({ images, excluded: [], datasets, size, leastSize: LEAST_SIZE, seed, fit })
  const withoutLength: number[] = []
  const onWithoutLength = (dataset: number, places: number[]): void => {
    for (const place of places) withoutLength.push(drawn.datasets[dataset][place])
  }
  const protocol = { length: vectors.length, centre: 'mean', permutations, seed, onWithoutLength } as const
  const result = await evaluateDatasets(datasetsOf(drawn.datasets, vectors, labels), protocol, work)
  return {
    ...result,
    withoutLength: withoutLength.sort((a, b) => a - b),
    drawn: { datasets: drawn.datasets.length, size: drawn.size }
  }
}

function* datasetsOf(sets: readonly Uint32Array[], vectors: VectorRows, labels: Int32Array): Generator<Dataset> {
  for (const rows of sets) {
    // Labels that a dataset does not have are no clusters of it.
    const names = [...new Set(Array.from(rows, (row) => labels[row]))].sort((a, b) => a - b)
    const clusters = new Map(names.map((name, cluster) => [name, cluster]))
    const read = async function* (): AsyncGenerator<VectorNumbers> {
      for (const row of rows) yield await vectors.read(row, row + 1)
    }
    yield {
      labels: Uint16Array.from(rows, (row) => clusters.get(labels[row])!),
      k: names.length,
      silhouette: null,
      vectors: read()
    }
  }
}
