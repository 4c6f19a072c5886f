import type { Agreement } from '../catalogue/stored/evaluation.ts'
import { type Contingency, contingency } from './contingency.ts'

/**
 * Agreement of clusters with classes (e.g. with the modality): homogeneity and completeness (Rosenberg and Hirschberg, EMNLP
 * 2007), normalised mutual information with the arithmetic mean of both entropies (Vinh, Epps and Bailey, JMLR 11, 2010), and
 * the most that it could be with entropies like these. Where there is one class or one cluster, as scikit-learn has it.
 * @param classes code of each image's value, −1 (NO_CLASS) where it has none: such images are left out
 * @returns null where no image has a value
 */
export function agreement(clusters: ArrayLike<number>, classes: ArrayLike<number>): Agreement | null {
  return agreementIn(contingency(clusters, classes))
}

/** As `agreement`, of a table of both. */
export function agreementIn(table: Contingency): Agreement | null {
  if (table.images === 0) return null
  const ofClasses = entropy(sizesOf(table.classes), table.images)
  const ofClusters = entropy(sizesOf(table.clusters), table.images)
  // At most the lesser entropy, and at least 0: rounding could make it a bit more, or less.
  const most = Math.min(ofClasses, ofClusters)
  const mutual = Math.min(most, Math.max(0, mutualInformation(table)))
  const both = ofClasses + ofClusters
  return {
    homogeneity: ofClasses === 0 ? 1 : mutual / ofClasses,
    completeness: ofClusters === 0 ? 1 : mutual / ofClusters,
    nmi: both === 0 ? 1 : (2 * mutual) / both,
    nmiCeiling: both === 0 ? 1 : (2 * most) / both,
    images: table.images,
    classes: table.classes.length
  }
}

/**
 * Adjusted Rand index of two partitions of the same images (Hubert and Arabie, J. Classification 2, 1985, equation 5): 1
 * for the same, about 0 by chance. Two that put all images together, or each by itself, are the same: 1.
 */
export function adjustedRandIndex(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return adjustedRandIndexIn(contingency(a, b))
}

/** As `adjustedRandIndex`, of a table of both. */
export function adjustedRandIndexIn(table: Contingency): number {
  const pairsIn = (sizes: number[]): number => sizes.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
  const together = pairsIn(sizesOf(table.pairs))
  const inA = pairsIn(sizesOf(table.clusters))
  const inB = pairsIn(sizesOf(table.classes))
  const expected = table.images < 2 ? 0 : (inA * inB) / pairsIn([table.images])
  const most = (inA + inB) / 2
  return most === expected ? 1 : (together - expected) / (most - expected)
}

/**
 * Mutual information less what is expected by chance, by the mean of both entropies less the same (Vinh, Epps and Bailey, JMLR
 * 11, 2010, AMI with the arithmetic mean): 1 for the same, about 0 by chance, whatever the number of clusters. Two that put all
 * images together, or each by itself, are the same: 1, as scikit-learn has it.
 * @param classes as in `agreement`
 * @returns null where no image has a value
 */
export function adjustedMutualInformation(clusters: ArrayLike<number>, classes: ArrayLike<number>): number | null {
  return adjustedMutualInformationIn(contingency(clusters, classes))
}

/** As `adjustedMutualInformation`, of a table of both. */
export function adjustedMutualInformationIn(table: Contingency): number | null {
  if (table.images === 0) return null
  const alike = table.clusters.length === table.classes.length
  if (alike && (table.classes.length === 1 || table.classes.length === table.images)) return 1
  const expected = expectedMutualInformation(table)
  const { images } = table
  const most = (entropy(sizesOf(table.classes), images) + entropy(sizesOf(table.clusters), images)) / 2
  const gain = mutualInformation(table) - expected
  return gain === 0 ? 0 : gain / (most - expected)
}

/** Of all pairs of partitions with clusters and classes of these sizes (Vinh, Epps and Bailey, JMLR 11, 2010, equation 24a). */
function expectedMutualInformation({ images, clusters, classes }: Contingency): number {
  const factorials = new Float64Array(images + 1)
  for (let n = 2; n <= images; n++) factorials[n] = factorials[n - 1] + Math.log(n)
  let sum = 0
  for (const a of sizesOf(clusters)) {
    for (const b of sizesOf(classes)) {
      const fixed = factorials[a] + factorials[b] + factorials[images - a] + factorials[images - b] - factorials[images]
      for (let shared = Math.max(1, a + b - images); shared <= Math.min(a, b); shared++) {
        const chance = Math.exp(
          fixed -
            factorials[shared] -
            factorials[a - shared] -
            factorials[b - shared] -
            factorials[images - a - b + shared]
        )
        sum += (shared / images) * Math.log((images * shared) / (a * b)) * chance
      }
    }
  }
  return sum
}

/** Mean adjusted Rand index of all pairs of labellings; null for fewer than two. */
export function meanAdjustedRandIndex(labellings: readonly ArrayLike<number>[]): number | null {
  const indices = labellings.flatMap((a, at) => labellings.slice(at + 1).map((b) => adjustedRandIndex(a, b)))
  if (indices.length === 0) return null
  return indices.reduce((sum, index) => sum + index, 0) / indices.length
}

const sizesOf = (parts: readonly { images: number }[]): number[] => parts.map(({ images }) => images)

/** Natural logarithms; 0 for one class. */
function entropy(sizes: number[], images: number): number {
  return sizes.length === 1 ? 0 : -sizes.reduce((sum, size) => sum + (size / images) * Math.log(size / images), 0)
}

function mutualInformation({ images, clusters, classes, pairs }: Contingency): number {
  return pairs.reduce((sum, pair) => {
    const chance = (clusters[pair.cluster].images / images) * (classes[pair.class].images / images)
    return sum + (pair.images / images) * Math.log(pair.images / images / chance)
  }, 0)
}
