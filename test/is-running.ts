import { existsSync, readFileSync } from 'node:fs'

/** Whether a process still does something. One that has ended and that nobody has asked for yet (a zombie) does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const stat = `/proc/${pid}/stat`
  // The state stands behind the name, which is in brackets (proc(5)).
  return !existsSync(stat) || !/\) [ZX]/.test(readFileSync(stat, 'utf8'))
}
