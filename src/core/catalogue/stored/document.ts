import type { DocumentOwner as Owner } from '../../../messages/en/stored.ts'
import { MedoidError } from '../../errors.ts'
import { type Schema, tryParse } from '../../schema.ts'

export type { Owner }

/**
 * The versions of a JSON document of the catalogue: one schema a version, the oldest first. What a schema gives is always a
 * document of the newest version, so a schema of an older one fills in or transforms what has changed since. A document
 * holds its version as `version`; without one it is of version 1, as all those of Medoid 0.1.0 are.
 */
export type Versions<T> = readonly [Schema<T>, ...Schema<T>[]]

/**
 * Reads a document of any version.
 * @param part what the message calls it: the column that holds it
 * @throws MedoidError `document-damaged`, `document-newer`
 */
export function readDocument<T>(versions: Versions<T>, text: unknown, owner: Owner, part: string): T {
  let document: unknown
  try {
    document = JSON.parse(text as string)
  } catch (cause) {
    throw damagedDocument(owner, `${part} has to be JSON`, cause)
  }
  const version = versionOf(document)
  const schema = typeof version === 'number' ? versions[version - 1] : undefined
  if (schema === undefined) {
    if (Number.isInteger(version) && (version as number) > versions.length)
      throw new MedoidError('document-newer', { owner, part })
    throw damagedDocument(owner, `${part}.version has to be a whole number from 1 to ${versions.length}`)
  }
  const read = tryParse(schema, document, part)
  if ('problem' in read) throw damagedDocument(owner, read.problem)
  return read.value
}

/** A document of the newest version as text; what the schema does not know is left out. @param part as in `readDocument` */
export function writeDocument<T extends object>(versions: Versions<T>, document: T, part: string): string {
  const checked = tryParse(versions[versions.length - 1], document, part)
  // Nothing is stored that could not be read.
  if ('problem' in checked) throw new TypeError(checked.problem)
  const { value } = checked
  return JSON.stringify(versions.length === 1 ? value : { version: versions.length, ...value })
}

function versionOf(document: unknown): unknown {
  const isRecord = typeof document === 'object' && document !== null && !Array.isArray(document)
  return isRecord && 'version' in document ? document.version : 1
}

/** @param problem which part is wrong, and what it has to be */
export function damagedDocument(owner: Owner, problem: string, cause?: unknown): MedoidError {
  return new MedoidError('document-damaged', { owner, problem }, cause === undefined ? undefined : { cause })
}
