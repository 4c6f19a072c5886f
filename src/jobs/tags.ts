import { readSummary, SUMMARY_TOP } from '../core/catalogue/summary.ts'
import type { TagFrequency } from '../core/catalogue/types.ts'
import { privateName } from '../core/dicom/private-elements.ts'
import { attributesOf } from '../core/features/attributes.ts'
import { findAttribute } from '../core/features/names.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { basisOf, reading } from './catalogues.ts'
import type { Job } from './contract.ts'

/** One tag of the frequency analysis (Manojlović et al. 2020, section 2.2). */
export interface TagRow {
  tag: string
  path: string
  keyword: string
  privateCreator: string
  /** What the vendor calls a private element, for people. Empty where that is not known. */
  privateName: string
  vr: string
  present: number
  nonEmpty: number
  distinct: number
  /** 1 − nonEmpty / instances. */
  missingShare: number
  /** Instances whose value is one that people corrected. */
  corrected: number
  top: { value: string; count: number }[]
}

export interface TagsReport {
  instances: number
  /** By missing share, then by place. */
  tags: TagRow[]
}

export interface TagReport extends Omit<TagRow, 'top'> {
  instances: number
  /** All distinct values, most frequent first. */
  values: { value: string; count: number }[]
}

export const tagsJob: Job<{ catalogue: string; raw?: boolean }, TagsReport> = {
  run: ({ catalogue, raw }) =>
    reading(
      catalogue,
      (reader) => {
        const instances = reader.live().length
        const frequencies = readSummary(reader)?.tags ?? reader.frequencies(reader.live(), SUMMARY_TOP)
        const tags = frequencies
          .filter(({ present }) => present > 0)
          .map((frequency) => rowOf(reader, frequency, instances))
        tags.sort((a, b) => a.missingShare - b.missingShare || order(a.tag, b.tag) || order(a.path, b.path))
        return { instances, tags }
      },
      basisOf(raw)
    )
}

export const tagJob: Job<{ catalogue: string; tag: string; raw?: boolean }, TagReport> = {
  run: ({ catalogue, tag: name, raw }) =>
    reading(
      catalogue,
      (reader) => {
        const { parts } = findAttribute(attributesOf(reader.tags()), name, { setting: 'tag', text: name })
        const tag = parts.find(({ path }) => path === name) ?? parts[0]
        const live = reader.live()
        const { top: _top, ...row } = rowOf(reader, reader.frequency(tag, live, 0), live.length)
        return { instances: live.length, ...row, values: reader.values(tag.id, live) }
      },
      basisOf(raw)
    )
}

export function rowOf(
  reader: CatalogueReader,
  { tag, present, nonEmpty, distinct, top }: TagFrequency,
  instances: number
): TagRow {
  return {
    tag: tag.tag,
    path: tag.path,
    keyword: tag.keyword,
    privateCreator: tag.privateCreator,
    privateName: privateName(tag.tag, tag.privateCreator),
    vr: tag.vr,
    present,
    nonEmpty,
    distinct,
    missingShare: 1 - nonEmpty / instances,
    corrected: reader.corrected(tag.id, reader.live()),
    top
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
