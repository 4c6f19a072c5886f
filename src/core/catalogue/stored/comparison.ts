import { condition } from '../../conditions.ts'
import { anyText, fields, type Infer, list, number, oneOf, orNull } from '../../schema.ts'
import type { Versions } from './document.ts'
import { agreementWithout } from './evaluation.ts'
import { ANY, COUNT, ID, K, SEED } from './numbers.ts'

/** What one way to choose tags comes to. */
const row = fields({
  /** Name of one of `SELECTIONS`. */
  select: anyText,
  /** The tags that became features, by name, and how many columns they make. */
  features: list(anyText, ANY),
  columns: COUNT,
  /** Mean, by these tags: of other tags it is one of other distances. */
  silhouette: orNull(number),
  /** The share of the images in the largest cluster. */
  largest: number,
  /** Mean adjusted Rand index of the clusters of five subsets of 80 %. */
  stability: number,
  /** Cosine distance of pictures to the centres of their clusters, and under permuted labels; null without a model. */
  visual: orNull(fields({ clustered: number, permuted: number })),
  /** Of clusters that were made without the tag, and without those that give it away; null where no image or no feature has a say. */
  modality: orNull(agreementWithout),
  bodyPart: orNull(agreementWithout)
})
export type ComparedSelection = Infer<typeof row>

const report = fields({
  comparison: ID,
  parameters: fields({
    where: list(condition, ANY),
    /** How many tags become features at most. */
    tags: COUNT,
    method: anyText,
    k: K,
    seed: SEED
  }),
  /** Images clustered, and how many there were to draw from. */
  n: COUNT,
  images: COUNT,
  /** The model, and the images of which it has seen the pictures; null where none was used. */
  visual: orNull(fields({ model: ID, images: COUNT })),
  /** Why none was. */
  withoutVisual: orNull(oneOf('no-model', 'no-pictures')),
  selections: list(row, ANY),
  seconds: number
})
/** What `medoid compare-features` prints. */
export type ComparisonReport = Infer<typeof report>

export const COMPARISON_REPORT: Versions<ComparisonReport> = [report]
