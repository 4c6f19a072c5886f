import { BLOCK } from '../../kernels/constants.ts'
import { JUDGED_ROWS, JUDGEMENT_BYTES, JUDGEMENT_NEXT, JUDGEMENT_UNSHARED } from '../../kernels/search-constants.ts'
import type { FeatureTable } from '../features/table.ts'
import type { ThreadTask } from '../kernels/threads.ts'
import type { Work } from '../work.ts'
import { type BatchedRows, taskOf } from './batched-rows.ts'
import type { Clustering } from './kmedoids.ts'

/** What comparing every pair of rows has come to. */
interface Judged {
  /** Exact silhouettes by row, of each clustering; NaN where it has one cluster. */
  silhouettes: Float64Array[]
  /** Pairs of rows that share no column. */
  unshared: number
}

/**
 * The exact silhouettes of several clusterings of the same rows, as `silhouettes` has them, by comparing every pair of rows once more: no
 * matrix is kept. The rows are packed anew for that, those that are in the same clusters throughout beside each other.
 * @throws CancelledError
 */
export async function judgeRows(rows: BatchedRows, clusterings: readonly Clustering[], work?: Work): Promise<Judged> {
  const { n, memory, plan, packed, threads } = rows
  const { buffer } = memory
  const judged = clusterings.filter(({ k }) => k > 1)
  const order = orderOf(n, judged)
  rows.pack(rowsOf(rows.table, order))

  const at = plan.judgement
  const starts = new Uint32Array(buffer, at.starts, judged.length + 1).fill(0)
  judged.forEach(({ k }, clustering) => (starts[clustering + 1] = starts[clustering] + k))
  judged.forEach(({ sizes }, clustering) => {
    new Uint32Array(buffer, at.sizes + starts[clustering] * 4, sizes.length).set(sizes)
  })
  const cells = writeCells(rows, order, judged, starts)
  new Uint32Array(buffer, at.address, JUDGEMENT_BYTES / 4)
    .fill(0)
    .set([judged.length, at.starts, at.sizes, cells, at.ends, at.places, at.silhouettes, at.firstCells])
  const fields = new Uint32Array(buffer, at.address, JUDGEMENT_BYTES / 4)
  const tasks = plan.scratch.map((scratch): ThreadTask => taskOf('judgeRows', [packed, at.address, scratch]))
  await threads.run(tasks, work, () => {
    const done = Math.min(n, Math.floor(Atomics.load(fields, JUDGEMENT_NEXT / 4) / JUDGED_ROWS) * JUDGED_ROWS)
    work?.onProgress?.({ stage: 'Judging clusters', done, total: n, unit: 'rows' })
  })
  let next = 0
  return {
    unshared: fields[JUDGEMENT_UNSHARED / 4],
    silhouettes: clusterings.map(({ k }) => {
      const values = new Float64Array(n).fill(NaN)
      if (k === 1) return values
      const sorted = new Float64Array(buffer, at.silhouettes + next++ * n * 8, n)
      order.forEach((row, place) => (values[row] = sorted[place]))
      return values
    })
  }
}

/** The rows, sorted by their cluster in the first clustering, then in the second, and so on, then by row. */
function orderOf(n: number, clusterings: readonly Clustering[]): Uint32Array {
  let order = Uint32Array.from({ length: n }, (_, row) => row)
  for (const { labels, k } of clusterings.toReversed()) {
    const next = new Uint32Array(k + 1)
    for (const label of labels) next[label + 1]++
    for (let label = 0; label < k; label++) next[label + 1] += next[label]
    const sorted = new Uint32Array(n)
    for (const row of order) sorted[next[labels[row]]++] = row
    order = sorted
  }
  return order
}

/** Writes where rows change their clusters. @returns how many cells there are */
function writeCells(
  { n, memory: { buffer }, plan: { judgement } }: BatchedRows,
  order: Uint32Array,
  clusterings: readonly Clustering[],
  starts: Uint32Array
): number {
  const ends = new Uint32Array(buffer, judgement.ends, n)
  const places = new Uint32Array(buffer, judgement.places, n * clusterings.length)
  const firstCells = new Uint32Array(buffer, judgement.firstCells, Math.ceil(n / BLOCK))
  let cells = 0
  for (let place = 0; place < n; place++) {
    const row = order[place]
    const isNew = place === 0 || clusterings.some(({ labels }) => labels[row] !== labels[order[place - 1]])
    if (isNew) {
      clusterings.forEach(({ labels }, at) => (places[cells * clusterings.length + at] = starts[at] + labels[row]))
      cells++
    }
    if (place % BLOCK === 0) firstCells[place / BLOCK] = cells - 1
    ends[cells - 1] = place + 1
  }
  return cells
}

function rowsOf(table: FeatureTable, rows: Uint32Array): FeatureTable {
  return {
    rows: rows.length,
    columns: table.columns.map((column) =>
      'values' in column
        ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]) }
        : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]) }
    )
  }
}
