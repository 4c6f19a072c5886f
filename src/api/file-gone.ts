import { readable } from '../core/catalogue/names.ts'
import { MedoidError } from '../core/errors.ts'

/** Of an image whose file the system does not give. */
export function fileGone(path: string | Uint8Array, cause?: unknown): MedoidError {
  const shown = readable(typeof path === 'string' ? path : Buffer.from(path))
  return new MedoidError('file-unreadable', { path: shown }, { cause })
}

/** The error of reading a file, which says which and what to do where it cannot be read at all. */
export function explainFile(error: unknown, path: string | Uint8Array): unknown {
  const isGone = error instanceof MedoidError && error.code === 'file-unreadable'
  return isGone ? fileGone(path, error) : error
}
