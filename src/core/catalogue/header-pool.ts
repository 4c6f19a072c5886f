import { Worker } from 'node:worker_threads'
import { fileState } from '../archives/open-file.ts'
import type { HeaderBatch } from '../dicom/batch.ts'
import { storedTime } from './stored-time.ts'
import type { READY, ReaderData, ReadReply, ReadRequest } from './scan-worker.ts'
import type { FileOutcome, ToRead } from './to-read.ts'
import './waiting-threads.ts'

/**
 * Room for what is soon garbage, a thread: with V8's own choice several reading threads take hundreds of megabytes of it and
 * read no faster.
 */
const YOUNG_MEGABYTES = 12

/** Requests that all members have to answer before another one is started: what few files take is less than its start. */
const REQUESTS_FOR_ANOTHER = 4

/** Consecutive files that one worker read: an outcome each, and the values of those that are instances. */
export interface ReadResult {
  /** Names the worker whose dictionaries the batch speaks of. */
  worker: number
  /** Size and modification time of each, see `ReadPart`. */
  stats: Float64Array
  outcomes: FileOutcome[]
  /** null where the worker did not survive the file. */
  batch: HeaderBatch | null
}

interface Job {
  paths: ToRead[]
  resolve: (results: ReadResult[]) => void
  reject: (error: unknown) => void
}

/**
 * Reads headers in worker threads. A file that ends its worker (out of memory, a defect) ends only that: the worker is
 * replaced, the files around it are read again, and it becomes an outcome of its own.
 */
export class HeaderPool {
  private readonly members: PoolMember[]

  constructor(size: number) {
    this.members = Array.from({ length: size }, () => new PoolMember(size))
  }

  /** Results come in the order of the calls as long as they are awaited in that order. */
  read(paths: ToRead[]): Promise<ReadResult[]> {
    const started = this.members.filter(({ isStarted }) => isStarted)
    const idle = started.reduce<PoolMember | undefined>(
      (a, b) => (a !== undefined && a.load <= b.load ? a : b),
      undefined
    )
    const isBusy = idle === undefined || idle.load >= REQUESTS_FOR_ANOTHER
    const another = isBusy ? this.members.find(({ isStarted }) => !isStarted) : undefined
    return (another ?? idle)!.read(paths)
  }

  async close(): Promise<void> {
    await Promise.all(this.members.map((member) => member.close()))
  }
}

let workersMade = 0

class PoolMember {
  private id = 0
  private worker: Worker | null = null
  private readonly jobs: Job[] = []
  private closing = false
  /** Whether the worker could be loaded: if not, it is no file's fault. */
  private ready = false
  /** Comes once the worker is loaded, or has ended. */
  private isUp: Promise<unknown> = Promise.resolve()
  private readonly readers: number

  /** @param readers members of the pool */
  constructor(readers: number) {
    this.readers = readers
  }

  get isStarted(): boolean {
    return this.worker !== null
  }

  get load(): number {
    return this.jobs.length
  }

  read(paths: ToRead[]): Promise<ReadResult[]> {
    return new Promise((resolve, reject) => {
      this.jobs.push({ paths, resolve, reject })
      this.start()
      this.send(paths)
    })
  }

  async close(): Promise<void> {
    this.closing = true
    // A thread that is ended while it makes its inflater ends the process, see archives/inflater.ts.
    await this.isUp
    await this.worker?.terminate()
  }

  private start(): void {
    if (this.worker !== null) return
    this.id = ++workersMade
    const worker = new Worker(new URL('./scan-worker.ts', import.meta.url), {
      workerData: { readers: this.readers } satisfies ReaderData,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES }
    })
    this.worker = worker
    this.ready = false
    this.isUp = new Promise((resolve) => worker.once('message', resolve).once('exit', resolve))
    worker.on('message', (reply: ReadReply | typeof READY) => {
      if (typeof reply === 'string') this.ready = true
      else this.jobs.shift()!.resolve(reply.map((part) => ({ worker: this.id, ...part })))
    })
    let cause: unknown = new Error('it ended without saying why')
    worker.on('error', (error) => {
      cause = error
    })
    // Not at 'error': what the worker had answered before may still be on its way then, and has come by 'exit'.
    worker.on('exit', () => this.replace(worker, cause))
  }

  private send(paths: ToRead[]): void {
    this.worker!.postMessage({ paths } satisfies ReadRequest)
  }

  private replace(dead: Worker, error: unknown): void {
    if (this.closing || this.worker !== dead) return
    this.worker = null
    const [culprit, ...others] = this.jobs.splice(0)
    if (!this.ready || culprit === undefined) {
      for (const job of [culprit, ...others]) job?.reject(error)
      return
    }
    const reason = error instanceof Error ? error.message : String(error)
    if (culprit.paths.length === 1) {
      const outcome: FileOutcome = {
        status: 'failed',
        issues: [{ code: 'reader-crashed', parameters: { reason } }]
      }
      const stats = Float64Array.of(...statsOf(culprit.paths[0]))
      culprit.resolve([{ worker: this.id, stats, outcomes: [outcome], batch: null }])
    } else {
      Promise.all(culprit.paths.map((path) => this.read([path]))).then(
        (parts) => culprit.resolve(parts.flat()),
        culprit.reject
      )
    }
    for (const job of others) {
      this.jobs.push(job)
      this.start()
      this.send(job.paths)
    }
  }
}

/** As `ReadPart` has them. */
function statsOf(file: ToRead): [size: number, mtime: number] {
  if (typeof file === 'object' && 'bytes' in file) return [file.size, file.mtime]
  try {
    const state = fileState(typeof file === 'string' ? file : Buffer.from(file))
    return [state.size, storedTime(state)]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [0, 0]
    throw error
  }
}
