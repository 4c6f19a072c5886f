import type { FileHandle } from 'node:fs/promises'
import { throwIfCancelled, type Work } from '../work.ts'
import { readNumbers } from './npy-file.ts'
import type { NpyHeader } from './npy-header.ts'
import { appendNumbers, privateFile } from './private-file.ts'
import { StoredVectors, temporaryHeader } from './stored-vectors.ts'

/** Numbers that are in memory at a time, unless a vector has more. */
const BUFFERED = 2 ** 23

/**
 * The vectors of an array that stands column by column in its file: turned into rows once, in a private temporary file. Some
 * rows at a time, a piece of every column each, so that memory is bounded and nothing is read twice.
 * @param name of the file, for messages
 * @throws MedoidError `vectors-not-finite`, `no-temporary-space` @throws CancelledError
 */
export async function fortranVectors(
  file: FileHandle,
  name: string,
  header: NpyHeader,
  work?: Work
): Promise<StoredVectors> {
  const [rows, length] = header.shape
  const turned = await privateFile()
  try {
    const step = Math.max(1, Math.min(rows, Math.floor(BUFFERED / length)))
    for (let from = 0; from < rows; from += step) {
      throwIfCancelled(work)
      work?.onProgress?.({ stage: 'Reading the vectors', done: from, total: rows, unit: 'rows' })
      const count = Math.min(step, rows - from)
      const block = new Float64Array(count * length)
      for (let column = 0; column < length; column++) {
        const numbers = await readNumbers(file, header, column * rows + from, count)
        for (let row = 0; row < count; row++) block[row * length + column] = Number(numbers[row])
      }
      await appendNumbers(turned, block)
    }
    return new StoredVectors(turned, name, temporaryHeader(rows, length))
  } catch (error) {
    await turned.close()
    throw error
  }
}
