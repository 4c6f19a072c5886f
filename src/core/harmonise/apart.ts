import type { TagSource } from '../catalogue/types.ts'
import { TableBuilder } from '../features/build.ts'
import { GROUP_KEYWORDS, groupsOf, NO_GROUP } from '../features/groups.ts'
import { drawSample } from '../features/sample.ts'
import type { Feature } from '../catalogue/stored/features.ts'
import { fitForest, predict } from '../forest/forest.ts'
import { Random } from '../random.ts'
import type { Work } from '../work.ts'
import type { SitesOfImages } from './sites.ts'

/** How well a classifier tells from its features which site an image is from. */
export interface Apart {
  /** Images that it was tried on, as many of each site as far as there are. */
  images: number
  /** Mean over the sites of the share of their images that it knows, out of fold by patient, 0 to 1. */
  accuracy: number
  /** That of guessing. */
  chance: number
}

/** Images of a site, and of one of its series, at most. */
const MOST_IMAGES = 1000
const PER_SERIES = 4

const FOLDS = 5
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
  const drawn = sites.flatMap((_, site) => {
    const own = images.filter((_, at) => of[at] === site)
    const { images: some } = drawSample(source, own, {
      size: MOST_IMAGES,
      seed: SEED,
      perSeries: PER_SERIES,
      by: 'image'
    })
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
  work?: Work
): Promise<Apart> {
  const builder = new TableBuilder(source, features)
  const tableOf = (rows: Uint32Array) => builder.build(rows.map((row) => images[row]))
  const folds = foldsOf(source, images)
  const known = new Float64Array(sites)
  const all = new Float64Array(sites)
  for (let fold = 0; fold < FOLDS; fold++) {
    const fitted = rowsWhere(folds, (each) => each !== fold)
    const tried = rowsWhere(folds, (each) => each === fold)
    if (tried.length === 0 || fitted.length === 0) continue
    const classes = Uint16Array.from(fitted, (row) => of[row])
    const forest = await fitForest(tableOf(fitted), classes, sites, { seed: SEED + fold }, work)
    const shares = predict(forest, tableOf(tried))
    tried.forEach((row, at) => {
      const site = of[row]
      all[site]++
      if (likeliest(shares.subarray(at * sites, (at + 1) * sites)) === site) known[site]++
    })
  }
  const recalls = Array.from(all, (count, site) => (count === 0 ? [] : [known[site] / count])).flat()
  const accuracy = recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length
  return { images: images.length, accuracy, chance: 1 / sites }
}

function likeliest(shares: Float32Array): number {
  return shares.reduce((best, share, place) => (share > shares[best] ? place : best), 0)
}

function rowsWhere(folds: Uint8Array, holds: (fold: number) => boolean): Uint32Array {
  return Uint32Array.from([...folds.keys()].filter((row) => holds(folds[row])))
}

/** A fold of each image: those of one patient are in one, those without a patient go by series, or by themselves. */
function foldsOf(source: TagSource, images: Uint32Array): Uint8Array {
  const patients = groupsOf(source, GROUP_KEYWORDS.patient, images)
  const series = groupsOf(source, GROUP_KEYWORDS.series, images)
  const random = new Random(SEED)
  const byGroup = new Map<string, number>()
  return Uint8Array.from(images, (_, row) => {
    const [patient, one] = [patients[row], series[row]]
    const group = patient !== NO_GROUP ? `p${patient}` : one !== NO_GROUP ? `s${one}` : `i${row}`
    let fold = byGroup.get(group)
    if (fold === undefined) byGroup.set(group, (fold = random.below(FOLDS)))
    return fold
  })
}
