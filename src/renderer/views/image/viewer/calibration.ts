import type { FrameDescription, Spacing, UltrasoundRegion } from '../../../../api/contract.ts'
import { exact } from '../../../../messages/format.ts'
import type { Point } from './turn.ts'

/** What a pixel is in one direction. */
interface Axis {
  /** `px` where nobody says. */
  unit: 'mm' | 's' | 'Hz' | 'cm/s' | 'px'
  size: number
}

/** What pixels measure at a place of an image. */
export interface Calibration {
  x: Axis
  y: Axis
  /** What has to be known of it, for a person; '' where nothing has. */
  note: string
}

const NOTES: Record<Spacing['at'], string> = {
  patient: '',
  fiducial: 'calibrated on an object of known size',
  geometry: 'calibrated by the geometry of the beam',
  corrected: 'calibrated; the file does not say how',
  detector: 'at the detector',
  scan: 'on the scanned film',
  unknown: 'the file does not say at which depth'
}

type Described = Pick<FrameDescription, 'spacing' | 'aspect' | 'ultrasoundRegions'>

/**
 * What pixels measure where some points lie: by the ultrasound region that has all of them, else by the spacing of the image. What is
 * not calibrated is measured in widths of a pixel.
 */
export function calibrationAt(
  { spacing, aspect, ultrasoundRegions }: Described,
  points: readonly Point[]
): Calibration {
  const region = ultrasoundRegions.find((each) => points.every((point) => isWithin(point, each)))
  if (region !== undefined) {
    const [x, y] = [axisOf(region.x), axisOf(region.y)]
    return { x, y, note: x.unit === 'px' && y.unit === 'px' ? 'not calibrated' : '' }
  }
  const between = ultrasoundRegions.length > 0 ? 'not within one ultrasound region' : ''
  if (spacing === null) {
    const note = between === '' ? 'not calibrated' : `not calibrated: ${between}`
    return { x: { unit: 'px', size: 1 }, y: { unit: 'px', size: aspect }, note }
  }
  const { millimetres, at, magnification } = spacing
  const factor = magnification ?? 1
  const note = magnification === null ? NOTES[at] : `in the patient, at an estimated magnification of ${exact(factor)}`
  return {
    x: { unit: 'mm', size: millimetres[1] / factor },
    y: { unit: 'mm', size: millimetres[0] / factor },
    note
  }
}

function axisOf(axis: UltrasoundRegion['x']): Axis {
  if (axis === null) return { unit: 'px', size: 1 }
  return axis.unit === 'cm' ? { unit: 'mm', size: axis.size * 10 } : { unit: axis.unit, size: axis.size }
}

function isWithin({ x, y }: Point, { left, top, right, bottom }: UltrasoundRegion): boolean {
  return x >= left && x <= right && y >= top && y <= bottom
}
