import type { UltrasoundRegion, UltrasoundUnit } from './frame-description.ts'
import type { ImageHeader } from './image-header.ts'

const REGIONS = 0x00186011
const FLAGS = 0x00186016
const MIN_X = 0x00186018
const MIN_Y = 0x0018601a
const MAX_X = 0x0018601c
const MAX_Y = 0x0018601e
const UNITS_X = 0x00186024
const UNITS_Y = 0x00186026
const DELTA_X = 0x0018602c
const DELTA_Y = 0x0018602e

const MAX_REGIONS = 64
/** Of Region Flags: other regions hide this one where they overlap. */
const IS_TRANSPARENT = 1

/** Physical Units X and Y Direction (PS3.3 section C.8.5.5.1.15). */
const UNITS: Partial<Record<number, UltrasoundUnit>> = { 3: 'cm', 4: 's', 5: 'Hz', 7: 'cm/s' }

/**
 * The calibrated regions of an ultrasound image (PS3.3 section C.8.5.5), those that hide others first. A region that reaches beyond the
 * picture was measured on a picture of another size, and is left out.
 */
export function readUltrasoundRegions(header: ImageHeader, rows: number, columns: number): UltrasoundRegion[] {
  const found = header
    .items(REGIONS)
    .slice(0, MAX_REGIONS)
    .map((item) => {
      const number = (tag: number): number => header.numbers(tag, item)[0] ?? NaN
      const axis = (units: number, delta: number) => {
        const unit = UNITS[number(units)]
        const size = Math.abs(number(delta))
        return unit !== undefined && size > 0 && size < Infinity ? { unit, size } : null
      }
      return {
        left: number(MIN_X),
        top: number(MIN_Y),
        right: number(MAX_X) + 1,
        bottom: number(MAX_Y) + 1,
        x: axis(UNITS_X, DELTA_X),
        y: axis(UNITS_Y, DELTA_Y),
        isHidden: (number(FLAGS) & IS_TRANSPARENT) !== 0
      }
    })
    .filter(({ left, top, right, bottom, x, y }) => {
      // Some count the last pixel from 1.
      const isInside = left >= 0 && top >= 0 && right <= columns + 1 && bottom <= rows + 1
      return isInside && left < right && top < bottom && (x !== null || y !== null)
    })
  return [...found.filter(({ isHidden }) => !isHidden), ...found.filter(({ isHidden }) => isHidden)].map(
    ({ isHidden: _, ...region }) => region
  )
}
