import { describeTag } from '../dicom/issues.ts'
import type { ImageHeader } from './image-header.ts'
import { addRemark, excerpt } from './remarks.ts'

const RESCALE_INTERCEPT = 0x00281052
const RESCALE_SLOPE = 0x00281053
const PIXEL_VALUE_TRANSFORMATION = 0x00289145
const SHARED_FUNCTIONAL_GROUPS = 0x52009229
const PER_FRAME_FUNCTIONAL_GROUPS = 0x52009230

interface Rescale {
  slope: number
  intercept: number
}

/**
 * Rescale of the data set, else of the frame, else of all frames (PS3.3 sections C.11.1 and C.7.6.16.2.9). One that is absent, or
 * that is no number, is 1 and 0; so is a slope of 0, which would leave nothing of the picture.
 */
export function readRescale(header: ImageHeader): Rescale {
  const groups = [PER_FRAME_FUNCTIONAL_GROUPS, SHARED_FUNCTIONAL_GROUPS].map((tag) => header.sequence(tag))
  const within = groups.filter((row) => row >= 0).map((row) => header.sequence(PIXEL_VALUE_TRANSFORMATION, row))
  for (const parent of [-1, ...within.filter((row) => row >= 0)]) {
    if (header.text(RESCALE_SLOPE, parent) === '' && header.text(RESCALE_INTERCEPT, parent) === '') continue
    const slope = numberOr(header, RESCALE_SLOPE, parent, 1)
    const intercept = numberOr(header, RESCALE_INTERCEPT, parent, 0)
    if (slope !== 0) return { slope, intercept }
    addRemark(header.remarks, 'slope-zero', {})
    return { slope: 1, intercept }
  }
  return { slope: 1, intercept: 0 }
}

function numberOr(header: ImageHeader, tag: number, parent: number, otherwise: number): number {
  const [number] = header.numbers(tag, parent)
  if (number === undefined) return otherwise
  if (Number.isFinite(number)) return number
  addRemark(header.remarks, 'number-ignored', { name: describeTag(tag), text: excerpt(header.text(tag, parent)) })
  return otherwise
}
