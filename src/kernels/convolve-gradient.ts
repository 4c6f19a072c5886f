import { blockVectors } from './convolve'

/**
 * The gradient of a convolution by its kernel and its bias: adds Σ over pixels p of x[p + t][c] · dy[p] for each tap t and
 * channel c, and Σ dy[p]. Strides are in bytes, as in `Convolution`.
 */
@unmanaged
export class KernelGradient {
  kind: usize
  rows: usize
  columns: usize
  x: usize
  xRow: usize
  xPixel: usize
  dy: usize
  dyRow: usize
  dyPixel: usize
  /** Bytes of the channels of x, a multiple of 16. */
  channelBytes: usize
  /** Channels of dy, in vectors of 4. */
  vectors: usize
  taps: usize
  tapsEnd: usize
  /** Where it is in the gradients of a part: f32, tap × channel of x × channel of dy. */
  gradient: usize
  /** f32 × channels of dy; 0 where none is asked for. */
  bias: usize
  /**
   * Rows that are summed together. More than 1 only where the rows of both images are equally many pixels apart; the pixels
   * in between, of the border, are zeros.
   */
  chunk: usize
}

/** Adds what some rows give. @param gradients address of the gradients of this part */
export function addKernelGradient(g: KernelGradient, slot: usize, gradients: usize, from: usize, to: usize): void {
  const rowPixels = g.xRow / g.xPixel
  for (let row = from; row < to; row += g.chunk) {
    const pixels = (min<usize>(g.chunk, to - row) - 1) * rowPixels + g.columns
    const x = slot + g.x + row * g.xRow
    let dy = slot + g.dy + row * g.dyRow
    let gradient = gradients + g.gradient
    let bias = gradients + g.bias
    for (let left = g.vectors; left > 0;) {
      const vectors = blockVectors(left)
      for (let tap = g.taps, at = gradient; tap < g.tapsEnd; tap += 4) {
        const first = x + load<i32>(tap)
        for (let channel: usize = 0; channel < g.channelBytes; channel += 8, at += g.vectors * 32) {
          if (vectors == 5) pair5(g, first + channel, dy, pixels, at)
          else if (vectors == 4) pair4(g, first + channel, dy, pixels, at)
          else pair1(g, first + channel, dy, pixels, at)
        }
      }
      if (g.bias != 0) {
        for (let vector: usize = 0; vector < vectors; vector++)
          addPixels(g, dy + vector * 16, pixels, bias + vector * 16)
      }
      gradient += vectors * 16
      bias += vectors * 16
      dy += vectors * 16
      left -= vectors
    }
  }
}

/** Two channels of x × 20 of dy. */
function pair5(g: KernelGradient, x: usize, dy: usize, pixels: usize, gradient: usize): void {
  const second = gradient + g.vectors * 16
  let a0 = v128.load(gradient)
  let a1 = v128.load(gradient, 16)
  let a2 = v128.load(gradient, 32)
  let a3 = v128.load(gradient, 48)
  let a4 = v128.load(gradient, 64)
  let b0 = v128.load(second)
  let b1 = v128.load(second, 16)
  let b2 = v128.load(second, 32)
  let b3 = v128.load(second, 48)
  let b4 = v128.load(second, 64)
  const xPixel = g.xPixel
  const dyPixel = g.dyPixel
  for (const end = dy + pixels * dyPixel; dy < end; dy += dyPixel) {
    const s = v128.load_splat<f32>(x)
    const t = v128.load_splat<f32>(x, 4)
    let d = v128.load(dy)
    a0 = f32x4.relaxed_madd(s, d, a0)
    b0 = f32x4.relaxed_madd(t, d, b0)
    d = v128.load(dy, 16)
    a1 = f32x4.relaxed_madd(s, d, a1)
    b1 = f32x4.relaxed_madd(t, d, b1)
    d = v128.load(dy, 32)
    a2 = f32x4.relaxed_madd(s, d, a2)
    b2 = f32x4.relaxed_madd(t, d, b2)
    d = v128.load(dy, 48)
    a3 = f32x4.relaxed_madd(s, d, a3)
    b3 = f32x4.relaxed_madd(t, d, b3)
    d = v128.load(dy, 64)
    a4 = f32x4.relaxed_madd(s, d, a4)
    b4 = f32x4.relaxed_madd(t, d, b4)
    x += xPixel
  }
  v128.store(gradient, a0)
  v128.store(gradient, a1, 16)
  v128.store(gradient, a2, 32)
  v128.store(gradient, a3, 48)
  v128.store(gradient, a4, 64)
  v128.store(second, b0)
  v128.store(second, b1, 16)
  v128.store(second, b2, 32)
  v128.store(second, b3, 48)
  v128.store(second, b4, 64)
}

