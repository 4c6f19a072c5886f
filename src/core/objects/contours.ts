import { Charsets } from '../dicom/charset.ts'
import { MedoidError } from '../errors.ts'
import { parseDecimal } from '../numbers.ts'
import { ImageHeader } from '../pixels/image-header.ts'

const SPECIFIC_CHARACTER_SET = 0x00080005
const REFERENCED_SOP_INSTANCE = 0x00081155
const STRUCTURE_SET_ROIS = 0x30060020
const ROI_NUMBER = 0x30060022
const ROI_NAME = 0x30060026
const ROI_CONTOURS = 0x30060039
const ROI_DISPLAY_COLOR = 0x3006002a
const CONTOURS = 0x30060040
const CONTOUR_GEOMETRIC_TYPE = 0x30060042
const CONTOUR_IMAGES = 0x30060016
const CONTOUR_DATA = 0x30060050
const REFERENCED_ROI_NUMBER = 0x30060084
const ROI_OBSERVATIONS = 0x30060080
const ROI_INTERPRETED_TYPE = 0x300600a4

/** Points of all contours that are read at most. */
const MAX_POINTS = 2 << 20
/** Bytes of Contour Data that are read as text at once. */
const MAX_TEXT = 16 << 20
const MAX_ROIS = 2000
/** Elements of all items: a contour has about ten. */
const MAX_ROWS = 2_000_000

/** A region of interest of a structure set (PS3.3 section C.8.8.5). */
export interface Roi {
  number: number
  name: string
  /** `PTV`, `ORGAN`, `EXTERNAL`; '' where nobody says. */
  type: string
  /** Red, green and blue from 0 to 255; null where the file has none. */
  colour: [number, number, number] | null
  contours: number
}

export type ContourType = (typeof CONTOUR_TYPES)[number]

/** Contour Geometric Type (PS3.3 section C.8.8.6.1). */
const CONTOUR_TYPES = ['POINT', 'OPEN_PLANAR', 'OPEN_NONPLANAR', 'CLOSED_PLANAR', 'CLOSEDPLANAR_XOR'] as const

/** What the arrays of contours are. */
export interface ContourDescription {
  rois: Roi[]
  /** SOP Instance UIDs of images that contours were drawn on. */
  images: string[]
  contours: number
  /** Contours that are damaged: without three numbers a point. */
  damaged: number
  /** Whether there is more than is read of one file. */
  isCut: boolean
}

export interface ContourSet {
  description: ContourDescription
  /** Four numbers a contour: place of its ROI, of its type, of its image + 1 (0: none), points. */
  heads: Uint32Array
  /** x, y and z of each point in the patient, in mm, contour by contour. */
  points: Float32Array
}

/** Reads the contours of an RT Structure Set. @throws MedoidError `no-contours`, or as reading the header does */
export function readContours(path: string | Buffer): ContourSet {
  const header = new ImageHeader(MAX_ROWS)
  try {
    header.open(path)
    if (header.sequence(STRUCTURE_SET_ROIS) < 0) throw new MedoidError('no-contours', {})
    return read(header)
  } finally {
    header.close()
  }
}

function read(header: ImageHeader): ContourSet {
  const reading = new Reading(header, roisOf(header))
  for (const set of header.items(ROI_CONTOURS)) reading.add(set)
  return reading.finish(header.isFull)
}

function roisOf(header: ImageHeader): Map<number, Roi> {
  const charset = new Charsets().of(header.text(SPECIFIC_CHARACTER_SET))
  const rois = new Map<number, Roi>()
  for (const item of header.items(STRUCTURE_SET_ROIS).slice(0, MAX_ROIS)) {
    const [number] = header.numbers(ROI_NUMBER, item)
    if (!Number.isInteger(number) || rois.has(number)) continue
    const name = header.text(ROI_NAME, item, charset).slice(0, 200)
    rois.set(number, { number, name, type: '', colour: null, contours: 0 })
  }
  for (const item of header.items(ROI_OBSERVATIONS)) {
    const roi = rois.get(header.numbers(REFERENCED_ROI_NUMBER, item)[0])
    if (roi !== undefined) roi.type ||= header.text(ROI_INTERPRETED_TYPE, item).slice(0, 32)
  }
  return rois
}

class Reading {
  private readonly header: ImageHeader
  private readonly rois: Map<number, Roi>
  private readonly places: Map<number, number>
  private readonly images = new Map<string, number>()
  private readonly heads: number[] = []
  private readonly parts: Float32Array[] = []
  private points = 0
  private damaged = 0
  private isCut = false

  constructor(header: ImageHeader, rois: Map<number, Roi>) {
    this.header = header
    this.rois = rois
    this.places = new Map([...rois.keys()].map((number, place) => [number, place]))
  }

  /** The contours of one ROI. */
  add(set: number): void {
    const { header } = this
    const [number] = header.numbers(REFERENCED_ROI_NUMBER, set)
    const roi = this.rois.get(number)
    if (roi === undefined) return
    const colour = header.numbers(ROI_DISPLAY_COLOR, set)
    if (colour.length === 3 && colour.every((each) => each >= 0 && each <= 255)) {
      roi.colour = [colour[0], colour[1], colour[2]]
    }
    for (const item of header.items(CONTOURS, set)) this.addContour(roi, item)
  }

  private addContour(roi: Roi, item: number): void {
    const { header } = this
    const length = header.length(CONTOUR_DATA, item)
    if (length > MAX_TEXT || this.points >= MAX_POINTS) {
      this.isCut = true
      return
    }
    const raw = header.part(CONTOUR_DATA, 0, length, item)
    const points = raw === null ? null : pointsOf(raw.bytes.toString('latin1'))
    const type = CONTOUR_TYPES.indexOf(header.text(CONTOUR_GEOMETRIC_TYPE, item) as ContourType)
    if (points === null || type < 0) {
      this.damaged++
      return
    }
    roi.contours++
    this.points += points.length / 3
    this.parts.push(points)
    this.heads.push(this.places.get(roi.number)!, type, this.imageOf(item), points.length / 3)
  }

  /** Place of its image + 1. */
  private imageOf(item: number): number {
    const { header, images } = this
    const [image] = header.items(CONTOUR_IMAGES, item)
    const uid = image === undefined ? '' : header.text(REFERENCED_SOP_INSTANCE, image).slice(0, 64)
    if (uid === '') return 0
    if (!images.has(uid)) images.set(uid, images.size + 1)
    return images.get(uid)!
  }

  finish(isFull: boolean): ContourSet {
    const points = new Float32Array(3 * this.points)
    let at = 0
    for (const part of this.parts) {
      points.set(part, at)
      at += part.length
    }
    return {
      description: {
        rois: [...this.rois.values()],
        images: [...this.images.keys()],
        contours: this.heads.length / 4,
        damaged: this.damaged,
        isCut: this.isCut || isFull
      },
      heads: Uint32Array.from(this.heads),
      points
    }
  }
}

/** x\y\z\x\y\z…; null where they are not three numbers a point. */
function pointsOf(text: string): Float32Array | null {
  const values = text.replace(/[\0 ]+$/, '').split('\\')
  if (values.length % 3 !== 0) return null
  const points = Float32Array.from(values, (value) => parseDecimal(value.trim()))
  return points.every(Number.isFinite) ? points : null
}
