import { MedoidError } from '../core/errors.ts'
import { drawDatasets } from '../core/evaluation/draw.ts'
import type { EvaluationParameters } from '../core/evaluation/evaluation.ts'
import { checkDatasets, checkPermutations, type Dataset, evaluateDatasets } from '../core/evaluation/protocol.ts'
import { upTo } from '../core/evaluation/radix.ts'
import type { EvaluationResult } from '../core/evaluation/result.ts'
import { openLabelledVectors } from '../core/vectors/labelled-vectors.ts'
import type { VectorNumbers, VectorSource } from '../core/vectors/stored-vectors.ts'
import type { Job } from './contract.ts'
import type { EvaluateVectorsParameters } from './definitions/evaluation.ts'

export interface VectorsEvaluationReport extends EvaluationResult {
  vectors: { file: string; rows: number; length: number }
  labels: { file: string; distinct: number; column: string | null }
  /** Rows of the datasets, from 0, whose vectors are zero: their cosine distance to every centre counts as 1. */
  withoutLength: number[]
  parameters: Omit<EvaluationParameters, 'by'>
}

/** The same protocol on given vectors and labels, without a catalogue. */
export const evaluateVectorsJob: Job<EvaluateVectorsParameters, VectorsEvaluationReport> = {
  name: 'evaluate vectors',
  run: async (parameters, work) => {
    const { vectors: vectorFile, labels: labelFile, labelColumn, na } = parameters
    const { datasets, size, centre, permutations, seed, fit } = parameters
    if (centre === 'medoid') {
      throw new MedoidError(
        'centre-impossible',
        '--centre medoid needs medoids, and given labels have none. Leave it out: the mean of the vectors is the centre.'
      )
    }
    checkDatasets(datasets)
    checkPermutations(permutations)
    const { vectors, labels } = await openLabelledVectors(vectorFile, labelFile, { column: labelColumn, na }, work)
    try {
      const rows = upTo(vectors.rows)
      const drawn = drawDatasets({ images: rows, excluded: [], datasets, size, leastSize: 3, seed, fit })
      const withoutLength: number[] = []
      const onWithoutLength = (dataset: number, places: number[]): void => {
        for (const place of places) withoutLength.push(drawn.datasets[dataset][place])
      }
      const options = { length: vectors.length, centre, permutations, seed, onWithoutLength }
      const result = await evaluateDatasets(datasetsOf(drawn.datasets, vectors, labels.codes), options, work)
      return {
        ...result,
        vectors: { file: vectorFile, rows: vectors.rows, length: vectors.length },
        labels: { file: labelFile, distinct: labels.names.length, column: labels.column },
        withoutLength: withoutLength.sort((a, b) => a - b),
        parameters: { datasets: drawn.datasets.length, size: drawn.size, centre, permutations, seed }
      }
    } finally {
      await vectors.close()
    }
  }
}

function* datasetsOf(sets: readonly Uint32Array[], vectors: VectorSource, codes: Int32Array): Generator<Dataset> {
  for (const rows of sets) {
    // Labels that a dataset does not have are no clusters of it.
    const names = [...new Set(Array.from(rows, (row) => codes[row]))].sort((a, b) => a - b)
    const clusters = new Map(names.map((name, cluster) => [name, cluster]))
    const labels = Uint16Array.from(rows, (row) => clusters.get(codes[row])!)
    const read = async function* (): AsyncGenerator<VectorNumbers> {
      for (const row of rows) yield await vectors.read(row, row + 1)
    }
    yield { labels, k: names.length, silhouette: null, vectors: read() }
  }
}
