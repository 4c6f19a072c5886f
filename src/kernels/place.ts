import { compare } from './compare'
import { clearList, farthestOf, insert, listBytes } from './nearest-list'
import { LANES, Packed, sharedColumns } from './packed'
import { Query, writeQuery } from './query'

/** The k nearest rows of a sample of each row of a packed table. */
@unmanaged
export class Placement {
  /** Packed tables of one model. */
  sample: Packed
  packed: Packed
  k: usize
  /** A list of k for each row of the table, see `nearest-list.ts`. */
  lists: usize
  /** A byte for each row: 1 where it shares no column with any row of the sample. */
  unshared: usize
  /** The next block of rows that nobody has taken yet. */
  next: usize
}

/**
 * Finds the nearest rows of the sample of the next 64 rows, by √(1−S); of equally near ones the first. Several threads may call it, each
 * with its own scratch: 64 queries, then 64 f32 and `SUMS_BYTES`. Returns 0 when no rows are left.
 */
export function placeRows(s: Placement, scratch: usize): usize {
  const packed = s.packed
  const sample = s.sample
  const k = s.k
  const first = atomic.add<usize>(changetype<usize>(s) + offsetof<Placement>('next'), 1) * LANES
  if (first >= packed.rows) return 0
  const rows = min<usize>(LANES, packed.rows - first)
  const own = packed.blocks + (first / LANES) * packed.blockBytes
  const size = packed.queryBytes
  const out = scratch + LANES * size
  const sums = out + LANES * 4
  for (let row: usize = 0; row < rows; row++) {
    writeQuery(packed, own, row, changetype<Query>(scratch + row * size))
    clearList(s.lists + (first + row) * listBytes(k), k)
  }
  for (let other: usize = 0; other < sample.rows; other += LANES) {
    const block = sample.blocks + (other / LANES) * sample.blockBytes
    const lanes = min<usize>(LANES, sample.rows - other)
    for (let row: usize = 0; row < rows; row++) {
      compare(packed, changetype<Query>(scratch + row * size), block, out, sums, true)
      offer(s.lists + (first + row) * listBytes(k), k, out, lanes, other)
    }
  }
  for (let row: usize = 0; row < rows; row++) {
    const list = s.lists + (first + row) * listBytes(k)
    // Whoever is nearer than 1 shares something.
    const isAlone = load<f32>(list) >= 1 && !sharesAny(packed, sample, own, row)
    store<u8>(s.unshared + first + row, isAlone ? 1 : 0)
  }
  return 1
}

function offer(list: usize, k: usize, distances: usize, lanes: usize, first: usize): void {
  let farthest = farthestOf(list, k)
  for (let lane: usize = 0; lane < lanes; lane += 4) {
    if (!v128.any_true(f32x4.lt(v128.load(distances + lane * 4), f32x4.splat(farthest)))) continue
    const end = min<usize>(lane + 4, lanes)
    for (let each = lane; each < end; each++) {
      const distance = load<f32>(distances + each * 4)
      if (!(distance < farthest)) continue
      insert(list, k, distance, <u32>(first + each))
      farthest = farthestOf(list, k)
    }
  }
}

function sharesAny(packed: Packed, sample: Packed, own: usize, row: usize): bool {
  for (let other: usize = 0; other < sample.rows; other++) {
    const block = sample.blocks + (other / LANES) * sample.blockBytes
    if (sharedColumns(packed, own, row, block, other % LANES) != 0) return true
  }
  return false
}
