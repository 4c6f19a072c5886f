import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JobParameters, ShownJob, Reply } from '../../src/api/contract.ts'
import { valueOf } from '../../src/api/reply.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { closeBrowser, openShell } from './hosts.ts'

const folder = temporaryFolder()
const catalogue = join(folder, 'c.sqlite')
const TRAINING: JobParameters['train'] = {
  images: 20,
  epochs: 1,
  batch: 8,
  architecture: 'compact',
  backend: 'auto',
  where: [],
  seed: 4
}
beforeAll(async () => {
  await writePhantom(join(folder, 'archive'), { images: 60, seed: 4 })
  await scanJob.run({ catalogue, folders: [join(folder, 'archive')] }, {})
})
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
  const opened = async () => (await ask('catalogue.open', { file: catalogue })).ok
  await expect.poll(opened, { interval: 500 }).toBe(true)
  valueOf(await ask('jobs.start', { job: 'train', parameters: TRAINING }))
  const jobs = async () => valueOf(await ask<ShownJob[]>('jobs.list', {}))
  await expect.poll(jobs).toMatchObject([{ job: 'train', state: 'done' }])
  const helpers = (what: string) =>
    shell.log.filter((entry) => entry[0] === what && entry[1] === 'medoid train (helper)').length
  // A decoder and a device that is looked for, at least.
  expect(helpers('utilityProcess')).toBeGreaterThanOrEqual(2)
  await expect.poll(() => helpers('utilityProcessEnded')).toBe(helpers('utilityProcess'))
  await shell.close()
  expect(await shell.over).toBe(0)
  expect(shell.problems).toEqual([])
})
