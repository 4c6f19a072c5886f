import * as v from 'valibot'
import { condition, readings, tagWeight } from '../../conditions.ts'
import { anyText, boolean, fields, type Infer, list, number, oneOf, optional, orNull } from '../../schema.ts'
import { type Structure, STRUCTURES } from '../../structure.ts'
import type { Versions } from './document.ts'
import { ANY, COUNT, ID, K, SEED } from './numbers.ts'
import { withTypedChoices } from './typed-choices.ts'
import { unit } from './unit.ts'

const texts = list(anyText, ANY)

const weights = list(tagWeight, ANY)
/** The model whose embeddings count in distances, and their share. */
const fusion = fields({ model: ID, alpha: number })

const asked = {
  /** All of them must hold. */
  where: list(condition, ANY),
  /** How many tags become features at most. */
  tags: COUNT,
  include: texts,
  exclude: texts,
  ...readings,
  k: optional(list(K, ANY)),
  /** Images that are clustered, drawn at random; the others are assigned. */
  sample: COUNT,
  seed: SEED,
  algorithm: anyText,
  restarts: COUNT
}
/** Runs of the first two versions compared images as the paper does, and chose from all of them. */
const version2 = fields({
  ...asked,
  method: v.optional(anyText, 'paper'),
  weights: v.optional(weights, []),
  groupByScanner: v.optional(boolean, false),
  perSeries: orNull(COUNT),
  by: v.optional(unit, 'image'),
  select: v.optional(anyText, 'missing'),
  fuse: orNull(fusion),
  heldOut: v.optional(boolean, false)
})
const compared = {
  ...asked,
  /** Name of one of `METHODS`. */
  method: anyText,
  /** Weights that a person chose. */
  weights,
  /** Whether images are told apart by their scanners, too. */
  groupByScanner: boolean,
  /** Images of one series in the sample at most; null for any number. */
  perSeries: orNull(COUNT),
  /** What the sample is drawn by. */
  by: unit,
  /** How tags were chosen. */
  select: anyText,
  fuse: orNull(fusion)
}
/** Runs of the first three versions drew from all images. */
const version3 = fields({ ...compared, heldOut: v.optional(boolean, false) })
const version4 = fields({
  ...compared,
  /** Whether the sample is of the usual size, and leaves a part of the archive to evaluate with (`heldOut`). */
  heldOut: boolean
})
/** What was asked for. */
export type RunParameters = Infer<typeof version4>

export const RUN_PARAMETERS: Versions<RunParameters> = [
  v.pipe(withTypedChoices, version2),
  version2,
  version3,
  version4
]

/** One K of a sweep. */
const sweepRow = fields({
  k: K,
  /** `R.K` */
  clustering: anyText,
  loss: number,
  /** Mean silhouette; null for one cluster, which has none. */
  silhouette: orNull(number),
  swaps: COUNT,
  seconds: number
})
export type SweepRow = Infer<typeof sweepRow>

const structure = oneOf(...STRUCTURES)
export type { Structure }

/** What became of `perSeries` when the sample was drawn. */
const sampling = fields({
  /** Series that there were to draw from. */
  series: COUNT,
  /** The number of images of a series that would have left too few; null where it was enough, or asked for. */
  raisedFrom: orNull(COUNT)
})
export type Sampling = Infer<typeof sampling>

/** A site by the ids of its sources, the images that there were to draw from it, and those that were drawn. */
const sampledSite = fields({ sources: list(ID, ANY), images: COUNT, drawn: COUNT })
export type SampledSite = Infer<typeof sampledSite>

/** What the sweep of a run has come to. */
const result = fields({
  run: ID,
  /** Images clustered, and how many there were to draw from. */
  n: COUNT,
  images: COUNT,
  /** null where a series may have any number of images in the sample. */
  sampling: orNull(sampling),
  /** What the sample has of each site, in the order of their sources; null where there was one alone. */
  sites: orNull(list(sampledSite, ANY)),
  columns: COUNT,
  algorithm: anyText,
  restarts: COUNT,
  seed: SEED,
  pairsWithoutSharedFeature: COUNT,
  /** Images of the sample that differ from each other in some feature, where some K is larger than that; 0.1.0 did not count them. */
  distinctRows: orNull(COUNT),
  sweep: list(sweepRow, ANY),
  /** The K with the highest silhouette, whether or not it is to be called the best. */
  best: fields({ k: K, silhouette: orNull(number), structure: orNull(structure) }),
  seconds: fields({ features: number, matrix: number, clustering: number, silhouettes: number })
})
export type RunResult = Infer<typeof result>

export const RUN_RESULT: Versions<RunResult> = [result]