/** Two channels of x × 16 of dy. */
function pair4(g: KernelGradient, x: usize, dy: usize, pixels: usize, gradient: usize): void {
  const second = gradient + g.vectors * 16
  let a0 = v128.load(gradient)
  let a1 = v128.load(gradient, 16)
  let a2 = v128.load(gradient, 32)
  let a3 = v128.load(gradient, 48)
  let b0 = v128.load(second)
  let b1 = v128.load(second, 16)
  let b2 = v128.load(second, 32)
  let b3 = v128.load(second, 48)
  const xPixel = g.xPixel
  const dyPixel = g.dyPixel
  for (const end = dy + pixels * dyPixel; dy < end; dy += dyPixel) {
    const s = v128.load_splat<f32>(x)
    const t = v128.load_splat<f32>(x, 4)
    let d = v128.load(dy)
    a0 = f32x4.relaxed_madd(s, d, a0)
    b0 = f32x4.relaxed_madd(t, d, b0)
    d = v128.load(dy, 16)
    a1 = f32x4.relaxed_madd(s, d, a1)
    b1 = f32x4.relaxed_madd(t, d, b1)
    d = v128.load(dy, 32)
    a2 = f32x4.relaxed_madd(s, d, a2)
    b2 = f32x4.relaxed_madd(t, d, b2)
    d = v128.load(dy, 48)
    a3 = f32x4.relaxed_madd(s, d, a3)
    b3 = f32x4.relaxed_madd(t, d, b3)
    x += xPixel
  }
  v128.store(gradient, a0)
  v128.store(gradient, a1, 16)
  v128.store(gradient, a2, 32)
  v128.store(gradient, a3, 48)
  v128.store(second, b0)
  v128.store(second, b1, 16)
  v128.store(second, b2, 32)
  v128.store(second, b3, 48)
}

/** Two channels of x × 4 of dy. */
function pair1(g: KernelGradient, x: usize, dy: usize, pixels: usize, gradient: usize): void {
  const second = gradient + g.vectors * 16
  let a = v128.load(gradient)
  let b = v128.load(second)
  for (const end = dy + pixels * g.dyPixel; dy < end; dy += g.dyPixel) {
    const d = v128.load(dy)
    a = f32x4.relaxed_madd(v128.load_splat<f32>(x), d, a)
    b = f32x4.relaxed_madd(v128.load_splat<f32>(x, 4), d, b)
    x += g.xPixel
  }
  v128.store(gradient, a)
  v128.store(second, b)
}

/** Adds 4 channels of all pixels. */
function addPixels(g: KernelGradient, dy: usize, pixels: usize, sum: usize): void {
  const dyPixel = g.dyPixel
  const end = dy + pixels * dyPixel
  let a = v128.load(sum)
  let b = f32x4.splat(0)
  for (; dy + dyPixel < end; dy += dyPixel * 2) {
    a = f32x4.add(a, v128.load(dy))
    b = f32x4.add(b, v128.load(dy + dyPixel))
  }
  if (dy < end) a = f32x4.add(a, v128.load(dy))
  v128.store(sum, f32x4.add(a, b))
}
