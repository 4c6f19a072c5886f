import type { Database } from 'better-sqlite3'
import { ROWS_AT_A_TIME } from '../features/attributes.ts'
import { SourceFinder } from '../catalogue/instance-sources.ts'
import { sourceRoots } from '../catalogue/sources.ts'
import { sourceName } from '../catalogue/source-names.ts'
import { MedoidError } from '../errors.ts'

/** Where images come from: a scanned folder, or all folders of one catalogue that was merged into this one. */
export interface Site {
  /** The catalogue that it was merged from, else the folder. */
  name: string
  /** Ids of its sources, ascending. */
  sources: number[]
  images: number
}

/** More sites are not compared: a table has a column for each. */
const MOST_SITES = 100

export interface SitesOfImages {
  sites: Site[]
  /** The place in `sites` of each image. */
  of: Uint8Array
}

/**
 * The sites of some images, in the order of their sources; one where there is nothing to compare.
 * @param images ascending; of a source that was removed since, they are of a site of their own
 * @returns for each image its place in `sites`
 */
export function sitesAmong(db: Database, images: Uint32Array): { sites: Site[]; of: Uint32Array } {
  const bySource = new Map<number, Site>()
  const byName = new Map<string, Site>()
  const add = (id: number, root: string): Site => {
    const merged = sourceName(db, id)
    const known = merged === null ? undefined : byName.get(merged)
    const site = known ?? { name: merged ?? root, sources: [], images: 0 }
    site.sources.push(id)
    bySource.set(id, site)
    if (merged !== null) byName.set(merged, site)
    return site
  }
  for (const [id, root] of sourceRoots(db)) add(id, root)

  const finder = new SourceFinder(db)
  const of = new Uint32Array(images.length)
  for (let from = 0; from < images.length; from += ROWS_AT_A_TIME) {
    of.set(finder.of(images.subarray(from, from + ROWS_AT_A_TIME)), from)
  }
  for (const source of of) (bySource.get(source) ?? add(source, `source ${source}`)).images++
  const sites = [...new Set(bySource.values())].filter((site) => site.images > 0)
  const places = new Map(sites.flatMap(({ sources }, place) => sources.map((source) => [source, place])))
  for (let row = 0; row < of.length; row++) of[row] = places.get(of[row])!
  return { sites, of }
}

/**
 * The sites of a catalogue that have images, in the order of their sources.
 * @param images ascending
 * @throws MedoidError `one-site` where there is nothing to compare, `too-many-sites`
 */
export function sitesOf(db: Database, images: Uint32Array): SitesOfImages {
  const { sites, of } = sitesAmong(db, images)
  if (sites.length < 2) throw new MedoidError('one-site', { sources: sourceRoots(db).size })
  if (sites.length > MOST_SITES) throw new MedoidError('too-many-sites', { sites: sites.length, most: MOST_SITES })
  return { sites, of: Uint8Array.from(of) }
}
