import { FIRST_VALUE } from '../../core/tag-codes.ts'
import type { CatalogueReader } from '../../core/catalogue/reader.ts'
import { SopIndex } from '../../core/catalogue/sop-index.ts'
import { MedoidError } from '../../core/errors.ts'
import { parseDecimal } from '../../core/numbers.ts'
import { readable } from '../../core/catalogue/names.ts'
import { type Infer, list, object, text } from '../../core/schema.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { slowQuestion } from '../method.ts'
import { instance } from './arguments.ts'

/** An image among those of its series. Its frames are had by address: `frame/<instance>/<frame from 0, or middle>`. */
export interface ImagePlace {
  instance: number
  /** Instances of its series, in the order in which they are scrolled through; at least itself. */
  series: number[]
  /** Of the header; '' where it has none. */
  modality: string
  studyDescription: string
  seriesDescription: string
  instanceNumber: string
  sopInstanceUid: string
  /** Of its file; '' where its source was taken out. */
  path: string
}

/** How the images of a series lie in the patient, so that it can be scrolled through together with another one. */
export interface SeriesGeometry {
  /** Frame of Reference UID; '' where images have none, or not the same one. */
  frameOfReference: string
  /** Of the slices, of length 1; null where nobody says, or where they are not parallel. */
  normal: [number, number, number] | null
  /** Of the upper left pixel, in mm, in the order in which images are scrolled through; null where nobody says. */
  positions: ([number, number, number] | null)[]
}

const one = object({ instance })

/** Instances that are looked for at once: a structure set names a few hundred images. */
const MAX_UIDS = 5000
const named = object({ uids: list(text({ max: 64 }), MAX_UIDS) })

/** Where images are. */
export const images = {
  'images.place': slowQuestion(one, imagePlace),
  'images.geometry': slowQuestion(one, seriesGeometry),
  /** Instances by their SOP Instance UIDs; null: the catalogue has none. */
  'images.known': slowQuestion(named, knownInstances)
}

/** Images of a series that are told at most. */
const MAX_SERIES = 20_000

/** Where the file of an instance lies. @throws MedoidError `no-such-instance`, `source-removed` */
export function locate({ reader }: OpenCatalogue, instance: number): string | Buffer {
  checkInstance(reader, instance)
  const path = reader.path(instance)
  if (path !== null) return path
  throw new MedoidError('source-removed', {})
}

/** An image among those of its series, in the order of their Instance Number, else of their position. */
function imagePlace(catalogue: OpenCatalogue, { instance }: Infer<typeof one>): ImagePlace {
  const { reader } = catalogue
  checkInstance(reader, instance)
  const path = reader.path(instance)
  const siblings = seriesOf(catalogue, instance)
  const itself = Uint32Array.of(instance)
  const text = (keyword: string): string => {
    const tag = reader.find(keyword)
    if (tag === undefined) return ''
    const { codes, texts } = reader.column(tag.id, itself)
    return codes[0] < FIRST_VALUE ? '' : texts[codes[0]].slice(0, 200)
  }
  return {
    instance,
    series: siblings,
    modality: text('Modality'),
    studyDescription: text('StudyDescription'),
    seriesDescription: text('SeriesDescription'),
    instanceNumber: text('InstanceNumber'),
    sopInstanceUid: text('SOPInstanceUID'),
    path: path === null ? '' : readable(path)
  }
}

function knownInstances({ reader }: OpenCatalogue, { uids }: Infer<typeof named>): (number | null)[] {
  const index = new SopIndex(reader.db)
  const live = { has: (instance: number) => instance < reader.capacity && reader.isLive(instance) }
  return uids.map((uid) => index.find(uid, live) ?? null)
}

/** Directions that differ by more are not parallel. */
const PARALLEL = 1e-3

