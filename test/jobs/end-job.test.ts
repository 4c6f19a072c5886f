import Database from 'better-sqlite3'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { JobRecord } from '../../src/jobs/record.ts'
import { JobRunner } from '../../src/jobs/runner.ts'
import { PLAIN_TERMS } from '../../src/messages/terms.ts'
import { forkProcess } from '../../src/server/fork.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { isRunning } from '../is-running.ts'
import { fakeProcesses } from './fake-process.ts'

let catalogue: string
let told: JobRecord[]
beforeEach(() => {
  catalogue = join(temporaryFolder(), 'c.sqlite')
  told = []
})
afterEach(() => void vi.useRealTimers())
const hear = (record: JobRecord) => void told.push({ ...record })

test('a job that has not stopped 10 s after it was cancelled can be ended for good', () => {
  vi.useFakeTimers()
  const runner = new JobRunner(fakeProcesses().start, hear, PLAIN_TERMS)
  const { id } = runner.add('scan', catalogue, {})
  runner.stop(id, 'cancelled')
  vi.advanceTimersByTime(9_999)
  expect(() => runner.end(id)).toThrow(expect.objectContaining({ code: 'job-not-overdue' }))
  expect(told.at(-1)).not.toHaveProperty('canBeEnded')
  vi.advanceTimersByTime(1)
  expect(told.at(-1)).toMatchObject({ state: 'running', stopping: 'cancelled', canBeEnded: true })
  runner.end(id)
  const { state, message, canBeEnded } = runner.list(catalogue)[0]
  expect({ state, message, canBeEnded }).toEqual({
    state: 'cancelled',
    message: { code: 'process-not-stopped', parameters: {} },
    canBeEnded: undefined
  })
  expect(runner.busy).toBe(0)
})

test('a job that stops in time cannot be ended, nor one that nobody has cancelled', () => {
  vi.useFakeTimers()
  const { start, started } = fakeProcesses()
  const runner = new JobRunner(start, hear, PLAIN_TERMS)
  const stopped = runner.add('scan', catalogue, {})
  const paused = runner.add('export-labels', catalogue, {})
  const running = runner.add('report', catalogue, {})
  runner.stop(stopped.id, 'cancelled')
  runner.stop(paused.id, 'paused')
  started[0].say({ type: 'cancelled' })
  vi.advanceTimersByTime(60_000)
  expect(told.filter(({ canBeEnded }) => canBeEnded)).toEqual([])
  for (const { id } of [stopped, paused, running]) expect(() => runner.end(id)).toThrow('Cancel the job first.')
})

test('the process of a job that hangs is ended with its helpers, and what it has committed stays', async () => {
  const start = (_entry: URL, name: string) => forkProcess(new URL('./disobedient-job.ts', import.meta.url), name)
  const runner = new JobRunner(start, hear, PLAIN_TERMS, 0)
  const { id, pid } = runner.add('scan', catalogue, {})
  const pidOfHelper = () => (told.at(-1)?.notes?.[0].parameters as { device: string } | undefined)?.device
  await expect.poll(pidOfHelper).toMatch(/^\d+$/)
  const helper = Number(pidOfHelper())
  runner.stop(id, 'cancelled')
  await expect.poll(() => told.at(-1)?.canBeEnded).toBe(true)
  expect([pid!, helper].map(isRunning)).toEqual([true, true])
  runner.end(id)
  await expect.poll(() => runner.list(catalogue)[0].state).toBe('cancelled')
  await expect.poll(() => [pid!, helper].map(isRunning)).toEqual([false, false])
  const db = new Database(catalogue)
  expect(db.prepare('SELECT value FROM test').pluck().all()).toEqual(['committed'])
  db.close()
})
