import { deepStrictEqual } from 'node:assert/strict'
import { MedoidError } from '../src/core/errors.ts'
import type { PixelDescription } from '../src/core/pixels/description.ts'
import { decodeLossless } from '../src/core/pixels/jpeg-lossless.ts'
import { readFrameHeader } from '../src/core/pixels/jpeg-markers.ts'
import type { Random } from '../src/core/random.ts'
import { encodeLossless, type EncoderOptions, type LosslessImage } from '../test/core/pixels/lossless-encoder.ts'
import type { FuzzTarget } from './target.ts'

const MAX_SIDE = 9
/** Codes are 16 bits at most, and the one of ones alone is no code. */
const MAX_LENGTH = 16

/**
 * Lossless JPEG against a plain encoder: every precision, predictor and point transform, restarts, one and three components, scans,
 * Huffman tables and odd markers. What is encoded comes out again; of what is cut short, the first lines do, or nothing; what is
 * damaged does no harm.
 */
export const losslessJpeg: FuzzTarget = {
  cases: 1_000_000,
  run(random) {
    const image = imageOf(random)
    const options = optionsOf(random)
    let codestream = encodeLossless(image, options)
    // Where the end is missing, a last 0 counts as padding.
    if (codestream.at(-1) === 0) codestream = encodeLossless(image, { ...options, withoutEnd: false })
    const expected = interleaved(image, options.pointTransform!)
    deepStrictEqual(decode(codestream, image), expected)

    const cut = decodeOrRefuse(codestream.subarray(0, random.below(codestream.length)), image)
    if (cut !== null) deepStrictEqual(cut, beginningOf(expected, cut, image))

    const damaged = Buffer.from(codestream)
    damaged[random.below(damaged.length)] ^= 1 << random.below(8)
    const values = decodeOrRefuse(damaged, image)
    if (values !== null) deepStrictEqual(values.length, expected.length)
  }
}

function decode(unpadded: Buffer, { rows, columns, planes }: LosslessImage): number[] {
  // A fragment has an even length.
  const codestream = Buffer.concat([unpadded, Buffer.alloc(unpadded.length % 2)])
  const pixels = { rows, columns, samples: planes.length } as PixelDescription
  return Array.from(decodeLossless(codestream, readFrameHeader(codestream, pixels)))
}

function decodeOrRefuse(codestream: Buffer, image: LosslessImage): number[] | null {
  try {
    return decode(codestream, image)
  } catch (error) {
    if (error instanceof MedoidError) return null
    throw error
  }
}

function imageOf(random: Random): LosslessImage {
  const [rows, columns] = [1 + random.below(MAX_SIDE), 1 + random.below(MAX_SIDE)]
  const precision = 2 + random.below(15)
  const components = random.below(2) === 0 ? 1 : 3
  const top = 2 ** precision
  // Noise, extremes, and what changes slowly: all categories occur.
  const kind = random.below(3)
  const sample = (i: number): number => {
    if (kind === 0) return random.below(top)
    if (kind === 1) return random.below(2) * (top - 1 - random.below(2))
    return (i * 3 + random.below(4)) % top
  }
  const planes = Array.from({ length: components }, () => Array.from({ length: rows * columns }, (_, i) => sample(i)))
  return { rows, columns, precision, planes }
}

function optionsOf(random: Random): EncoderOptions {
  return {
    predictor: 1 + random.below(7),
    pointTransform: random.below(3) === 0 ? random.below(2) : 0,
    restartLines: random.below(2) * random.below(MAX_SIDE),
    scans: random.below(3) === 0,
    tables: Array.from({ length: 1 + random.below(3) }, () => lengthsOf(random)),
    defineLines: random.below(8) === 0,
    fill: random.below(4) === 0 ? random.below(3) : 0,
    withoutEnd: random.below(8) === 0
  }
}

/** Random lengths of a code for 17 categories: a leaf of the tree is split until there are 18; the last of the longest is free. */
function lengthsOf(random: Random): number[] {
  const leaves = [0]
  // Some trees are as deep as they may be.
  const isDeep = random.below(2) === 0
  while (leaves.length < 18) {
    const at = isDeep ? leaves.length - 1 : random.below(leaves.length)
    const leaf = leaves[at] < MAX_LENGTH ? at : leaves.indexOf(Math.min(...leaves))
    const [length] = leaves.splice(leaf, 1)
    leaves.push(length + 1, length + 1)
  }
  leaves.splice(leaves.indexOf(Math.max(...leaves)), 1)
  return random.shuffle(leaves)
}

/** The lines of each component that are there, which are those before the last one that is not 0; the others are 0. */
function beginningOf(expected: number[], cut: number[], { columns, planes }: LosslessImage): number[] {
  const lineOf = (i: number): number => Math.floor(i / (columns * planes.length))
  const last = planes.map((_, c) => lineOf(cut.findLastIndex((value, i) => value !== 0 && i % planes.length === c)))
  return expected.map((value, i) => (lineOf(i) <= last[i % planes.length] ? value : 0))
}

/** What comes out: pixel by pixel, without the bits that the point transform drops. */
function interleaved({ planes }: LosslessImage, pointTransform: number): number[] {
  return planes[0].flatMap((_, i) => planes.map((plane) => (plane[i] >> pointTransform) << pointTransform))
}
