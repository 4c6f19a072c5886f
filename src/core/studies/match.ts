import { categoryKey } from '../features/normalise.ts'
import { folded } from '../folded.ts'
import { FIRST_VALUE } from '../tag-codes.ts'
import { type StudyFacet, FACETS, type StudyIndex, type Texts } from './study-index.ts'

/** Which instances are looked at; what is not said does not matter. */
export interface StudyFilter {
  /** Words that a study, or a series of it, has to hold, each somewhere: what is asked is whether it begins, ends or contains them. */
  search?: string
  /** Whether the words may be of a patient: an ID, a name or an accession number. */
  patients?: boolean
  /** By tag, one of these values, however it is spelt; '' for none. */
  values?: Partial<Record<StudyFacet, readonly string[]>>
  /** Days of the study as YYYYMMDD, both included. */
  from?: number
  to?: number
  /** Those without a Study Date, and no others. */
  undated?: boolean
  /** Those with pixels, and no others. */
  images?: boolean
  /** An instance: those of its patient. */
  patientOf?: number
}

/** What a filter leaves. */
export interface Matches {
  /** By place of the index: 1 where the instance is one. */
  inside: Uint8Array
  /** Instances, and images among them, by series. */
  instances: Uint32Array
  images: Uint32Array
}

export function match(index: StudyIndex, filter: StudyFilter): Matches {
  const inside = new Uint8Array(index.instances.length).fill(1)
  for (const facet of FACETS) {
    const values = filter.values?.[facet]
    if (values !== undefined && values.length > 0) keepValues(inside, index.facets[facet], values)
  }
  const { from = 0, to = 99_999_999, undated = false, images = false } = filter
  if (undated || filter.from !== undefined || filter.to !== undefined) {
    const { dates } = index
    for (let place = 0; place < inside.length; place++) {
      const date = dates[place]
      if (undated ? date !== 0 : date === 0 || date < from || date > to) inside[place] = 0
    }
  }
  if (images) for (let place = 0; place < inside.length; place++) inside[place] &= index.isImage[place]
  keepStudies(inside, index, filter)
  return { inside, ...counted(index, inside) }
}

function keepValues(inside: Uint8Array, { codes, texts }: Texts, values: readonly string[]): void {
  const wanted = new Set(values.map(categoryKey))
  const isWanted = texts.map((text, code) => wanted.has(code < FIRST_VALUE ? '' : categoryKey(text)))
  for (let place = 0; place < inside.length; place++) if (!isWanted[codes[place]]) inside[place] = 0
}

function keepStudies(inside: Uint8Array, index: StudyIndex, { search = '', patients, patientOf }: StudyFilter): void {
  const words = searchable(search)
    .split(' ')
    .filter((word) => word !== '')
  if (words.length === 0 && patientOf === undefined) return
  const isKept = new Uint8Array(index.patientOf.length).fill(1)
  for (const word of words) {
    const found = studiesWith(index, word, patients ?? true)
    for (let study = 0; study < isKept.length; study++) isKept[study] &= found[study]
  }
  if (patientOf !== undefined) {
    const own = index.studyOf[index.seriesOf[index.placeOf[patientOf]]]
    const patient = index.patientOf[own]
    // A study without a patient has no others of the same.
    const isOwn = (study: number): boolean => (patient === 0 ? study === own : index.patientOf[study] === patient)
    for (let study = 0; study < isKept.length; study++) if (!isOwn(study)) isKept[study] = 0
  }
  for (let place = 0; place < inside.length; place++) inside[place] &= isKept[index.studyOf[index.seriesOf[place]]]
}

/** By study, whether a word occurs in it. */
function studiesWith(index: StudyIndex, word: string, patients: boolean): Uint8Array {
  const found = new Uint8Array(index.patientOf.length)
  const { study, series, studyOf } = index
  const ofStudy = [study.StudyInstanceUID, study.StudyDescription]
  if (patients) ofStudy.push(study.PatientID, study.PatientName, study.AccessionNumber)
  for (const texts of ofStudy) {
    const holds = holding(texts, word)
    for (let i = 0; i < found.length; i++) found[i] |= holds[texts.codes[i]]
  }
  const ofSeries = [series.SeriesInstanceUID, series.SeriesDescription, series.Modality, series.BodyPartExamined]
  for (const texts of ofSeries) {
    const holds = holding(texts, word)
    for (let i = 0; i < studyOf.length; i++) found[studyOf[i]] |= holds[texts.codes[i]]
  }
  return found
}

/** By code, whether its text holds a word. */
function holding({ texts }: Texts, word: string): Uint8Array {
  return Uint8Array.from(texts, (text) =>
    Number(text !== undefined && (text.includes(word) || searchable(text).includes(word)))
  )
}

/** As people search: small letters without accents; the parts of a name, and what stands between commas in a list, as words. */
function searchable(text: string): string {
  // Most of what there is, digits and UIDs above all, is so already.
  if (/^[a-z0-9. ]*$/.test(text)) return text
  return folded(text)
    .replace(/[\s^=,]+/g, ' ')
    .trim()
}

function counted({ seriesOf, seriesStarts, isImage }: StudyIndex, inside: Uint8Array): Omit<Matches, 'inside'> {
  const instances = new Uint32Array(seriesStarts.length - 1)
  const images = new Uint32Array(instances.length)
  for (let place = 0; place < inside.length; place++) {
    instances[seriesOf[place]] += inside[place]
    images[seriesOf[place]] += inside[place] & isImage[place]
  }
  return { instances, images }
}
