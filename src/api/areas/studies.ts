import type { CatalogueReader } from '../../core/catalogue/reader.ts'
import { MedoidError } from '../../core/errors.ts'
import { parseDecimal } from '../../core/numbers.ts'
import { roleOf } from '../../core/pixels/slide-images.ts'
import { boolean, type Infer, integer, list, object, oneOf, optional, orNull, text } from '../../core/schema.ts'
import { dateText } from '../../core/studies/dates.ts'
import { type Matches, match } from '../../core/studies/match.ts'
import {
  countStudies,
  STUDY_SORTS,
  type StudyCounts,
  type StudySort,
  studiesInOrder
} from '../../core/studies/order.ts'
import { indexStudies, type StudyIndex, type Texts } from '../../core/studies/study-index.ts'
import { FIRST_VALUE } from '../../core/tag-codes.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { slowQuestion } from '../method.ts'
import { instance, limit, offset } from './arguments.ts'
import { sorted } from './images.ts'

export type { StudySort }

/** Whose study it is; null where the window hides patients, or no patient is told. */
interface StudyPatient {
  id: string
  name: string
  /** Studies of this patient in the archive. */
  studies: number
  /** Whether instances of the study are of other patients, too. */
  isMixed: boolean
}

export interface StudyRow {
  /** Its first instance, which stands for it. */
  study: number
  patient: StudyPatient | null
  hasUid: boolean
  /** ISO 8601; '' for none. */
  date: string
  description: string
  /** Of its series that match, the most frequent first. */
  modalities: string[]
  bodyParts: string[]
  /** Of what matches. */
  series: number
  images: number
  instances: number
  /** With what does not match. */
  allInstances: number
}

export interface StudyList {
  /** Studies that match, and what of them does. */
  total: number
  series: number
  instances: number
  images: number
  /** Studies, and series, among them that are of instances without a UID of one. */
  withoutUid: { studies: number; series: number }
  /** Those of the whole archive. */
  all: { studies: number; series: number; instances: number; images: number }
  rows: StudyRow[]
}

export interface SeriesRow {
  /** Its first instance, which stands for it. */
  series: number
  hasUid: boolean
  number: string
  modality: string
  bodyPart: string
  description: string
  /** Of what matches. */
  images: number
  instances: number
  /** The one in the middle by Instance Number, an image where there is one, and no label of a slide. */
  middle: number
  /** Whether another study has a series with its UID. */
  isShared: boolean
}

export interface StudySeries {
  study: StudyRow
  /** Series that match; those that are listed come first. */
  total: number
  series: SeriesRow[]
}

/** One picture of the gallery, with what tells it from others. */
export interface BrowsedImage {
  instance: number
  modality: string
  seriesDescription: string
  instanceNumber: string
}

export interface BrowsedImages {
  total: number
  rows: BrowsedImage[]
}

const value = text({ max: 1000, empty: true })
const values = optional(list(value, 200))
const day = integer(0, 99_999_999)
const filter = object({
  /** Words that are looked for in descriptions, UIDs, modalities and body parts, and where patients are shown in what names them. */
  search: optional(text({ max: 200, empty: true })),
  /** One of these, however it is spelt; '' for images without a value. */
  values: optional(object({ Modality: values, BodyPartExamined: values, Manufacturer: values })),
  /** As YYYYMMDD. */
  from: optional(day),
  to: optional(day),
  undated: optional(boolean),
  images: optional(boolean),
  /** An instance: studies of the same patient. */
  patientOf: optional(instance)
})
/** Whether patients are told of; where they are hidden, nothing of them leaves the host. */
const patients = boolean
const asked = { filter, patients }
const page = object({
  ...asked,
  sort: oneOf(...STUDY_SORTS),
  order: oneOf('ascending', 'descending'),
  offset,
  limit
})
const one = object({ ...asked, study: instance, limit })
const some = object({
  ...asked,
  sort: oneOf(...STUDY_SORTS),
  order: oneOf('ascending', 'descending'),
  /** Those of a study, or of a series, each told by an instance of it. */
  study: orNull(instance),
  series: orNull(instance),
  offset,
  limit
})

/** What is in an archive by patient, study and series, before anything is clustered. */
export const studies = {
  'studies.list': slowQuestion(page, studyList),
  'studies.series': slowQuestion(one, studySeries),
  'studies.images': slowQuestion(some, browsedImages)
}

/** Characters of a text that a list shows. */
const SHOWN = 200
/** Modalities, or body parts, that are told of a study. */
const MOST_KINDS = 8

interface Found {
  index: StudyIndex
  matches: Matches
  counts: StudyCounts
  /** What the last order came to. */
  ordered: { by: string; studies: Uint32Array }
}

