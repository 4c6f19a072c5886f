import { LANES } from '../../kernels/evaluation-constants.ts'
import { Random } from '../random.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { type Centre, centreDistances, type Labelling, meanLength } from './cosine.ts'
import type { Gram } from './gram.ts'
import { beginLabellings, type LabellingsState, MOST_LABELLINGS, readLabelling, writeLabelling } from './labellings.ts'
import type { PermutationTest } from '../catalogue/stored/evaluation.ts'

/** Statistics nearer to one another than this are equal: cosine distances are right to about 10⁻⁷. */
const TIE = 1e-7

/**
 * Random numbers of one permutation of one dataset, of those that a seed has.
 * @param permutation from 0 to `MOST_PERMUTATIONS` + 1
 */
export function permutationRandom(seed: number, dataset: number, permutation: number): Random {
  // Streams below 2³¹ are those of searches for medoids.
  return new Random(seed, 2 ** 31 + dataset * 2 ** 20 + permutation)
}

/** The labels of a dataset in random order. What is a medoid goes with its label, so that each cluster still has one. */
export function permuted({ labels, k, medoids }: Labelling, random: Random): Labelling {
  const order = random.shuffle(Uint32Array.from(labels.keys()))
  const moved = labels.map((_, row) => labels[order[row]])
  if (medoids === undefined) return { labels: moved, k }
  const placeOf = new Uint32Array(order.length)
  order.forEach((from, row) => {
    placeOf[from] = row
  })
  return { labels: moved, k, medoids: medoids.map((medoid) => placeOf[medoid]) }
}

/**
 * The mean distance of the images to their centres in each of `count` labellings, as `centreDistances` has them. All pairs of
 * images are gone through once for 60 labellings (where the centres are means). The result does not depend on threads.
 * @param labellingAt may make a labelling when it is asked for it
 * @throws CancelledError
 */
export async function labellingStatistics(
  gram: Gram,
  labellingAt: (at: number) => Labelling,
  count: number,
  centre: Centre,
  work?: Work
): Promise<Float64Array> {
  const statistics = new Float64Array(count)
  let done = 0
  const tell = () => work?.onProgress?.({ stage: 'Permuting labels', done, total: count, unit: 'permutations' })
  if (centre === 'medoid') {
    // One distance an image: no more work than making the permutation.
    for (; done < count; done++) {
      const distances = centreDistances(gram, labellingAt(done), centre)
      statistics[done] = distances.reduce((sum, distance) => sum + distance, 0) / gram.n
      if (done % MOST_LABELLINGS !== 0) continue
      tell()
      await breathe()
      throwIfCancelled(work)
    }
    return statistics
  }
  const perTask = Math.min(MOST_LABELLINGS, Math.ceil(count / gram.threads.count / LANES) * LANES)
  const tasks = Array.from({ length: Math.ceil(count / perTask) }, (_, task) => {
    const first = task * perTask
    const labellings = Math.min(perTask, count - first)
    let sizes: Uint32Array[]
    return {
      begin: (thread: number) => {
        const state = gram.labellings[thread]
        sizes = writeAll(gram, state, (at) => labellingAt(first + at), labellings)
        return { kernel: 'labellingRows' as const, args: [gram.address, state.address, state.sums] }
      },
      end: (thread: number) => {
        const state = gram.labellings[thread]
        for (let at = 0; at < labellings; at++) statistics[first + at] = meanDistance(gram, state, at, sizes[at])
        done += labellings
      }
    }
  })
  await gram.threads.run(tasks, work, tell)
  return statistics
}

/** @returns the sizes of the clusters of each */
function writeAll(
  gram: Gram,
  state: LabellingsState,
  labellingAt: (at: number) => Labelling,
  count: number
): Uint32Array[] {
  const { memory, n, k } = gram
  beginLabellings(memory, state, { count, n, k })
  return Array.from({ length: count }, (_, at) => {
    const { labels } = labellingAt(at)
    writeLabelling(memory, state, at, labels)
    const sizes = new Uint32Array(k)
    for (const label of labels) sizes[label]++
    return sizes
  })
}

function meanDistance({ memory, n, k }: Gram, state: LabellingsState, at: number, sizes: Uint32Array): number {
  const { products, cosines, squares } = readLabelling(memory, state, at, k)
  let sum = 0
  for (let cluster = 0; cluster < k; cluster++) {
    const length = meanLength(products[cluster], squares[cluster], sizes[cluster])
    if (length > 0) sum += cosines[cluster] / length
  }
  return 1 - sum / n
}

/**
 * One-sided p = (1 + b) / (1 + P), b the number of permutations whose statistic is as small as that of the clusters: the
 * clusters count as one of the permutations, so that p is never 0 (Phipson and Smyth, Stat. Appl. Genet. Mol. Biol. 9, 2010).
 */
export function permutationTest(statistic: number, permuted: Float64Array): PermutationTest {
  const asSmall = permuted.reduce((count, value) => count + (value <= statistic + TIE ? 1 : 0), 0)
  return { p: (1 + asSmall) / (1 + permuted.length), permutations: permuted.length }
}
