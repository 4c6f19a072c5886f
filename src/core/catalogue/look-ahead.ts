import { stat, statSync } from 'node:fs'
import { promisify } from 'node:util'
import type { FileRow } from './file-table.ts'
import { Latency } from './latency.ts'
import { storedTime } from './stored-time.ts'

const statOf = promisify(stat)

/** Looks whether files are as the catalogue knows them. Where that takes long (a network share), many at a time. */
export class LookAhead {
  private readonly latency = new Latency()

  /** How many answers may be waited for. */
  get inFlight(): number {
    return this.latency.inFlight
  }

  /** @returns a promise where it is still to come, which is never rejected */
  isUnchanged(before: FileRow, path: string | Buffer): boolean | Promise<boolean> {
    return this.latency.inFlight > 0 ? this.lookLater(before, path) : this.lookNow(before, path)
  }

  private lookNow(before: FileRow, path: string | Buffer): boolean {
    const begun = performance.now()
    try {
      return isSame(before, statSync(path))
    } catch {
      // Gone or not to be looked at: the worker that is to read it says what is wrong.
      return false
    } finally {
      this.latency.took(performance.now() - begun)
    }
  }

  private async lookLater(before: FileRow, path: string | Buffer): Promise<boolean> {
    const begun = performance.now()
    try {
      return isSame(before, await statOf(path))
    } catch {
      return false
    } finally {
      this.latency.took(performance.now() - begun)
    }
  }
}

function isSame(before: FileRow, found: { size: number; mtimeMs: number }): boolean {
  return found.size === before.size && storedTime(found) === before.mtime
}
