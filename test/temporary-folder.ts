import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '../src/core/processes/is-alive.ts'

const NAME = /^medoid-tests-(\d{1,10})-/

/**
 * All that tests, and the programs that they start, put into the folder for temporary files lies in one folder of this run, which goes
 * with it, whatever was killed meanwhile. What an earlier run left that was killed itself goes first.
 */
export default function begin(): () => void {
  const shared = tmpdir()
  for (const name of readdirSync(shared)) {
    const [, pid] = NAME.exec(name) ?? []
    if (pid !== undefined && !isAlive(Number(pid))) remove(join(shared, name))
  }
  const folder = mkdtempSync(join(shared, `medoid-tests-${process.pid}-`))
  // Some tests go on as a user without rights.
  chmodSync(folder, 0o755)
  const before = VARIABLES.map((name) => [name, process.env[name]] as const)
  for (const name of VARIABLES) process.env[name] = folder
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
    remove(folder)
  }
}

/** What says where temporary files go, here and in Windows. */
const VARIABLES = ['TMPDIR', 'TEMP', 'TMP']

/** A program that is about to end may still write. */
function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
