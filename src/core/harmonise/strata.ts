import { FIRST_VALUE } from '../tag-codes.ts'
import type { ColumnSource } from '../catalogue/types.ts'
import { attributeColumn, attributesOf, ROWS_AT_A_TIME } from '../features/attributes.ts'
import type { SitesOfImages } from './sites.ts'

/** Images of one site and one modality: only what both sites image can be compared between them. */
export interface Stratum {
  /** Place of the site. */
  site: number
  /** Modality (0008,0060); '' of images without one. */
  modality: string
  images: number
}

/** More modalities than that are one, ''. */
const MOST_MODALITIES = 100

export interface StrataOfImages {
  strata: Stratum[]
  /** The place in `strata` of each image. */
  of: Uint16Array
}

/** @param images ascending, those of `sites` */
export function strataOf(source: ColumnSource, images: Uint32Array, { of: siteOf }: SitesOfImages): StrataOfImages {
  const modality = attributesOf(source.tags()).find(({ name }) => name === 'Modality')
  const strata: Stratum[] = []
  const places = new Map<string, number>()
  const modalities = new Set<string>()
  const of = new Uint16Array(images.length)
  for (let from = 0; from < images.length; from += ROWS_AT_A_TIME) {
    const some = images.subarray(from, from + ROWS_AT_A_TIME)
    const column = modality === undefined ? undefined : attributeColumn(source, modality, some)
    for (let row = 0; row < some.length; row++) {
      const code = column?.codes[row] ?? 0
      let text = code < FIRST_VALUE ? '' : column!.texts[code].trim()
      if (!modalities.has(text)) {
        if (modalities.size < MOST_MODALITIES) modalities.add(text)
        else text = ''
      }
      const site = siteOf[from + row]
      const key = `${site} ${text}`
      let place = places.get(key)
      if (place === undefined) {
        places.set(key, (place = strata.length))
        strata.push({ site, modality: text, images: 0 })
      }
      strata[place].images++
      of[from + row] = place
    }
  }
  return { strata, of }
}

/** Fewer images of a modality at a site show no habit of it. */
const FEWEST_IMAGES = 10

/** The places of the strata of each modality that several sites have. */
export function sharedStrata(strata: readonly Stratum[]): number[][] {
  const byModality = new Map<string, number[]>()
  strata.forEach(({ modality, images }, place) => {
    if (modality === '' || images < FEWEST_IMAGES) return
    byModality.set(modality, [...(byModality.get(modality) ?? []), place])
  })
  return [...byModality.values()].filter((places) => places.length > 1)
}
