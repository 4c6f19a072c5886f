import type { ContourDescription } from '../../../../api/contract.ts'
import { unpack } from '../../../packed.ts'

/** A contour of a structure set. */
export interface Contour {
  /** Place of its region. */
  roi: number
  isClosed: boolean
  isPoint: boolean
  /** SOP Instance UID of the image that it was drawn on; '' where nobody says. */
  image: string
  /** x, y and z of each point in the patient, in mm. */
  points: Float32Array
}

/** Contours that lie in one plane: on an image, or at a height of the patient. */
interface ContourPlane {
  image: string
  /** In mm, of the first point. */
  z: number
  contours: Contour[]
}

/** Contour Geometric Type, as the host numbers them. */
const [POINT, , , CLOSED_PLANAR, CLOSED_XOR] = [0, 1, 2, 3, 4]

/** What the host packs: the description, four numbers a contour, the points of all. */
export function unpackContours(packed: ArrayBuffer): { description: ContourDescription; contours: Contour[] } {
  const { description, start } = unpack<ContourDescription>(packed)
  const heads = new Uint32Array(packed, start, 4 * description.contours)
  const points = new Float32Array(packed, start + heads.byteLength)
  let at = 0
  const contours = Array.from({ length: description.contours }, (_, i): Contour => {
    const [roi, type, image, count] = heads.subarray(4 * i, 4 * i + 4)
    const own = points.subarray(at, at + 3 * count)
    at += 3 * count
    return {
      roi,
      isClosed: type === CLOSED_PLANAR || type === CLOSED_XOR,
      isPoint: type === POINT || count === 1,
      image: image === 0 ? '' : description.images[image - 1],
      points: own
    }
  })
  return { description, contours }
}

/** Heights that differ by less are one plane, in mm. */
const PLANE = 0.05

/**
 * Contours by the planes that they lie in, from the feet to the head; those that lie in no axial plane, and on no image, are in none.
 */
export function planesOf(contours: readonly Contour[]): { planes: ContourPlane[]; unplaced: number } {
  const planes = new Map<string, ContourPlane>()
  let unplaced = 0
  for (const contour of contours) {
    const { image, points } = contour
    if (image === '' && !isAxial(points)) {
      unplaced++
      continue
    }
    const z = points[2]
    const key = image === '' ? String(Math.round(z / PLANE)) : image
    const plane = planes.get(key)
    if (plane === undefined) planes.set(key, { image, z, contours: [contour] })
    else plane.contours.push(contour)
  }
  return { planes: [...planes.values()].sort((a, b) => a.z - b.z), unplaced }
}

function isAxial(points: Float32Array): boolean {
  for (let i = 2; i < points.length; i += 3) if (Math.abs(points[i] - points[2]) > PLANE) return false
  return true
}

/** How an image lies in the patient (PS3.3 section C.7.6.2.1.1). */
export interface ImagePlane {
  /** Of the middle of the upper left pixel, in mm. */
  position: readonly number[]
  /** Directions of a row and of a column. */
  orientation: readonly number[]
  /** Between rows, and between columns, in mm. */
  spacing: readonly [number, number]
}

/** Where a point of the patient lies on an image: column and row, the middle of the first pixel at 0.5. */
export function onImage(
  { position, orientation, spacing }: ImagePlane,
  x: number,
  y: number,
  z: number
): [number, number] {
  const [dx, dy, dz] = [x - position[0], y - position[1], z - position[2]]
  const along = (at: number): number => dx * orientation[at] + dy * orientation[at + 1] + dz * orientation[at + 2]
  return [along(0) / spacing[1] + 0.5, along(3) / spacing[0] + 0.5]
}

/** What contours span across and down, in mm, with something around it; of a single point a square around that. */
export function boundsOf(contours: readonly Contour[]): { left: number; top: number; width: number; height: number } {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const { points } of contours) {
    for (let i = 0; i < points.length; i += 3) {
      left = Math.min(left, points[i])
      right = Math.max(right, points[i])
      top = Math.min(top, points[i + 1])
      bottom = Math.max(bottom, points[i + 1])
    }
  }
  if (left > right) return { left: -50, top: -50, width: 100, height: 100 }
  const around = 0.06 * Math.max(right - left, bottom - top) || 50
  return {
    left: left - around,
    top: top - around,
    width: right - left + 2 * around,
    height: bottom - top + 2 * around
  }
}
