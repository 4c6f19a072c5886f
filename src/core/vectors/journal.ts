import { readFile } from 'node:fs/promises'
import type { Difference } from '../../messages/en/vectors.ts'
import { MedoidError } from '../errors.ts'
import { writeAtomically } from '../files.ts'
import type { CountedRemark } from '../remark-counts.ts'
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
  reason: string
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
  let journal: unknown
  try {
    journal = JSON.parse(text)
  } catch {
    journal = undefined
  }
  // Files that were begun before remarks were kept have none.
  if (isJournal(journal)) return { ...journal, remarks: journal.remarks ?? [] }
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

function isJournal(given: unknown): given is Omit<VectorJournal, 'remarks'> & Partial<Pick<VectorJournal, 'remarks'>> {
  if (typeof given !== 'object' || given === null) return false
  const journal = given as Partial<Record<keyof VectorJournal, unknown>>
  return (
    journal.schema === 'medoid-vectors' &&
    journal.schemaVersion === 1 &&
    typeof journal.writer === 'string' &&
    VECTOR_FORMATS.some((format) => format === journal.format) &&
    [journal.rows, journal.length, journal.groupRows, journal.indexBytes].every(isCount) &&
    (journal.lastInstance === null || isCount(journal.lastInstance)) &&
    typeof journal.finished === 'boolean' &&
    Array.isArray(journal.skipped) &&
    journal.skipped.every(
      (each: Partial<SkippedRow> | null) => isCount(each?.instance) && typeof each?.reason === 'string'
    ) &&
    (journal.remarks === undefined || isRemarks(journal.remarks)) &&
    isSource(journal.source) &&
    Array.isArray(journal.groups) &&
    journal.groups.every((group: Partial<WrittenGroup> | null) => isCount(group?.rows) && isCount(group?.bytes))
  )
}

function isRemarks(given: unknown): boolean {
  return (
    Array.isArray(given) &&
    given.every(
      (each: Partial<CountedRemark> | null) =>
        isCount(each?.images) &&
        isCount(each?.instance) &&
        typeof each?.code === 'string' &&
        typeof each.message === 'string'
    )
  )
}

function isSource(given: unknown): boolean {
  return typeof given === 'object' && given !== null && Object.values(given).every((value) => typeof value === 'string')
}

function isCount(given: unknown): boolean {
  return Number.isSafeInteger(given) && (given as number) >= 0
}
