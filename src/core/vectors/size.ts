import { stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { MedoidError } from '../errors.ts'
import { writableTarget, writeError } from '../files.ts'
import { groupRows, type Precision, VALUE_BYTES, type VectorFormat } from './layout.ts'
import { NPY_HEADER_BYTES } from './npy-header.ts'

/** The longest UID that DICOM allows (PS3.5 section 9.1). */
const UID_BYTES = 64

/**
 * How many bytes vectors take on the disk, with all that stands beside them: a little more than what will be written, where
 * UIDs are no longer than DICOM allows.
 * @param length values of a vector
 */
export function vectorFileBytes(
  format: VectorFormat,
  rows: number,
  length: number,
  precision: Precision = 'f32'
): number {
  const values = rows * length * VALUE_BYTES[precision]
  const digits = String(rows).length
  // A line of the index: row, UID and cluster (11 characters at most), commas and line end.
  if (format === 'npy') return NPY_HEADER_BYTES + values + (rows + 1) * (digits + UID_BYTES + 11 + 3)
  // Of a row: length and bytes of its UID, its cluster, its levels, and, where vectors are long, a page header.
  const groups = Math.ceil(rows / groupRows(length))
  return values + rows * (4 + UID_BYTES + 4 + 8 + 40) + groups * 600 + 1000
}

/** Vectors that are to be written. */
interface VectorShape {
  format: VectorFormat
  rows: number
  /** Values of a vector. */
  length: number
  precision: Precision
}

/** Values that long vectors are proposed to be projected to. */
const PROPOSED_VALUES = 256

/** Ways to write less of vectors that do not fit, each with the bytes that it takes; null where it would change nothing. */
interface SmallerVectors {
  /** In 16 bits. */
  halves: number | null
  projected: { values: number; bytes: number } | null
  /** The most images, in round numbers, of which all is written as it was asked for. */
  sample: { images: number; bytes: number } | null
}

/** @param free bytes that there are */
export function smallerVectors({ format, rows, length, precision }: VectorShape, free: number): SmallerVectors {
  const images = roundedDown((rows * free) / vectorFileBytes(format, rows, length, precision))
  const sample = { images, bytes: vectorFileBytes(format, images, length, precision) }
  const projected = vectorFileBytes(format, rows, PROPOSED_VALUES, precision)
  return {
    halves: precision === 'f32' ? vectorFileBytes(format, rows, length, 'f16') : null,
    projected: length > PROPOSED_VALUES ? { values: PROPOSED_VALUES, bytes: projected } : null,
    sample: images > 0 && sample.bytes <= free ? sample : null
  }
}

/** To two digits. */
function roundedDown(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1)
  return Math.floor(value / unit) * unit
}

/**
 * @param path where the file of the vectors will be, or is already in part
 * @throws MedoidError `disk-full` that names ways to write less; as `requireSpace`
 */
export async function requireVectorSpace(path: string, shape: VectorShape): Promise<void> {
  const { format, rows, length, precision } = shape
  const { target } = await writableTarget(path)
  const part = await stat(`${target}.part`).catch(() => null)
  const needed = vectorFileBytes(format, rows, length, precision) - (part?.size ?? 0)
  const free = await freeSpace(target)
  if (free >= needed) return
  throw new MedoidError('disk-full', { why: 'vectors', path, needed, free, smaller: smallerVectors(shape, free) })
}

/**
 * @param path where the file will be
 * @param bytes that are still to be written
 * @throws MedoidError `disk-full` where its disk has less room than that, `no-such-folder`
 */
export async function requireSpace(path: string, bytes: number): Promise<void> {
  const free = await freeSpace(path)
  if (free >= bytes) return
  throw new MedoidError('disk-full', { why: 'space', path, needed: bytes, free })
}

/** Bytes on the disk of a file; Infinity where a network file system does not tell. */
async function freeSpace(path: string): Promise<number> {
  const { bavail, blocks, bsize } = await statfs(dirname(path)).catch((error: unknown) => {
    throw writeError(path, error)
  })
  return blocks === 0 ? Infinity : bavail * bsize
}
