import { MedoidError } from '../errors.ts'
import type { Work } from '../work.ts'
import { csvVectors } from './csv-vectors.ts'
import { fortranVectors } from './fortran.ts'
import { type RowLabelReading, type Labels, readLabels } from './labels-file.ts'
import { readNpyHeader } from './npy-file.ts'
import { openNpyOrCsv } from './open-file.ts'
import { MOST_VALUES, StoredVectors, type VectorSource } from './stored-vectors.ts'

/**
 * Opens given vectors with their labels: row i of one belongs to row i of the other. Memory does not grow with the vectors.
 * @param labels the file with the cluster of each vector
 * @throws MedoidError `rows-differ`, and as `openVectors` and `readLabels` do @throws CancelledError
 */
export async function openLabelledVectors(
  vectors: string,
  labels: string,
  reading: RowLabelReading = {},
  work?: Work
): Promise<{ vectors: VectorSource; labels: Labels }> {
  const read = await readLabels(labels, reading)
  const opened = await openVectors(vectors, work)
  if (opened.rows === read.codes.length) return { vectors: opened, labels: read }
  await opened.close()
  throw new MedoidError('rows-differ', {
    vectors: { file: vectors, rows: opened.rows },
    labels: { file: labels, rows: read.codes.length }
  })
}

/**
 * Opens vectors: an npy file of shape (rows, length) and any type of numbers that `parseNpyHeader` knows, read in place where it stands row by row; or a
 * CSV file of numbers with a header line, which is read once.
 * @throws MedoidError `vectors-shape`, `vectors-type`, and as `readNpyHeader` and `csvVectors` do @throws CancelledError
 */
export async function openVectors(path: string, work?: Work): Promise<VectorSource> {
  const { file, isNpy } = await openNpyOrCsv(path, 'vectors')
  if (!isNpy) {
    await file.close()
    return csvVectors(path, work)
  }
  try {
    const header = await readNpyHeader(file, path)
    checkShape(header.shape, path)
    if (header.type === 'U' || header.type === 'S') {
      throw new MedoidError('vectors-type', { file: path })
    }
    // In a single row or column both orders are one.
    if (!header.isFortran || header.shape.includes(1)) return new StoredVectors(file, path, header)
    const turned = await fortranVectors(file, path, header, work)
    await file.close()
    return turned
  } catch (error) {
    await file.close()
    throw error
  }
}

function checkShape(shape: number[], path: string): void {
  const [rows, length] = shape
  const isVectors = shape.length === 2 && rows > 0 && length > 0 && length <= MOST_VALUES
  if (!isVectors) throw new MedoidError('vectors-shape', { file: path, shape, most: MOST_VALUES })
}
