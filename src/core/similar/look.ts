import { createHash } from 'node:crypto'
import type { PictureCache } from '../embedding/picture-cache.ts'
import type { PictureBatch } from '../embedding/prepare.ts'
import { PICTURE_BYTES, PICTURE_SIDE } from '../pixels/picture.ts'

/** What is kept of a picture, to tell what is odd about it and which others it is like. */
export interface Look {
  /** Of all pixels; equal where pictures are. */
  hash: string
  /** All pixels have one grey level. */
  isConstant: boolean
  /** Share of pixels brighter than `DARK`. */
  bright: number
  /** The mean grey levels of 16 × 16 blocks, row by row, less their mean, divided by the greatest of them and times 32,767. */
  signature: Int16Array
}

/** To be raised when other looks come out of the same pictures. */
const LOOK_VERSION = 1

/** Rows and columns of a signature. */
export const SIGNATURE_SIDE = 16
const SIGNATURE_VALUES = SIGNATURE_SIDE * SIGNATURE_SIDE
const BLOCK = PICTURE_SIDE / SIGNATURE_SIDE
const HASH_BYTES = 16
const LOOK_BYTES = 4 + HASH_BYTES + SIGNATURE_VALUES * 2

/** 5 % of the greatest grey level, which the brightest pixel of every picture has: darker than that looks black on a screen. */
const DARK = 12

/** @param picture PICTURE_BYTES grey levels */
export function lookAt(picture: Uint8Array): Look {
  // Whole numbers, so that blocks of one mean do not differ by rounding.
  const sums = new Float64Array(SIGNATURE_VALUES)
  let total = 0
  let bright = 0
  let isConstant = true
  for (let i = 0; i < PICTURE_BYTES; i++) {
    const level = picture[i]
    if (level > DARK) bright++
    if (level !== picture[0]) isConstant = false
    const row = Math.floor(i / PICTURE_SIDE / BLOCK)
    sums[row * SIGNATURE_SIDE + Math.floor((i % PICTURE_SIDE) / BLOCK)] += level
    total += level
  }
  const deviations = sums.map((sum) => sum * SIGNATURE_VALUES - total)
  const greatest = deviations.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const signature = Int16Array.from(deviations, (value) =>
    greatest === 0 ? 0 : Math.round((value / greatest) * 32_767)
  )
  const hash = createHash('sha256')
    .update(picture)
    .digest('hex')
    .slice(0, 2 * HASH_BYTES)
  return { hash, isConstant, bright: bright / PICTURE_BYTES, signature }
}

/** Version, whether it is constant, pixels that are bright, hash, signature. */
export function encodeLook({ hash, isConstant, bright, signature }: Look): Buffer {
  const bytes = Buffer.alloc(LOOK_BYTES)
  bytes[0] = LOOK_VERSION
  bytes[1] = isConstant ? 1 : 0
  bytes.writeUInt16LE(Math.round(bright * PICTURE_BYTES), 2)
  bytes.write(hash, 4, 'hex')
  signature.forEach((value, i) => bytes.writeInt16LE(value, 4 + HASH_BYTES + 2 * i))
  return bytes
}

/** Whether this version wrote it; else the picture is to be looked at again. */
export function isLook(bytes: Buffer): boolean {
  return bytes.length === LOOK_BYTES && bytes[0] === LOOK_VERSION
}

/** @returns null for what is none */
export function decodeLook(bytes: Buffer): Look | null {
  if (!isLook(bytes)) return null
  return {
    hash: bytes.toString('hex', 4, 4 + HASH_BYTES),
    isConstant: bytes[1] === 1,
    bright: bytes.readUInt16LE(2) / PICTURE_BYTES,
    signature: Int16Array.from({ length: SIGNATURE_VALUES }, (_, i) => bytes.readInt16LE(4 + HASH_BYTES + 2 * i))
  }
}

/** Hands on pictures as they come, and keeps how they look; of those that cannot be decoded, now or later, that they have none. */
export async function* lookingAt(
  cache: PictureCache,
  batches: AsyncIterable<PictureBatch>
): AsyncGenerator<PictureBatch> {
  for await (const batch of batches) {
    const looks = Array.from(batch.instances, (instance, i) => ({
      instance,
      look: encodeLook(lookAt(batch.pictures.subarray(i * PICTURE_BYTES, (i + 1) * PICTURE_BYTES)))
    }))
    const without = batch.skipped.filter(({ isPassing }) => !isPassing)
    cache.putLooks([...looks, ...without.map(({ instance }) => ({ instance, look: null }))])
    yield batch
  }
}
