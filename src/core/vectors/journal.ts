import { readFile } from 'node:fs/promises'
import type { Difference } from '../../messages/en/vectors.ts'
import * as v from 'valibot'
import type { Message } from '../../messages/message.ts'
import { storedMessage, storedRemark, withFields } from '../stored-message.ts'
import { MedoidError } from '../errors.ts'
import { writeAtomically } from '../files.ts'
import { jsonOrNull } from '../json.ts'
import type { CountedRemark } from '../remark-counts.ts'
import { anyText, boolean, fields, integer, list, oneOf, type Schema, tryParse } from '../schema.ts'
import { VECTOR_FORMATS, type VectorFormat, type WrittenGroup } from './layout.ts'

/** What must be the same for a file to be gone on with. */
export interface Fingerprint {
  format: VectorFormat
  /** The most rows that it can get. */
  rows: number
  /** Values of a vector. */
  length: number
  /** Rows that are committed together. */
  groupRows: number
  /** Where its rows come from, in words for people, e.g. `{ model: '3', clustering: '1.20', images: '(SHA-256)' }`. */
  source: Readonly<Record<string, string>>
}

/** An instance that has no vector. */
export interface SkippedRow {
  instance: number
  reason: Message
}

/** What stands beside a file that is being written: `<file>.part.json`. What is committed is on the disk. */
export interface VectorJournal extends Fingerprint {
  schema: 'medoid-vectors'
  schemaVersion: 1
  /** Which process writes the file: two at once would spoil it. */
  writer: string
  groups: WrittenGroup[]
  /** Bytes of the index. */
  indexBytes: number
  /** The last instance whose row is committed; null before the first. */
  lastInstance: number | null
  /** Instances up to the last that have no row, and why. */
  skipped: SkippedRow[]
  /** What is told of instances up to the last. */
  remarks: CountedRemark[]
  /** Whether all is written, and only the names of the files are to be changed. */
  finished: boolean
}

const COUNT = integer(0, Number.MAX_SAFE_INTEGER)

const schema: Schema<VectorJournal> = fields({
  schema: v.literal('medoid-vectors'),
  schemaVersion: v.literal(1),
  writer: anyText,
  format: oneOf(...VECTOR_FORMATS),
  rows: COUNT,
  length: COUNT,
  groupRows: COUNT,
  source: v.record(anyText, anyText),
  groups: list(fields({ rows: COUNT, bytes: COUNT }), Infinity),
  indexBytes: COUNT,
  lastInstance: v.nullable(COUNT),
  skipped: list(fields({ instance: COUNT, reason: storedMessage }), Infinity),
  // Files that were begun before remarks were kept have none.
  remarks: v.optional(list(withFields(storedRemark, fields({ images: COUNT, instance: COUNT })), Infinity), () => []),
  finished: boolean
})

/**
 * @returns undefined where there is none
 * @throws MedoidError `vectors-part-damaged`
 */
export async function readJournal(path: string): Promise<VectorJournal | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const read = tryParse(schema, jsonOrNull(text), 'journal')
  if ('value' in read) return read.value
  throw new MedoidError('vectors-part-damaged', { part: path.replace(/\.json$/, ''), journal: path, bytes: null })
}

/** Only the user can read it, as the vectors: it tells whose they are. */
export function writeJournal(path: string, journal: VectorJournal): Promise<void> {
  return writeAtomically(path, async (file) => {
    await file.chmod(0o600)
    await file.writeFile(JSON.stringify(journal))
  })
}

/** What differs, in words; empty for the same. */
export function differences(was: Fingerprint, is: Fingerprint): Difference[] {
  const told = (given: Fingerprint): Map<string, string> =>
    new Map([
      ...Object.entries(given.source),
      ['format', given.format],
      ['rows', String(given.rows)],
      ['values a vector', String(given.length)],
      ['rows a group', String(given.groupRows)]
    ])
  const [before, now] = [told(was), told(is)]
  return [...new Set([...before.keys(), ...now.keys()])]
    .filter((name) => before.get(name) !== now.get(name))
    .map((name) => ({ name, was: before.get(name) ?? null, is: now.get(name) ?? null }))
}
