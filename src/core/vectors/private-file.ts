import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MedoidError } from '../errors.ts'

/**
 * A temporary file that nobody else can read, and that no killed process leaves behind where the system can help it.
 * @throws MedoidError `no-temporary-space`
 */
export async function privateFile(): Promise<FileHandle> {
  try {
    const folder = await mkdtemp(join(tmpdir(), 'medoid-vectors-'))
    const file = await open(join(folder, 'vectors'), 'wx+', 0o600)
    // The open file lives on without its name, until it is closed.
    await rm(folder, { recursive: true, force: true })
    return file
  } catch (error) {
    throw noSpace(error)
  }
}

/** Writes at the end. @throws MedoidError `no-temporary-space` */
export async function appendNumbers(file: FileHandle, numbers: Float64Array): Promise<void> {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)
  await file.writeFile(bytes).catch((error: unknown) => {
    throw noSpace(error)
  })
}

function noSpace(cause: unknown): MedoidError {
  return new MedoidError('no-temporary-space', { folder: tmpdir(), reason: (cause as Error).message }, { cause })
}
