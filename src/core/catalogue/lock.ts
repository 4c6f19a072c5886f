import Database from 'better-sqlite3'
import { readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { MedoidError } from '../errors.ts'

/** Who writes to a catalogue. */
interface Holder {
  pid: number
  host: string
  purpose: string
  since: string
}

/**
 * Lets one process at a time write to a catalogue. The lock is a reserved lock on a small database beside it, so the
 * operating system lets go of it whatever ends the process; a text file beside that names the holder.
 */
export class WriterLock {
  private readonly db: Database.Database

  /**
   * @param catalogue path of the catalogue
   * @param purpose what the process does, for the message that others get, e.g. `medoid scan`
   * @throws MedoidError `catalogue-busy` naming the process that writes
   */
  constructor(catalogue: string, purpose: string) {
    this.db = new Database(`${catalogue}-lock`, { timeout: 0 })
    try {
      this.db.exec('BEGIN IMMEDIATE')
    } catch (error) {
      this.db.close()
      if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error
      throw new MedoidError('catalogue-busy', busyMessage(catalogue), { cause: error })
    }
    const holder: Holder = { pid: process.pid, host: hostname(), purpose, since: new Date().toISOString() }
    try {
      writeFileSync(holderFile(catalogue), JSON.stringify(holder))
    } catch (error) {
      this.db.close()
      throw error
    }
  }

  release(): void {
    if (this.db.open) this.db.close()
  }
}

function holderFile(catalogue: string): string {
  return `${catalogue}-lock.json`
}

function busyMessage(catalogue: string): string {
  let holder = 'another process'
  try {
    const { pid, host, purpose, since } = JSON.parse(readFileSync(holderFile(catalogue), 'utf8')) as Holder
    holder = `process ${pid} on ${host} (${purpose}, since ${since})`
  } catch {
    // The holder has the lock and has not written its name yet; the message then stays without one.
  }
  return `${catalogue} is being written by ${holder}. Wait until it is done or stop it, or use another catalogue with --catalogue FILE.`
}
