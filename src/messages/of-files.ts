import { ARCHIVES } from './en/archives.ts'
import { DICOM } from './en/dicom.ts'
import type { ParametersOf } from './message.ts'
import { type Said, sentences } from './said.ts'
import { PLAIN_TERMS, type Terms } from './terms.ts'

const OF_FILES = { ...ARCHIVES, ...DICOM }

/** Codes of what is wrong with a file. */
export type FileCode = keyof typeof OF_FILES

/**
 * As `say`, of what is wrong with a file, as it is stored with that. Each thread that reads files loads these messages and no others: all
 * of them take as long to load as some hundred headers to read.
 */
export function sayOfFile<C extends FileCode>(code: C, parameters: ParametersOf<C>): string {
  return sentences((OF_FILES[code] as (given: ParametersOf<C>, terms: Terms) => Said)(parameters, PLAIN_TERMS))
}
