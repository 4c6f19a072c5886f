import { WINDOWS } from './operations'
import { LIST } from './pool'

/**
 * The gradients, by its kernel and by its image x, of a convolution whose result is pooled: sums over the pixels that
 * `Maxima` lists. Its parts are channels of x.
 */
@unmanaged
export class SparseGradient {
  kind: usize
  /** Of the pooled image. */
  rows: usize
  columns: usize
  x: usize
  /** The gradient by x, with the strides of x; 0 where none is asked for. */
  dx: usize
  row: usize
  pixel: usize
  /** Channels of x, in vectors of 4. */
  vectors: usize
  /** Channels of the convolution's result. */
  channels: usize
  taps: usize
  tapsEnd: usize
  /** f32, tap × channel of the result × channel of x. The gradient, in the gradients of a part, has the same order. */
  weights: usize
  gradient: usize
  lists: usize
  counts: usize
  /** Pixels of the border; rows that the taps reach above and below a pixel. */
  border: usize
  above: usize
  below: usize
  /** Whether x comes from a ReLU, which passes no gradient where it is 0. */
  masked: usize
}

/** Adds the gradient by the kernel, and computes the gradient by x, of some vectors of channels of x. */
export function sparseGradient(s: SparseGradient, slot: usize, gradients: usize, from: usize, to: usize): void {
  if (from == to) return
  const chunks = (s.columns + <usize>WINDOWS - 1) / <usize>WINDOWS
  // Rows of x are counted from the first that a tap can reach, in the upper border.
  let cleared: usize = 0
  let finished: usize = 0
  for (let row: usize = 0; row < s.rows; row++) {
    // Pixels to the right of a row are those to the left of the next.
    const reached = row * 2 + s.above + s.below + 3
    if (s.dx != 0) for (; cleared < reached; cleared++) clearRow(s, slot, cleared, from, to)
    for (let chunk: usize = 0; chunk < chunks; chunk++) {
      const list = (row * chunks + chunk) * s.channels
      const pixel = slot + row * 2 * s.row + chunk * 2 * <usize>WINDOWS * s.pixel
      addChunk(s, pixel, slot + s.lists + list * LIST, slot + s.counts + list * 4, gradients + s.gradient, from, to)
    }
    const end = row + 1 == s.rows ? reached : row * 2 + 2
    if (s.dx != 0 && s.masked != 0) for (; finished < end; finished++) maskRow(s, slot, finished, from, to)
  }
}

function rowAt(s: SparseGradient, row: usize): usize {
  return row * s.row - s.above * s.row - s.border * s.pixel
}

function clearRow(s: SparseGradient, slot: usize, row: usize, from: usize, to: usize): void {
  const first = slot + s.dx + rowAt(s, row)
  for (let pixel = first; pixel < first + s.row; pixel += s.pixel) {
    memory.fill(pixel + from * 16, 0, (to - from) * 16)
  }
}

function maskRow(s: SparseGradient, slot: usize, row: usize, from: usize, to: usize): void {
  const first = slot + rowAt(s, row)
  const zero = f32x4.splat(0)
  for (let pixel = first; pixel < first + s.row; pixel += s.pixel) {
    for (let vector = from * 16; vector < to * 16; vector += 16) {
      const at = pixel + s.dx + vector
      v128.store(at, v128.and(v128.load(at), f32x4.gt(v128.load(pixel + s.x + vector), zero)))
    }
  }
}

/** @param pixel where the first pixel of the chunk would be in an image that begins at 0 of the slot */
function addChunk(
  s: SparseGradient,
  pixel: usize,
  lists: usize,
  counts: usize,
  gradients: usize,
  from: usize,
  to: usize
): void {
  const size = s.vectors * 16
  for (let vector = from; vector < to;) {
    const eight = to - vector >= 8
    const at = vector * 16
    let row = at
    for (let tap = s.taps; tap < s.tapsEnd; tap += 4) {
      const x = pixel + s.x + load<i32>(tap) + at
      for (let channel: usize = 0; channel < s.channels; channel++, row += size) {
        const list = lists + channel * LIST
        const end = list + load<u32>(counts + channel * 4) * 8
        if (eight) gather8(list, end, x, gradients + row)
        else gather1(list, end, x, gradients + row)
      }
    }
    if (s.dx != 0) {
      row = at
      for (let tap = s.taps; tap < s.tapsEnd; tap += 4) {
        const dx = pixel + s.dx + load<i32>(tap) + at
        for (let channel: usize = 0; channel < s.channels; channel++, row += size) {
          const list = lists + channel * LIST
          const end = list + load<u32>(counts + channel * 4) * 8
          if (eight) scatter8(list, end, dx, s.weights + row)
          else scatter1(list, end, dx, s.weights + row)
        }
      }
    }
    vector += eight ? 8 : 1
  }
}

