import Database from 'better-sqlite3'
import { readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { LockHolder } from '../../messages/en/catalogue.ts'
import { MedoidError } from '../errors.ts'

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
      throw new MedoidError(
        'catalogue-busy',
        { why: 'writer', path: catalogue, holder: holderOf(catalogue) },
        { cause: error }
      )
    }
    const holder: LockHolder = { pid: process.pid, host: hostname(), purpose, since: new Date().toISOString() }
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

/** @returns null while the holder has the lock and has not written its name yet */
function holderOf(catalogue: string): LockHolder | null {
  try {
    const { pid, host, purpose, since } = JSON.parse(readFileSync(holderFile(catalogue), 'utf8')) as LockHolder
    return { pid, host, purpose, since }
  } catch {
    return null
  }
}