/** What the last filter left is kept: whoever scrolls asks again and again. */
function find(
  catalogue: OpenCatalogue,
  { filter, patients }: { filter: Infer<typeof page>['filter']; patients: boolean }
): Found {
  const index = catalogue.once('studies', indexStudies)
  const last = catalogue.once('matching studies', () => ({ by: '', found: null as Found | null }))
  const by = JSON.stringify([filter, patients])
  if (last.found === null || last.by !== by) {
    if (filter.patientOf !== undefined) check(index, catalogue.reader, filter.patientOf)
    const matches = match(index, { ...filter, patients })
    last.found = {
      index,
      matches,
      counts: countStudies(index, matches),
      ordered: { by: '', studies: new Uint32Array() }
    }
    last.by = by
  }
  return last.found
}

function check(index: StudyIndex, reader: CatalogueReader, instance: number): void {
  if (instance < index.placeOf.length && reader.isLive(instance)) return
  throw new MedoidError('no-such-instance', {})
}

function inOrder(found: Found, sort: StudySort, order: 'ascending' | 'descending'): Uint32Array {
  const by = `${sort} ${order}`
  if (found.ordered.by !== by) {
    found.ordered = { by, studies: studiesInOrder(found.index, found.counts, sort, order) }
  }
  return found.ordered.studies
}

function studyList(catalogue: OpenCatalogue, given: Infer<typeof page>): StudyList {
  const found = find(catalogue, given)
  const { index, counts } = found
  const ordered = inOrder(found, given.sort, given.order)
  const sum = (each: Uint32Array): number => each.reduce((total, count) => total + count, 0)
  return {
    total: ordered.length,
    series: sum(counts.series),
    instances: sum(counts.instances),
    images: sum(counts.images),
    withoutUid: withoutUid(found),
    all: {
      studies: index.patientOf.length,
      series: index.studyOf.length,
      instances: index.instances.length,
      images: index.isImage.reduce((total, is) => total + is, 0)
    },
    rows: Array.from(ordered.subarray(given.offset, given.offset + given.limit), (study) =>
      rowOf(found, study, given.patients)
    )
  }
}

function withoutUid({ index, matches, counts }: Found): StudyList['withoutUid'] {
  const without = ({ codes }: Texts, left: Uint32Array): number =>
    codes.reduce((total, code, i) => total + Number(code < FIRST_VALUE && left[i] > 0), 0)
  return {
    studies: without(index.study.StudyInstanceUID, counts.instances),
    series: without(index.series.SeriesInstanceUID, matches.instances)
  }
}

function rowOf({ index, matches, counts }: Found, study: number, patients: boolean): StudyRow {
  const { study: of, series: ofSeries, studyStarts, seriesStarts, instances } = index
  const [first, end] = [studyStarts[study], studyStarts[study + 1]]
  const kinds = (texts: Texts): string[] => {
    const found = new Map<string, number>()
    for (let series = first; series < end; series++) {
      const kind = textOf(texts, series)
      if (kind !== '' && matches.instances[series] > 0) {
        found.set(kind, (found.get(kind) ?? 0) + matches.instances[series])
      }
    }
    return [...found]
      .sort(([, a], [, b]) => b - a)
      .slice(0, MOST_KINDS)
      .map(([kind]) => kind)
  }
  const patient = index.patientOf[study]
  return {
    study: instances[seriesStarts[first]],
    patient:
      !patients || patient === 0
        ? null
        : {
            id: textOf(of.PatientID, study),
            name: textOf(of.PatientName, study),
            studies: index.studiesOfPatient[patient],
            isMixed: index.isMixed[study] === 1
          },
    hasUid: of.StudyInstanceUID.codes[study] >= FIRST_VALUE,
    date: dateText(of.date[study]),
    description: textOf(of.StudyDescription, study),
    modalities: kinds(ofSeries.Modality),
    bodyParts: kinds(ofSeries.BodyPartExamined),
    series: counts.series[study],
    images: counts.images[study],
    instances: counts.instances[study],
    allInstances: seriesStarts[end] - seriesStarts[first]
  }
}

const textOf = ({ codes, texts }: Texts, i: number): string => texts[codes[i]].slice(0, SHOWN)

