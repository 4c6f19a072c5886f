import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { uptime } from 'node:os'
import { expect, test } from 'vitest'
import { startOf, stillRuns } from '../../../src/core/processes/started.ts'

const isLinux = process.platform === 'linux'
const now = () => new Date().toISOString()

test.runIf(isLinux)(
  'a process says the same of its start whenever it is asked, and another one something else',
  async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    await once(child, 'spawn')
    const mine = startOf(process.pid)
    expect(mine).toMatch(/^[0-9a-f-]{36}:\d+$/)
    expect(startOf(process.pid)).toBe(mine)
    expect(startOf(child.pid!)).not.toBe(mine)
    child.kill()
    await once(child, 'exit')
    expect(startOf(child.pid!)).toBeNull()
  }
)

test.runIf(isLinux)(
  'a number that another process has now, or has had since the machine was started again, is not the process',
  () => {
    const mine = startOf(process.pid)!
    expect(stillRuns(process.pid, mine, now())).toBe(true)
    expect(stillRuns(process.pid, `${mine}1`, now())).toBe(false)
    const otherBoot = mine.replace(/^[0-9a-f-]{36}/, '00000000-0000-0000-0000-000000000000')
    expect(stillRuns(process.pid, otherBoot, now())).toBe(false)
    // Version 0.1.0 did not write it down: whose number this is nobody knows.
    expect(stillRuns(1, undefined, now())).toBe(false)
  }
)

test.skipIf(isLinux)(
  'without /proc, what was written before the machine was started is of no process that runs',
  () => {
    expect(stillRuns(process.pid, undefined, now())).toBe(true)
    const before = new Date(Date.now() - (uptime() + 3600) * 1000).toISOString()
    expect(stillRuns(process.pid, undefined, before)).toBe(false)
  }
)

test('a process that is not there does not run', () => {
  // No process has this number (Linux: at most 2^22).
  expect(stillRuns(2 ** 22 + 1, undefined, now())).toBe(false)
})
