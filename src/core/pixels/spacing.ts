import type { Spacing } from './frame-description.ts'
import { numbersWithin, placesOf, sizesWithin, textsWithin } from './frame-values.ts'
import type { ImageHeader } from './image-header.ts'

const PIXEL_SPACING = 0x00280030
const PIXEL_SPACING_CALIBRATION_TYPE = 0x00280a02
const IMAGER_PIXEL_SPACING = 0x00181164
const NOMINAL_SCANNED_PIXEL_SPACING = 0x00182010
const MAGNIFICATION = 0x00181114
const PIXEL_MEASURES = 0x00289110
const XA_PIXEL_DATA_PROPERTIES = 0x00289443
const XA_PIXEL_CALIBRATION = 0x00189401
const OBJECT_PIXEL_SPACING = 0x00189404

/** Modalities whose images are shadows on a detector: what lies nearer to the source is larger. */
const PROJECTIONS = new Set(['CR', 'DX', 'MG', 'RF', 'XA', 'RG', 'PX', 'IO', 'RTIMAGE'])

/** The sizes of a pixel and what they were measured on (PS3.3 section 10.7.1); null where nobody says. */
export function readSpacing(header: ImageHeader, modality: string): Spacing | null {
  const pixel = sizesWithin(header, PIXEL_SPACING, placesOf(header, PIXEL_MEASURES))
  const imager = sizesWithin(header, IMAGER_PIXEL_SPACING, placesOf(header, XA_PIXEL_DATA_PROPERTIES))
  const isProjection = PROJECTIONS.has(modality) || imager !== null
  if (pixel !== null && !isProjection) return { millimetres: pixel, at: 'patient', magnification: null }
  if (pixel !== null) {
    const type = textsWithin(header, PIXEL_SPACING_CALIBRATION_TYPE, [-1])[0].toUpperCase()
    if (type === 'FIDUCIAL' || type === 'GEOMETRY') {
      return { millimetres: pixel, at: type === 'FIDUCIAL' ? 'fiducial' : 'geometry', magnification: null }
    }
    if (imager === null) return { millimetres: pixel, at: 'unknown', magnification: null }
    // Equal ones say that nobody has corrected anything.
    if (!isAlike(pixel, imager)) return { millimetres: pixel, at: 'corrected', magnification: null }
  }
  const object = sizesWithin(header, OBJECT_PIXEL_SPACING, placesOf(header, XA_PIXEL_CALIBRATION))
  if (object !== null) return { millimetres: object, at: 'geometry', magnification: null }
  if (imager !== null) {
    const factor = numbersWithin(header, MAGNIFICATION, [-1], 1)?.[0] ?? 0
    return { millimetres: imager, at: 'detector', magnification: factor > 0 ? factor : null }
  }
  const scanned = sizesWithin(header, NOMINAL_SCANNED_PIXEL_SPACING, [-1])
  return scanned === null ? null : { millimetres: scanned, at: 'scan', magnification: null }
}

function isAlike(a: readonly number[], b: readonly number[]): boolean {
  return a.every((size, i) => Math.abs(size - b[i]) <= 1e-3 * b[i])
}
