import { boolean, fields, type Infer, number, oneOf, orNull } from '../../schema.ts'
import type { Versions } from './document.ts'
import { COUNT, ID, SEED } from './numbers.ts'

/** What a map compares images by: the features of its run, or embeddings of their pictures. */
export const MAP_BY = ['tags', 'pixels'] as const
export const mapBy = oneOf(...MAP_BY)
export type MapBy = (typeof MAP_BY)[number]

const parameters = fields({
  /** Whose embeddings are compared; null for a map by tags. */
  model: orNull(ID),
  seed: SEED,
  /** Whether only the sample of the run was laid out. */
  sampleOnly: boolean
})
/** What was asked for. */
export type MapParameters = Infer<typeof parameters>

export const MAP_PARAMETERS: Versions<MapParameters> = [parameters]

/** How well neighbours are kept, each from 0 to 1: see `core/map/quality.ts`. */
const quality = fields({
  /** How many nearest images are neighbours. */
  neighbours: COUNT,
  trustworthiness: number,
  continuity: number,
  /** The share of neighbours on the map that are neighbours, and vice versa; as near as the farthest of them counts. */
  recall: number,
  /** The share of random triplets of images whose order of distances is kept. */
  triplets: number
})
export type MapQuality = Infer<typeof quality>

const report = fields({
  run: ID,
  by: mapBy,
  /** Whose embeddings are compared, and the state that the model was in; null for a map by tags. */
  model: orNull(fields({ id: ID, epochs: COUNT })),
  seed: SEED,
  /** Images of the sample that have a place of their own. */
  laidOut: COUNT,
  /** null where they are too few to judge. */
  quality: orNull(quality),
  /** The typical distance of an image of the sample to its third nearest on the map; 0 where all are at one place. */
  gap: number,
  /** Of all images of the run: how many there were, and how many have a place; null where only the sample was laid out. */
  placed: orNull(
    fields({
      images: COUNT,
      placed: COUNT,
      /** Of these, how many share no feature with any image of the sample, so that their place says nothing. */
      withoutSharedFeature: COUNT
    })
  ),
  /** Images without a place, because their pictures cannot be read; none by tags. */
  withoutPicture: COUNT,
  /** What each step took. */
  seconds: fields({ comparing: number, layout: number, quality: number, placing: number })
})
/** What `medoid map` prints. */
export type MapReport = Infer<typeof report>

export const MAP_REPORT: Versions<MapReport> = [report]
