import { describeTag } from '../dicom/issues.ts'
import type { Presentation } from './frame-description.ts'
import type { ImageHeader } from './image-header.ts'
import { addRemark } from './remarks.ts'

const WINDOW_CENTER = 0x00281050
const WINDOW_WIDTH = 0x00281051
const RESCALE_TYPE = 0x00281054
const WINDOW_EXPLANATION = 0x00281055
const VOI_LUT_FUNCTION = 0x00281056
const PIXEL_SPACING = 0x00280030
const PIXEL_ASPECT_RATIO = 0x00280034
const IMAGER_PIXEL_SPACING = 0x00181164
const IMAGE_ORIENTATION = 0x00200037
const MODALITY = 0x00080060
const UNITS = 0x00541001
const SHARED_FUNCTIONAL_GROUPS = 0x52009229
const PER_FRAME_FUNCTIONAL_GROUPS = 0x52009230
const FRAME_VOI_LUT = 0x00289132
const PIXEL_MEASURES = 0x00289110
const PLANE_ORIENTATION = 0x00209116
const PIXEL_VALUE_TRANSFORMATION = 0x00289145

const MAX_WINDOWS = 32

/** Reads from the data set, else from the functional groups of the frame, else from those of all frames. */
export function readPresentation(header: ImageHeader): Presentation {
  const voi = parents(header, FRAME_VOI_LUT)
  const texts = (tag: number, within: number[]): string[] =>
    (within.map((parent) => header.text(tag, parent)).find((text) => text !== '') ?? '').split('\\')
  const numbers = (tag: number, within: number[], count: number): number[] | null => {
    const found = within.map((parent) => header.numbers(tag, parent)).find(({ length }) => length > 0)
    if (found === undefined || found.length < count) return null
    if (found.every(Number.isFinite)) return found
    addRemark(header.remarks, 'number-ignored', describeTag(tag), texts(tag, within).join('\\'))
    return null
  }
  const centers = numbers(WINDOW_CENTER, voi, 1) ?? []
  const widths = numbers(WINDOW_WIDTH, voi, 1) ?? []
  const explanations = texts(WINDOW_EXPLANATION, voi)
  const windows = centers
    .slice(0, MAX_WINDOWS)
    .map((center, i) => ({ center, width: widths[i], explanation: (explanations[i] ?? '').slice(0, 64) }))
    .filter(({ width }) => width > 0)
  const inPatient = pair(numbers(PIXEL_SPACING, parents(header, PIXEL_MEASURES), 2))
  const spacing = inPatient ?? pair(numbers(IMAGER_PIXEL_SPACING, [-1], 2))
  const ratio = pair(numbers(PIXEL_ASPECT_RATIO, [-1], 2))
  return {
    modality: header.text(MODALITY).slice(0, 16),
    windows,
    voiFunction: texts(VOI_LUT_FUNCTION, voi)[0].slice(0, 16) || 'LINEAR',
    units: (texts(RESCALE_TYPE, parents(header, PIXEL_VALUE_TRANSFORMATION))[0] || header.text(UNITS)).slice(0, 16),
    spacing,
    isSpacingInPatient: inPatient !== null,
    aspect: clampAspect(spacing ?? ratio),
    orientation: numbers(IMAGE_ORIENTATION, parents(header, PLANE_ORIENTATION), 6)?.slice(0, 6) ?? null
  }
}

/** The data set, and the items of the frame's functional group and of the shared one, as far as they are there. */
function parents(header: ImageHeader, group: number): number[] {
  const rows = [PER_FRAME_FUNCTIONAL_GROUPS, SHARED_FUNCTIONAL_GROUPS]
    .map((tag) => header.sequence(tag))
    .filter((row) => row >= 0)
    .map((row) => header.sequence(group, row))
  return [-1, ...rows.filter((row) => row >= 0)]
}

function pair(numbers: number[] | null): [number, number] | null {
  if (numbers === null || !(numbers[0] > 0 && numbers[1] > 0)) return null
  return [numbers[0], numbers[1]]
}

/** Nothing that is longer than a hundred times its width can be looked at. */
function clampAspect(sizes: [number, number] | null): number {
  return sizes === null ? 1 : Math.min(100, Math.max(0.01, sizes[0] / sizes[1]))
}