function seriesGeometry(catalogue: OpenCatalogue, { instance }: Infer<typeof one>): SeriesGeometry {
  const { reader } = catalogue
  checkInstance(reader, instance)
  const series = seriesOf(catalogue, instance)
  // Columns are read in ascending order.
  const ids = Uint32Array.from(series).sort()
  const places = new Map(Array.from(ids, (id, i) => [id, i]))
  const texts = (keyword: string): string[] => {
    const tag = reader.find(keyword)
    if (tag === undefined) return series.map(() => '')
    const { codes, texts } = reader.column(tag.id, ids)
    return series.map((id) => {
      const code = codes[places.get(id)!]
      return code < FIRST_VALUE ? '' : texts[code]
    })
  }
  const numbers = (keyword: string, count: number): (number[] | null)[] =>
    texts(keyword).map((text) => {
      const found = text.split('\\').map(parseDecimal)
      return found.length === count && found.every(Number.isFinite) ? found : null
    })
  const frames = new Set(texts('FrameOfReferenceUID'))
  const normals = numbers('ImageOrientationPatient', 6).map((each) => (each === null ? null : unit(normalOf(each))))
  const [first] = normals
  const isOne =
    first !== null && normals.every((each) => each !== null && each.every((x, i) => Math.abs(x - first[i]) < PARALLEL))
  return {
    frameOfReference: frames.size === 1 ? [...frames][0] : '',
    normal: isOne ? first : null,
    positions: numbers('ImagePositionPatient', 3) as SeriesGeometry['positions']
  }
}

/** null of what has no length. */
function unit(vector: [number, number, number]): [number, number, number] | null {
  const length = Math.hypot(...vector)
  return length > 0 ? [vector[0] / length, vector[1] / length, vector[2] / length] : null
}

/** @throws MedoidError `no-such-instance` */
export function checkInstance(reader: CatalogueReader, instance: number): void {
  if (instance < reader.capacity && reader.isLive(instance)) return
  throw new MedoidError('no-such-instance', {})
}

/** Of an instance, in the order in which they are scrolled through; at least itself. */
export function seriesOf(catalogue: OpenCatalogue, instance: number): number[] {
  const { reader } = catalogue
  const tag = reader.find('SeriesInstanceUID')
  if (tag === undefined) return [instance]
  const endings = catalogue.once('series of instances', () => reader.endings(tag.id), 'instances')
  const ending = endings[instance]
  if (ending === 0) return [instance]
  const candidates = reader.live().filter((id) => endings[id] === ending)
  const { codes } = reader.column(tag.id, candidates)
  const code = codes[candidates.indexOf(instance)]
  const all = [...candidates].filter((_, i) => codes[i] === code)
  const siblings = all.slice(0, MAX_SERIES)
  // Whoever is beyond the limit is still there.
  return sorted(reader, siblings.includes(instance) ? siblings : [...siblings, instance])
}

/** By Instance Number; where that does not tell two apart, by how far they lie along the normal of the slices. */
export function sorted(reader: CatalogueReader, instances: number[]): number[] {
  const ids = Uint32Array.from(instances)
  const numbers = (keyword: string): number[][] => {
    const tag = reader.find(keyword)
    if (tag === undefined) return instances.map(() => [])
    const { codes, texts } = reader.column(tag.id, ids)
    return Array.from(codes, (code) => (code < FIRST_VALUE ? [] : texts[code].split('\\').map(Number)))
  }
  const instanceNumbers = numbers('InstanceNumber').map(([n]) => n ?? NaN)
  const orientations = numbers('ImageOrientationPatient')
  const normal = normalOf(orientations.find(({ length }) => length === 6) ?? [1, 0, 0, 0, 1, 0])
  const positions = numbers('ImagePositionPatient').map((at) =>
    at.length === 3 ? at[0] * normal[0] + at[1] * normal[1] + at[2] * normal[2] : NaN
  )
  const order = instances.map((_, i) => i)
  order.sort((a, b) => compare(instanceNumbers[a], instanceNumbers[b]) || compare(positions[a], positions[b]) || a - b)
  return order.map((i) => instances[i])
}

function normalOf([a, b, c, d, e, f]: readonly number[]): [number, number, number] {
  return [b * f - c * e, c * d - a * f, a * e - b * d]
}

/** What is no number comes last. */
function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return a - b
}
