import { BLOCK } from '../../kernels/constants.ts'
import type { ThreadTask } from '../kernels/threads.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { DEFAULT_RESTARTS } from './algorithms.ts'
import { type BatchedRows, PAIRS_AT_A_TIME } from './batched-rows.ts'
import { type Clustering, DISTANCES_A_STEP, type KMedoidsOptions, inOrder, randomStart } from './kmedoids.ts'
import { PACKED_FIELDS, packedFields } from './packed.ts'
import { beginSearch, endSearch } from './state.ts'

export type OneBatchOptions = Pick<KMedoidsOptions, 'restarts' | 'seed'>

/**
 * OneBatchPAM (de Mathelin, Deheeger, Mougeot and Vayatis 2025, arXiv 2501.19285, algorithm 2 with weights NNIW): the swaps of FasterPAM, all
 * rows being candidates, from random medoids; what a swap changes is estimated on one batch of rows, of which each counts as
 * many times as there are rows that are nearest to it. The best start by that estimate is kept. Loss and labels are those of all rows.
 * The result for a k depends neither on the threads nor on the others.
 * @throws CancelledError
 */
export async function oneBatchPam(
  rows: BatchedRows,
  ks: readonly number[],
  { restarts = DEFAULT_RESTARTS, seed = 0 }: OneBatchOptions = {},
  work?: Work
): Promise<Clustering[]> {
  const quiet: Work = { signal: work?.signal }
  const total = ks.reduce((sum, k) => sum + (k === 1 ? 1 : restarts), 0)
  let done = 0
  const tell = (): void => work?.onProgress?.({ stage: 'Finding medoids', done, total, unit: 'starts' })
  const clusterings: Clustering[] = []
  for (const k of ks) {
    tell()
    const started = performance.now()
    await rows.compare(k, seed, quiet)
    const compared = performance.now()
    const found =
      k === 1
        ? [{ medoids: Uint32Array.of(bestSingle(rows)), loss: 0, swaps: 0, seconds: 0 }]
        : await search(rows, k, { restarts, seed }, { ...work, onProgress: undefined }, () => {
            done++
            tell()
          })
    if (k === 1) done++
    const best = found.reduce((best, each) => (each.loss < best.loss ? each : best))
    const medoids = best.medoids.toSorted()
    const searched = performance.now()
    const { places, loss } = await assignRows(rows, medoids, quiet)
    const seconds =
      found.reduce((sum, each) => sum + each.seconds, 0) + (compared - started + performance.now() - searched) / 1000
    clusterings.push({ k, ...inOrder(medoids, places), loss, swaps: best.swaps, seconds })
  }
  tell()
  return clusterings
}

type Found = ReturnType<typeof endSearch> & { seconds: number }

async function search(
  rows: BatchedRows,
  k: number,
  { restarts, seed }: { restarts: number; seed: number },
  work: Work,
  onEnd: () => void
): Promise<Found[]> {
  const { memory, matrix, n } = rows
  const limit = Math.ceil(DISTANCES_A_STEP / rows.batchSize(k))
  const found: Found[] = []
  const tasks = Array.from({ length: restarts }, (_, restart): ThreadTask => ({
    begin(thread) {
      const state = rows.searches[thread]
      beginSearch(memory, state, randomStart(n, k, seed, restart))
      return { kernel: 'fasterpam', args: [matrix, state.address, limit] }
    },
    end(thread, seconds) {
      found[restart] = { ...endSearch(memory, rows.searches[thread], k), seconds }
      onEnd()
    }
  }))
  await rows.threads.run(tasks, work)
  return found
}

/** The row with the least weighted distances to the batch, the first of equals. */
function bestSingle(rows: BatchedRows): number {
  let best = 0
  let least = Infinity
  for (let row = 0; row < rows.n; row++) {
    const loss = rows.batchLoss(row, 1)
    if (loss < least) [best, least] = [row, loss]
  }
  return best
}

/**
 * The nearest medoid of each row, of equally near ones the first in the order given; each medoid is its own.
 * @returns places in `medoids`, and Σ distance
 */
async function assignRows(
  rows: BatchedRows,
  medoids: Uint32Array,
  work: Work
): Promise<{ places: Uint16Array; loss: number }> {
  const { n, memory, kernels, plan } = rows
  const { buffer } = memory
  const at = plan.medoids
  const k = medoids.length
  new Uint32Array(buffer, at.rows, k).set(medoids)
  kernels.writeQueries(rows.packed, at.rows, k, at.queries)
  const atATime = Math.max(1, Math.floor(PAIRS_AT_A_TIME / k / BLOCK)) * BLOCK
  for (let from = 0; from < n; from += atATime) {
    const count = Math.min(atATime, n - from)
    const blocks = plan.blocks + (from / BLOCK) * plan.layout.blockBytes
    new Uint32Array(buffer, at.fields, PACKED_FIELDS).set(packedFields(plan.layout, blocks, count, plan.model))
    const [nearest, distances, columns] = [at.nearest + from * 4, at.distances + from * 4, at.columns + from * 2]
    kernels.assignRows(at.fields, at.queries, k, nearest, distances, columns, at.scratch)
    await breathe()
    throwIfCancelled(work)
  }
  const places = Uint16Array.from(new Uint32Array(buffer, at.nearest, n))
  const distances = new Float32Array(buffer, at.distances, n)
  medoids.forEach((medoid, place) => {
    places[medoid] = place
    distances[medoid] = 0
  })
  return { places, loss: distances.reduce((sum, distance) => sum + distance, 0) }
}
