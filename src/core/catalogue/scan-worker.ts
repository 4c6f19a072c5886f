import { parentPort, workerData } from 'node:worker_threads'
import type { HeaderBatch } from '../dicom/batch.ts'
import { HeaderReader } from '../dicom/header.ts'
import { ReadAhead } from './read-ahead.ts'
import type { FileOutcome, ToRead } from './to-read.ts'

/** What a worker is told when it starts. */
export interface ReaderData {
  /** Workers that read side by side. */
  readers: number
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
const files = new ReadAhead(reader, (workerData as ReaderData).readers)
/** Files of each request that is not answered yet. */
const requests: number[] = []
let isBusy = false

parentPort!.on('message', ({ paths }: ReadRequest) => {
  files.add(paths)
  requests.push(paths.length)
  if (!isBusy) void answerAll()
})

parentPort!.postMessage(READY)

async function answerAll(): Promise<void> {
  isBusy = true
  for (let count = requests.shift(); count !== undefined; count = requests.shift()) {
    const reply: ReadReply = []
    for (let done = 0; done < count; done += reply.at(-1)!.outcomes.length) reply.push(await readPart(count - done))
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
  }
  isBusy = false
}

/** @param most files that it may be */
async function readPart(most: number): Promise<ReadPart> {
  const stats: number[] = []
  const outcomes: FileOutcome[] = []
  while (outcomes.length < most && !(outcomes.length > 0 && reader.isFull)) {
    const next = files.next()
    const { size, time, outcome } = next instanceof Promise ? await next : next
    stats.push(size, time)
    outcomes.push(outcome)
  }
  return { stats: Float64Array.from(stats), outcomes, batch: reader.takeBatch() }
}
