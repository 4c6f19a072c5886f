/**
 * The places of keys in ascending order of the keys, those of equal keys as they stood in `order` (by default: by place). By
 * halves of 16 bits, in time and memory proportional to the number of keys (radix sort; Knuth, TAOCP 3, 5.2.5).
 */
export function orderOf(keys: Uint32Array, order = upTo(keys.length)): Uint32Array {
  return distribute(keys, distribute(keys, order, 0), 16)
}

/** 0 to n − 1. */
export function upTo(n: number): Uint32Array {
  // Not `from` an iterator: that takes seconds for ten millions.
  const numbers = new Uint32Array(n)
  for (let i = 0; i < n; i++) numbers[i] = i
  return numbers
}

function distribute(keys: Uint32Array, order: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(65537)
  for (let i = 0; i < keys.length; i++) starts[((keys[i] >>> shift) & 65535) + 1]++
  for (let half = 0; half < 65536; half++) starts[half + 1] += starts[half]
  const sorted = new Uint32Array(order.length)
  for (let i = 0; i < order.length; i++) sorted[starts[(keys[order[i]] >>> shift) & 65535]++] = order[i]
  return sorted
}