function studySeries(catalogue: OpenCatalogue, given: Infer<typeof one>): StudySeries {
  const found = find(catalogue, given)
  const { index, matches } = found
  check(index, catalogue.reader, given.study)
  const study = index.studyOf[index.seriesOf[index.placeOf[given.study]]]
  const all: number[] = []
  for (let series = index.studyStarts[study]; series < index.studyStarts[study + 1]; series++) {
    if (matches.instances[series] > 0) all.push(series)
  }
  const listed = all.slice(0, given.limit)
  const middles = middlesOf(catalogue.reader, found, listed)
  const { series: of, seriesStarts, instances } = index
  return {
    study: rowOf(found, study, given.patients),
    total: all.length,
    series: listed.map((series, i) => ({
      series: instances[seriesStarts[series]],
      hasUid: of.SeriesInstanceUID.codes[series] >= FIRST_VALUE,
      number: textOf(of.SeriesNumber, series),
      modality: textOf(of.Modality, series),
      bodyPart: textOf(of.BodyPartExamined, series),
      description: textOf(of.SeriesDescription, series),
      images: matches.images[series],
      instances: matches.instances[series],
      middle: middles[i],
      isShared: index.isShared[series] === 1
    }))
  }
}

/** The instances of some series that match, by series. */
function membersOf({ index, matches }: Found, series: number): number[] {
  const members: number[] = []
  for (let place = index.seriesStarts[series]; place < index.seriesStarts[series + 1]; place++) {
    if (matches.inside[place] === 1) members.push(index.instances[place])
  }
  return members
}

/** Of each series the instance in the middle by Instance Number, of its images where it has any, but for the label of a slide. */
function middlesOf(reader: CatalogueReader, found: Found, listed: readonly number[]): number[] {
  const { index } = found
  const bySeries = listed.map((series) => {
    const members = membersOf(found, series)
    const images = members.filter((instance) => index.isImage[index.placeOf[instance]] === 1)
    return images.length > 0 ? images : members
  })
  const types = textsOf(reader, 'ImageType', bySeries.flat())
  const numbers = textsOf(reader, 'InstanceNumber', bySeries.flat())
  const numberOf = (instance: number): number => {
    const number = parseDecimal(numbers.get(instance)!)
    return Number.isNaN(number) ? Infinity : number
  }
  return bySeries.map((members) => {
    // The label of a slide has the name of the patient on it.
    const shown = members.filter((instance) => roleOf(types.get(instance)!) !== 'label')
    const keyed = (shown.length > 0 ? shown : members).map((instance) => ({ instance, number: numberOf(instance) }))
    keyed.sort((a, b) => (a.number < b.number ? -1 : a.number > b.number ? 1 : a.instance - b.instance))
    return keyed[keyed.length >> 1].instance
  })
}

/** By instance, '' where there is none. */
function textsOf(reader: CatalogueReader, keyword: string, instances: readonly number[]): Map<number, string> {
  const ids = Uint32Array.from(instances).sort()
  const tag = reader.find(keyword)
  if (tag === undefined) return new Map(Array.from(ids, (instance) => [instance, '']))
  const { codes, texts } = reader.column(tag.id, ids)
  return new Map(Array.from(ids, (instance, i) => [instance, texts[codes[i]].slice(0, SHOWN)]))
}

function browsedImages(catalogue: OpenCatalogue, given: Infer<typeof some>): BrowsedImages {
  const { reader } = catalogue
  const found = find(catalogue, given)
  const { index } = found
  const all = catalogue.once('browsed images', () => ({ by: '', instances: new Uint32Array() }))
  const { filter, patients, sort, order, study, series } = given
  const by = JSON.stringify([filter, patients, study, series, study === null && series === null ? [sort, order] : []])
  if (all.by !== by) {
    for (const each of [study, series]) if (each !== null) check(index, reader, each)
    all.instances = Uint32Array.from(chosen(reader, found, given))
    all.by = by
  }
  const rows = [...all.instances.subarray(given.offset, given.offset + given.limit)]
  const [modality, description, number] = ['Modality', 'SeriesDescription', 'InstanceNumber'].map((keyword) =>
    textsOf(reader, keyword, rows)
  )
  return {
    total: all.instances.length,
    rows: rows.map((instance) => ({
      instance,
      modality: modality.get(instance)!,
      seriesDescription: description.get(instance)!,
      instanceNumber: number.get(instance)!
    }))
  }
}

/** A series as it is scrolled through; a study, series by series; all, study by study, each series as in the catalogue. */
function* chosen(
  reader: CatalogueReader,
  found: Found,
  { study, series, sort, order }: Infer<typeof some>
): Iterable<number> {
  const { index } = found
  if (series !== null) {
    yield* sorted(reader, membersOf(found, index.seriesOf[index.placeOf[series]]))
    return
  }
  const studies = study === null ? inOrder(found, sort, order) : [index.studyOf[index.seriesOf[index.placeOf[study]]]]
  for (const each of studies) {
    for (let member = index.studyStarts[each]; member < index.studyStarts[each + 1]; member++) {
      const members = membersOf(found, member)
      if (study === null || members.length === 0) yield* members
      else yield* sorted(reader, members)
    }
  }
}
