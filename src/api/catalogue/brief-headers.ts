import { FIRST_VALUE } from '../../core/tag-codes.ts'
import type { OpenCatalogue } from './open-catalogue.ts'
import { SHOWN_CHARACTERS } from './tag-values.ts'

/** What a header says that tells an image from others at a glance; '' where it has none. */
export interface BriefHeader {
  modality: string
  bodyPart: string
  seriesDescription: string
}

/** @param instances ascending: neighbours are read together @returns in their order */
export function briefHeaders({ reader }: OpenCatalogue, instances: Uint32Array): BriefHeader[] {
  const texts = (keyword: string): string[] => {
    const tag = reader.find(keyword)
    if (tag === undefined) return []
    const column = reader.column(tag.id, instances)
    return Array.from(column.codes, (code) => (code < FIRST_VALUE ? '' : column.texts[code].slice(0, SHOWN_CHARACTERS)))
  }
  const [modality, bodyPart, seriesDescription] = ['Modality', 'BodyPartExamined', 'SeriesDescription'].map(texts)
  return Array.from(instances, (_, i) => ({
    modality: modality[i] ?? '',
    bodyPart: bodyPart[i] ?? '',
    seriesDescription: seriesDescription[i] ?? ''
  }))
}
