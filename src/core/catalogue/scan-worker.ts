import { parentPort } from 'node:worker_threads'
import { ArchiveFault } from '../archives/fault.ts'
import { fileState } from '../archives/open-file.ts'
import { openMember } from '../archives/open-member.ts'
import type { HeaderBatch } from '../dicom/batch.ts'
import { HeaderReader, type HeaderOutcome } from '../dicom/header.ts'
import type { MemberBytes } from '../archives/member.ts'
import type { Issue } from './file-table.ts'
import { storedTime } from './stored-time.ts'

/** What became of one file; `unreadable` is the file system's word, not the format's. */
export type FileOutcome =
  | HeaderOutcome
  | { status: 'failed'; issues: Issue[] }
  | { status: 'unreadable'; message: string }
  /** An archive whose members are files of their own. */
  | { status: 'opened' }

/** A file, by its path, or a member of an archive that the sender has open. */
export type ToRead = string | Uint8Array | ArchivedFile

/** A file that is read without its path: threads share open files. */
export interface ArchivedFile {
  /** In bytes, and microseconds. */
  size: number
  mtime: number
  /** null: the archive itself, once its members are read. */
  bytes: MemberBytes | null
}

export interface ReadRequest {
  paths: ToRead[]
}

/** The first message of a worker says that it could be loaded; every other one is a reply. */
export const READY = 'ready'

/** Consecutive files of a request. */
interface ReadPart {
  /** Size in bytes and modification time in microseconds of each file, one after the other; those of unreadable ones are 0. */
  stats: Float64Array
  outcomes: FileOutcome[]
  batch: HeaderBatch
}

/** All files of a request, in parts of which each fits into memory. */
export type ReadReply = ReadPart[]

/** What each reading thread may remember about values: scanning has to stay below 500 MB with several of them. */
const BYTE_BUDGET = 16 << 20

const reader = new HeaderReader({ byteBudget: BYTE_BUDGET })

parentPort!.on('message', ({ paths }: ReadRequest) => {
  const reply: ReadReply = []
  for (let from = 0; from < paths.length; from += reply.at(-1)!.outcomes.length) reply.push(readPart(paths, from))
  parentPort!.postMessage(
    reply,
    reply.flatMap(({ stats, batch }) => [
      stats.buffer as ArrayBuffer,
      batch.newValueTags.buffer as ArrayBuffer,
      batch.offsets.buffer as ArrayBuffer,
      batch.changedTags.buffer as ArrayBuffer,
      batch.changedCodes.buffer as ArrayBuffer
    ])
  )
})

parentPort!.postMessage(READY)

function readFile(path: ToRead, stat: [number, number]): FileOutcome {
  if (isArchived(path)) {
    stat[0] = path.size
    stat[1] = path.mtime
    return readArchived(path)
  }
  const name = typeof path === 'string' ? path : Buffer.from(path)
  try {
    const found = fileState(name)
    stat[0] = found.size
    stat[1] = storedTime(found)
  } catch (error) {
    return { status: 'unreadable', message: (error as Error).message }
  }
  return asRead(reader.read(name, stat[0]))
}

function isArchived(path: ToRead): path is ArchivedFile {
  return typeof path === 'object' && 'bytes' in path
}

function readArchived({ bytes, size }: ArchivedFile): FileOutcome {
  if (bytes === null) return { status: 'opened' }
  try {
    return asRead(reader.read('', size, openMember({ bytes, size })))
  } catch (error) {
    if (error instanceof ArchiveFault) return { status: 'failed', issues: [error.issue] }
    return { status: 'unreadable', message: (error as Error).message }
  }
}

function asRead(outcome: HeaderOutcome): FileOutcome {
  if (outcome.status !== 'failed' || outcome.issues[0].code !== 'file-unreadable') return outcome
  return { status: 'unreadable', message: outcome.issues[0].message }
}

function readPart(paths: readonly ToRead[], from: number): ReadPart {
  const stats: number[] = []
  const outcomes: FileOutcome[] = []
  for (let i = from; i < paths.length && !(outcomes.length > 0 && reader.isFull); i++) {
    const stat: [number, number] = [0, 0]
    outcomes.push(readFile(paths[i], stat))
    stats.push(...stat)
  }
  return { stats: Float64Array.from(stats), outcomes, batch: reader.takeBatch() }
}
