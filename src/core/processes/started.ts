import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { isAlive } from './is-alive.ts'

/** A clock that is set, and a coarse one, make the time since the machine was started no more exact than this, in milliseconds. */
const INEXACT = 5000

/** Of this machine since it was started; null where the system does not say. */
const boot = readOrNull('/proc/sys/kernel/random/boot_id')

/**
 * When a process was started, as a text that no other process with its number has, whether before or after the machine is
 * started again: `boot id:clock ticks`, see proc(5).
 * @returns null where there is no such process, or the system does not say (only Linux has /proc)
 */
export function startOf(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`)
  if (stat === null || boot === null) return null
  // The name of the program stands in brackets, and may hold some itself. The start is field 22, the first behind it is 3.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return `${boot}:${fields[19]}`
}

/**
 * Whether a process that was written down still runs, and not another one that has its number now.
 * @param started what `startOf` said of it when it was written down; undefined where nothing did
 * @param written when that was, ISO 8601
 */
export function stillRuns(pid: number, started: string | undefined, written: string): boolean {
  if (!isAlive(pid)) return false
  const now = startOf(pid)
  if (now !== null) return now === started
  // Without /proc, the machine must not have been started again since.
  return Date.parse(written) + INEXACT >= Date.now() - uptime() * 1000
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'latin1').trim()
  } catch {
    // Not there: no Linux, or no such process.
    return null
  }
}
