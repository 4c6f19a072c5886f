import { InflateRaw } from 'minizlib'

/**
 * Inflates one member after another (RFC 1951). A thread that is ended while it makes what zlib works with takes the process with
 * it (Node: "close before init"), so that each thread makes one when it starts, and uses it for all members.
 */
export class Inflater {
  /** Takes what is inflated. */
  onBytes: (bytes: Buffer) => void = () => undefined
  /** What went wrong; such an inflater is of no more use. */
  failure: NodeJS.ErrnoException | undefined
  private readonly stream = new InflateRaw({})

  constructor() {
    this.stream.on('data', (bytes: Buffer) => {
      if (this.failure !== undefined) return
      try {
        this.onBytes(bytes)
      } catch (error) {
        this.failure = error as NodeJS.ErrnoException
      }
    })
    this.stream.on('error', (error: unknown) => (this.failure ??= error as NodeJS.ErrnoException))
  }

  /** @param deflated is kept for no longer than the call */
  write(deflated: Buffer): void {
    this.stream.write(deflated)
  }

  reset(): void {
    this.onBytes = () => undefined
    this.stream.reset()
  }

  close(): void {
    this.stream.close()
  }
}

/** Inflaters that are in no use. */
const idle: Inflater[] = [new Inflater()]
const MOST_IDLE = 2

export function takeInflater(): Inflater {
  return idle.pop() ?? new Inflater()
}

export function giveBack(inflater: Inflater): void {
  if (inflater.failure !== undefined || idle.length >= MOST_IDLE) inflater.close()
  else {
    inflater.reset()
    idle.push(inflater)
  }
}
