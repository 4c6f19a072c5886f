import { compare } from './compare'
import { countUnshared } from './gower'
import { LANES, Packed } from './packed'
import { Query, writeQuery } from './query'
import { JUDGED_ROWS, JUDGEMENT_NEXT, JUDGEMENT_UNSHARED } from './search-constants'

/**
 * Several clusterings of the rows of a packed table, which stand in the order of cells: rows of a cell are in one cluster in each
 * of the clusterings. The clusters of all of them are numbered through. Written by `src/core/clustering/judge.ts`, field by
 * field in this order.
 */
@unmanaged
export class Judgement {
  clusterings: usize
  /** Where each clustering begins among the clusters, u32 × (clusterings + 1). */
  starts: usize
  /** Rows of each cluster, u32. */
  sizes: usize
  cells: usize
  /** The row after each cell, u32 × cells. */
  ends: usize
  /** The clusters of each cell, u32 × cells × clusterings. */
  places: usize
  /** Output, f64 × clusterings × rows. */
  silhouettes: usize
  /** The first cell of each block of 64 rows, u32. */
  firstCells: usize
  /** The next row that nobody has taken yet. */
  next: usize
  /** Pairs i < j that share no column. */
  unshared: usize
}

const ROWS: usize = <usize>JUDGED_ROWS

/**
 * Exact silhouettes, as `silhouetteRows` has them, of the next 16 rows in all clusterings (k ≥ 2), from distances √(1−S) that
 * nobody keeps. `scratch` holds the queries of 16 rows, 64 × f32, the sums of a comparison, and the distances of each row to each
 * cluster, f64. Several threads may call it at a time. Returns 0 when no rows are left.
 */
export function judgeRows(packed: Packed, judgement: Judgement, scratch: usize): usize {
  const first = atomic.add<usize>(changetype<usize>(judgement) + <usize>JUDGEMENT_NEXT, ROWS)
  if (first >= packed.rows) return 0
  const count = min<usize>(ROWS, packed.rows - first)
  const clusters: usize = load<u32>(judgement.starts + judgement.clusterings * 4)
  const out = scratch + ROWS * packed.queryBytes
  const sums = out + LANES * 4
  const totals = sums + LANES * 8
  memory.fill(totals, 0, count * clusters * 8)
  const own = packed.blocks + (first / LANES) * packed.blockBytes
  for (let at: usize = 0; at < count; at++) {
    writeQuery(packed, own, (first + at) % LANES, changetype<Query>(scratch + at * packed.queryBytes))
  }

  let unshared: usize = 0
  for (let start: usize = 0; start < packed.rows; start += LANES) {
    const block = packed.blocks + (start / LANES) * packed.blockBytes
    const rows = min<usize>(LANES, packed.rows - start)
    for (let at: usize = 0; at < count; at++) {
      const query = changetype<Query>(scratch + at * packed.queryBytes)
      const mayShareNone = compare(packed, query, block, out, sums, true)
      if (block == own) store<f32>(out + query.lane * 4, 0)
      const after = block == own ? query.lane + 1 : block < own ? rows : 0
      if (mayShareNone) unshared += countUnshared(packed, own, query.lane, block, after, rows, out)
      addToClusters(judgement, start, rows, out, totals + at * clusters * 8)
    }
  }
  atomic.add<usize>(changetype<usize>(judgement) + <usize>JUDGEMENT_UNSHARED, unshared)

  let cell: usize = load<u32>(judgement.firstCells + (first / LANES) * 4)
  for (let at: usize = 0; at < count; at++) {
    while (load<u32>(judgement.ends + cell * 4) <= first + at) cell++
    for (let clustering: usize = 0; clustering < judgement.clusterings; clustering++) {
      const cluster = load<u32>(judgement.places + (cell * judgement.clusterings + clustering) * 4)
      const value = silhouetteOf(judgement, clustering, cluster, totals + at * clusters * 8)
      store<f64>(judgement.silhouettes + (clustering * packed.rows + first + at) * 8, value)
    }
  }
  return 1
}

/** Adds the distances of a block of rows to those of their clusters. */
function addToClusters(judgement: Judgement, start: usize, rows: usize, distances: usize, totals: usize): void {
  let cell: usize = load<u32>(judgement.firstCells + (start / LANES) * 4)
  for (let lane: usize = 0; lane < rows; cell++) {
    const end = min<usize>(load<u32>(judgement.ends + cell * 4) - start, rows)
    let sum: f64 = 0
    for (; lane < end; lane++) sum += <f64>load<f32>(distances + lane * 4)
    const places = judgement.places + cell * judgement.clusterings * 4
    for (let at: usize = 0; at < judgement.clusterings * 4; at += 4) {
      const to = totals + load<u32>(places + at) * 8
      store<f64>(to, load<f64>(to) + sum)
    }
  }
}

function silhouetteOf(judgement: Judgement, clustering: usize, own: usize, totals: usize): f64 {
  const size = load<u32>(judgement.sizes + own * 4)
  if (size == 1) return 0
  const a = load<f64>(totals + own * 8) / <f64>(size - 1)
  let b: f64 = Infinity
  const end = load<u32>(judgement.starts + clustering * 4, 4)
  for (let cluster: usize = load<u32>(judgement.starts + clustering * 4); cluster < end; cluster++) {
    if (cluster == own) continue
    b = min<f64>(b, load<f64>(totals + cluster * 8) / <f64>load<u32>(judgement.sizes + cluster * 4))
  }
  return a == b ? 0 : (b - a) / max<f64>(a, b)
}
