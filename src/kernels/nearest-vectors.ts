import { VECTORS_AT_A_TIME } from './map-constants'
import { clearList, farthestOf, insert, listBytes } from './nearest-list'

const AT_A_TIME: usize = <usize>VECTORS_AT_A_TIME

/** The k nearest vectors of a sample of each of some vectors: f32, a multiple of 4 values each, their lengths about 1. */
@unmanaged
export class Vectors {
  /** Bytes of a vector. */
  bytes: usize
  sample: usize
  /** The scalar product of each with itself, f32. */
  squares: usize
  sampleCount: usize
  vectors: usize
  ownSquares: usize
  count: usize
  k: usize
  /** A list of k for each vector, see `nearest-list.ts`: by 1 − cos. */
  lists: usize
  /** The next vectors that nobody has taken yet, `VECTORS_AT_A_TIME` each. */
  next: usize
}

/** Writes the scalar product of each of some vectors with itself, f32. What is equal has the same, being multiplied in the same order. */
export function squareVectors(vectors: usize, count: usize, bytes: usize, squares: usize): void {
  for (let at: usize = 0; at < count; at++) {
    const vector = vectors + at * bytes
    store<f32>(squares + at * 4, product(vector, vector, bytes))
  }
}

/**
 * Finds the nearest of the next vectors by 1 − cos, which is exactly 0 for equal ones; of equally near ones the first. Several threads may
 * call it. Returns 0 when none are left.
 */
export function nearestVectors(s: Vectors): usize {
  const first = atomic.add<usize>(changetype<usize>(s) + offsetof<Vectors>('next'), 1) * AT_A_TIME
  if (first >= s.count) return 0
  const end = min<usize>(first + AT_A_TIME, s.count)
  const k = s.k
  for (let at = first; at < end; at++) clearList(s.lists + at * listBytes(k), k)
  for (let other: usize = 0; other < s.sampleCount; other++) {
    const vector = s.sample + other * s.bytes
    const square: f64 = <f64>load<f32>(s.squares + other * 4)
    for (let at = first; at < end; at++) {
      const own = s.vectors + at * s.bytes
      const cosine = <f64>product(own, vector, s.bytes) / sqrt<f64>(square * <f64>load<f32>(s.ownSquares + at * 4))
      const distance = <f32>max<f64>(0, 1 - cosine)
      const list = s.lists + at * listBytes(k)
      if (distance < farthestOf(list, k)) insert(list, k, distance, <u32>other)
    }
  }
  return 1
}

function product(a: usize, b: usize, bytes: usize): f32 {
  let s = f32x4.splat(0)
  let t = f32x4.splat(0)
  let at: usize = 0
  for (; at + 32 <= bytes; at += 32) {
    s = f32x4.add(s, f32x4.mul(v128.load(a + at), v128.load(b + at)))
    t = f32x4.add(t, f32x4.mul(v128.load(a + at, 16), v128.load(b + at, 16)))
  }
  for (; at < bytes; at += 16) s = f32x4.add(s, f32x4.mul(v128.load(a + at), v128.load(b + at)))
  s = f32x4.add(s, t)
  const pairs = f32x4.add(s, v128.shuffle<f32>(s, s, 2, 3, 0, 1))
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1)
}
