import * as v from 'valibot'
import { anyText, fields, type Infer, list, number, oneOf, optional, orNull } from '../../schema.ts'
import type { Versions } from './document.ts'
import { remarkCount, skippedImage } from './model.ts'
import { storedMessage } from '../../stored-message.ts'
import { ANY, COUNT, ID, INSTANCE, K, SEED } from './numbers.ts'
import { unit } from './unit.ts'

const spread = fields({
  mean: number,
  /** n − 1; null for fewer than two. */
  sd: orNull(number)
})
export type Spread = Infer<typeof spread>

/** A paired t-test of permuted − clustered, two-sided. What cannot be computed is null, and `reason` says why. */
const tTest = fields({
  t: orNull(number),
  df: number,
  p: orNull(number),
  meanDifference: number,
  /** Of the mean difference. */
  ci95: orNull(v.strictTuple([number, number], 'two numbers')),
  /** Cohen's d_z: mean difference by the standard deviation of the differences. */
  cohenDz: orNull(number),
  reason: optional(storedMessage)
})
export type TTest = Infer<typeof tTest>

/** One-sided: the share of permutations whose mean distance is as small as that of the clusters, (1 + b) / (1 + P). */
const permutationTest = fields({ p: number, permutations: COUNT })
export type PermutationTest = Infer<typeof permutationTest>

/** One dataset: images that are clustered by their tags and embedded by the model. Distances are means over its images. */
export const datasetResult = fields({
  images: COUNT,
  k: K,
  /** By tags, in the dissimilarities of the clustering; null for K = 1 and for given labels. */
  silhouette: orNull(number),
  /** Cosine distance of the images to the centres of their clusters. */
  clustered: number,
  /** The same under one random permutation of the labels, with the centres computed again. */
  permuted: number
})
export type DatasetResult = Infer<typeof datasetResult>

/** One cluster of one dataset. */
const clusterFields = {
  cluster: COUNT,
  images: COUNT,
  /** Mean cosine distance of its images to its centre. */
  clustered: number,
  /** The same for as many images that a permutation put there. */
  permuted: number
}
/** Of a dataset that is evaluated by itself. */
export const clusterFigures = fields(clusterFields)
const clusterDistance = fields({ dataset: COUNT, ...clusterFields })
export type ClusterDistance = Infer<typeof clusterDistance>

const found = {
  datasets: list(datasetResult, ANY),
  /** Mean and standard deviation over the datasets of each one's mean cosine distance. */
  clustered: spread,
  permuted: spread,
  tTest,
  permutationTest,
  /** The same with labels drawn at random in place of the clusters: what the tests say where there is nothing to find. */
  control: fields({ labelled: spread, permuted: spread, tTest, permutationTest }),
  perCluster: list(clusterDistance, ANY)
}
/** What an evaluation finds (paper, section 3 and Figure 2). */
export type EvaluationResult = Pick<EvaluationReport, keyof typeof found>

const agreementFields = {
  homogeneity: number,
  completeness: number,
  /** Arithmetic mean of the entropies below the line. */
  nmi: number,
  /** The most that clusters of these sizes could reach. */
  nmiCeiling: number,
  /** Images that have a value. */
  images: COUNT,
  /** Values there are. */
  classes: COUNT
}
export const agreementFigures = fields(agreementFields)
/** How well clusters agree with what a tag says of the images. */
export type Agreement = Pick<TargetAgreement, keyof typeof agreementFields>

/** Agreement of clusters that were made without some features. */
export const agreementWithout = fields({ ...agreementFields, leftOut: list(anyText, ANY) })

/** Agreement with a tag, and again with clusters that were made without it and without what gives it away. */
const targetAgreement = fields({
  ...agreementFields,
  /** With the names of the features that were left out; null where no feature is left. */
  withoutTargetTag: orNull(agreementWithout)
})
export type TargetAgreement = Infer<typeof targetAgreement>

const parameters = fields({
  datasets: COUNT,
  size: COUNT,
  centre: oneOf('mean', 'medoid'),
  permutations: COUNT,
  /** Whose images must not lie in two sets at once. */
  by: unit,
  seed: SEED
})
export type EvaluationParameters = Infer<typeof parameters>

const blankImage = fields({ instance: INSTANCE, path: anyText })
export type BlankImage = Infer<typeof blankImage>

/** Images of the datasets in which there is nothing to compare. */
const blankImages = fields({
  /** Every pixel of the picture has one value: such images are all alike to the autoencoder. */
  constantPictures: list(blankImage, ANY),
  /** The vector is zero, and has no direction: its cosine distance to every centre counts as 1. */
  withoutLength: list(blankImage, ANY)
})
export type BlankImages = Infer<typeof blankImages>

const report = {
  ...found,
  evaluation: ID,
  /** `R.K` */
  run: anyText,
  model: ID,
  /** The state that the model was in: a training may go on later. */
  modelState: fields({ epochs: COUNT, weights: anyText }),
  parameters,
  /** Images in each set; no image is in two of them, but for training and sample. */
  sets: fields({ training: COUNT, sample: COUNT, evaluated: COUNT }),
  /** Means over the datasets; null where no image has the tag. */
  agreement: fields({ modality: orNull(targetAgreement), bodyPart: orNull(targetAgreement) }),
  /** Series and patients that have images in a dataset and in another of the sets; null where no image names any. */
  shared: fields({ series: orNull(COUNT), patients: orNull(COUNT) }),
  /** Mean adjusted Rand index of the clusters of five seeds on the run's sample; null where they do not depend on the seed. */
  stability: fields({ ari: orNull(number) }),
  /** Images that were drawn and could not be decoded. */
  skipped: list(skippedImage, ANY),
  /** Images that say nothing, though they count; null where the evaluation did not look for them. */
  blank: orNull(blankImages),
  seconds: number
}
const projection = fields({
  /** Values of a projected vector. */
  width: COUNT,
  /** Images that it was fitted on, and the share of their variance that it keeps. */
  images: COUNT,
  explained: number
})

const version6 = fields({
  ...report,
  /** In spite of what pictures were used. */
  remarks: list(remarkCount, ANY),
  /** Up to which change of the clusters; 0: as the method made them. */
  edit: COUNT,
  /** What distances were measured in place of the vectors: what projected ones make of them; null: the vectors themselves. */
  projection: orNull(projection)
})
/** What `medoid evaluate` prints for a run and a model. */
export type EvaluationReport = Infer<typeof version6>

/** Reasons and remarks were sentences, which their schemas read, too. */
const version5 = version6

/** Vectors were always those of the model. */
const unprojected = v.optional(v.null(), null)
const version4 = fields({ ...report, remarks: list(remarkCount, ANY), edit: COUNT, projection: unprojected })

/** Pictures had no remarks at first. */
const version1 = fields({
  ...report,
  remarks: v.optional(list(remarkCount, ANY), () => []),
  edit: v.optional(COUNT, 0),
  projection: unprojected
})

/** Nobody could change clusters. */
const version3 = fields({
  ...report,
  remarks: list(remarkCount, ANY),
  edit: v.optional(COUNT, 0),
  projection: unprojected
})

/** The stability was always a number. */
const version2 = version3

export const EVALUATION_REPORT: Versions<EvaluationReport> = [
  version1,
  version2,
  version3,
  version4,
  version5,
  version6
]
