/**
 * The scalar products of one vector with `count` rows of f32, one after another in memory, to `out`, f32 a row. Each is the sum of
 * sixteen running sums, in a fixed order.
 * @param width values of a row and of the vector, a multiple of 16; what is beyond their end is 0
 */
export function scalarProducts(rows: usize, count: usize, width: usize, vector: usize, out: usize): void {
  const bytes: usize = width * 4
  for (let row: usize = 0; row < count; row++) {
    let a = f32x4.splat(0)
    let b = a
    let c = a
    let d = a
    for (let at: usize = 0; at < bytes; at += 64) {
      a = f32x4.relaxed_madd(v128.load(rows + at), v128.load(vector + at), a)
      b = f32x4.relaxed_madd(v128.load(rows + at, 16), v128.load(vector + at, 16), b)
      c = f32x4.relaxed_madd(v128.load(rows + at, 32), v128.load(vector + at, 32), c)
      d = f32x4.relaxed_madd(v128.load(rows + at, 48), v128.load(vector + at, 48), d)
    }
    const sums = f32x4.add(f32x4.add(a, b), f32x4.add(c, d))
    const low = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1)
    store<f32>(out + row * 4, low + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3)))
    rows += bytes
  }
}
