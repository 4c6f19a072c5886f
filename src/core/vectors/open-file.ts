import { type FileHandle, open } from 'node:fs/promises'
import { MedoidError } from '../errors.ts'
import { isNpy } from './npy-header.ts'

/**
 * Opens a file that is npy if it begins so, and CSV otherwise, whatever it is called.
 * @param what it holds, for errors; an option has its name
 * @throws MedoidError `vectors-unreadable`, `labels-unreadable`; `…-empty`; `…-parquet`, `…-json` and `…-zip` for those
 */
export async function openNpyOrCsv(
  path: string,
  what: 'vectors' | 'labels'
): Promise<{ file: FileHandle; isNpy: boolean }> {
  let file: FileHandle | undefined
  try {
    file = await open(path, 'r')
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0)
    const start = buffer.subarray(0, bytesRead)
    if (start.length === 0) throw new MedoidError(`${what}-empty`, { file: path, why: 'no-bytes' })
    if (start.toString('latin1', 0, 4) === 'PAR1') throw new MedoidError(`${what}-parquet`, { file: path })
    if (/^\s*(?:\{"|\[[[{])/.test(start.toString('latin1'))) throw new MedoidError(`${what}-json`, { file: path })
    if (ZIP.includes(start.toString('latin1', 0, 4))) throw new MedoidError(`${what}-zip`, { file: path })
    return { file, isNpy: isNpy(start) }
  } catch (error) {
    await file?.close()
    if (error instanceof MedoidError) throw error
    throw new MedoidError(`${what}-unreadable`, { path, reason: (error as Error).message }, { cause: error })
  }
}

/** What an archive begins with, and one without files (APPNOTE.TXT of PKWARE, sections 4.3.7 and 4.3.16). */
const ZIP = ['PK\x03\x04', 'PK\x05\x06']
