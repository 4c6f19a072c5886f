import type { Feature } from '../catalogue/stored/features.ts'
import type { TagSource } from '../catalogue/types.ts'
import { buildTable } from '../features/build.ts'
import { keptTogether } from '../features/kept-together.ts'
import { drawSample } from '../features/sample.ts'
import { FOLDS } from '../forest/folds.ts'
import { fitOutOfFold, largest } from '../forest/out-of-fold.ts'
import type { Work } from '../work.ts'
import type { SitesOfImages } from './sites.ts'

/** How well a classifier tells from its features which site an image is from. */
export interface Apart {
  /** Images that it was tried on, as many of each site as far as there are. */
  images: number
  /**
   * Mean over the sites of the share of their images that it knows, out of fold by patient, 0 to 1; null where all images of a site are of one
   * patient, so that it cannot learn the site from others.
   */
  accuracy: number | null
  /** That of guessing. */
  chance: number
}

/** Without mappings, and with those that are accepted. */
export interface SitesApart {
  before: Apart
  after: Apart
}

/** Images of a site, of all sites, and of one series, at most. */
const MOST_OF_SITE = 1000
const MOST_IMAGES = 20_000
const PER_SERIES = 4

const SEED = 1

/** A sample of images with the site of each. */
export interface SampleOfSites {
  /** Ids, ascending. */
  images: Uint32Array
  /** The place of the site of each. */
  of: Uint16Array
  sites: number
}

/** Draws as many images of each site, or all it has, few of a series. @param images ascending, those of `sites` */
export function drawOfSites(source: TagSource, images: Uint32Array, { sites, of }: SitesOfImages): SampleOfSites {
  const size = Math.min(MOST_OF_SITE, Math.floor(MOST_IMAGES / sites.length))
  const drawn = sites.flatMap((_, site) => {
    const own = images.filter((_, at) => of[at] === site)
    const { images: some } = drawSample(source, own, { size, seed: SEED, perSeries: PER_SERIES, by: 'image' })
    return Array.from(some, (image) => ({ image, site }))
  })
  drawn.sort((a, b) => a.image - b.image)
  return {
    images: Uint32Array.from(drawn, ({ image }) => image),
    of: Uint16Array.from(drawn, ({ site }) => site),
    sites: sites.length
  }
}

/**
 * How far the sites can be told apart by features: a random forest, fitted on some patients and tried on others.
 * @param source values as they are, or as mappings read them
 */
export async function howFarApart(
  source: TagSource,
  features: readonly Feature[],
  { images, of, sites }: SampleOfSites,
  work?: Pick<Work, 'signal'>
): Promise<Apart> {
  const { groups } = keptTogether(source, images, FOLDS)
  const table = buildTable(source, features, images)
  const { folds, shares } = await fitOutOfFold({ table, classes: of, count: sites, groups }, SEED, work)
  const known = new Float64Array(sites)
  const all = new Float64Array(sites)
  const foldsOf = Array.from(all, () => new Set<number>())
  of.forEach((site, row) => {
    all[site]++
    foldsOf[site].add(folds.of(groups[row]))
    if (largest(shares, row, sites).best === site) known[site]++
  })
  const isLearnt = foldsOf.every((own) => own.size > 1)
  const accuracy = known.reduce((sum, count, site) => sum + count / all[site], 0) / sites
  return { images: images.length, accuracy: isLearnt ? accuracy : null, chance: 1 / sites }
}
