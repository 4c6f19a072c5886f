import type { Database } from 'better-sqlite3'
import type { SampledSite } from '../catalogue/stored/run.ts'
import { sourceRoots } from '../catalogue/sources.ts'
import type { TagSource } from '../catalogue/types.ts'
import { type DrawnSample, drawSample, type SampleRequest } from '../features/sample.ts'
import { type Site, sitesAmong } from './sites.ts'

/**
 * Draws a sample that is stratified by site: each gives in proportion to its images that may be drawn. In a catalogue of one site it is what
 * `drawSample` draws, to the last image.
 *
 * @param images ids to draw from, ascending
 * @returns `sites` in the order of their sources; null where there is one alone
 * @throws MedoidError as `drawSample` does
 */
export function drawBySite(
  db: Database,
  source: TagSource,
  images: Uint32Array,
  request: Omit<SampleRequest, 'strata'>
): DrawnSample & { sites: SampledSite[] | null } {
  // Where each image lies need not be read where all are of one source.
  const among = sourceRoots(db).size < 2 ? null : sitesAmong(db, images)
  if (among === null || among.sites.length < 2) return { ...drawSample(source, images, request), sites: null }
  const drawn = drawSample(source, images, { ...request, strata: among.of })
  return { ...drawn, sites: countDrawn(among, images, drawn.images) }
}

/** @param images, drawn ascending */
function countDrawn(
  { sites, of }: { sites: readonly Site[]; of: Uint32Array },
  images: Uint32Array,
  drawn: Uint32Array
): SampledSite[] {
  const counts = new Uint32Array(sites.length)
  let row = 0
  for (const image of drawn) {
    while (images[row] !== image) row++
    counts[of[row]]++
  }
  return sites.map(({ sources, images }, place) => ({ sources, images, drawn: counts[place] }))
}
