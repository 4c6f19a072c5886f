import { LANES } from './evaluation-constants'
import { Gram } from './gram'

/**
 * Some labellings of the rows of a Gram matrix, in batches of 12. Written by `src/core/evaluation/labellings.ts`, field by field
 * in this order.
 */
@unmanaged
export class Labellings {
  batches: usize
  k: usize
  /** Cluster of each row in each labelling: i64 × batches × n × 12. */
  labels: usize
  /** One by the length of each vector, 0 for one of length 0: f64 × n. */
  inverses: usize
  /** Output, f64 × batches × k × 12 each, over the rows x of a cluster and their sum s: Σ x·s, Σ x·s / |x| and Σ x·x. */
  products: usize
  cosines: usize
  squares: usize
  /** The next row. */
  next: usize
}

/** Rows of a call: few enough to stay in the caches from one batch to the next. */
const ROWS: usize = 16
const LABEL_BYTES: usize = <usize>LANES * 8

/**
 * Follows all labellings over the next 16 rows: for each row, Σ of its products with the rows of its cluster. One thread
 * does all rows of its labellings in their order, so that the sums do not depend on how many threads there are. `sums` is a
 * scratch of 96 bytes. Returns 0 when all rows are done.
 */
export function labellingRows(gram: Gram, labellings: Labellings, sums: usize): usize {
  const end = min<usize>(labellings.next + ROWS, gram.n)
  for (let batch: usize = 0; batch < labellings.batches; batch++) {
    const labels = labellings.labels + batch * gram.n * LABEL_BYTES
    const offset = batch * labellings.k * LABEL_BYTES
    for (let row = labellings.next; row < end; row++) {
      const own = labels + row * LABEL_BYTES
      sumOwnCluster(gram.values + row * gram.stride * 4, gram.n, labels, own, sums)
      const inverse = load<f64>(labellings.inverses + row * 8)
      const square: f64 = load<f32>(gram.values + row * (gram.stride + 1) * 4)
      for (let lane: usize = 0; lane < LABEL_BYTES; lane += 8) {
        const cluster: usize = load<u32>(own + lane)
        const at = offset + cluster * LABEL_BYTES + lane
        const sum = load<f64>(sums + lane)
        add(labellings.products + at, sum)
        add(labellings.cosines + at, sum * inverse)
        add(labellings.squares + at, square)
      }
    }
  }
  labellings.next = end
  return usize(end < gram.n)
}

function add(to: usize, value: f64): void {
  store<f64>(to, load<f64>(to) + value)
}

/** Σ of the n values from `at` on whose labels are those at `own`, in each of 12 labellings. */
function sumOwnCluster(at: usize, n: usize, labels: usize, own: usize, sums: usize): void {
  const own0 = v128.load(own)
  const own1 = v128.load(own, 16)
  const own2 = v128.load(own, 32)
  const own3 = v128.load(own, 48)
  const own4 = v128.load(own, 64)
  const own5 = v128.load(own, 80)
  let a = f64x2.splat(0)
  let b = a
  let c = a
  let d = a
  let e = a
  let f = a
  const end = at + n * 4
  for (; at < end; at += 4, labels += LABEL_BYTES) {
    const value = f64x2.splat(<f64>load<f32>(at))
    a = f64x2.add(a, v128.and(value, i64x2.eq(own0, v128.load(labels))))
    b = f64x2.add(b, v128.and(value, i64x2.eq(own1, v128.load(labels, 16))))
    c = f64x2.add(c, v128.and(value, i64x2.eq(own2, v128.load(labels, 32))))
    d = f64x2.add(d, v128.and(value, i64x2.eq(own3, v128.load(labels, 48))))
    e = f64x2.add(e, v128.and(value, i64x2.eq(own4, v128.load(labels, 64))))
    f = f64x2.add(f, v128.and(value, i64x2.eq(own5, v128.load(labels, 80))))
  }
  v128.store(sums, a)
  v128.store(sums, b, 16)
  v128.store(sums, c, 32)
  v128.store(sums, d, 48)
  v128.store(sums, e, 64)
  v128.store(sums, f, 80)
}
