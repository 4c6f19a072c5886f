/** The k nearest so far, the nearest first: k distances, f32, then their k numbers, u32. */
export function listBytes(k: usize): usize {
  return k * 8
}

export function clearList(list: usize, k: usize): void {
  for (let at: usize = 0; at < k; at++) {
    store<f32>(list + at * 4, Infinity)
    store<u32>(list + (k + at) * 4, u32.MAX_VALUE)
  }
}

/** The distance from which on nothing is among the nearest. */
export function farthestOf(list: usize, k: usize): f32 {
  return load<f32>(list + (k - 1) * 4)
}

/** Puts one that is nearer than the farthest into its place, behind those that are as near. */
export function insert(list: usize, k: usize, distance: f32, number: u32): void {
  const numbers = list + k * 4
  let at = k - 1
  for (; at > 0 && load<f32>(list + (at - 1) * 4) > distance; at--) {
    store<f32>(list + at * 4, load<f32>(list + (at - 1) * 4))
    store<u32>(numbers + at * 4, load<u32>(numbers + (at - 1) * 4))
  }
  store<f32>(list + at * 4, distance)
  store<u32>(numbers + at * 4, number)
}
