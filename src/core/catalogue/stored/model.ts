import * as v from 'valibot'
import { condition } from '../../conditions.ts'
import { anyText, fields, type Infer, list, number, orNull } from '../../schema.ts'
import type { Versions } from './document.ts'
import { storedMessage, storedRemark, withFields } from '../../stored-message.ts'
import { ANY, COUNT, ID, SEED } from './numbers.ts'
import { withTypedChoices } from './typed-choices.ts'

/** One pass over the training images. Losses are mean squared errors of pixels in [0, 1]. */
const epoch = fields({
  epoch: COUNT,
  loss: number,
  /** null where no images were kept for it. */
  validationLoss: orNull(number),
  seconds: number
})
export type Epoch = Infer<typeof epoch>

/** What training a model was asked to do. */
const trainingParameters = fields({
  where: list(condition, ANY),
  images: COUNT,
  epochs: COUNT,
  batch: COUNT,
  architecture: anyText,
  validation: number,
  reserve: COUNT,
  seed: SEED
})
export type TrainingParameters = Infer<typeof trainingParameters>

/** An image that could not be decoded. */
export const skippedImage = fields({ path: anyText, reason: storedMessage })
export type SkippedImage = Infer<typeof skippedImage>

/** Images whose pictures are used in spite of something, by the code of the remark; its parameters and the path are those of the first. */
export const remarkCount = withFields(storedRemark, fields({ images: COUNT, path: anyText }))
export type RemarkCount = Infer<typeof remarkCount>

/** What `medoid train` prints. */
const report = {
  model: ID,
  architecture: anyText,
  /** Values of an embedding. */
  embedding: COUNT,
  /** Images trained on, and kept aside to validate on. */
  images: COUNT,
  validationImages: COUNT,
  /** Images that no training touches, so that they can be evaluated on. */
  reserved: COUNT,
  skipped: list(skippedImage, ANY),
  backend: anyText,
  /** The card, or the number of threads. */
  device: anyText,
  /** Why this backend. */
  backendReason: storedMessage,
  epochs: list(epoch, ANY),
  /** 0 before the first step. */
  secondsPerStep: number,
  imagesPerSecond: number
}
const version3 = fields({
  ...report,
  parameters: trainingParameters,
  /** In spite of what pictures were used. */
  remarks: list(remarkCount, ANY)
})
export type TrainingReport = Infer<typeof version3>

/** Reasons and remarks were sentences, which their schemas read, too. */
const version2 = version3

/** Pictures had no remarks at first, and conditions were texts. */
const version1 = fields({
  ...report,
  parameters: v.pipe(withTypedChoices, trainingParameters),
  remarks: v.optional(list(remarkCount, ANY), () => [])
})

export const TRAINING_REPORT: Versions<TrainingReport> = [version1, version2, version3]
