import { decidedMappings } from '../catalogue/mappings.ts'
import type { CatalogueReader } from '../catalogue/reader.ts'
import type { StoredClustering, StoredRun } from '../catalogue/runs.ts'
import { sourceRoots } from '../catalogue/sources.ts'
import type { Mapping } from '../catalogue/stored/mapping.ts'
import type { TagFrequency } from '../catalogue/types.ts'
import { type Attribute, attributeColumn, attributesOf } from '../features/attributes.ts'
import type { SitesApart } from '../harmonise/apart.ts'
import { oneSiteClusters } from '../harmonise/one-site.ts'
import { say } from '../../messages/message.ts'
import { PLAIN_TERMS } from '../../messages/terms.ts'
import { mayBeShared } from '../harmonise/shared-mappings.ts'
import { sitesAmong } from '../harmonise/sites.ts'
import { FIRST_VALUE } from '../tag-codes.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import type { SitesSummary } from './data.ts'

/** Tags in which the sites differ most, and sites that have a column in their table. */
const LISTED_TAGS = 15
const LISTED_SITES = 10
/** Mappings that are told in words. */
const LISTED_MAPPINGS = 50

/** Tags that fewer instances have tell little of a site. */
const LEAST_SHARE = 0.01

/**
 * The sites of a catalogue beside each other, by numbers: what they are called are folders and names of catalogues, which stay here. Tags are
 * compared in the sample of the run, private and nested ones are left out. null where there is one site alone.
 *
 * @param frequencies of all live instances
 * @throws CancelledError
 */
export async function summariseSites(
  reader: CatalogueReader,
  { sample }: Pick<StoredRun, 'sample'>,
  { labels }: Pick<StoredClustering, 'labels'>,
  { frequencies, apart }: { frequencies: readonly TagFrequency[]; apart: SitesApart | null },
  work: Work
): Promise<SitesSummary | null> {
  const { db } = reader
  if (sourceRoots(db).size < 2) return null
  const { sites } = sitesAmong(db, reader.images())
  if (sites.length < 2) return null
  const live = sample.filter((instance) => reader.isLive(instance))
  const sampled = sitesAmong(db, live)
  const places = new Map(sites.map(({ name }, place) => [name, place]))
  const siteOf = sampled.of.map((place) => places.get(sampled.sites[place].name)!)
  const clusters = oneSiteClusters(db, sample, labels)
  const { accepted } = decidedMappings(db)
  const told = accepted.filter((mapping) => mayBeShared(mapping) && mapping.privateCreator === '')
  return {
    sites: sites.map(({ name, sources, images }) => ({
      sources,
      images,
      sample: sampled.sites.find((site) => site.name === name)?.images ?? 0,
      clusters: clusters.filter(({ site }) => site.name === name).map(({ cluster }) => cluster)
    })),
    tags: await mostDifferent(reader, live, siteOf, Math.min(LISTED_SITES, sites.length), frequencies, work),
    apart,
    accepted: countKinds(accepted),
    mappings: told.slice(0, LISTED_MAPPINGS).map((mapping) => say('site-mapping', mapping, PLAIN_TERMS))
  }
}

/** @param siteOf the place of the site of each image; those from `sites` on are left out */
async function mostDifferent(
  reader: CatalogueReader,
  images: Uint32Array,
  siteOf: Uint32Array,
  sites: number,
  frequencies: readonly TagFrequency[],
  work: Work
): Promise<SitesSummary['tags']> {
  const counts = new Uint32Array(sites)
  for (const site of siteOf) if (site < sites) counts[site]++
  const rows: SitesSummary['tags'] = []
  for (const attribute of attributesOf(reader.tags()).filter(isListed)) {
    // What all instances have, or hardly any, differs in no site.
    const share = shareOf(attribute, frequencies, reader.live().length)
    if (share < LEAST_SHARE || share >= 1) continue
    throwIfCancelled(work)
    const { codes } = attributeColumn(reader, attribute, images)
    const filled = new Uint32Array(sites)
    for (let row = 0; row < codes.length; row++)
      if (codes[row] >= FIRST_VALUE && siteOf[row] < sites) filled[siteOf[row]]++
    const shares = Array.from(filled, (number, site) => (counts[site] === 0 ? null : number / counts[site]))
    rows.push({ name: attribute.name, tag: attribute.tag, shares })
    await breathe()
  }
  return rows
    .filter((row) => differenceOf(row) > 0)
    .sort((a, b) => differenceOf(b) - differenceOf(a))
    .slice(0, LISTED_TAGS)
}

function isListed({ path, privateCreator, keyword, tag }: Attribute): boolean {
  return path === '' && privateCreator === '' && keyword !== '' && tag.startsWith('(')
}

function shareOf({ parts }: Attribute, frequencies: readonly TagFrequency[], live: number): number {
  const ids = new Set(parts.map(({ id }) => id))
  return frequencies.reduce((sum, { tag, nonEmpty }) => sum + (ids.has(tag.id) ? nonEmpty : 0), 0) / Math.max(1, live)
}

function differenceOf({ shares }: SitesSummary['tags'][number]): number {
  const known = shares.filter((share) => share !== null)
  return Math.max(...known) - Math.min(...known)
}

function countKinds(mappings: readonly Mapping[]): SitesSummary['accepted'] {
  const counts = new Map<Mapping['kind'], number>()
  for (const { kind } of mappings) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return Array.from(counts, ([kind, mappings]) => ({ kind, mappings }))
}
