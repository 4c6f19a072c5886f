import type { Feature } from '../catalogue/stored/features.ts'
import type { TagSource } from '../catalogue/types.ts'
import type { Work } from '../work.ts'
import { TableBuilder } from './build.ts'
import { drawSample } from './sample.ts'
import type { SelectionName } from './selections.ts'
import { columnsByFeature, type FeatureColumn } from './table.ts'

/** A tag that may become a feature, with its columns over the images that tags are ranked by. */
export interface RankedTag {
  feature: Feature
  columns: FeatureColumn[]
}

/** What tags are ranked by. */
export interface RankingTask {
  source: TagSource
  /** The images, ids ascending; as many as the columns have rows. */
  images: Uint32Array
  /** Those that become features anyway come first, the others by missing share, ties by tag. */
  tags: RankedTag[]
  /** How many of them become features anyway. */
  included: number
  /** How many become features in all, at most. */
  wanted: number
}

/** A ranking of eligible tags. */
export interface Ranking {
  name: SelectionName
  /**
   * @returns places of the task's tags from `included` on, the best first
   * @throws CancelledError
   */
  rank(this: void, task: RankingTask, work?: Work): Promise<number[]>
}

/** Images that tags are ranked by, at most. */
const RANKING_IMAGES = 2000

/** Tags that are ranked, at most: those that the fewest images lack. */
export const MOST_RANKED_TAGS = 300

/** Columns that these make, at most. */
const MOST_RANKED_COLUMNS = 600

/** The share of the images that have a tag, from which on it is ranked. */
export const LEAST_SHARE_RANKED = 0.05

/** The same images are drawn for everybody, so that a run and a look at its features before rank alike. */
const SEED = 1

interface FeaturesToRank {
  /** Planned; those that become features anyway first, the others by missing share. */
  features: readonly Feature[]
  /** How many of them become features anyway. */
  included: number
  /** How many become features in all, at most. */
  wanted: number
  /** Images of one series that they are ranked by, at most; null for any number. */
  perSeries: number | null
}

/**
 * Puts tags into the order of a ranking.
 * @returns places of `features` from `included` on, best first; those without room among the columns are left out
 * @throws CancelledError
 */
export async function rankFeatures(
  ranking: Ranking,
  source: TagSource,
  images: Uint32Array,
  { features, included, wanted, perSeries }: FeaturesToRank,
  work?: Work
): Promise<number[]> {
  const drawn = drawSample(source, images, { size: RANKING_IMAGES, seed: SEED, perSeries, by: 'image' })
  const sample = drawn.images
  let columns = 0
  const ranked = features.filter((feature, place) => {
    columns += feature.columns.length
    return place < included || columns <= MOST_RANKED_COLUMNS
  })
  const table = new TableBuilder(source, ranked).build(sample)
  const byFeature = columnsByFeature(ranked, table)
  const tags = ranked.map((feature, at) => ({ feature, columns: byFeature[at] }))
  const order = await ranking.rank({ source, images: sample, tags, included, wanted }, work)
  return order.map((place) => features.indexOf(ranked[place]))
}
