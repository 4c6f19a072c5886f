import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
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
    if (start.length === 0) throw empty(path, what)
    if (start.toString('latin1', 0, 4) === 'PAR1') throw parquet(path, what)
    if (/^\s*(?:\{"|\[[[{])/.test(start.toString('latin1'))) throw json(path, what)
    if (ZIP.includes(start.toString('latin1', 0, 4))) throw zip(path, what)
    return { file, isNpy: isNpy(start) }
  } catch (error) {
    await file?.close()
    if (error instanceof MedoidError) throw error
    const problem = `The ${what} ${path} cannot be read (${(error as Error).message}). Check --${what}.`
    throw new MedoidError(`${what}-unreadable`, problem, { cause: error })
  }
}

/** What an archive begins with, and one without files (APPNOTE.TXT of PKWARE, sections 4.3.7 and 4.3.16). */
const ZIP = ['PK\x03\x04', 'PK\x05\x06']

function empty(path: string, what: string): MedoidError {
  return new MedoidError(
    `${what}-empty`,
    `${path} is empty: it has no bytes. Save the ${what} again, as npy (np.save) or as CSV with the names of the columns in its ` +
      'first line.'
  )
}

function zip(path: string, what: string): MedoidError {
  return new MedoidError(
    `${what}-zip`,
    `${path} is a zip archive, as npz files and spreadsheets are; ${what} are read from npy or CSV. Save one array of an npz file: ` +
      `np.save('${what}.npy', np.load(file)['arr_0']); save a spreadsheet as CSV.`
  )
}

function json(path: string, what: string): MedoidError {
  return new MedoidError(
    `${what}-json`,
    `${path} looks like JSON, and ${what} are read from npy or CSV. Save them so; Medoid exports labels as CSV with --format csv.`
  )
}

function parquet(path: string, what: string): MedoidError {
  return new MedoidError(
    `${what}-parquet`,
    `${path} is a Parquet file, and ${what} are read from npy or CSV. Save them so, e.g. with numpy or pandas; Medoid ` +
      'writes vectors as npy (embed --format npy) and labels as CSV (export labels --format csv).'
  )
}
