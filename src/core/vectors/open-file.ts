import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { MedoidError } from '../errors.ts'
import { isNpy } from './npy-header.ts'

/**
 * Opens a file that is npy if it begins so, and CSV otherwise, whatever it is called.
 * @param what it holds, for errors; an option has its name
 * @throws MedoidError `vectors-unreadable`, `labels-unreadable`; `…-parquet` for Parquet
 */
export async function openNpyOrCsv(
  path: string,
  what: 'vectors' | 'labels'
): Promise<{ file: FileHandle; isNpy: boolean }> {
  let file: FileHandle | undefined
  try {
    file = await open(path, 'r')
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0)
    if (buffer.toString('latin1', 0, 4) === 'PAR1') throw parquet(path, what)
    return { file, isNpy: isNpy(buffer.subarray(0, bytesRead)) }
  } catch (error) {
    await file?.close()
    if (error instanceof MedoidError) throw error
    const problem = `The ${what} ${path} cannot be read (${(error as Error).message}). Check --${what}.`
    throw new MedoidError(`${what}-unreadable`, problem, { cause: error })
  }
}

function parquet(path: string, what: string): MedoidError {
  return new MedoidError(
    `${what}-parquet`,
    `${path} is a Parquet file, and ${what} are read from npy or CSV. Save them so, e.g. with numpy or pandas; Medoid's own ` +
      'embed writes npy with --format npy.'
  )
}
