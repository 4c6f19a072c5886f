import type { RemarkCount } from '../embedding/model.ts'
import type { Agreement, EvaluationResult } from './result.ts'

/** Whose images must not lie in two sets at once. */
export type Unit = 'image' | 'series' | 'patient'

export interface EvaluationParameters {
  datasets: number
  size: number
  centre: 'mean' | 'medoid'
  permutations: number
  by: Unit
  seed: number
}

/** The paper's, section 3. */
export const EVALUATION_DEFAULTS: EvaluationParameters = {
  datasets: 10,
  size: 5000,
  centre: 'mean',
  permutations: 1000,
  by: 'image',
  seed: 1
}

/** Agreement with a tag, and again with clusters that were made without it and without what gives it away. */
export interface TargetAgreement extends Agreement {
  withoutTargetTag:
    | (Agreement & {
        /** Names of the features that were left out. */
        leftOut: string[]
      })
    // Where no feature is left.
    | null
}

/** What `medoid evaluate` prints for a run and a model, and what is kept in the catalogue. */
export interface EvaluationReport extends EvaluationResult {
  evaluation: number
  /** `R.K` */
  run: string
  model: number
  /** The state that the model was in: a training may go on later. */
  modelState: { epochs: number; weights: string }
  parameters: EvaluationParameters
  /** Images in each set; no image is in two of them, but for training and sample. */
  sets: { training: number; sample: number; evaluated: number }
  /** Means over the datasets; null where no image has the tag. */
  agreement: { modality: TargetAgreement | null; bodyPart: TargetAgreement | null }
  /** Series and patients that have images in a dataset and in another of the sets; null where no image names any. */
  shared: { series: number | null; patients: number | null }
  /** Mean adjusted Rand index of the clusters of five seeds on the run's sample. */
  stability: { ari: number }
  /** Images that were drawn and could not be decoded. */
  skipped: { path: string; reason: string }[]
  /** Images that say nothing, though they count; evaluations of earlier versions do not have it. */
  blank?: BlankImages
  /** In spite of what pictures were used; absent in evaluations of before. */
  remarks?: RemarkCount[]
  seconds: number
}

/** Images of the datasets in which there is nothing to compare. */
export interface BlankImages {
  /** Every pixel of the picture has one value: such images are all alike to the autoencoder. */
  constantPictures: BlankImage[]
  /** The vector is zero, and has no direction: its cosine distance to every centre counts as 1. */
  withoutLength: BlankImage[]
}

export interface BlankImage {
  instance: number
  path: string
}
