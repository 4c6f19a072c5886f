import { openReader, openUnmapped } from '../core/catalogue/corrections/column-source.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { type Apart, drawOfSites, howFarApart, type SampleOfSites, type SitesApart } from '../core/harmonise/apart.ts'
import { sitesOf } from '../core/harmonise/sites.ts'
import { parse } from '../core/schema.ts'
import type { Work } from '../core/work.ts'
import { featureOptions, type FeatureOptions } from './definitions/feature-parameters.ts'
import { choose } from './features.ts'

/**
 * How far the sites of a catalogue can be told apart by its features, without mappings and with those that are accepted.
 * @throws MedoidError `one-site`, `too-many-sites`; CancelledError
 */
export async function sitesApart(reader: CatalogueReader, work: Work): Promise<SitesApart> {
  const { db } = reader
  const images = reader.images()
  const sample = drawOfSites(reader, images, sitesOf(db, images))
  work.onProgress?.({ stage: 'Telling sites apart', done: 0, total: 2, unit: 'forests' })
  const before = await apartBy(openUnmapped(db), sample, work)
  work.onProgress?.({ stage: 'Telling sites apart', done: 1, total: 2, unit: 'forests' })
  const mapped = openReader(db)
  const after = mapped.basis.mappings === 0 ? before : await apartBy(mapped, sample, work)
  work.onProgress?.({ stage: 'Telling sites apart', done: 2, total: 2, unit: 'forests' })
  return { before, after }
}

/** By the features that a clustering would choose. */
async function apartBy(reader: CatalogueReader, sample: SampleOfSites, work: Work): Promise<Apart> {
  const usual = parse(featureOptions, {}, 'options') as Required<FeatureOptions>
  const { selection } = await choose(reader, usual, { signal: work.signal })
  return howFarApart(reader, selection.features, sample, { signal: work.signal })
}
