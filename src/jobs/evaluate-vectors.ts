import { MedoidError } from '../core/errors.ts'
import type { EvaluationParameters } from '../core/catalogue/stored/evaluation.ts'
import { evaluateGivenVectors, type GivenVectorsEvaluation } from '../core/evaluation/given-vectors.ts'
import { openLabelledVectors } from '../core/vectors/labelled-vectors.ts'
import type { Job } from './contract.ts'
import type { EvaluateVectorsParameters } from './definitions/evaluation.ts'

export interface VectorsEvaluationReport extends Omit<GivenVectorsEvaluation, 'drawn'> {
  vectors: { file: string; rows: number; length: number }
  labels: { file: string; distinct: number; column: string | null }
  parameters: Omit<EvaluationParameters, 'by'>
}

/** The same protocol on given vectors and labels, without a catalogue. */
export const evaluateVectorsJob: Job<EvaluateVectorsParameters, VectorsEvaluationReport> = {
  run: async (parameters, work) => {
    const { vectors: vectorFile, labels: labelFile, labelColumn, na } = parameters
    const { datasets, size, centre, permutations, seed, fit } = parameters
    if (centre === 'medoid') {
      throw new MedoidError('centre-impossible', {})
    }
    const { vectors, labels } = await openLabelledVectors(vectorFile, labelFile, { column: labelColumn, na }, work)
    try {
      const options = { datasets, size, permutations, seed, fit }
      const { drawn, ...result } = await evaluateGivenVectors(vectors, labels.codes, options, work)
      return {
        ...result,
        vectors: { file: vectorFile, rows: vectors.rows, length: vectors.length },
        labels: { file: labelFile, distinct: labels.names.length, column: labels.column },
        parameters: { ...drawn, centre, permutations, seed }
      }
    } finally {
      await vectors.close()
    }
  }
}
