/**
 * The state of a clustering by minimax linkage. Written by `src/core/clustering/hierarchy.ts`, field by field in this order. A cluster lies at
 * the place of its first row.
 *
 * The matrix of dissimilarities becomes, in place, that of how far each row x is from the farthest of each cluster C: column x of
 * row C. Each merge frees the row of one of both clusters, and there the linkages of their union lie, by cluster.
 */
@unmanaged
export class Minimax {
  /** The dissimilarities, f32, `stride` values from one row to the next, 0 from a row to itself; they are overwritten. */
  values: usize
  stride: usize
  n: usize
  /** NONE, ROW or UNION, by place, u8. At first all are ROW. */
  kind: usize
  /** By place of a union: the row of the matrix where its linkages lie, u32. */
  links: usize
  /** The place of the cluster of each row, u32. At first the row itself. */
  cluster: usize
  /** The rows of the latest union, u32, and, by row, how far it is from the farthest of it, infinity where it is not of it, f32. */
  members: usize
  reach: usize
  /** The chain, of clusters each of which is the nearest of the one before, u32. */
  chain: usize
  /** Output, the merges in the order in which they are found: the first row of both clusters and the prototype, u32, the height, f32. */
  left: usize
  right: usize
  prototypes: usize
  heights: usize
  length: usize
  merged: usize
}

const NO_CLUSTER: u32 = 0
const ROW: u32 = 1
const UNION: u32 = 2

/** No row has this number. */
const NOWHERE: usize = usize.MAX_VALUE

/** From a share of the rows on, a union is read as a whole row of the matrix, which is faster than row by row. */
const DENSE: usize = 4

/**
 * Minimax linkage (Bien and Tibshirani, J. American Statistical Association 106, 2011): two clusters are as far apart as the row of
 * their union, its prototype, whose farthest other row of it is nearest. By nearest-neighbour chains, as `agglomerate`. Does
 * about `limit` steps of the chain and returns 0 when one cluster is left. Before the first call, what is counted is 0.
 */
export function minimax(tree: Minimax, limit: usize): usize {
  for (let step: usize = 0; step < limit; step++) {
    if (tree.merged + 1 >= tree.n) return 0
    extendChain(tree)
  }
  return 1
}

function rowAt(tree: Minimax, row: usize): usize {
  return tree.values + row * tree.stride * 4
}

function kindOf(tree: Minimax, place: usize): u32 {
  return load<u8>(tree.kind + place)
}

function linksOf(tree: Minimax, union: usize): usize {
  return rowAt(tree, load<u32>(tree.links + union * 4))
}

/** How far apart two clusters are. */
function linkage(tree: Minimax, one: usize, other: usize): f32 {
  if (kindOf(tree, one) == UNION) return load<f32>(linksOf(tree, one) + other * 4)
  return load<f32>((kindOf(tree, other) == UNION ? linksOf(tree, other) : rowAt(tree, other)) + one * 4)
}

/** Appends the nearest cluster of the last one to the chain; where that is the one before, merges them. */
function extendChain(tree: Minimax): void {
  const chain: usize = tree.chain
  if (tree.length == 0) {
    let first: usize = 0
    while (kindOf(tree, first) == NO_CLUSTER) first += 1
    store<u32>(chain, <u32>first)
    tree.length = 1
  }
  const end = chain + tree.length * 4
  const last: usize = load<u32>(end - 4)
  const before: usize = tree.length > 1 ? load<u32>(end - 8) : NOWHERE
  const nearest = nearestOf(tree, last, before)
  if (nearest != before) {
    store<u32>(end, <u32>nearest)
    tree.length += 1
    return
  }
  tree.length -= 2
  merge(tree, min(last, before), max(last, before))
}

/** The nearest other cluster; of equally near ones `before`, else the first. */
function nearestOf(tree: Minimax, cluster: usize, before: usize): usize {
  let nearest = before
  let least: f32 = before == NOWHERE ? Infinity : linkage(tree, cluster, before)
  for (let place: usize = 0; place < tree.n; place++) {
    if (kindOf(tree, place) == NO_CLUSTER || place == cluster) continue
    const distance = linkage(tree, cluster, place)
    if (distance < least) {
      least = distance
      nearest = place
    }
  }
  return nearest
}

