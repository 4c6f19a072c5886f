import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { MedoidError } from '../errors.ts'
import { writableTarget, writeError } from '../files.ts'
import { firstBytes, lastBytes, refuseToReplace } from '../tables/refuse.ts'
import { differences, type Fingerprint, readJournal, type VectorJournal } from './journal.ts'
import type { VectorLayout } from './layout.ts'
import { INDEX_HEAD } from './npy-layout.ts'

/** Bytes at the end of a Parquet file among which its footer names the program that made it. */
const FOOTER = 1024

/** The finished files, and what stands beside them until they are. */
export interface Names {
  target: string
  part: string
  journal: string
  index?: { target: string; part: string }
}

/**
 * @param overwrite whether what Medoid has not written may be replaced
 * @throws MedoidError `not-an-export`, and as `writableTarget` does
 */
export async function namesOf(path: string, layout: VectorLayout, overwrite: boolean): Promise<Names> {
  const { target } = await writableTarget(path)
  await refuseToReplace(target, isVectorFile, overwrite)
  const names = { target, part: `${target}.part`, journal: `${target}.part.json` }
  if (layout.index === undefined) return names
  const index = (await writableTarget(indexBeside(target))).target
  await refuseToReplace(index, isIndex, overwrite)
  return { ...names, index: { target: index, part: `${target}.index.csv.part` } }
}

/**
 * Whether Medoid has written a file of vectors, which are too long to be hashed: Parquet names its maker, an npy file has its
 * index beside it. Of an empty one nothing is lost.
 */
async function isVectorFile(path: string): Promise<boolean> {
  const head = await firstBytes(path, 6)
  if (head.startsWith('PAR1')) return (await lastBytes(path, FOOTER)).includes('medoid')
  return (
    head === '' ||
    (head === '\x93NUMPY' && (await firstBytes(indexBeside(path), 1)) !== '' && isIndex(indexBeside(path)))
  )
}

async function isIndex(path: string): Promise<boolean> {
  const head = await firstBytes(path, INDEX_HEAD.length)
  return head === '' || head === INDEX_HEAD
}

function indexBeside(path: string): string {
  return `${path}.index.csv`
}

/** Bytes of the file up to the end of its last group. */
export function bytesOfGroups(layout: VectorLayout, { rows, groups }: VectorJournal): number {
  return groups.reduce((sum, { bytes }) => sum + bytes, layout.head(rows).length)
}

/**
 * The journal of a file that can be gone on with, or undefined where there is nothing to lose.
 * @throws MedoidError `other-part`, `vectors-part-damaged`
 */
export async function resumable(
  names: Names,
  wanted: Fingerprint,
  layout: VectorLayout
): Promise<VectorJournal | undefined> {
  const { target, part, journal: path } = names
  const journal = await readJournal(path)
  const partSize = await sizeOf(part)
  if (journal === undefined) {
    if (partSize === undefined) return undefined
    throw new MedoidError('other-part', { why: 'unknown', part, journal: path })
  }
  const other = differences(journal, wanted)
  const bytes = bytesOfGroups(layout, journal)
  if (journal.finished && partSize === undefined) {
    // All was written and named, and then the process was killed; unless somebody has written the file anew since.
    const isOurs = other.length === 0 && (await sizeOf(target)) === bytes + layout.tail(journal.groups).length
    return isOurs ? journal : undefined
  }
  if (partSize === undefined) return undefined
  // Also where it has no groups yet: somebody may be at work on the first.
  if (other.length > 0) {
    throw new MedoidError('other-part', { why: 'settings', part, journal: path, settings: other })
  }
  if (journal.groups.length === 0) return undefined
  if (partSize < bytes) throw damaged(part, path, bytes, partSize)
  return journal
}

/**
 * Opens a file to write on after its first `keep` bytes; what is behind them goes. Without them it is a new file, not the old
 * one emptied: who still writes that one writes where nobody reads.
 * @throws MedoidError `vectors-part-damaged`, `part-taken`, and as `writeAtomically` does
 */
export async function openPart(part: string, journal: string, keep: number | undefined): Promise<FileHandle> {
  if (keep === undefined) return createPart(part)
  const file = await open(part, 'r+').catch((error: unknown) => {
    throw writeError(part, error)
  })
  try {
    const { size } = await file.stat()
    if (size < keep) throw damaged(part, journal, keep, size)
    await file.truncate(keep)
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}

async function createPart(part: string): Promise<FileHandle> {
  try {
    await rm(part, { force: true })
    return await open(part, 'wx', 0o600)
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? taken(part) : writeError(part, error)
  }
}

/** What the writer of a file is told that is not the one any more. */
export function taken(part: string): MedoidError {
  return new MedoidError('part-taken', { part })
}

/** Gives a finished part its name; it may have it already, where a process was killed just then. */
export async function nameFinished(part: string, target: string): Promise<void> {
  await rename(part, target).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' || (await sizeOf(target)) === undefined) throw writeError(target, error)
  })
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function damaged(part: string, journal: string, wanted: number, found: number): MedoidError {
  return new MedoidError('vectors-part-damaged', { part, journal, bytes: { found, expected: wanted } })
}
