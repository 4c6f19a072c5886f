import { sigmoidOf, slope } from './sigmoid'

/** Reads a picture: bytes, row by row, to an image of one channel in [0, 1]. */
@unmanaged
export class Picture {
  kind: usize
  rows: usize
  /** A multiple of 4. */
  columns: usize
  y: usize
  yRow: usize
}

export function readPicture(p: Picture, slot: usize, picture: usize, from: usize, to: usize): void {
  for (let row = from; row < to; row++) {
    const y = slot + p.y + row * p.yRow
    for (let column: usize = 0; column < p.columns; column += 4) {
      const bytes = v128.load32_zero(picture + row * p.columns + column)
      const values = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)))
      v128.store(y + column * 4, f32x4.div(values, f32x4.splat(255)))
    }
  }
}

/** The last step of a network: from sums y to the picture that it makes, in place, its loss and the gradient by the sums. */
@unmanaged
export class Output {
  kind: usize
  rows: usize
  /** A multiple of 4. */
  columns: usize
  /** The picture to compare with. */
  x: usize
  xRow: usize
  y: usize
  /** The gradient by the sums, with the strides of y. */
  dy: usize
  yRow: usize
  /** Whether a sigmoid follows the sums; else a ReLU. */
  sigmoid: usize
  /** Where the gradient by the bias is in the gradients of a part. */
  bias: usize
  /** f32: the derivative of the loss by half a squared difference of two pixels. */
  scale: usize
}

/** Returns the sum of the squared differences of some rows. */
export function compareOutput(o: Output, slot: usize, gradients: usize, from: usize, to: usize): f64 {
  const scale = v128.load_splat<f32>(o.scale)
  const zero = f32x4.splat(0)
  let low = f64x2.splat(0)
  let high = f64x2.splat(0)
  let bias = f32x4.splat(0)
  for (let row = from; row < to; row++) {
    const x = slot + o.x + row * o.xRow
    const y = slot + o.y + row * o.yRow
    const dy = slot + o.dy + row * o.yRow
    for (let at: usize = 0; at < o.columns * 4; at += 16) {
      const sums = v128.load(y + at)
      const value = o.sigmoid ? sigmoidOf(sums) : f32x4.pmax(sums, zero)
      const difference = f32x4.sub(value, v128.load(x + at))
      const gradient = f32x4.mul(scale, difference)
      const before = o.sigmoid ? f32x4.mul(gradient, slope(value)) : v128.and(gradient, f32x4.gt(value, zero))
      v128.store(y + at, value)
      v128.store(dy + at, before)
      bias = f32x4.add(bias, before)
      const one = f64x2.promote_low_f32x4(difference)
      const two = f64x2.promote_low_f32x4(v128.shuffle<u64>(difference, difference, 1, 0))
      low = f64x2.add(low, f64x2.mul(one, one))
      high = f64x2.add(high, f64x2.mul(two, two))
    }
  }
  // The bias has one channel; the four lanes are added on the host.
  v128.store(gradients + o.bias, f32x4.add(v128.load(gradients + o.bias), bias))
  const sum = f64x2.add(low, high)
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
}

/** Copies what a network gives from an image to the results of the round, without the border. */
@unmanaged
export class Copy {
  kind: usize
  rows: usize
  columns: usize
  x: usize
  xRow: usize
  xPixel: usize
  /** Bytes that are copied of each pixel. */
  bytes: usize
}

export function copyResult(c: Copy, slot: usize, result: usize, from: usize, to: usize): void {
  for (let row = from; row < to; row++) {
    const x = slot + c.x + row * c.xRow
    const y = result + row * c.columns * c.bytes
    for (let column: usize = 0; column < c.columns; column++) {
      memory.copy(y + column * c.bytes, x + column * c.xPixel, c.bytes)
    }
  }
}
