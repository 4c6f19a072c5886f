import type { EvaluationParameters } from '../catalogue/stored/evaluation.ts'

/** The paper's, section 3. */
export const EVALUATION_DEFAULTS: EvaluationParameters = {
  datasets: 10,
  size: 5000,
  centre: 'mean',
  permutations: 1000,
  by: 'image',
  seed: 1
}
