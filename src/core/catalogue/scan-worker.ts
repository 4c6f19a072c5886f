import { parentPort } from 'node:worker_threads'
import type { HeaderBatch } from '../dicom/batch.ts'
import { HeaderReader, type HeaderOutcome } from '../dicom/header.ts'
import type { Issue } from './file-table.ts'

/** What became of one file; `unreadable` is the file system's word, not the format's. */
export type FileOutcome =
  HeaderOutcome | { status: 'failed'; issues: Issue[] } | { status: 'unreadable'; message: string }

export interface ReadRequest {
  paths: (string | Uint8Array)[]
}

/** The first message of a worker says that it could be loaded; every other one is a reply. */
export const READY = 'ready'

export interface ReadReply {
  outcomes: FileOutcome[]
  batch: HeaderBatch
}

const reader = new HeaderReader()

parentPort!.on('message', ({ paths }: ReadRequest) => {
  const outcomes = paths.map(readFile)
  const batch = reader.takeBatch()
  const reply: ReadReply = { outcomes, batch }
  parentPort!.postMessage(reply, [
    batch.newValueTags.buffer as ArrayBuffer,
    batch.offsets.buffer as ArrayBuffer,
    batch.cellTags.buffer as ArrayBuffer,
    batch.cellCodes.buffer as ArrayBuffer
  ])
})

parentPort!.postMessage(READY)

function readFile(path: string | Uint8Array): FileOutcome {
  const outcome = reader.read(typeof path === 'string' ? path : Buffer.from(path))
  if (outcome.status !== 'failed' || outcome.issues[0].code !== 'file-unreadable') return outcome
  return { status: 'unreadable', message: outcome.issues[0].message }
}
