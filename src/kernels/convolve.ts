import { MASKED, RELU } from './operations'

/**
 * A convolution of one image, with stride 1: y[p] = bias + Σ over taps t and channels c of x[p + t][c] · weights[t][c],
 * then what `mode` says. Strides are in bytes, so that it can read or write every second pixel of an image: the phases of a
 * convolution of an upsampled image. Images have a border of zeros that taps may reach. The gradient by the image is
 * also a convolution, with the taps mirrored and the weights transposed.
 */
@unmanaged
export class Convolution {
  kind: usize
  rows: usize
  /** At least 2. */
  columns: usize
  /** Where the first pixel is in the slot; bytes to the next row and to the next pixel. */
  x: usize
  xRow: usize
  xPixel: usize
  y: usize
  yRow: usize
  yPixel: usize
  /** Bytes of the channels of x, a multiple of 16. */
  channelBytes: usize
  /** Channels of y, in vectors of 4. */
  vectors: usize
  /** Offsets of the taps in x, in bytes, i32 each. */
  taps: usize
  tapsEnd: usize
  /** f32: blocks of `blockVectors` channels of y; in each tap × channel of x × channel of y. */
  weights: usize
  /** f32 × channels of y. */
  bias: usize
  mode: usize
  /** An image in the slot with the strides of y. */
  mask: usize
}

/** How many of so many vectors are computed together. `src/core/embedding/wasm/order.ts` orders the weights likewise. */
export function blockVectors(vectors: usize): usize {
  return vectors % 4 == 0 ? 4 : vectors >= 5 ? 5 : vectors == 4 ? 4 : 1
}

/** Computes some rows of y. */
export function convolve(c: Convolution, slot: usize, from: usize, to: usize): void {
  const tapBytes = ((c.tapsEnd - c.taps) / 4) * c.channelBytes * 4
  const last = c.columns - 2
  for (let row = from; row < to; row++) {
    const x = slot + c.x + row * c.xRow
    let offset = row * c.yRow
    let weights = c.weights
    let bias = c.bias
    for (let left = c.vectors; left > 0;) {
      const vectors = blockVectors(left)
      for (let column: usize = 0; column < c.columns; column += 2) {
        // Of an odd number of columns, the last but one is computed twice.
        const first = min<usize>(column, last)
        const from = x + first * c.xPixel
        const to = offset + first * c.yPixel
        if (vectors == 5) pair5(c, slot, from, to, weights, bias)
        else if (vectors == 4) pair4(c, slot, from, to, weights, bias)
        else pair1(c, slot, from, to, weights, bias)
      }
      weights += tapBytes * vectors
      bias += vectors * 16
      offset += vectors * 16
      left -= vectors
    }
  }
}

/** Two neighbouring pixels × 20 channels. */
function pair5(c: Convolution, slot: usize, x: usize, offset: usize, weights: usize, bias: usize): void {
  let a0 = v128.load(bias)
  let a1 = v128.load(bias, 16)
  let a2 = v128.load(bias, 32)
  let a3 = v128.load(bias, 48)
  let a4 = v128.load(bias, 64)
  let b0 = a0
  let b1 = a1
  let b2 = a2
  let b3 = a3
  let b4 = a4
  const xPixel = c.xPixel
  const channelBytes = c.channelBytes
  const tapsEnd = c.tapsEnd
  for (let tap = c.taps; tap < tapsEnd; tap += 4) {
    let at = x + load<i32>(tap)
    let next = at + xPixel
    const end = at + channelBytes
    for (; at < end; at += 4) {
      const s = v128.load_splat<f32>(at)
      const t = v128.load_splat<f32>(next)
      let w = v128.load(weights)
      a0 = f32x4.relaxed_madd(s, w, a0)
      b0 = f32x4.relaxed_madd(t, w, b0)
      w = v128.load(weights, 16)
      a1 = f32x4.relaxed_madd(s, w, a1)
      b1 = f32x4.relaxed_madd(t, w, b1)
      w = v128.load(weights, 32)
      a2 = f32x4.relaxed_madd(s, w, a2)
      b2 = f32x4.relaxed_madd(t, w, b2)
      w = v128.load(weights, 48)
      a3 = f32x4.relaxed_madd(s, w, a3)
      b3 = f32x4.relaxed_madd(t, w, b3)
      w = v128.load(weights, 64)
      a4 = f32x4.relaxed_madd(s, w, a4)
      b4 = f32x4.relaxed_madd(t, w, b4)
      weights += 80
      next += 4
    }
  }
  finish(c, slot, offset, a0)
  finish(c, slot, offset + 16, a1)
  finish(c, slot, offset + 32, a2)
  finish(c, slot, offset + 48, a3)
  finish(c, slot, offset + 64, a4)
  offset += c.yPixel
  finish(c, slot, offset, b0)
  finish(c, slot, offset + 16, b1)
  finish(c, slot, offset + 32, b2)
  finish(c, slot, offset + 48, b3)
  finish(c, slot, offset + 64, b4)
}

