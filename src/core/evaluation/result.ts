/** What an evaluation finds (paper, section 3 and Figure 2); plain data, stored and printed as it is. */
export interface EvaluationResult {
  datasets: DatasetResult[]
  /** Mean and standard deviation (n − 1) over the datasets of each one's mean cosine distance. */
  clustered: Spread
  permuted: Spread
  tTest: TTest
  permutationTest: PermutationTest
  /** The same with labels drawn at random in place of the clusters: what the tests say where there is nothing to find. */
  control: { labelled: Spread; permuted: Spread; tTest: TTest; permutationTest: PermutationTest }
  perCluster: ClusterDistance[]
}

/** Below this p a test speaks of a difference: what a control must not do. */
export const CONTROL_LEVEL = 0.001

/** Whether the control's tests reject (p < 0.001), as they should not where labels say nothing. */
export function controlRejects({ control }: Pick<EvaluationResult, 'control'>): boolean {
  const { p } = control.tTest
  return (p !== null && p < CONTROL_LEVEL) || control.permutationTest.p < CONTROL_LEVEL
}

/** One dataset: images that are clustered by their tags and embedded by the model. Distances are means over its images. */
export interface DatasetResult {
  images: number
  k: number
  /** By tags, in the dissimilarities of the clustering; null for K = 1 and for given labels. */
  silhouette: number | null
  /** Cosine distance of the images to the centres of their clusters. */
  clustered: number
  /** The same under one random permutation of the labels, with the centres computed anew. */
  permuted: number
}

export interface Spread {
  mean: number
  /** null for fewer than two. */
  sd: number | null
}

/** A paired t-test of permuted − clustered, two-sided. What cannot be computed is null, and `reason` says why. */
export interface TTest {
  t: number | null
  df: number
  p: number | null
  meanDifference: number
  /** Of the mean difference. */
  ci95: [number, number] | null
  /** Cohen's d_z: mean difference by the standard deviation of the differences. */
  cohenDz: number | null
  reason?: string
}

/** One-sided: the share of permutations whose mean distance is as small as that of the clusters, (1 + b) / (1 + P). */
export interface PermutationTest {
  p: number
  permutations: number
}

/** One cluster of one dataset. */
export interface ClusterDistance {
  dataset: number
  cluster: number
  images: number
  /** Mean cosine distance of its images to its centre. */
  clustered: number
  /** The same for as many images that a permutation put there. */
  permuted: number
}

/** How well clusters agree with what a tag says of the images. */
export interface Agreement {
  homogeneity: number
  completeness: number
  /** Arithmetic mean of the entropies below the line. */
  nmi: number
  /** The most that clusters of these sizes could reach. */
  nmiCeiling: number
  /** Images that have a value. */
  images: number
  /** Values there are. */
  classes: number
}
