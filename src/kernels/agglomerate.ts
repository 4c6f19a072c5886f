import { LINKAGE_AVERAGE, LINKAGE_COMPLETE, LINKAGE_WARD } from './search-constants'

/**
 * The state of an agglomerative clustering. Written by `src/core/clustering/hierarchy.ts`, field by field in this order. Arrays
 * of one value a row have `stride` values, so that they can be read 16 at a time.
 */
@unmanaged
export class Agglomeration {
  /** The dissimilarities, f32, `stride` values from one row to the next; they are overwritten. */
  values: usize
  stride: usize
  n: usize
  /** LINKAGE_WARD, LINKAGE_AVERAGE or LINKAGE_COMPLETE. */
  linkage: usize
  /** How many rows each cluster has, f32. A cluster lies at the place of its first row. */
  sizes: usize
  /** What is added to a row's distances: 0 where a cluster lies, infinity where none does, f32. */
  absent: usize
  /** The chain, of clusters each of which is the nearest of the one before, u32. */
  chain: usize
  /**
   * Output, the merges in the order in which they are found: the first row of both clusters, u32, and the height, f32; of Ward's
   * method its square.
   */
  left: usize
  right: usize
  heights: usize
  merged: usize
  /** Rows that are ready. */
  prepared: usize
  length: usize
  /** Before this row no cluster lies. */
  from: usize
}

/** No row has this number. */
const NONE: usize = usize.MAX_VALUE

/**
 * Agglomerative clustering by nearest-neighbour chains (Murtagh, Computer Journal 26, 1983; Müllner, arXiv 1109.2378, 2011): goes from
 * each cluster to its nearest until two are nearest to each other, and merges them. Of equally near ones it takes the one
 * before in the chain, else the first. How far clusters are apart is the mean or the largest dissimilarity of their rows
 * (Sokal and Michener 1958; Sørensen 1948), or what Ward's method has for dissimilarities (Ward.D2 in Murtagh and Legendre,
 * J. Classification 31, 2014). Reads about `limit` rows of the matrix and returns 0 when one cluster is left. Before the first
 * call, every row is a cluster, and what is counted is 0.
 */
export function agglomerate(tree: Agglomeration, limit: usize): usize {
  for (let read: usize = 0; read < limit; read++) {
    if (tree.prepared < tree.n) prepareRow(tree)
    else if (tree.merged + 1 < tree.n) extendChain(tree)
    else return 0
  }
  return 1
}

function rowAt(tree: Agglomeration, row: usize): usize {
  return tree.values + row * tree.stride * 4
}

/** Ward's method adds up squares. A cluster is infinitely far from itself, so that it is never its own nearest. */
function prepareRow(tree: Agglomeration): void {
  const row = rowAt(tree, tree.prepared)
  if (tree.linkage == LINKAGE_WARD) {
    for (let at: usize = 0; at < tree.stride * 4; at += 16) {
      const d = v128.load(row + at)
      v128.store(row + at, f32x4.mul(d, d))
    }
  }
  store<f32>(row + tree.prepared * 4, Infinity)
  tree.prepared += 1
}

/** Appends the nearest cluster of the last one to the chain; where that is the one before, merges them. */
function extendChain(tree: Agglomeration): void {
  const chain: usize = tree.chain
  if (tree.length == 0) {
    while (load<f32>(tree.absent + tree.from * 4) != 0) tree.from += 1
    store<u32>(chain, <u32>tree.from)
    tree.length = 1
  }
  const end = chain + tree.length * 4
  const last: usize = load<u32>(end - 4)
  const before: usize = tree.length > 1 ? load<u32>(end - 8) : NONE
  const nearest = nearestOf(tree, last, before)
  if (nearest != before) {
    store<u32>(end, <u32>nearest)
    tree.length += 1
    return
  }
  tree.length -= 2
  merge(tree, min(last, before), max(last, before))
}

/** The nearest other cluster of a row; of equally near ones `before`, else the first. */
function nearestOf(tree: Agglomeration, row: usize, before: usize): usize {
  const distances = rowAt(tree, row)
  const absent: usize = tree.absent
  const bytes = tree.n * 4
  let a = f32x4.splat(Infinity)
  let b = a
  let c = a
  let d = a
  for (let at: usize = 0; at < bytes; at += 64) {
    a = f32x4.pmin(a, f32x4.add(v128.load(distances + at), v128.load(absent + at)))
    b = f32x4.pmin(b, f32x4.add(v128.load(distances + at, 16), v128.load(absent + at, 16)))
    c = f32x4.pmin(c, f32x4.add(v128.load(distances + at, 32), v128.load(absent + at, 32)))
    d = f32x4.pmin(d, f32x4.add(v128.load(distances + at, 48), v128.load(absent + at, 48)))
  }
  a = f32x4.pmin(f32x4.pmin(a, b), f32x4.pmin(c, d))
  const least = min(
    min(f32x4.extract_lane(a, 0), f32x4.extract_lane(a, 1)),
    min(f32x4.extract_lane(a, 2), f32x4.extract_lane(a, 3))
  )
  if (before != NONE && load<f32>(distances + before * 4) == least) return before
  const wanted = f32x4.splat(least)
  let at: usize = 0
  let same = f32x4.eq(f32x4.add(v128.load(distances), v128.load(absent)), wanted)
  while (!v128.any_true(same)) {
    at += 16
    same = f32x4.eq(f32x4.add(v128.load(distances + at), v128.load(absent + at)), wanted)
  }
  return at / 4 + <usize>ctz<i32>(i32x4.bitmask(same))
}

