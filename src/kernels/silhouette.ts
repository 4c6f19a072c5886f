import { Matrix } from './gower'

/** Rows by cluster. Written by `src/core/clustering/state.ts`, field by field in this order. */
@unmanaged
export class Clusters {
  k: usize
  /** The rows, sorted by cluster, u32 × n. */
  order: usize
  /** Where each cluster begins in `order`, u32 × (k + 1). */
  starts: usize
  /** Cluster of each row, u32 × n. */
  labels: usize
  /** Output, f64 × n. */
  silhouettes: usize
  /** The next row that nobody has taken yet. */
  next: usize
}

/** Rows that a thread takes at a time. */
const ROWS: usize = 64

/**
 * Silhouettes (Rousseeuw, J. Comput. Appl. Math. 20, 1987) of the next 64 rows: (b − a) / max(a, b), a the mean distance
 * to the other rows of the own cluster, b the least mean distance to another; 0 for the only row of a cluster and where
 * a = b. Needs k ≥ 2. Several threads may call it at a time. Returns 0 when no rows are left.
 */
export function silhouetteRows(matrix: Matrix, clusters: Clusters): usize {
  const first = atomic.add<usize>(changetype<usize>(clusters) + offsetof<Clusters>('next'), ROWS)
  if (first >= matrix.n) return 0
  const end = min<usize>(first + ROWS, matrix.n)
  for (let row = first; row < end; row++) {
    const distances: usize = matrix.values + row * matrix.stride * 4
    const own = load<u32>(clusters.labels + row * 4)
    let a: f64 = 0
    let b: f64 = Infinity
    let start = load<u32>(clusters.starts)
    for (let cluster: usize = 0; cluster < clusters.k; cluster++) {
      const stop = load<u32>(clusters.starts + cluster * 4, 4)
      const sum = sumOf(distances, clusters.order + start * 4, clusters.order + stop * 4)
      if (cluster == own) a = sum / <f64>(stop - start - 1)
      else b = min<f64>(b, sum / <f64>(stop - start))
      start = stop
    }
    const size = load<u32>(clusters.starts + own * 4, 4) - load<u32>(clusters.starts + own * 4)
    store<f64>(clusters.silhouettes + row * 8, size == 1 || a == b ? 0 : (b - a) / max<f64>(a, b))
  }
  return 1
}

/** Σ of the distances to the rows listed from `at` to `end`. */
function sumOf(distances: usize, at: usize, end: usize): f64 {
  let a: f64 = 0
  let b: f64 = 0
  let c: f64 = 0
  let d: f64 = 0
  for (; at + 16 <= end; at += 16) {
    a += <f64>load<f32>(distances + load<u32>(at) * 4)
    b += <f64>load<f32>(distances + load<u32>(at, 4) * 4)
    c += <f64>load<f32>(distances + load<u32>(at, 8) * 4)
    d += <f64>load<f32>(distances + load<u32>(at, 12) * 4)
  }
  for (; at < end; at += 4) a += <f64>load<f32>(distances + load<u32>(at) * 4)
  return a + b + (c + d)
}
