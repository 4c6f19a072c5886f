import { afterAll, expect, test } from 'vitest'
import type { JobRecord, Reply } from '../../src/api/contract.ts'
import { valueOf } from '../../src/api/reply.ts'
import { closeBrowser, openShell } from './hosts.ts'

afterAll(closeBrowser)

test('on the desktop, jobs decode pictures and look for devices in utility processes, and none is left', async () => {
  const shell = await openShell()
  const ask = <T>(method: string, given: object) =>
    shell.tell({
      type: 'invoke',
      channel: 'call',
      args: [method, given],
      frame: { url: 'app://medoid/index.html', isTop: true }
    }) as Promise<Reply<T>>
  // The service may still be starting.
  let started: Reply<JobRecord>
  const start = async () =>
    (started = await ask('jobs.start', { job: 'demo', parameters: { images: 300, seed: 4 } })).ok
  await expect.poll(start, { timeout: 20_000, interval: 500 }).toBe(true)
  const jobs = async () => valueOf(await ask<JobRecord[]>('jobs.list', {}))
  await expect.poll(jobs, { timeout: 50_000 }).toEqual([])
  // What is over is listed with its catalogue.
  await ask('catalogue.open', { file: valueOf(started!).catalogue })
  expect(await jobs()).toMatchObject([{ job: 'demo', state: 'done' }])
  const helpers = (what: string) =>
    shell.log.filter((entry) => entry[0] === what && entry[1] === 'medoid demo (helper)').length
  // A decoder and a device that is looked for, at least.
  expect(helpers('utilityProcess')).toBeGreaterThanOrEqual(2)
  await expect.poll(() => helpers('utilityProcessEnded'), { timeout: 10_000 }).toBe(helpers('utilityProcess'))
  await shell.close()
  expect(await shell.over).toBe(0)
  expect(shell.problems).toEqual([])
})
