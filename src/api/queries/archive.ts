import { countIssues, countRemarked, listIssues } from '../../core/catalogue/issues.ts'
import type { CatalogueReader } from '../../core/catalogue/reader.ts'
import { listSources } from '../../core/catalogue/sources.ts'
import { lastSummary } from '../../core/catalogue/summary.ts'
import { categoriesOf } from '../../core/features/normalise.ts'
import type { ArchiveSummary, Arguments, FileIssue, Page, SourceRow, ValueCount } from '../contract.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

/** Values that a chart of counts shows; the others are one more bar. */
const SHOWN_VALUES = 200

export function archiveSummary(catalogue: OpenCatalogue): ArchiveSummary {
  const counted = catalogue.once('archive', (reader) => ({
    instances: reader.live().length,
    images: reader.images().length,
    modality: counts(reader, 'Modality'),
    bodyPart: counts(reader, 'BodyPartExamined'),
    manufacturer: counts(reader, 'Manufacturer'),
    year: years(reader)
  }))
  // Totals and issues change without an instance coming or going.
  const { reader } = catalogue
  const summary = lastSummary(reader)
  return {
    ...counted,
    totals: summary === null || summary.stale ? null : summary.totals,
    issues: reader.db
      .prepare('SELECT code, count(*) count FROM issue GROUP BY code ORDER BY count(*) DESC, code')
      .all() as ArchiveSummary['issues'],
    remarked: countRemarked(reader.db)
  }
}

export function sources({ reader: { db } }: OpenCatalogue): SourceRow[] {
  // What is wrong with a source as a whole is an issue of its root.
  const problems = new Map(
    db
      .prepare(`SELECT source, message FROM issue JOIN dir ON dir.id = issue.dir WHERE dir.path = '' AND name = ''`)
      .raw()
      .all() as [number, string][]
  )
  return listSources(db).map((source) => {
    const problem = problems.get(source.id)
    return { ...source, problem: problem ?? null }
  })
}

export function issues(catalogue: OpenCatalogue, given: Arguments<'archive.issues'>): Page<FileIssue> {
  const { db } = catalogue.reader
  const { code, offset, limit } = given
  const rows = listIssues(db, limit, { code, offset })
  return {
    total: countIssues(db, code),
    rows
  }
}

/** Images by the value of a top-level tag, spellings taken together; '' for those without one. */
function counts(reader: CatalogueReader, keyword: string): ValueCount[] {
  const images = reader.images()
  const tag = reader.find(keyword)
  const values = tag === undefined ? [] : reader.values(tag.id, images)
  const found = categoriesOf(new Map(values.map(({ value, count }) => [value, count])))
  const without = images.length - found.reduce((sum, { count }) => sum + count, 0)
  const shown = found.slice(0, SHOWN_VALUES).map(({ value, count }) => ({ value, count }))
  return without === 0 ? shown : [...shown, { value: '', count: without }]
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
