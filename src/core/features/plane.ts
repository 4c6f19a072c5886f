import { parseDecimal } from '../numbers.ts'

/** The attribute of which planes are read: direction cosines of rows and columns (PS3.3, section C.7.6.2.1.1). */
export const ORIENTATION = 'ImageOrientationPatient'

/** The column of planes. No keyword of the standard has this name. */
export const PLANE_COLUMN = 'Plane'

/** Of the normal of an image, along x, y and z of the patient (PS3.3, section C.7.6.2.1.1). */
const PLANES = ['sagittal', 'coronal', 'axial'] as const
const OBLIQUE = 'oblique'

/** A normal that is less along one axis than this belongs to none: more than 37° off. */
const ALONG = 0.8

/** Cosines of rows and columns that are shorter, or less perpendicular, than this span no plane. */
const LEAST_NORMAL = 0.5

/** The plane of an image from the six values of Image Orientation (Patient), as a person calls it; '' where they span no plane. */
export function planeOf(values: readonly string[]): string {
  if (values.length !== 6) return ''
  const [rx, ry, rz, cx, cy, cz] = values.map(parseDecimal)
  const normal = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx]
  const length = Math.hypot(...normal)
  if (!(length >= LEAST_NORMAL) || !Number.isFinite(length)) return ''
  const shares = normal.map((value) => Math.abs(value) / length)
  const largest = Math.max(...shares)
  return largest < ALONG ? OBLIQUE : PLANES[shares.indexOf(largest)]
}
