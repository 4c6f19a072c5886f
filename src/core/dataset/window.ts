import { CT_WINDOWS } from '../pixels/ct-windows.ts'
import type { Presentation, VoiLut } from '../pixels/frame-description.ts'
import type { WindowChoice } from './options.ts'

/** Where a window came from. */
export type WindowSource = 'file' | 'voi-lut' | 'preset' | 'percentiles'

/** What shades an image is shown in. */
export interface Shading {
  from: WindowSource
  /** In units of the Modality LUT's output; of a VOI LUT, what it covers. */
  center: number
  width: number
  /** Makes of each value its shade, from 0 (black) to 255 (white), not yet rounded. */
  shade(this: void, values: Float64Array): void
}

/** Shares of the pixels that `percentiles` shows as black, and not as white. */
const LOW = 0.01
const HIGH = 0.99

interface Shown extends Pick<Presentation, 'modality' | 'windows' | 'voiFunction' | 'units'> {
  voiLuts: readonly VoiLut[]
}

/**
 * The window that is asked for. A window of CT is for Hounsfield units alone: other images, and CT images in other units, are shown
 * through the window of their file. Where that has none, its VOI LUT counts, else the middle 98 % of the pixels.
 * @param sample some values of the image, at least one, which are sorted here; asked for only where no other window is there
 */
export function shadingOf(choice: WindowChoice, shown: Shown, sample: () => Float64Array): Shading {
  const preset = CT_WINDOWS.find(({ name }) => name.toLowerCase() === choice)
  const isHounsfield = shown.modality === 'CT' && ['', 'HU'].includes(shown.units)
  if (preset !== undefined && isHounsfield) return windowed('preset', preset.center, preset.width, 'LINEAR')
  if (choice !== 'percentiles') {
    const [window] = shown.windows
    if (window !== undefined) return windowed('file', window.center, window.width, shown.voiFunction)
    const [lut] = shown.voiLuts
    if (lut !== undefined) return throughLut(lut)
  }
  const sorted = sample().sort()
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
  const [low, high] = [at(LOW), at(HIGH)]
  return windowed('percentiles', (low + high) / 2, high - low, 'LINEAR_EXACT')
}

/** PS3.3 section C.11.2.1.2 and C.11.2.1.3. */
function windowed(from: WindowSource, center: number, width: number, voiFunction: string): Shading {
  const [middle, span] = voiFunction === 'LINEAR_EXACT' ? [center, width] : [center - 0.5, width - 1]
  const shade = (values: Float64Array): void => {
    for (let i = 0; i < values.length; i++) {
      if (voiFunction === 'SIGMOID') values[i] = 255 / (1 + Math.exp((-4 * (values[i] - center)) / width))
      else if (span > 0) values[i] = Math.min(255, Math.max(0, ((values[i] - middle) / span + 0.5) * 255))
      // A window without width is a threshold.
      else values[i] = values[i] > middle ? 255 : 0
    }
  }
  return { from, center, width, shade }
}

/** PS3.3 section C.11.2.1.1. */
function throughLut({ first, shades }: VoiLut): Shading {
  const entries = Buffer.from(shades, 'base64')
  const last = entries.length - 1
  const shade = (values: Float64Array): void => {
    for (let i = 0; i < values.length; i++)
      values[i] = entries[Math.min(last, Math.max(0, Math.round(values[i] - first)))]
  }
  return { from: 'voi-lut', center: first + entries.length / 2, width: entries.length, shade }
}