/** sum += Σ of the listed pixels of x × their gradients, 32 channels. */
function gather8(list: usize, end: usize, x: usize, sum: usize): void {
  let a = v128.load(sum)
  let b = v128.load(sum, 16)
  let c = v128.load(sum, 32)
  let d = v128.load(sum, 48)
  let e = v128.load(sum, 64)
  let f = v128.load(sum, 80)
  let g = v128.load(sum, 96)
  let h = v128.load(sum, 112)
  for (; list < end; list += 8) {
    const pixel = x + load<i32>(list)
    const gradient = v128.load_splat<f32>(list, 4)
    a = f32x4.relaxed_madd(v128.load(pixel), gradient, a)
    b = f32x4.relaxed_madd(v128.load(pixel, 16), gradient, b)
    c = f32x4.relaxed_madd(v128.load(pixel, 32), gradient, c)
    d = f32x4.relaxed_madd(v128.load(pixel, 48), gradient, d)
    e = f32x4.relaxed_madd(v128.load(pixel, 64), gradient, e)
    f = f32x4.relaxed_madd(v128.load(pixel, 80), gradient, f)
    g = f32x4.relaxed_madd(v128.load(pixel, 96), gradient, g)
    h = f32x4.relaxed_madd(v128.load(pixel, 112), gradient, h)
  }
  v128.store(sum, a)
  v128.store(sum, b, 16)
  v128.store(sum, c, 32)
  v128.store(sum, d, 48)
  v128.store(sum, e, 64)
  v128.store(sum, f, 80)
  v128.store(sum, g, 96)
  v128.store(sum, h, 112)
}

function gather1(list: usize, end: usize, x: usize, sum: usize): void {
  let a = v128.load(sum)
  for (; list < end; list += 8) {
    a = f32x4.relaxed_madd(v128.load(x + load<i32>(list)), v128.load_splat<f32>(list, 4), a)
  }
  v128.store(sum, a)
}

/** To each listed pixel of dx adds the weights × its gradient, 32 channels. */
function scatter8(list: usize, end: usize, dx: usize, weights: usize): void {
  const a = v128.load(weights)
  const b = v128.load(weights, 16)
  const c = v128.load(weights, 32)
  const d = v128.load(weights, 48)
  const e = v128.load(weights, 64)
  const f = v128.load(weights, 80)
  const g = v128.load(weights, 96)
  const h = v128.load(weights, 112)
  for (; list < end; list += 8) {
    const pixel = dx + load<i32>(list)
    const gradient = v128.load_splat<f32>(list, 4)
    v128.store(pixel, f32x4.relaxed_madd(gradient, a, v128.load(pixel)))
    v128.store(pixel, f32x4.relaxed_madd(gradient, b, v128.load(pixel, 16)), 16)
    v128.store(pixel, f32x4.relaxed_madd(gradient, c, v128.load(pixel, 32)), 32)
    v128.store(pixel, f32x4.relaxed_madd(gradient, d, v128.load(pixel, 48)), 48)
    v128.store(pixel, f32x4.relaxed_madd(gradient, e, v128.load(pixel, 64)), 64)
    v128.store(pixel, f32x4.relaxed_madd(gradient, f, v128.load(pixel, 80)), 80)
    v128.store(pixel, f32x4.relaxed_madd(gradient, g, v128.load(pixel, 96)), 96)
    v128.store(pixel, f32x4.relaxed_madd(gradient, h, v128.load(pixel, 112)), 112)
  }
}

function scatter1(list: usize, end: usize, dx: usize, weights: usize): void {
  const a = v128.load(weights)
  for (; list < end; list += 8) {
    const pixel = dx + load<i32>(list)
    v128.store(pixel, f32x4.relaxed_madd(v128.load_splat<f32>(list, 4), a, v128.load(pixel)))
  }
}
