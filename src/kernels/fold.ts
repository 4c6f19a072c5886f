/**
 * A convolution to or from an image of one channel has too few channels to fill vectors. So its taps become channels: `Unfold`
 * gathers the neighbours of each pixel as its channels, `Fold` sums the channels of the neighbours to one; the rest is a
 * convolution with a 1 × 1 kernel. Strides are in bytes, as in `Convolution`.
 */
@unmanaged
export class Unfold {
  kind: usize
  rows: usize
  columns: usize
  /** The image of one channel. */
  x: usize
  xRow: usize
  xPixel: usize
  y: usize
  yRow: usize
  yPixel: usize
  /** Offset of each channel of y in x, in bytes, i32 each. */
  taps: usize
  tapsEnd: usize
}

/** y[p][t] = x[p + t] */
export function unfold(u: Unfold, slot: usize, from: usize, to: usize): void {
  for (let row = from; row < to; row++) {
    let x = slot + u.x + row * u.xRow
    let y = slot + u.y + row * u.yRow
    for (let column: usize = 0; column < u.columns; column++) {
      for (let tap = u.taps, at = y; tap < u.tapsEnd; tap += 4, at += 4) store<f32>(at, load<f32>(x + load<i32>(tap)))
      x += u.xPixel
      y += u.yPixel
    }
  }
}

@unmanaged
export class Fold {
  kind: usize
  rows: usize
  columns: usize
  x: usize
  xRow: usize
  xPixel: usize
  /** The image of one channel. */
  y: usize
  yRow: usize
  yPixel: usize
  /** Offset of each summand in x, in bytes, i32 each. */
  taps: usize
  tapsEnd: usize
  /** f32 */
  bias: usize
}

/** y[p] = bias + Σ over taps t of x[p + t] */
export function fold(f: Fold, slot: usize, from: usize, to: usize): void {
  const bias = load<f32>(f.bias)
  for (let row = from; row < to; row++) {
    let x = slot + f.x + row * f.xRow
    let y = slot + f.y + row * f.yRow
    for (let column: usize = 0; column < f.columns; column++) {
      let sum = bias
      for (let tap = f.taps; tap < f.tapsEnd; tap += 4) sum += load<f32>(x + load<i32>(tap))
      store<f32>(y, sum)
      x += f.xPixel
      y += f.yPixel
    }
  }
}
