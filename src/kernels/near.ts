import { RANGE_BYTES } from './constants'
import { LANES, Packed } from './packed'
import { NUMBER_ENTRY, Query } from './query'

const RANGE: usize = <usize>RANGE_BYTES

/** Computes those of 32 rows whose bit is set from their f64 numbers; those of the first column are at `exact`. */
export function compareNear(
  packed: Packed,
  query: Query,
  exact: usize,
  near: i32,
  sums: usize,
  out: usize,
  root: bool
): void {
  for (let row: usize = 0; row < 32; row += 4) {
    const bits = (near >> (<i32>row)) & 15
    if (bits == 0) continue
    const chosen = i32x4.ne(v128.and(i32x4.splat(bits), i32x4(1, 2, 4, 8)), i32x4.splat(0))
    const values = compareExactly(packed, query, exact + row * 8, sums + row * 4, root)
    v128.store(out + row * 4, v128.bitselect(values, v128.load(out + row * 4), chosen))
  }
}

/** The dissimilarities of four rows to the query from their f64 numbers; meaningless where nothing is evidence about them. */
function compareExactly(packed: Packed, query: Query, exact: usize, sums: usize, root: bool): v128 {
  const own = query.block + packed.exactAt + query.lane * 8
  const one = f64x2.splat(1)
  let a = f64x2.splat(0)
  let b = f64x2.splat(0)
  // The weights of the query's numbers that the other rows lack.
  let lackedA = f64x2.splat(0)
  let lackedB = f64x2.splat(0)
  const end = query.tables
  for (let entry = changetype<usize>(query) + offsetof<Query>(); entry < end; entry += NUMBER_ENTRY) {
    // In a block, columns are LANES × 4 bytes apart as fixed-point numbers and LANES × 8 as f64.
    const offset: usize = load<u32>(entry)
    const known = packed.ranges + (offset / (LANES * 4)) * RANGE
    const value = v128.load_splat<u64>(own + offset * 2)
    const range = v128.load_splat<u64>(known, 8)
    const weight = v128.load_splat<u64>(known, 32)
    const x = f64x2.div(f64x2.abs(f64x2.sub(v128.load(exact + offset * 2), value)), range)
    const y = f64x2.div(f64x2.abs(f64x2.sub(v128.load(exact + offset * 2, 16), value)), range)
    const hasX = f64x2.eq(x, x)
    const hasY = f64x2.eq(y, y)
    a = f64x2.add(a, v128.and(f64x2.mul(f64x2.min(x, one), weight), hasX))
    b = f64x2.add(b, v128.and(f64x2.mul(f64x2.min(y, one), weight), hasY))
    lackedA = f64x2.add(lackedA, v128.andnot(weight, hasX))
    lackedB = f64x2.add(lackedB, v128.andnot(weight, hasY))
  }
  const evidence = v128.load(sums)
  const rest = i32x4.sub(evidence, v128.load(sums, LANES * 4))
  const low = meanOf(a, lackedA, rest, evidence, root)
  const high = meanOf(b, lackedB, upperHalf(rest), upperHalf(evidence), root)
  return v128.shuffle<u64>(low, high, 0, 2)
}

function upperHalf(values: v128): v128 {
  return v128.shuffle<u64>(values, values, 1, 0)
}

/** The means of two rows, f32 in the lower half: of what numbers differ by, and of weights, over that of the evidence. */
function meanOf(numbers: v128, lacked: v128, rest: v128, evidence: v128, root: bool): v128 {
  // Weights are integers, so their sum is exact.
  const different = f64x2.add(f64x2.convert_low_i32x4_s(rest), lacked)
  const mean = f64x2.div(f64x2.add(numbers, different), f64x2.convert_low_i32x4_s(evidence))
  return f32x4.demote_f64x2_zero(root ? f64x2.sqrt(mean) : mean)
}