/** Two neighbouring pixels × 16 channels. */
function pair4(c: Convolution, slot: usize, x: usize, offset: usize, weights: usize, bias: usize): void {
  let a0 = v128.load(bias)
  let a1 = v128.load(bias, 16)
  let a2 = v128.load(bias, 32)
  let a3 = v128.load(bias, 48)
  let b0 = a0
  let b1 = a1
  let b2 = a2
  let b3 = a3
  const xPixel = c.xPixel
  const channelBytes = c.channelBytes
  const tapsEnd = c.tapsEnd
  for (let tap = c.taps; tap < tapsEnd; tap += 4) {
    let at = x + load<i32>(tap)
    let next = at + xPixel
    const end = at + channelBytes
    for (; at < end; at += 4) {
      const s = v128.load_splat<f32>(at)
      const t = v128.load_splat<f32>(next)
      let w = v128.load(weights)
      a0 = f32x4.relaxed_madd(s, w, a0)
      b0 = f32x4.relaxed_madd(t, w, b0)
      w = v128.load(weights, 16)
      a1 = f32x4.relaxed_madd(s, w, a1)
      b1 = f32x4.relaxed_madd(t, w, b1)
      w = v128.load(weights, 32)
      a2 = f32x4.relaxed_madd(s, w, a2)
      b2 = f32x4.relaxed_madd(t, w, b2)
      w = v128.load(weights, 48)
      a3 = f32x4.relaxed_madd(s, w, a3)
      b3 = f32x4.relaxed_madd(t, w, b3)
      weights += 64
      next += 4
    }
  }
  finish(c, slot, offset, a0)
  finish(c, slot, offset + 16, a1)
  finish(c, slot, offset + 32, a2)
  finish(c, slot, offset + 48, a3)
  offset += c.yPixel
  finish(c, slot, offset, b0)
  finish(c, slot, offset + 16, b1)
  finish(c, slot, offset + 32, b2)
  finish(c, slot, offset + 48, b3)
}

/** Two neighbouring pixels × 4 channels: what blocks of 20 and 16 leave over. */
function pair1(c: Convolution, slot: usize, x: usize, offset: usize, weights: usize, bias: usize): void {
  let a = v128.load(bias)
  let b = a
  const xPixel = c.xPixel
  for (let tap = c.taps; tap < c.tapsEnd; tap += 4) {
    const first = x + load<i32>(tap)
    const end = first + c.channelBytes
    for (let at = first; at < end; at += 4) {
      const w = v128.load(weights)
      a = f32x4.relaxed_madd(v128.load_splat<f32>(at), w, a)
      b = f32x4.relaxed_madd(v128.load_splat<f32>(at + xPixel), w, b)
      weights += 16
    }
  }
  finish(c, slot, offset, a)
  finish(c, slot, offset + c.yPixel, b)
}

function finish(c: Convolution, slot: usize, offset: usize, sum: v128): void {
  let value = sum
  if (c.mode == RELU) {
    // In this order, a sum that is not a number stays one.
    value = f32x4.pmax(sum, f32x4.splat(0))
  } else if (c.mode == MASKED) {
    value = v128.and(sum, f32x4.gt(v128.load(slot + c.mask + offset), f32x4.splat(0)))
  }
  v128.store(slot + c.y + offset, value)
}
