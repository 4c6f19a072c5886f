/**
 * What a cluster's images are compared with: `mean`, the mean of their raw embeddings; or `medoid`, the embedding of the
 * image that is the medoid by the tags.
 */
export type Centre = 'mean' | 'medoid'

/** A cluster for each image of a dataset. */
export interface Labelling {
  /** 0 to k − 1. */
  labels: Uint16Array
  k: number
  /** The image that is the medoid of each cluster; needed where medoids are the centres. */
  medoids?: Uint32Array
}

/** Scalar products of all vectors of a dataset, and their lengths. */
interface Products {
  row: (image: number) => Float32Array
  lengths: Float64Array
}

/**
 * A mean whose square is less than this share of the mean square of the vectors (of lengths 1 : 30,000) is what rounding left
 * of vectors that cancel out: it counts as zero. Where they nearly do, its direction is as uncertain; embeddings, which a ReLU
 * leaves without negative values, never do.
 */
const LEAST_SHARE = 1e-9

/**
 * The cosine distance 1 − cos of each image's embedding to the centre of its cluster, in [0, 2]. To or from a vector of
 * length 0, which has no direction, it is 1. Of a mean c = Σ x_j / m only scalar products are needed:
 * cos(x_i, c) = Σ_j x_i·x_j / (|x_i| √(Σ_j Σ_l x_j·x_l)).
 */
export function centreDistances(products: Products, labelling: Labelling, centre: Centre): Float64Array {
  return centre === 'mean' ? meanDistances(products, labelling) : medoidDistances(products, labelling)
}

function meanDistances({ row, lengths }: Products, { labels, k }: Labelling): Float64Array {
  const distances = new Float64Array(labels.length)
  for (const images of imagesByCluster(labels, k)) {
    const sums = images.map((image) => sumAt(row(image), images))
    const squares = images.map((image) => lengths[image] ** 2)
    const length = meanLength(total(sums), total(squares), images.length)
    images.forEach((image, at) => {
      distances[image] = distanceOf(sums[at], lengths[image] * length)
    })
  }
  return distances
}

function medoidDistances({ row, lengths }: Products, { labels, medoids }: Labelling): Float64Array {
  if (medoids === undefined) throw new Error('Centres are medoids, but none are given.')
  const toMedoid = Array.from(medoids, (medoid) => row(medoid))
  return Float64Array.from(labels, (label, image) =>
    distanceOf(toMedoid[label][image], lengths[image] * lengths[medoids[label]])
  )
}

/**
 * m × the length of the mean of m vectors, 0 where it has no direction.
 * @param products Σ of the scalar products of all their pairs @param squares Σ of those with themselves
 */
export function meanLength(products: number, squares: number, m: number): number {
  return products <= LEAST_SHARE * m * squares ? 0 : Math.sqrt(products)
}

function distanceOf(product: number, lengths: number): number {
  return lengths === 0 ? 1 : Math.min(2, Math.max(0, 1 - product / lengths))
}

function imagesByCluster(labels: Uint16Array, k: number): number[][] {
  const images = Array.from({ length: k }, (): number[] => [])
  labels.forEach((label, image) => images[label].push(image))
  return images
}

function sumAt(values: Float32Array, places: number[]): number {
  let sum = 0
  for (let i = 0; i < places.length; i++) sum += values[places[i]]
  return sum
}

function total(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** Images of each cluster, and the mean of their distances; NaN for a cluster without images. */
export function meanByCluster(
  distances: Float64Array,
  { labels, k }: Labelling
): { sizes: Uint32Array; means: Float64Array } {
  const sizes = new Uint32Array(k)
  const sums = new Float64Array(k)
  labels.forEach((label, row) => {
    sizes[label]++
    sums[label] += distances[row]
  })
  return { sizes, means: sums.map((sum, cluster) => sum / sizes[cluster]) }
}
