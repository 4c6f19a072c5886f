import { MedoidError } from '../errors.ts'
import { samplesOf } from '../pixels/decoded.ts'
import { describePixels } from '../pixels/description.ts'
import { readDose } from '../pixels/dose.ts'
import { ImageHeader } from '../pixels/image-header.ts'
import { decodeFrame } from '../pixels/read-frame.ts'

/** Samples of all frames that are decoded at most: a grid of 512 × 512 × 400. */
const MAX_SAMPLES = 512 * 512 * 400

/** Of all frames of an RT Dose. */
export interface DoseRange {
  /** The greatest dose. */
  max: number
  /** `Gy`, `relative`; '' where the file does not say. */
  units: string
  /** Frame of the greatest dose, from 0. */
  frame: number
  frames: number
}

/**
 * The greatest dose of an RT Dose, for which all its frames are decoded.
 * @param allow hears how many samples are decoded
 * @throws MedoidError `no-dose`, or as decoding does
 */
export async function readDoseRange(
  path: string | Buffer,
  header = new ImageHeader(),
  allow: (samples: number) => void = () => undefined
): Promise<DoseRange> {
  let found: DoseRange | null = null
  for (let frame = 0; frame < (found?.frames ?? 1); frame++) {
    try {
      header.open(path, frame)
      const dose = readDose(header)
      if (dose === null) throw new MedoidError('no-dose', { why: 'none' })
      const description = describePixels(header)
      const samples = samplesOf(description)
      if (samples * description.frames > MAX_SAMPLES) throw new MedoidError('no-dose', { why: 'too-large' })
      allow(samples)
      const { values } = await decodeFrame(header, description)
      const max = dose.slope * greatest(values)
      if (found === null || max > found.max) {
        found = { max, units: dose.units, frame, frames: description.frames }
      }
    } finally {
      header.close()
    }
  }
  return found!
}

function greatest(values: ArrayLike<number>): number {
  let max = 0
  for (let i = 0; i < values.length; i++) if (values[i] > max) max = values[i]
  return max
}
