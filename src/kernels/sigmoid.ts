/** 1 / (1 + e^−x), with a relative error below 10⁻⁶. */
export function sigmoidOf(x: v128): v128 {
  const one = f32x4.splat(1)
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))))
}

/** e^x as 2^n · e^r with |r| ≤ ln 2 / 2, whose Taylor series is cut after r⁷ / 7!; within the range of f32. */
function exp(x: v128): v128 {
  const bounded = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-87)), f32x4.splat(88))
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(1.4426950408889634)))
  // ln 2 in two parts, of which n times the first is exact.
  const r = f32x4.sub(
    f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(0.693359375))),
    f32x4.mul(n, f32x4.splat(-2.1219444e-4))
  )
  let sum = f32x4.splat(1.0 / 5040)
  sum = f32x4.relaxed_madd(sum, r, f32x4.splat(1.0 / 720))
  sum = f32x4.relaxed_madd(sum, r, f32x4.splat(1.0 / 120))
  sum = f32x4.relaxed_madd(sum, r, f32x4.splat(1.0 / 24))
  sum = f32x4.relaxed_madd(sum, r, f32x4.splat(1.0 / 6))
  sum = f32x4.relaxed_madd(sum, r, f32x4.splat(0.5))
  sum = f32x4.relaxed_madd(sum, r, f32x4.splat(1))
  sum = f32x4.relaxed_madd(sum, r, f32x4.splat(1))
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23)
  return f32x4.mul(sum, power)
}

/** The sigmoid of an image, in place: rows of whole vectors. */
@unmanaged
export class Sigmoid {
  kind: usize
  rows: usize
  x: usize
  xRow: usize
  /** Bytes of a row. */
  bytes: usize
}

export function applySigmoid(s: Sigmoid, slot: usize, from: usize, to: usize): void {
  for (let row = from; row < to; row++) {
    const x = slot + s.x + row * s.xRow
    for (let at: usize = 0; at < s.bytes; at += 16) v128.store(x + at, sigmoidOf(v128.load(x + at)))
  }
}

/** The gradient before a sigmoid, from that after it, in place. */
@unmanaged
export class SigmoidGradient {
  kind: usize
  rows: usize
  /** What the sigmoid gave. */
  y: usize
  dy: usize
  /** Strides and bytes of the rows of both. */
  yRow: usize
  bytes: usize
}

export function sigmoidGradient(s: SigmoidGradient, slot: usize, from: usize, to: usize): void {
  for (let row = from; row < to; row++) {
    const y = slot + s.y + row * s.yRow
    const dy = slot + s.dy + row * s.yRow
    for (let at: usize = 0; at < s.bytes; at += 16) {
      v128.store(dy + at, f32x4.mul(v128.load(dy + at), slope(v128.load(y + at))))
    }
  }
}

/** The derivative of a sigmoid that gave y. */
export function slope(y: v128): v128 {
  return f32x4.mul(y, f32x4.sub(f32x4.splat(1), y))
}
