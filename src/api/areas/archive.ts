import { sourceProblems } from '../../core/catalogue/issues.ts'
import type { CatalogueReader } from '../../core/catalogue/reader.ts'
import { sayMessage } from '../../messages/message.ts'
import { WINDOW_TERMS } from '../window-terms.ts'
import { listSources, type Source } from '../../core/catalogue/sources.ts'
import { lastSummary, type Totals } from '../../core/catalogue/summary.ts'
import { categoriesOf } from '../../core/features/normalise.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { nothing, question } from '../method.ts'
import type { ValueCount } from './arguments.ts'

export type { Source, Totals }

export interface SourceRow extends Source {
  /** Why it could not be scanned the last time, and what to do about it. */
  problem: string | null
}

/** What the archive holds, as far as it is catalogued now. */
export interface ArchiveSummary {
  /** null while instances came or went since they were counted: see `instances`. */
  totals: Totals | null
  /** Live ones, counted now. */
  instances: number
  images: number
  /** Images by what their headers say, most frequent first; '' stands for images without a value, in its place by their number. */
  modality: ValueCount[]
  bodyPart: ValueCount[]
  manufacturer: ValueCount[]
  /** By the year of the study, ascending. */
  year: ValueCount[]
}

/** What was scanned. */
export const archive = {
  'archive.summary': question(nothing, archiveSummary),
  'archive.sources': question(nothing, sources)
}

/** Values that a chart of counts shows; the others are one more bar. */
const SHOWN_VALUES = 200

function archiveSummary(catalogue: OpenCatalogue): ArchiveSummary {
  const counted = catalogue.once('archive', (reader) => ({
    instances: reader.live().length,
    images: reader.images().length,
    modality: counts(reader, 'Modality'),
    bodyPart: counts(reader, 'BodyPartExamined'),
    manufacturer: counts(reader, 'Manufacturer'),
    year: years(reader)
  }))
  // Totals change without an instance coming or going.
  const { reader } = catalogue
  const summary = lastSummary(reader)
  return {
    ...counted,
    totals: summary === null || summary.stale ? null : summary.totals
  }
}

function sources({ reader: { db } }: OpenCatalogue): SourceRow[] {
  const problems = sourceProblems(db)
  return listSources(db).map((source) => {
    const problem = problems.get(source.id)
    return { ...source, problem: problem === undefined ? null : sayMessage(problem, WINDOW_TERMS) }
  })
}

/** Images by the value of a top-level tag, spellings taken together; '' for those without one. */
function counts(reader: CatalogueReader, keyword: string): ValueCount[] {
  const images = reader.images()
  const tag = reader.find(keyword)
  const values = tag === undefined ? [] : reader.values(tag.id, images)
  const found = categoriesOf(new Map(values.map(({ value, count }) => [value, count])))
  const without = images.length - found.reduce((sum, { count }) => sum + count, 0)
  const all = found.map(({ value, count }) => ({ value, count }))
  if (without > 0) {
    // Behind those that are as frequent.
    const place = all.findIndex(({ count }) => count < without)
    all.splice(place < 0 ? all.length : place, 0, { value: '', count: without })
  }
  const shown = all.slice(0, SHOWN_VALUES)
  return without === 0 || shown.some(({ value }) => value === '') ? shown : [...shown, { value: '', count: without }]
}

function years(reader: CatalogueReader): ValueCount[] {
  const images = reader.images()
  const tag = reader.find('StudyDate')
  const byYear = new Map<string, number>()
  let without = images.length
  for (const { value, count } of tag === undefined ? [] : reader.values(tag.id, images)) {
    // DA is YYYYMMDD, and was YYYY.MM.DD before DICOM 3 (PS3.5, section 6.2).
    const year = /^\d{4}(?=\.?\d\d\.?\d\d$)/.exec(value)?.[0]
    if (year === undefined) continue
    byYear.set(year, (byYear.get(year) ?? 0) + count)
    without -= count
  }
  const found = [...byYear].map(([value, count]) => ({ value, count })).sort((a, b) => (a.value < b.value ? -1 : 1))
  return without === 0 ? found : [...found, { value: '', count: without }]
}
