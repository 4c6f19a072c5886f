import type { Attribute } from '../../../src/core/features/attributes.ts'
import type { Site } from '../../../src/core/harmonise/sites.ts'
import type { Stratum } from '../../../src/core/harmonise/strata.ts'
import type { TagProfile } from '../../../src/core/harmonise/tag-profile.ts'

/** Sites with one source each, 100 images of CT. */
export const SITES: Site[] = [1, 2].map((source) => ({ name: `/site${source}`, sources: [source], images: 100 }))
export const STRATA: Stratum[] = [0, 1].map((site) => ({ site, modality: 'CT', images: 100 }))

function attribute(keyword: string, vr: string): Attribute {
  return { name: keyword, tag: '(0018,0015)', path: '', keyword, privateCreator: '', vr, parts: [] }
}

/** A tag with words. @param texts images by site of each text */
export function wordsOf(keyword: string, texts: Record<string, number[]>, vr = 'CS'): TagProfile {
  const filled = new Uint32Array(STRATA.length)
  const counts = Object.entries(texts).map(([text, bySite]) => [text, Uint32Array.from(bySite)] as const)
  for (const [, each] of counts) each.forEach((count, place) => (filled[place] += count))
  return { attribute: attribute(keyword, vr), filled, texts: new Map(counts), numbers: null }
}

/** A tag with numbers. @param bySite those of each site */
export function numbersOf(keyword: string, bySite: number[][]): TagProfile {
  return {
    attribute: attribute(keyword, 'DS'),
    filled: Uint32Array.from(bySite, ({ length }) => length),
    texts: null,
    numbers: bySite.map((numbers) => Float64Array.from(numbers).sort())
  }
}

/** So many of each number. */
export function repeated(numbers: number[], times = 10): number[] {
  return numbers.flatMap((number) => new Array<number>(times).fill(number))
}
