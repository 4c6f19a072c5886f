import { readable } from '../core/catalogue/names.ts'
import { MedoidError } from '../core/errors.ts'

/** What a window says of an image whose file the system does not give. */
export function fileGone(path: string | Uint8Array): string {
  const shown = readable(typeof path === 'string' ? path : Buffer.from(path))
  return `Its file is gone or cannot be read: ${shown}. Rescan or move the folder in Archive.`
}

/** The error of reading a file, in words that say which and what to do where it cannot be read at all. */
export function explainFile(error: unknown, path: string | Uint8Array): unknown {
  const isGone = error instanceof MedoidError && error.code === 'file-unreadable'
  return isGone ? new MedoidError(error.code, fileGone(path), { cause: error }) : error
}
