import { between } from '../chance.ts'
import type { Plane } from '../exams.ts'
import type { SeriesContext } from './context.ts'
import type { Attributes } from './header.ts'

/** Direction cosines of rows and columns (PS3.3 C.7.6.2.1.1), and the axis along which slices follow one another. */
const ORIENTATIONS: Partial<Record<Plane, { cosines: readonly number[]; axis: 0 | 1 | 2; letters: string[] }>> = {
  AXIAL: { cosines: [1, 0, 0, 0, 1, 0], axis: 2, letters: ['L', 'P'] },
  SAGITTAL: { cosines: [0, 1, 0, 0, 0, -1], axis: 0, letters: ['P', 'F'] },
  CORONAL: { cosines: [1, 0, 0, 0, 0, -1], axis: 1, letters: ['L', 'F'] },
  SHORT_AXIS: { cosines: [0.6428, 0.766, 0, 0, 0, -1], axis: 2, letters: ['L', 'F'] }
}

/** The plane of a series: small angles where the machine can tilt (MR), none in CT. */
export function planeAttributes(
  context: SeriesContext,
  fieldOfView: number,
  thickness: number,
  oblique: number
): Attributes {
  const { plan, random, size } = context
  const { cosines, letters } = ORIENTATIONS[plan.plane]!
  const tilt = oblique ? between(random, -oblique, oblique) : 0
  const pixel = fieldOfView / size
  return {
    ImageOrientationPatient: cosines.map((value) => value * Math.cos(tilt) + (value === 0 ? Math.sin(tilt) / 2 : 0)),
    PatientOrientation: letters,
    PixelSpacing: [pixel, pixel],
    SliceThickness: thickness,
    SpacingBetweenSlices: oblique ? thickness * 1.1 : undefined,
    FrameOfReferenceUID: context.frameOfReference,
    PositionReferenceIndicator: context.exam.region === 'HEAD' ? 'OM' : context.exam.region === 'CHEST' ? 'SN' : null
  }
}

/** Where slice `index` lies, in millimetres. */
export function positionAttributes(
  context: SeriesContext,
  index: number,
  fieldOfView: number,
  spacing: number
): Attributes {
  const { axis } = ORIENTATIONS[context.plan.plane]!
  const location = (index - context.count / 2) * spacing
  const corner = [-fieldOfView / 2, -fieldOfView / 2, fieldOfView / 2]
  corner[axis] = location
  return { ImagePositionPatient: corner, SliceLocation: location }
}
