import { createHash } from 'node:crypto'
import { MedoidError } from '../errors.ts'
import { type Architecture, weightShapes } from './architecture.ts'
import type { NetworkState } from './backend.ts'
import type { Epoch } from '../catalogue/stored/model.ts'

/** Changes when a state that was saved before can no longer be read, or would go on differently. */
const FORMAT = 1

/** Where a training is: enough to go on as if nothing had happened. The order of images follows from seed and epoch. */
export interface TrainingState extends NetworkState {
  /** Those that are finished. */
  epochs: Epoch[]
  /** Of the epoch that is under way: steps done, the loss summed over its images, and seconds. */
  stepsInEpoch: number
  lossSum: number
  epochSeconds: number
}

type Header = Omit<TrainingState, 'weights' | 'meanSquares'> & { format: number; architecture: string; floats: number }

/** Which weights they are: SHA-256 in hexadecimal. Training on changes them under the same model's number. */
export function weightsId({ weights }: NetworkState): string {
  const hash = createHash('sha256')
  for (const each of weights) hash.update(each)
  return hash.digest('hex')
}

/** A state as bytes: the length of a JSON header (u32), the header, then weights and mean squares (f32, little-endian). */
export function encodeState(architecture: Architecture, state: TrainingState): Buffer {
  const { weights, meanSquares, ...rest } = state
  const arrays = [...weights, ...meanSquares]
  const floats = arrays.reduce((sum, array) => sum + array.length, 0)
  const header: Header = { format: FORMAT, architecture: architecture.name, floats, ...rest }
  const json = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(json.length)
  return Buffer.concat([
    length,
    json,
    ...arrays.map((array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength))
  ])
}

/**
 * @throws MedoidError `model-version` where another version of the program has saved it, `checkpoint-damaged`,
 *   `model-architecture`
 */
export function decodeState(architecture: Architecture, bytes: Buffer): TrainingState {
  const shapes = weightShapes(architecture)
  const sizes = [...shapes, ...shapes].map((shape) => shape.reduce((a, b) => a * b))
  const floats = sizes.reduce((a, b) => a + b)
  const { format, architecture: name, floats: stored, ...rest } = headerOf(bytes)
  if (format !== FORMAT) {
    throw new MedoidError('model-version', { format: String(format), known: FORMAT })
  }
  if (name !== architecture.name) {
    throw new MedoidError('model-architecture', { why: 'name', architecture: name, expected: architecture.name })
  }
  const start = 4 + bytes.readUInt32LE(0)
  if (stored !== floats || bytes.length !== start + floats * 4) {
    throw new MedoidError('model-architecture', {
      why: 'size',
      architecture: name,
      numbers: stored,
      expected: floats
    })
  }
  const all = new Float32Array(new Uint8Array(bytes.subarray(start)).buffer)
  let at = 0
  const arrays = sizes.map((size) => all.slice(at, (at += size)))
  return { ...rest, weights: arrays.slice(0, shapes.length), meanSquares: arrays.slice(shapes.length) }
}

function headerOf(bytes: Buffer): Header {
  try {
    return JSON.parse(bytes.toString('utf8', 4, 4 + bytes.readUInt32LE(0))) as Header
  } catch (cause) {
    throw new MedoidError('checkpoint-damaged', { model: null }, { cause })
  }
}
