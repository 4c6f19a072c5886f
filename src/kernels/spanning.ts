/**
 * The state of a minimum spanning tree. Written by `src/core/clustering/hierarchy.ts`, field by field in this order. Arrays of one value
 * a row have `stride` values, so that they can be read 4 at a time.
 */
@unmanaged
export class Spanning {
  /** The dissimilarities, f32, `stride` values from one row to the next; they stay as they are. */
  values: usize
  stride: usize
  n: usize
  /** How far each row is from the tree, f32; NaN where it is in it, and beyond the last row. At first infinity. */
  distance: usize
  /** The row of the tree that it is so near to, the one that came first, u32. */
  nearest: usize
  /** Output, the edges in the order in which they are found: both rows, u32, and their dissimilarity, f32. */
  left: usize
  right: usize
  heights: usize
  merged: usize
}

/**
 * Single linkage: the edges of a minimum spanning tree are its merges, in the order of their lengths (Gower and Ross, Applied
 * Statistics 18, 1969). By Prim's algorithm, from row 0, of equally near rows the first. Adds about `limit` rows and
 * returns 0 when all are in the tree.
 */
export function spanningTree(tree: Spanning, limit: usize): usize {
  for (let added: usize = 0; added < limit; added++) {
    if (tree.merged + 1 >= tree.n) return 0
    const merge = tree.merged * 4
    addRow(tree, merge == 0 ? 0 : load<u32>(tree.right + merge - 4))
    const row = nearestRow(tree)
    store<u32>(tree.left + merge, load<u32>(tree.nearest + row * 4))
    store<u32>(tree.right + merge, <u32>row)
    store<f32>(tree.heights + merge, load<f32>(tree.distance + row * 4))
    tree.merged += 1
  }
  return 1
}

/** Adds a row to the tree, which others may be nearer to than to the rest of it. Nothing is below NaN. */
function addRow(tree: Spanning, row: usize): void {
  const distances = tree.values + row * tree.stride * 4
  store<f32>(tree.distance + row * 4, NaN)
  const here = i32x4.splat(<i32>row)
  for (let at: usize = 0; at < tree.n * 4; at += 16) {
    const d = v128.load(distances + at)
    const known = v128.load(tree.distance + at)
    const isNearer = f32x4.lt(d, known)
    v128.store(tree.distance + at, v128.bitselect(d, known, isNearer))
    v128.store(tree.nearest + at, v128.bitselect(here, v128.load(tree.nearest + at), isNearer))
  }
}

/** The row outside of the tree that is nearest to it, of equally near ones the first. */
function nearestRow(tree: Spanning): usize {
  const distance: usize = tree.distance
  let a = f32x4.splat(Infinity)
  // What is no number is passed over: pmin takes the second only where that is less.
  for (let at: usize = 0; at < tree.n * 4; at += 16) a = f32x4.pmin(a, v128.load(distance + at))
  const least = min(
    min(f32x4.extract_lane(a, 0), f32x4.extract_lane(a, 1)),
    min(f32x4.extract_lane(a, 2), f32x4.extract_lane(a, 3))
  )
  const wanted = f32x4.splat(least)
  let at: usize = 0
  let same = f32x4.eq(v128.load(distance), wanted)
  while (!v128.any_true(same)) {
    at += 16
    same = f32x4.eq(v128.load(distance + at), wanted)
  }
  return at / 4 + <usize>ctz<i32>(i32x4.bitmask(same))
}
