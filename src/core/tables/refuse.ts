import { open, stat } from 'node:fs/promises'
import { MedoidError } from '../errors.ts'

/**
 * What an export may replace: a file that Medoid has written, and any other if a person says so; but never an image or a
 * catalogue, which was named by mistake.
 *
 * @param isOurs whether Medoid has written the file; asked only where there is one, and nobody has said that it may be replaced
 * @param overwrite whether a person has said so
 * @throws MedoidError `not-an-export`
 */
export async function refuseToReplace(
  path: string,
  isOurs: (path: string) => Promise<boolean>,
  overwrite: boolean
): Promise<void> {
  await refuseToReplaceData(path)
  if (overwrite || !(await isFile(path)) || (await isOurs(path))) return
  throw new MedoidError('not-an-export', { path, holds: 'other' })
}

/** @throws MedoidError `not-an-export` where a file is an image or a catalogue */
export async function refuseToReplaceData(path: string): Promise<void> {
  const head = await firstBytes(path, 132)
  const holds = head.startsWith('SQLite format 3') ? 'database' : head.endsWith('DICM') ? 'dicom' : undefined
  if (holds !== undefined) throw new MedoidError('not-an-export', { path, holds })
}

/** The first bytes of a file as Latin-1; fewer where it is shorter, none where there is no file. */
export async function firstBytes(path: string, count: number): Promise<string> {
  if (!(await isFile(path))) return ''
  return bytesAt(path, 0, count)
}

/** The last bytes of a file as Latin-1; fewer where it is shorter. */
export async function lastBytes(path: string, count: number): Promise<string> {
  const { size } = await stat(path)
  return bytesAt(path, Math.max(0, size - count), count)
}

async function bytesAt(path: string, position: number, count: number): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, position)
    return buffer.toString('latin1', 0, bytesRead)
  } finally {
    await file.close()
  }
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false
  )
}
