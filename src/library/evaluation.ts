import {
  evaluateGivenVectors,
  type GivenVectorsEvaluation,
  type GivenVectorsOptions
} from '../core/evaluation/given-vectors.ts'
import type { Work } from '../core/work.ts'

export interface LabelledVectors {
  /** The vectors one after another, such as embeddings of images. */
  values: Float32Array | Float64Array
  /** Values of a vector. */
  length: number
  /** One for each vector, such as clusters. */
  labels: ArrayLike<string | number>
}

/**
 * Whether vectors with the same label are alike: the evaluation of `medoid evaluate`, on vectors and labels of your own. Draws datasets that
 * share no row, and compares the mean cosine distance of their vectors to the centre of the vectors with the same label with that
 * under permuted labels: by a paired t-test over the datasets, and by a permutation test.
 * @param options by default those of the paper: 10 datasets of 5,000 vectors; `fit` takes what there is
 * @throws RangeError where there are not as many labels as vectors
 * @throws MedoidError `archive-too-small`, `too-few-datasets`, `too-many-datasets`, `permutations-impossible`, `k-impossible`,
 *   `vector-not-finite`, `memory-exhausted`
 * @throws CancelledError
 */
export async function evaluateVectors(
  { values, length, labels }: LabelledVectors,
  options?: GivenVectorsOptions,
  work?: Work
): Promise<GivenVectorsEvaluation> {
  const rows = labels.length
  if (values.length !== rows * length) {
    throw new RangeError(`${values.length} values are not ${rows} vectors of ${length} values, one for each label.`)
  }
  const codes = new Map<string | number, number>()
  const codeOf = (label: string | number): number => {
    const code = codes.get(label) ?? codes.size
    codes.set(label, code)
    return code
  }
  const read = (from: number, to: number) => Promise.resolve(values.subarray(from * length, to * length))
  return evaluateGivenVectors({ rows, length, read }, Int32Array.from(labels, codeOf), options, work)
}
