import { readFileSync, statSync } from 'node:fs'
import { type Mapping, mapping } from '../catalogue/stored/mapping.ts'
import { MedoidError } from '../errors.ts'
import { isPersonal } from '../features/personal.ts'
import { fields, list, oneOf, tryParse } from '../schema.ts'
import { conceptOf } from './vocabulary.ts'

export const SHARED_FORMAT = 'medoid mappings'

/** A file of mappings that another site can import. */
export interface SharedMappings {
  format: typeof SHARED_FORMAT
  version: 1
  mappings: Mapping[]
}

const shared = fields({ format: oneOf(SHARED_FORMAT), mappings: list(mapping, 100_000) })

/** A file of mappings is small; a larger one is something else. */
const MOST_BYTES = 64 * 1024 * 1024

/**
 * What may leave with a file of mappings: nothing of a tag that may name a person, a place or a time, and of free spellings only those of words
 * that a vocabulary knows: what somebody typed into a field may name anybody. Units and ranges stay here, too: they are about sources of this
 * catalogue alone.
 */
export function mayBeShared(given: Mapping): boolean {
  if ('scale' in given) return false
  const { tag, path, keyword, privateCreator } = given
  if (isPersonal({ tag, path, keyword, privateCreator, vr: 'LO' })) return false
  return !('from' in given) || [...given.from, given.to].every((value) => conceptOf(keyword, value) !== undefined)
}

/** @throws MedoidError `not-mappings`; what reading the file throws */
export function readShared(file: string): Mapping[] {
  if (statSync(file).size > MOST_BYTES) throw new MedoidError('not-mappings', { file, problem: 'it is too large' })
  let document: unknown
  try {
    document = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new MedoidError('not-mappings', { file, problem: 'it has to be JSON' })
  }
  const read = tryParse(shared, document, 'it')
  if ('problem' in read) throw new MedoidError('not-mappings', { file, problem: read.problem })
  return read.value.mappings
}
