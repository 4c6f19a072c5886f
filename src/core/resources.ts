import { existsSync } from 'node:fs'
import { MedoidError } from './errors.ts'

/**
 * A file of `resources/`, which lies beside `src`, or beside the folder that the program was bundled to.
 * @param code @param advice of the error where the file is not there
 * @throws MedoidError
 */
export function resource(name: string, code: string, advice: string): URL {
  for (let folder = new URL('.', import.meta.url), last = ''; folder.href !== last; folder = new URL('..', folder)) {
    const file = new URL(`resources/${name}`, folder)
    if (existsSync(file)) return file
    last = folder.href
  }
  throw new MedoidError(code, `resources/${name} is missing. ${advice}`)
}
