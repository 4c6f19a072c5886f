import { type BodyRegion } from './body-parts.ts'
import { isWithin, partsIn, regionOf } from './region.ts'

/** Free text about an image, nearest to it first: what a person called the series, and what was asked for. */
export const DESCRIPTIONS = [
  'SeriesDescription',
  'ProtocolName',
  'RequestedProcedureDescription',
  'StudyDescription'
] as const

/** What a region is read from, nearest to the image first: what a machine was told of the part, then descriptions. */
export const REGION_SOURCES = ['BodyPartExamined', ...DESCRIPTIONS] as const
export type RegionSource = (typeof REGION_SOURCES)[number]

interface RegionEvidence {
  source: RegionSource
  region: BodyRegion
  /** Of the text, as `wordsOf` has them. */
  words: string[]
}

/** What each source says; those that say nothing are left out. */
export function regionEvidence(texts: Readonly<Partial<Record<RegionSource, string>>>): RegionEvidence[] {
  return REGION_SOURCES.flatMap((source) => {
    const parts = partsIn(texts[source] ?? '')
    const region = regionOf(parts)
    return region === null ? [] : [{ source, region, words: parts.map(({ words }) => words) }]
  })
}

/**
 * The region that most sources agree with; of several the one that the nearest source says. A source agrees with a region that its own
 * one lies around: `CT Thorax/Abdomen` of a study agrees with the chest of a series.
 * @returns null where no source says anything
 */
export function regionFrom(evidence: readonly RegionEvidence[]): BodyRegion | null {
  let best: { region: BodyRegion; votes: number } | null = null
  for (const { region } of evidence) {
    const votes = evidence.filter((other) => isWithin(region, other.region)).length
    if (best === null || votes > best.votes) best = { region, votes }
  }
  return best?.region ?? null
}
