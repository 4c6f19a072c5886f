import type { TextPicture } from './text-picture.ts'
import type { DetectorTile } from './tiles.ts'

interface NetworkInput {
  /** 3 × height × width numbers: blue, green and red. */
  values: Float32Array
  width: number
  height: number
}

/** The network halves its input five times. */
const STEP = 32
/** Mean and standard deviation with which the network was trained (PaddleOCR, PP-OCRv4, NormalizeImage), of samples from 0 to 1. */
const MEAN = [0.485, 0.456, 0.406]
const DEVIATION = [0.229, 0.224, 0.225]

/** A tile in the size and the scale of values that the network takes, interpolated linearly. */
export function networkInput({ pixels, width, channels }: TextPicture, { from, scale }: DetectorTile): NetworkInput {
  const [w, h] = [inSteps(from.width * scale), inSteps(from.height * scale)]
  const values = new Float32Array(3 * w * h)
  const columns = weightsOf(from.x, from.width, w)
  const rows = weightsOf(from.y, from.height, h)
  for (let y = 0, at = 0; y < h; y++) {
    const upper = rows.first[y] * width
    const lower = rows.second[y] * width
    const down = rows.share[y]
    for (let x = 0; x < w; x++, at++) {
      const [left, right, across] = [columns.first[x], columns.second[x], columns.share[x]]
      for (let plane = 0; plane < 3; plane++) {
        const channel = channels === 3 ? 2 - plane : 0
        const above = mixed(
          pixels[(upper + left) * channels + channel],
          pixels[(upper + right) * channels + channel],
          across
        )
        const below = mixed(
          pixels[(lower + left) * channels + channel],
          pixels[(lower + right) * channels + channel],
          across
        )
        values[plane * w * h + at] = (mixed(above, below, down) / 255 - MEAN[plane]) / DEVIATION[plane]
      }
    }
  }
  return { values, width: w, height: h }
}

function inSteps(length: number): number {
  return Math.max(STEP, Math.round(length / STEP) * STEP)
}

function mixed(a: number, b: number, share: number): number {
  return a + (b - a) * share
}

/** Of each pixel of the input along one side, the two of the picture that it lies between. */
function weightsOf(
  start: number,
  length: number,
  size: number
): { first: Int32Array; second: Int32Array; share: Float32Array } {
  const first = new Int32Array(size)
  const second = new Int32Array(size)
  const share = new Float32Array(size)
  for (let i = 0; i < size; i++) {
    const place = Math.min(length - 1, Math.max(0, ((i + 0.5) * length) / size - 0.5))
    first[i] = start + Math.floor(place)
    second[i] = Math.min(start + length - 1, first[i] + 1)
    share[i] = place - Math.floor(place)
  }
  return { first, second, share }
}
