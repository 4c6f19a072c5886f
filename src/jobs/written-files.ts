import { type BigIntStats, constants, lstatSync, realpathSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { MedoidError } from '../core/errors.ts'

/** A file as it was when its job was done. */
interface Written {
  /** As the job names it. */
  path: string
  /** Where it lies, symbolic links followed, and what it was like; null: it was gone already. */
  found: { target: string; stat: BigIntStats } | null
}

export interface WrittenFile {
  /** Without its folder. */
  name: string
  /** Bytes. */
  size: number
  handle: FileHandle
}

/** A link that took the place of a file is not followed, and a pipe that did keeps nobody waiting. Windows has neither of these flags. */
const PLAINLY = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * The files that the jobs of this process have written, each as it was then. Kept in memory alone: the journal beside a catalogue may come
 * from somebody else, and what it calls a file of a job is not read.
 */
export class WrittenFiles {
  private readonly byJob = new Map<string, Written[]>()

  /** @param files in their order of the outcome; one that is not there any more cannot be opened */
  remember(job: string, files: readonly string[]): void {
    this.byJob.set(job, files.map(written))
  }

  has(job: string): boolean {
    return this.byJob.has(job)
  }

  forget(job: string): void {
    this.byJob.delete(job)
  }

  /**
   * Opens a file that is as its job left it. The caller closes it.
   * @param index its place among the files of the job
   * @throws MedoidError `no-download`
   */
  async open(job: string, index: number): Promise<WrittenFile> {
    const file = this.byJob.get(job)?.[index]
    if (file === undefined) throw new MedoidError('no-download', { file: null })
    const { path, found } = file
    if (found === null) throw changed(path)
    const handle = await open(found.target, constants.O_RDONLY | PLAINLY).catch((cause: unknown) => {
      throw changed(path, cause)
    })
    try {
      const now = await handle.stat({ bigint: true })
      if (!isSame(now, found.stat)) throw changed(path)
      return { name: basename(path), size: Number(now.size), handle }
    } catch (error) {
      await handle.close()
      throw error
    }
  }
}

function written(path: string): Written {
  try {
    const target = realpathSync(path)
    const stat = lstatSync(target, { bigint: true })
    return { path, found: { target, stat } }
  } catch (error) {
    // Somebody has moved it meanwhile.
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return { path, found: null }
    throw error
  }
}

function isSame(a: BigIntStats, b: BigIntStats): boolean {
  return a.isFile() && a.dev === b.dev && a.ino === b.ino && a.size === b.size && a.mtimeNs === b.mtimeNs
}

function changed(file: string, cause?: unknown): MedoidError {
  return new MedoidError('no-download', { file }, { cause })
}
