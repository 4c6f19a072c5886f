import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { MedoidError } from '../errors.ts'
import { writeError } from '../files.ts'
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

/**
 * @param path where the file will be
 * @param bytes that are still to be written
 * @throws MedoidError `disk-full` where its disk has less room than that, `no-such-folder`
 */
export async function requireSpace(path: string, bytes: number): Promise<void> {
  const { bavail, blocks, bsize } = await statfs(dirname(path)).catch((error: unknown) => {
    throw writeError(path, error)
  })
  // Some network file systems do not tell.
  if (blocks === 0 || bavail * bsize >= bytes) return
  throw new MedoidError('disk-full', { why: 'vectors', path, needed: bytes, free: bavail * bsize })
}