/** Makes `row`, the first of both, the union of the clusters, and `other` none. */
function merge(tree: Agglomeration, row: usize, other: usize): void {
  const to = tree.merged * 4
  store<u32>(tree.left + to, <u32>row)
  store<u32>(tree.right + to, <u32>other)
  store<f32>(tree.heights + to, load<f32>(rowAt(tree, row) + other * 4))
  tree.merged += 1

  unite(tree, row, other)
  const distances = rowAt(tree, row)
  store<f32>(distances + row * 4, Infinity)
  const size = tree.sizes + row * 4
  store<f32>(size, load<f32>(size) + load<f32>(tree.sizes + other * 4))
  store<f32>(tree.absent + other * 4, Infinity)

  const step = tree.stride * 4
  let cell = tree.values + row * 4
  for (let at: usize = 0; at < tree.n * 4; at += 4) {
    if (load<f32>(tree.absent + at) == 0) store<f32>(cell, load<f32>(distances + at))
    cell += step
  }
}

/** Writes the distances of the union of `row` and `other` to all clusters into `row`. */
function unite(tree: Agglomeration, row: usize, other: usize): void {
  if (tree.linkage == LINKAGE_WARD) uniteByWard(tree, row, other)
  else if (tree.linkage == LINKAGE_AVERAGE) uniteByMean(tree, row, other)
  else if (tree.linkage == LINKAGE_COMPLETE) uniteByLargest(tree, row, other)
  else unreachable()
}

/** Lance and Williams (Computer Journal 9, 1967) for Ward's method. */
function uniteByWard(tree: Agglomeration, row: usize, other: usize): void {
  const a = rowAt(tree, row)
  const b = rowAt(tree, other)
  const between = f32x4.splat(load<f32>(a + other * 4))
  const sizeA = load<f32>(tree.sizes + row * 4)
  const sizeB = load<f32>(tree.sizes + other * 4)
  const ofA = f32x4.splat(sizeA)
  const ofB = f32x4.splat(sizeB)
  const both = f32x4.splat(sizeA + sizeB)
  for (let at: usize = 0; at < tree.n * 4; at += 16) {
    const x = v128.load(a + at)
    const y = v128.load(b + at)
    const size = v128.load(tree.sizes + at)
    const sum = f32x4.add(f32x4.mul(f32x4.add(ofA, size), x), f32x4.mul(f32x4.add(ofB, size), y))
    const distance = f32x4.div(f32x4.sub(sum, f32x4.mul(size, between)), f32x4.add(both, size))
    // The union is no nearer than the nearer of both; rounding could make it so, and heights would fall.
    v128.store(a + at, f32x4.pmax(distance, f32x4.pmin(x, y)))
  }
}

/** The mean of all pairs of rows: that of both clusters, weighted by their sizes. */
function uniteByMean(tree: Agglomeration, row: usize, other: usize): void {
  const a = rowAt(tree, row)
  const b = rowAt(tree, other)
  const sizeA = load<f32>(tree.sizes + row * 4)
  const sizeB = load<f32>(tree.sizes + other * 4)
  const ofA = f32x4.splat(sizeA / (sizeA + sizeB))
  const ofB = f32x4.splat(sizeB / (sizeA + sizeB))
  for (let at: usize = 0; at < tree.n * 4; at += 16) {
    const x = v128.load(a + at)
    const y = v128.load(b + at)
    const distance = f32x4.add(f32x4.mul(x, ofA), f32x4.mul(y, ofB))
    // As above.
    v128.store(a + at, f32x4.pmax(distance, f32x4.pmin(x, y)))
  }
}

function uniteByLargest(tree: Agglomeration, row: usize, other: usize): void {
  const a = rowAt(tree, row)
  const b = rowAt(tree, other)
  for (let at: usize = 0; at < tree.n * 4; at += 16)
    v128.store(a + at, f32x4.pmax(v128.load(a + at), v128.load(b + at)))
}
