import type { CatalogueReader } from '../catalogue/reader.ts'
import { countDuplicates } from '../catalogue/summary.ts'
import type { TagFrequency } from '../catalogue/types.ts'
import { attributesOf } from '../features/attributes.ts'
import { isPhi } from '../features/decide.ts'
import { categoriesOf } from '../features/normalise.ts'
import type { ReportArchive, AttributeCounts } from './data.ts'

/** Tags whose values say what an archive holds, and how many of them are listed. */
const GROUPS = [
  { title: 'Modality', keyword: 'Modality', listed: 20 },
  { title: 'Body part', keyword: 'BodyPartExamined', listed: 14 },
  { title: 'Manufacturer', keyword: 'Manufacturer', listed: 14 }
]

/** Another year is a slip of the pen: the standard is of 1985, and older films were given their own dates when scanned. */
const YEARS = { from: 1895, to: 2100 }

/** @param frequencies of all live instances */
export function summariseArchive(reader: CatalogueReader, frequencies: readonly TagFrequency[]): ReportArchive {
  const distinct = (keyword: string): number =>
    frequencies.find(({ tag }) => tag.path === '' && tag.keyword === keyword)?.distinct ?? 0
  return {
    instances: reader.live().length,
    images: reader.images().length,
    duplicates: countDuplicates(reader.db),
    series: distinct('SeriesInstanceUID'),
    studies: distinct('StudyInstanceUID'),
    patients: distinct('PatientID') || null,
    tags: frequencies.filter(({ tag, present }) => tag.path === '' && present > 0).length,
    groups: [...GROUPS.map((group) => categoriesIn(reader, group)), yearsIn(reader)]
  }
}

function categoriesIn(
  reader: CatalogueReader,
  { title, keyword, listed }: { title: string; keyword: string; listed: number }
): AttributeCounts {
  const counts = countsOf(reader, keyword)
  const known = sum(counts.map(([, count]) => count))
  const missing = reader.images().length - known
  const attribute = attributesOf(reader.tags()).find(({ name }) => name === keyword)
  // Text that is another one in almost every image is no manufacturer, whatever its tag.
  if (attribute !== undefined && isPhi(attribute, { nonEmpty: known, distinct: counts.length })) {
    const withheld = 'The values differ from image to image and may identify people.'
    return { title, keyword, values: [], rest: { values: counts.length, count: known }, missing, withheld }
  }
  const categories = categoriesOf(new Map(counts))
  const rest = categories.slice(listed)
  return {
    title,
    keyword,
    values: categories.slice(0, listed).map(({ value, count }) => ({ value, count })),
    rest: { values: rest.length, count: sum(rest.map(({ count }) => count)) },
    missing
  }
}

/** Of dates nothing but how many images each year has. */
function yearsIn(reader: CatalogueReader): AttributeCounts {
  const keyword = 'StudyDate'
  const years = new Map<number, number>()
  for (const [value, count] of countsOf(reader, keyword)) {
    const year = Number(/^\d{4}(?=\d{4}$|\.\d\d\.\d\d$)/.exec(value)?.[0])
    if (year >= YEARS.from && year <= YEARS.to) years.set(year, (years.get(year) ?? 0) + count)
  }
  const values = [...years].sort(([a], [b]) => a - b).map(([year, count]) => ({ value: String(year), count }))
  const missing = reader.images().length - sum(values.map(({ count }) => count))
  return { title: 'Year of study', keyword, values, rest: { values: 0, count: 0 }, missing }
}

function countsOf(reader: CatalogueReader, keyword: string): [value: string, count: number][] {
  const tag = reader.find(keyword)
  if (tag === undefined) return []
  return reader.values(tag.id, reader.images()).map(({ value, count }) => [value, count])
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
