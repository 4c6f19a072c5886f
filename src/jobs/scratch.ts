import { existsSync, lstatSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WriterLock } from '../core/catalogue/lock.ts'
import { MedoidError } from '../core/errors.ts'

/** Of the folders that attempts work in. */
const PREFIX = 'medoid-scratch-'

/** What an attempt that is alive has locked. */
const LOCKED = 'attempt'

/** The folder for temporary files on the disk of this machine: that of the job where the scheduler has made one. */
export function scratchPlace(): string {
  const job = process.env.SLURM_TMPDIR
  return job !== undefined && statSync(job, { throwIfNoEntry: false })?.isDirectory() ? job : tmpdir()
}

/**
 * Works in a folder of its own on the disk of this machine, which is the user's alone and goes whatever happens. Those that killed attempts
 * of the same user have left there go first: the system lets go of their locks.
 * @param purpose what the process does
 */
export async function withScratch<T>(purpose: string, use: (folder: string) => Promise<T>): Promise<T> {
  const place = scratchPlace()
  removeDead(place)
  const folder = mkdtempSync(join(place, PREFIX))
  let lock: WriterLock | undefined
  try {
    lock = new WriterLock(join(folder, LOCKED), purpose)
    return await use(folder)
  } finally {
    // Windows removes nothing that is open; elsewhere it stays locked until it is gone.
    if (process.platform === 'win32') lock?.release()
    rmSync(folder, { recursive: true, force: true })
    lock?.release()
  }
}

function removeDead(place: string): void {
  for (const name of readdirSync(place)) {
    if (!name.startsWith(PREFIX)) continue
    const folder = join(place, name)
    if (isDead(folder)) rmSync(folder, { recursive: true, force: true })
  }
}

/** One that has no lock yet is about to get it. */
function isDead(folder: string): boolean {
  const user = process.getuid?.()
  const stat = lstatSync(folder, { throwIfNoEntry: false })
  const isOwn = stat?.isDirectory() === true && (user === undefined || stat.uid === user)
  if (!isOwn || !existsSync(join(folder, `${LOCKED}-lock.json`))) return false
  try {
    new WriterLock(join(folder, LOCKED), 'clearing up').release()
    return true
  } catch (error) {
    if (error instanceof MedoidError) return false
    // It went meanwhile: its attempt has ended.
    if (!existsSync(folder)) return false
    throw error
  }
}
