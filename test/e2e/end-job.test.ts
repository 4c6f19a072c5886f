import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WindowBackend } from '../../src/api/backend.ts'
import { windowFiles } from '../../src/api/window-files.ts'
import type { StartProcess } from '../../src/jobs/process.ts'
import { forkProcess } from '../../src/server/fork.ts'
import { createHost } from '../../src/server/server.ts'
import { Sessions } from '../../src/server/session.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { closeBrowser, newContext } from './hosts.ts'

const RENDERER = fileURLToPath(new URL('../../out/renderer', import.meta.url))
const HANGING = new URL('../jobs/disobedient-job.ts', import.meta.url)

let backend: WindowBackend
let server: Server
let link: string
beforeAll(async () => {
  vi.stubEnv('XDG_DATA_HOME', temporaryFolder())
  const start: StartProcess = (entry, name) =>
    forkProcess(entry.href.endsWith('/jobs/entry.ts') ? HANGING : entry, name)
  // A person would wait for 10 s.
  backend = new WindowBackend('browser', start, 0)
  const sessions = new Sessions()
  server = createHost({ backend, sessions, files: windowFiles(RENDERER) })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  link = `http://127.0.0.1:${(server.address() as AddressInfo).port}${sessions.base}?token=${sessions.token()}`
})
afterAll(async () => {
  await closeBrowser()
  await backend.close()
  server.close()
  vi.unstubAllEnvs()
})

test('a job that hangs is cancelled, does not stop, and is ended for good from its card', async () => {
  await backend.scan(temporaryFolder())
  const page = await (await newContext()).newPage()
  await page.goto(link)
  await page.getByTestId('jobs').click()
  const job = page.getByTestId('job-list').getByTestId('job-scan')
  await expect.poll(() => job.getByTestId('notes').textContent()).toMatch(/helper \(\d+\)/)
  await expect.poll(() => job.getByTestId('end').count()).toBe(0)
  await job.getByTestId('cancel').click()
  await job.getByRole('button', { name: 'End now' }).click()
  await expect.poll(() => job.getAttribute('data-state')).toBe('cancelled')
  await expect.poll(() => job.textContent()).toContain('so it was ended. What it had committed is kept.')
  await expect.poll(() => job.getByTestId('end').count()).toBe(0)
})
