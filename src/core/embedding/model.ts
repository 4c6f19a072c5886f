import type { Condition } from '../conditions.ts'
import type { CountedRemark } from '../remark-counts.ts'
import type { BackendName } from './backend.ts'

/** One pass over the training images. Losses are mean squared errors of pixels in [0, 1]. */
export interface Epoch {
  epoch: number
  loss: number
  /** null where no images were kept for it. */
  validationLoss: number | null
  seconds: number
}

/** What training a model was asked to do. */
export interface TrainingParameters {
  where: Condition[]
  images: number
  epochs: number
  batch: number
  architecture: string
  validation: number
  reserve: number
  seed: number
}

export interface SkippedImage {
  path: string
  reason: string
}

/** Images whose pictures are used in spite of something, by what that is; the path is that of the first. */
export interface RemarkCount extends Omit<CountedRemark, 'instance'> {
  path: string
}

/** What `medoid train` prints, and what is kept with the model. */
export interface TrainingReport {
  model: number
  architecture: string
  /** Values of an embedding. */
  embedding: number
  /** Images trained on, and kept aside to validate on. */
  images: number
  validationImages: number
  /** Images that no training touches, so that they can be evaluated on. */
  reserved: number
  skipped: SkippedImage[]
  /** In spite of what pictures were used; absent in models of before. */
  remarks?: RemarkCount[]
  backend: BackendName
  /** The card, or the number of threads. */
  device: string
  /** Why this backend, in a sentence. */
  backendReason: string
  parameters: TrainingParameters
  epochs: Epoch[]
  secondsPerStep: number
  imagesPerSecond: number
}
