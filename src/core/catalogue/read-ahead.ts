import { closeSync, fstatSync, openSync } from 'node:fs'
import { FIRST_READ, type OpenFile } from '../archives/extent.ts'
import { ArchiveFault } from '../archives/fault.ts'
import type { MemberBytes } from '../archives/member.ts'
import { isGzippedImageName } from '../archives/kinds.ts'
import { fileState, openGzipped } from '../archives/open-file.ts'
import { openMember } from '../archives/open-member.ts'
import { systemMessage } from '../dicom/faults.ts'
import type { HeaderOutcome, HeaderReader } from '../dicom/header.ts'
import { readFully } from '../read-fully.ts'
import { type FetchedFile, fetchFile } from './fetched-file.ts'
import { Latency } from './latency.ts'
import { storedTime } from './stored-time.ts'
import type { ArchivedFile, FileOutcome, ToRead } from './to-read.ts'

/** A file that was read. */
interface ReadFile {
  /** In bytes. */
  size: number
  /** When it was changed, as the catalogue keeps it. */
  time: number
  outcome: FileOutcome
}

/** What is fetched and waits for its turn, in bytes, all reading threads together. */
const MOST_HELD = 32 << 20
/** Files that are fetched or being fetched, for each that is: one that takes long holds up those behind it, not the requests. */
const AHEAD = 2

interface Waiting {
  file: string | Buffer | ArchivedFile
  /** Nothing behind it is fetched before it is read. */
  alone: boolean
  fetch: Fetch | undefined
}

interface Fetch {
  head: Buffer
  /** null: to be read when its turn comes. */
  result: Promise<FetchedFile | null>
}

/**
 * Reads the headers of files in the order in which they were asked for. Where opening one takes long (a network share), the
 * next ones are fetched meanwhile, many at a time; what comes of each is the same.
 */
export class ReadAhead {
  private readonly reader: HeaderReader
  /** Reading threads, which share what may be under way and in memory. */
  private readonly threads: number
  private readonly latency: Latency
  private readonly waiting: Waiting[] = []
  /** How many of those are fetched or being fetched, the first ones, and how many of these are not there yet. */
  private fetches = 0
  private underWay = 0
  private held = 0
  private readonly heads: Buffer[] = []

  constructor(reader: HeaderReader, threads: number, latency = new Latency()) {
    this.reader = reader
    this.latency = latency
    this.threads = threads
  }

  /** One file by itself is one that may have ended a reader: what happens then is its doing. */
  add(files: readonly ToRead[]): void {
    const alone = files.length === 1
    for (const file of files) {
      this.waiting.push({ file: file instanceof Uint8Array ? Buffer.from(file) : file, alone, fetch: undefined })
    }
  }

  /** @returns the next file; a promise where it is still to come */
  next(): ReadFile | Promise<ReadFile> {
    this.fetchOn()
    const { file, fetch } = this.waiting.shift()!
    if (this.fetches > 0) this.fetches--
    if (isArchived(file)) return this.readArchived(file)
    return fetch === undefined ? this.readNow(file) : this.takeFetched(file, fetch)
  }

  private fetchOn(): void {
    const most = Math.ceil(this.latency.inFlight / this.threads)
    while (
      this.underWay < most &&
      this.fetches < Math.min(most * AHEAD, this.waiting.length) &&
      this.held < MOST_HELD / this.threads
    ) {
      const next = this.waiting[this.fetches]
      if (next.alone) return
      this.fetches++
      if (!isArchived(next.file) && !isGzippedImageName(next.file)) next.fetch = this.fetch(next.file)
    }
  }

  private fetch(path: string | Buffer): Fetch {
    const head = this.heads.pop() ?? Buffer.allocUnsafeSlow(FIRST_READ)
    const begun = performance.now()
    this.underWay++
    this.held += head.length
    const result = fetchFile(path, head, (file) => this.reader.tryOut(file))
      // What is wrong with it is told when it is read in its turn.
      .catch(() => null)
      .then((fetched) => {
        this.held += fetched?.beyondHead ?? 0
        this.underWay--
        this.latency.took(performance.now() - begun)
        this.fetchOn()
        return fetched
      })
    return { head, result }
  }

  private async takeFetched(path: string | Buffer, { head, result }: Fetch): Promise<ReadFile> {
    const fetched = await result
    try {
      if (fetched === null) return this.readNow(path)
      this.held -= fetched.beyondHead
      const { size, time } = fetched
      return { size, time, outcome: asRead(this.reader.read(path, size, fetched)) }
    } finally {
      this.held -= head.length
      this.heads.push(head)
    }
  }

  private readNow(path: string | Buffer): ReadFile {
    const begun = performance.now()
    let file: number
    try {
      file = openSync(path, 'r')
    } catch {
      return this.readByPath(path)
    }
    let size: number
    let time: number
    try {
      const stat = fstatSync(file)
      ;({ size } = stat)
      time = storedTime(stat)
    } catch (error) {
      closeSync(file)
      return unreadable(error)
    }
    if (this.latency.inFlight === 0) this.latency.took(performance.now() - begun)
    if (isGzippedImageName(path)) return { size, time, outcome: this.readGzipped(file) }
    const open: OpenFile = {
      size,
      firstRead: FIRST_READ,
      read: (into, offset, length, position) => readFully(file, into, offset, length, position),
      close: () => closeSync(file)
    }
    return { size, time, outcome: asRead(this.reader.read(path, size, open)) }
  }

  private readGzipped(file: number): FileOutcome {
    try {
      const open = openGzipped(file)
      return asRead(this.reader.read('', open.size, open))
    } catch (error) {
      return failed(error)
    }
  }

  /** What the system does not open may be a member of an archive; if it is none, the system's error is told. */
  private readByPath(path: string | Buffer): ReadFile {
    try {
      const state = fileState(path)
      return { size: state.size, time: storedTime(state), outcome: asRead(this.reader.read(path, state.size)) }
    } catch (error) {
      return unreadable(error)
    }
  }

  private readArchived({ bytes, size, mtime }: ArchivedFile): ReadFile {
    return { size, time: mtime, outcome: bytes === null ? { status: 'opened' } : this.readMember(bytes, size) }
  }

  private readMember(bytes: MemberBytes, size: number): FileOutcome {
    try {
      return asRead(this.reader.read('', size, openMember({ bytes, size })))
    } catch (error) {
      return failed(error)
    }
  }
}

function isArchived(file: string | Buffer | ArchivedFile): file is ArchivedFile {
  return typeof file === 'object' && 'bytes' in file
}

function asRead(outcome: HeaderOutcome): FileOutcome {
  const issue = outcome.status === 'failed' ? outcome.issues[0] : undefined
  return issue?.code === 'file-unreadable' && 'reason' in issue.parameters
    ? { status: 'unreadable', message: issue.parameters.reason }
    : outcome
}

/** @throws any error that is neither an archive's nor the system's */
function failed(error: unknown): FileOutcome {
  return error instanceof ArchiveFault ? { status: 'failed', issues: [error.issue] } : unreadable(error).outcome
}

/** @throws any error that is not the system's */
function unreadable(error: unknown): ReadFile {
  return { size: 0, time: 0, outcome: { status: 'unreadable', message: systemMessage(error) } }
}
