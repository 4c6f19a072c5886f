import { open, stat } from 'node:fs/promises'
import { MedoidError } from '../errors.ts'

/**
 * An older export may be replaced; an image or a catalogue that was named by mistake may not.
 * @throws MedoidError `not-an-export`
 */
export async function refuseToReplaceData(path: string): Promise<void> {
  const head = await firstBytes(path, 132)
  const what = head.startsWith('SQLite format 3') ? 'a database' : head.endsWith('DICM') ? 'a DICOM file' : undefined
  if (what !== undefined) {
    throw new MedoidError('not-an-export', `${path} is ${what}, and would be replaced. Give another name.`)
  }
}

/**
 * The same for what takes hours to write, and has formats of its own: only what begins as they do may be replaced.
 * @param starts of files that may be replaced, as Latin-1; an empty file may be, too
 * @throws MedoidError `not-an-export`
 */
export async function refuseToReplaceOthers(path: string, starts: readonly string[]): Promise<void> {
  const head = await firstBytes(path, Math.max(...starts.map(({ length }) => length)))
  if (head === '' || starts.some((start) => head.startsWith(start))) return
  throw new MedoidError(
    'not-an-export',
    `${path} is no file that Medoid has written, and would be replaced. Give another name.`
  )
}

async function firstBytes(path: string, count: number): Promise<string> {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false
  )
  if (!isFile) return ''
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0)
    return buffer.toString('latin1', 0, bytesRead)
  } finally {
    await file.close()
  }
}
