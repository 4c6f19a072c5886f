import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { type Header, temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive } from '../jobs/archive.ts'
import { closeBrowser, knowTour, newContext, startServe } from './hosts.ts'

const few = temporaryFolder()
beforeAll(() => writePhantom(few, { images: 20, seed: 9, size: 16 }))
afterAll(closeBrowser)

const headers: Header[] = Array.from({ length: 40 }, (_, i) => ({
  SOPInstanceUID: `1.${i}`,
  Rows: '10',
  Modality: i % 2 ? 'MR' : 'CT'
}))

async function visit(link: string): Promise<Page> {
  const page = await (await newContext()).newPage()
  await knowTour(page)
  await page.goto(link)
  await page.getByTestId('figure-images').waitFor()
  return page
}

test('a host that is killed is noticed at once, before anybody asks it anything', async () => {
  const { child, link } = await startServe({ catalogue: archive(headers) })
  const page = await visit(link)
  await expect.poll(() => page.getByTestId('jobs').textContent()).toBe('Jobs')
  child.kill('SIGKILL')
  const banner = page.getByTestId('lost')
  await expect.poll(() => banner.textContent()).toContain('Medoid does not answer: it was closed')
  await expect.poll(() => banner.textContent()).toContain('Start it again, and open the link that it prints')
  await expect.poll(() => page.getByTestId('jobs').textContent()).toBe('Not connected')
  // What was there can still be read.
  await expect.poll(() => page.getByTestId('figure-images').textContent()).toBe('40')
  await page.context().close()
})

test('a connection that breaks is told, and when it is back the window shows what is so then', async () => {
  const catalogue = archive(headers)
  const { child, link } = await startServe({ catalogue })
  const tunnel = await openTunnel(Number(new URL(link).port))
  const page = await visit(link.replace(/:\d+\//, `:${tunnel.port}/`))
  await tunnel.breakOff()
  await page.getByTestId('lost').waitFor()
  await scanJob.run({ catalogue, folders: [few] }, {})
  await tunnel.mend()
  await page.getByTestId('lost').waitFor({ state: 'detached' })
  await expect.poll(() => page.getByTestId('jobs').textContent()).toBe('Jobs')
  await expect.poll(() => page.getByTestId('figure-images').textContent()).toBe('60')
  await page.context().close()
  child.kill('SIGTERM')
  await tunnel.breakOff()
})

test('a host that does not know the window any more is told apart from one that does not answer', async () => {
  const { child, link } = await startServe({ catalogue: archive(headers) })
  const tunnel = await openTunnel(Number(new URL(link).port))
  const page = await visit(link.replace(/:\d+\//, `:${tunnel.port}/`))
  await tunnel.breakOff()
  await page.context().clearCookies()
  await tunnel.mend()
  await expect
    .poll(() => page.getByTestId('lost').textContent())
    .toContain('Medoid was restarted and does not know this window. Open the link that it printed.')
  await page.context().close()
  child.kill('SIGTERM')
  await tunnel.breakOff()
})

interface Tunnel {
  port: number
  breakOff: () => Promise<void>
  mend: () => Promise<void>
}

/** As SSH makes one, to a port of another machine. */
async function openTunnel(to: number): Promise<Tunnel> {
  const sockets = new Set<Socket>()
  const server = createServer((from) => {
    const onward = connect(to, '127.0.0.1')
    for (const [one, other] of [
      [from, onward],
      [onward, from]
    ]) {
      sockets.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
  })
  const mend = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  await mend(0)
  const { port } = server.address() as { port: number }
  return {
    port,
    mend: () => mend(port),
    breakOff: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    }
  }
}
