import type { Presentation } from './frame-description.ts'
import { numbersWithin, placesOf, sizesWithin, textsWithin } from './frame-values.ts'
import type { ImageHeader } from './image-header.ts'
import { readSpacing } from './spacing.ts'

const WINDOW_CENTER = 0x00281050
const WINDOW_WIDTH = 0x00281051
const RESCALE_TYPE = 0x00281054
const WINDOW_EXPLANATION = 0x00281055
const VOI_LUT_FUNCTION = 0x00281056
const PIXEL_ASPECT_RATIO = 0x00280034
const IMAGE_ORIENTATION = 0x00200037
const MODALITY = 0x00080060
const UNITS = 0x00541001
const FRAME_VOI_LUT = 0x00289132
const PLANE_ORIENTATION = 0x00209116
const PIXEL_VALUE_TRANSFORMATION = 0x00289145

const RECOMMENDED_DISPLAY_FRAME_RATE = 0x00082144
const CINE_RATE = 0x00180040
const FRAME_TIME = 0x00181063
const FRAME_TIME_VECTOR = 0x00181065

const MAX_WINDOWS = 32

/** Reads from the data set, else from the functional groups of the frame, else from those of all frames. */
export function readPresentation(header: ImageHeader): Presentation {
  const modality = header.text(MODALITY).slice(0, 16)
  const voi = placesOf(header, FRAME_VOI_LUT)
  const centers = numbersWithin(header, WINDOW_CENTER, voi, 1) ?? []
  const widths = numbersWithin(header, WINDOW_WIDTH, voi, 1) ?? []
  const explanations = textsWithin(header, WINDOW_EXPLANATION, voi)
  const windows = centers
    .slice(0, MAX_WINDOWS)
    .map((center, i) => ({ center, width: widths[i], explanation: (explanations[i] ?? '').slice(0, 64) }))
    .filter(({ width }) => width > 0)
  const spacing = readSpacing(header, modality)
  const rescaleType = textsWithin(header, RESCALE_TYPE, placesOf(header, PIXEL_VALUE_TRANSFORMATION))[0]
  const orientation = numbersWithin(header, IMAGE_ORIENTATION, placesOf(header, PLANE_ORIENTATION), 6)
  return {
    modality,
    windows,
    voiFunction: textsWithin(header, VOI_LUT_FUNCTION, voi)[0].slice(0, 16) || 'LINEAR',
    units: (rescaleType || header.text(UNITS)).slice(0, 16),
    spacing,
    aspect: clampAspect(spacing?.millimetres ?? sizesWithin(header, PIXEL_ASPECT_RATIO, [-1])),
    orientation: orientation?.slice(0, 6) ?? null,
    frameRate: frameRateOf(header)
  }
}

/** What the file recommends, else how fast the frames were to be played or taken (PS3.3 section C.7.6.5). */
function frameRateOf(header: ImageHeader): number | null {
  const first = (tag: number): number => header.numbers(tag)[0] ?? 0
  const frameTime = (numbers: readonly number[]): number => {
    const between = numbers.filter((milliseconds) => milliseconds > 0)
    return between.length === 0 ? 0 : between.reduce((sum, each) => sum + each, 0) / between.length
  }
  const rates = [
    first(RECOMMENDED_DISPLAY_FRAME_RATE),
    first(CINE_RATE),
    1000 / frameTime(header.numbers(FRAME_TIME).slice(0, 1)),
    1000 / frameTime(header.numbers(FRAME_TIME_VECTOR))
  ]
  return rates.find((rate) => rate > 0 && rate < Infinity) ?? null
}

/** Nothing that is longer than a hundred times its width can be looked at. */
function clampAspect(sizes: readonly [number, number] | null): number {
  return sizes === null ? 1 : Math.min(100, Math.max(0.01, sizes[0] / sizes[1]))
}
