import { close, fstat, open, read } from 'node:fs'
import { promisify } from 'node:util'
import { FIRST_READ, type OpenFile } from '../archives/extent.ts'
import { storedTime } from './stored-time.ts'

const opened = promisify(open)
const statOf = promisify(fstat)
const readFrom = promisify(read)

/** Bytes of one file that are fetched at most, and requests for them: the few headers that need more are read when their turn comes. */
const MOST_BYTES = 1 << 19
const MOST_REQUESTS = 16
/** A few bytes cost a round trip as well; more of them may save the next one. */
const LEAST_REQUEST = 4096

/** A byte that a header needs was not fetched. */
class BytesMissing extends Error {
  readonly position: number
  readonly length: number

  constructor(position: number, length: number) {
    super(`${length} bytes at ${position} were not fetched`)
    this.position = position
    this.length = length
  }
}

/** The parts of a file that reading its header takes, fetched without waiting for each. */
export class FetchedFile implements OpenFile {
  readonly firstRead = FIRST_READ
  readonly size: number
  /** As the catalogue keeps it. */
  readonly time: number
  /** How many are in memory. */
  bytes = 0
  private readonly parts: { position: number; bytes: Buffer; isLast: boolean }[] = []

  constructor(size: number, time: number) {
    this.size = size
    this.time = time
  }

  /** How many of them are not in the room that was given for the beginning. */
  get beyondHead(): number {
    return this.bytes - (this.parts[0]?.bytes.length ?? 0)
  }

  /** @throws BytesMissing */
  read(into: Uint8Array, offset: number, length: number, position: number): number {
    let done = 0
    while (done < length && position + done < this.size) {
      const at = position + done
      const part = this.parts.find((each) => at >= each.position && at < each.position + each.bytes.length)
      if (part !== undefined)
        done += part.bytes.copy(into, offset + done, at - part.position, at - part.position + length - done)
      else if (this.parts.some((each) => each.isLast && at >= each.position + each.bytes.length)) break
      else throw new BytesMissing(at, length - done)
    }
    return done
  }

  close(): void {}

  /** @param isLast whether the file ends behind it */
  add(position: number, bytes: Buffer, isLast: boolean): void {
    this.parts.push({ position, bytes, isLast })
    this.bytes += bytes.length
  }
}

/**
 * Fetches what reading the header of a regular file takes.
 * @param head room for the beginning of the file, `FIRST_READ` bytes, which is part of what is given
 * @param tryOut goes through the header, and throws on what the file throws
 * @returns null where that is too much to be held for many files
 * @throws the system's error
 */
export async function fetchFile(
  path: string | Buffer,
  head: Buffer,
  tryOut: (file: OpenFile) => void
): Promise<FetchedFile | null> {
  const file = await opened(path, 'r')
  try {
    const stat = await statOf(file)
    const { size } = stat
    const fetched = new FetchedFile(size, storedTime(stat))
    let position = 0
    let room = head.subarray(0, Math.min(size, FIRST_READ))
    for (let requests = 0; requests < MOST_REQUESTS; requests++) {
      const got = await readOpen(file, room, position)
      fetched.add(position, room.subarray(0, got), got < room.length)
      // All of it is there.
      if (fetched.bytes >= size) return fetched
      try {
        tryOut(fetched)
        return fetched
      } catch (error) {
        if (!(error instanceof BytesMissing)) throw error
        if (fetched.bytes + error.length > MOST_BYTES) return null
        position = error.position
        room = Buffer.allocUnsafeSlow(Math.max(error.length, LEAST_REQUEST))
      }
    }
    return null
  } finally {
    // Nothing was written that could be lost; on a share this is a round trip of its own.
    close(file, () => {})
  }
}

/** As `readFully` does, without waiting. */
async function readOpen(file: number, into: Buffer, position: number): Promise<number> {
  let done = 0
  while (done < into.length) {
    const { bytesRead } = await readFrom(file, into, done, into.length - done, position + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return done
}