/** Makes `place`, the first of both, the union of the clusters, and `other` none. */
function merge(tree: Minimax, place: usize, other: usize): void {
  const far = rowAt(tree, place)
  const farOther = rowAt(tree, other)
  for (let at: usize = 0; at < tree.n * 4; at += 16)
    v128.store(far + at, f32x4.pmax(v128.load(far + at), v128.load(farOther + at)))

  const size = gather(tree, place, other)
  const to = tree.merged * 4
  const prototype = prototypeOf(tree, size)
  store<u32>(tree.left + to, <u32>place)
  store<u32>(tree.right + to, <u32>other)
  store<u32>(tree.prototypes + to, prototype)
  store<f32>(tree.heights + to, load<f32>(tree.reach + prototype * 4))
  tree.merged += 1

  store<u8>(tree.kind + other, NO_CLUSTER)
  store<u8>(tree.kind + place, UNION)
  store<u32>(tree.links + place * 4, <u32>other)
  link(tree, place, size)
}

/** Lists the rows of the union. @returns how many they are */
function gather(tree: Minimax, place: usize, other: usize): usize {
  const far = rowAt(tree, place)
  let size: usize = 0
  for (let row: usize = 0; row < tree.n; row++) {
    const cluster: usize = load<u32>(tree.cluster + row * 4)
    const isOfIt = cluster == place || cluster == other
    store<f32>(tree.reach + row * 4, isOfIt ? load<f32>(far + row * 4) : Infinity)
    if (!isOfIt) continue
    store<u32>(tree.cluster + row * 4, <u32>place)
    store<u32>(tree.members + size * 4, <u32>row)
    size += 1
  }
  return size
}

/** The row of the union whose farthest other one is nearest, of equally good ones the first. */
function prototypeOf(tree: Minimax, size: usize): u32 {
  let prototype: u32 = 0
  let least: f32 = Infinity
  for (let at: usize = 0; at < size; at++) {
    const row = load<u32>(tree.members + at * 4)
    const reach = load<f32>(tree.reach + row * 4)
    if (reach < least) {
      least = reach
      prototype = row
    }
  }
  return prototype
}

/** Finds the linkages of the union at `place` to all other clusters. */
function link(tree: Minimax, place: usize, size: usize): void {
  const far = rowAt(tree, place)
  const links = linksOf(tree, place)
  for (let at: usize = 0; at < tree.n * 4; at += 4) store<f32>(links + at, Infinity)
  // Prototypes among the rows of the others.
  for (let row: usize = 0; row < tree.n; row++) {
    const cluster: usize = load<u32>(tree.cluster + row * 4)
    if (cluster == place) continue
    const reach = max(load<f32>(far + row * 4), load<f32>(rowAt(tree, cluster) + row * 4))
    if (reach < load<f32>(links + cluster * 4)) store<f32>(links + cluster * 4, reach)
  }
  // And among those of the union.
  const isDense = size * DENSE > tree.n
  for (let cluster: usize = 0; cluster < tree.n; cluster++) {
    const kind = kindOf(tree, cluster)
    if (kind == NO_CLUSTER || cluster == place) continue
    const row = rowAt(tree, cluster)
    const own = isDense ? leastOfAll(tree, row) : leastOf(tree, row, size)
    const least = min(own, load<f32>(links + cluster * 4))
    store<f32>(links + cluster * 4, least)
    if (kind == UNION) store<f32>(linksOf(tree, cluster) + place * 4, least)
  }
}

/** The least of what the rows of the union reach, of it and of another cluster, whose row of the matrix is given. */
function leastOf(tree: Minimax, far: usize, size: usize): f32 {
  const members: usize = tree.members
  const reach: usize = tree.reach
  let least: f32 = Infinity
  for (let at: usize = 0; at < size * 4; at += 4) {
    const row: usize = load<u32>(members + at) * 4
    least = min(least, max(load<f32>(reach + row), load<f32>(far + row)))
  }
  return least
}

/** The same, with all rows, of which those that are not of the union reach infinitely far. */
function leastOfAll(tree: Minimax, far: usize): f32 {
  const reach: usize = tree.reach
  let a = f32x4.splat(Infinity)
  for (let at: usize = 0; at < tree.n * 4; at += 16) {
    a = f32x4.pmin(a, f32x4.pmax(v128.load(reach + at), v128.load(far + at)))
  }
  return min(
    min(f32x4.extract_lane(a, 0), f32x4.extract_lane(a, 1)),
    min(f32x4.extract_lane(a, 2), f32x4.extract_lane(a, 3))
  )
}
