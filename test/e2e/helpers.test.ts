import { afterAll, expect, test } from 'vitest'
import type { JobRecord, Reply } from '../../src/api/contract.ts'
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
  const start = async () => (await ask('jobs.start', { job: 'demo', parameters: { images: 300, seed: 4 } })).ok
  await expect.poll(start, { timeout: 20_000, interval: 500 }).toBe(true)
  const job = async () => {
    const reply = await ask<JobRecord[]>('jobs.list', {})
    return reply.ok ? reply.value[0] : undefined
  }
  await expect.poll(job, { timeout: 50_000 }).toMatchObject({ job: 'demo', state: 'done' })
  const helpers = (what: string) =>
    shell.log.filter((entry) => entry[0] === what && entry[1] === 'medoid demo (helper)').length
  // A decoder and a device that is looked for, at least.
  expect(helpers('utilityProcess')).toBeGreaterThanOrEqual(2)
  await expect.poll(() => helpers('utilityProcessEnded'), { timeout: 10_000 }).toBe(helpers('utilityProcess'))
  await shell.close()
  expect(await shell.over).toBe(0)
  expect(shell.problems).toEqual([])
})
