import { Random, sampleRanks } from '../random.ts'

/**
 * Rows of a batch for each cluster at least: with fewer, single rows choose medoids. For K = 100 and 32,768 images, 20 instead of 15 bring
 * the loss of the whole archive from 6.4 to 7.4 % below that of FasterPAM on 5,000 (`bench/large-k.ts`).
 */
const ROWS_A_CLUSTER = 20

/**
 * Rows of a sample that `onebatchpam` judges swaps by: 100 · ln(k · n) of them (de Mathelin et al. 2025, arXiv 2501.19285, section 3), but
 * 20 for each cluster at least, or all.
 */
export function batchSize(k: number, n: number): number {
  return Math.min(n, Math.max(Math.ceil(100 * Math.log(k * n)), ROWS_A_CLUSTER * k))
}

/** The batch of k clusters, ascending. Starts have random streams from 65,536 on (`randomStart`). */
export function drawBatch(k: number, n: number, seed: number): Uint32Array {
  return sampleRanks(n, batchSize(k, n), new Random(seed, k)).sort()
}
