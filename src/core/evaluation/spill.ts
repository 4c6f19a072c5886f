import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { MedoidError } from '../errors.ts'
import { throwIfCancelled, type Work } from '../work.ts'

/** Bytes that are read at a time. */
const READ = 16 * 1024 * 1024

/**
 * A temporary file of a known size for what does not fit into memory, zeros where nothing was written. Nobody else can read it.
 * It loses its name as soon as it is open, so that it is gone when the process is, however that ends; where a system
 * does not allow that, `close` removes it.
 */
export class Spill {
  private readonly file: FileHandle
  private readonly path: string
  private readonly bytes: number
  private named: boolean

  private constructor(file: FileHandle, path: string, bytes: number, named: boolean) {
    this.file = file
    this.path = path
    this.bytes = bytes
    this.named = named
  }

  /** @throws MedoidError `not-writable`, `disk-full` */
  static async create(folder: string, bytes: number): Promise<Spill> {
    const path = join(folder, `.medoid-${process.pid}-${randomBytes(6).toString('hex')}.tmp`)
    const file = await open(path, 'wx+', 0o600).catch((cause: unknown) => {
      throw new MedoidError('not-writable', { folder, reason: messageOf(cause) }, { cause })
    })
    const named = await rm(path).then(
      () => false,
      () => true
    )
    const spill = new Spill(file, path, bytes, named)
    try {
      await file.truncate(bytes)
      return spill
    } catch (error) {
      await spill.close()
      throw spill.explain(error)
    }
  }

  /** @throws MedoidError `disk-full` */
  async write(bytes: Uint8Array, at: number): Promise<void> {
    try {
      for (let done = 0; done < bytes.length;) {
        done += (await this.file.write(bytes, done, bytes.length - done, at + done)).bytesWritten
      }
    } catch (error) {
      throw this.explain(error)
    }
  }

  /** @throws CancelledError */
  async read(into: Uint8Array, at: number, work?: Work): Promise<void> {
    for (let done = 0; done < into.length;) {
      throwIfCancelled(work)
      const { bytesRead } = await this.file.read(into, done, Math.min(READ, into.length - done), at + done)
      if (bytesRead === 0)
        throw new Error(`The temporary file in ${dirname(this.path)} became shorter while it was in use.`)
      done += bytesRead
    }
  }

  async close(): Promise<void> {
    await this.file.close()
    if (this.named) await rm(this.path, { force: true })
    this.named = false
  }

  private explain(cause: unknown): unknown {
    const { code } = cause as NodeJS.ErrnoException
    if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EFBIG') return cause
    const { bytes, path } = this
    return new MedoidError('disk-full', { why: 'temporary', folder: dirname(path), bytes }, { cause })
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
