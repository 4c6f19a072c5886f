import { existsSync } from 'node:fs'
import { MedoidError } from './errors.ts'

/**
 * A file of `resources/`, which lies beside `src`, or beside the folder that the program was bundled to.
 * @param missing the error where the file is not there
 * @throws MedoidError
 */
export function resource(name: string, missing: 'kernels-missing' | 'private-elements-missing'): URL {
  for (let folder = new URL('.', import.meta.url), last = ''; folder.href !== last; folder = new URL('..', folder)) {
    const file = new URL(`resources/${name}`, folder)
    if (existsSync(file)) return file
    last = folder.href
  }
  throw new MedoidError(missing, {})
}
