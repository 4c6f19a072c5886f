/**
 * The scalar product of a vector and a row of f32: the sum of sixteen running sums, in a fixed order. One row at a time is read at the
 * pace of the memory; several side by side are not.
 * @param bytes of a row, a multiple of 64
 */
function product(row: usize, vector: usize, bytes: usize): f32 {
  let a = f32x4.splat(0)
  let b = a
  let c = a
  let d = a
  for (let at: usize = 0; at < bytes; at += 64) {
    a = f32x4.relaxed_madd(v128.load(row + at), v128.load(vector + at), a)
    b = f32x4.relaxed_madd(v128.load(row + at, 16), v128.load(vector + at, 16), b)
    c = f32x4.relaxed_madd(v128.load(row + at, 32), v128.load(vector + at, 32), c)
    d = f32x4.relaxed_madd(v128.load(row + at, 48), v128.load(vector + at, 48), d)
  }
  const sums = f32x4.add(f32x4.add(a, b), f32x4.add(c, d))
  const low = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1)
  return low + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
}

/**
 * The scalar products of one vector with `count` rows of f32, one after another in memory, to `out`, f32 a row.
 * @param width values of a row and of the vector, a multiple of 16; what is beyond their end is 0
 */
export function scalarProducts(rows: usize, count: usize, width: usize, vector: usize, out: usize): void {
  const bytes: usize = width * 4
  for (let row: usize = 0; row < count; row++) store<f32>(out + row * 4, product(rows + row * bytes, vector, bytes))
}

/**
 * Half the squared distances of one vector and `count` rows, as `scalarProducts` has them: half the squared lengths of both less their
 * product; at least 0, as what is below that is rounding.
 * @param halves half the squared length of each row, f32 @param own that of the vector
 */
export function halfDistances(
  rows: usize,
  count: usize,
  width: usize,
  vector: usize,
  halves: usize,
  own: f32,
  out: usize
): void {
  const bytes: usize = width * 4
  for (let row: usize = 0; row < count; row++) {
    const distance = load<f32>(halves + row * 4) + own - product(rows + row * bytes, vector, bytes)
    store<f32>(out + row * 4, max<f32>(0, distance))
  }
}
