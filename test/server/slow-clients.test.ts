import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Event, Reply } from '../../src/api/contract.ts'
import { windowFiles } from '../../src/api/window-files.ts'
import { createHost, type RequestLimits } from '../../src/server/server.ts'
import { Sessions } from '../../src/server/session.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'

/** Short, so that what is cut off is cut off at once. Tests wait for that, however long it takes. */
const SHORT: RequestLimits = { headers: 200, request: 400, answer: 4000, checked: 50, connections: 4 }
/** More than the buffers between two sockets take. */
const LARGE = 64 * 1024 * 1024

let server: Server
let sessions: Sessions
let port: number
let tell: (event: Event) => void
let answer: (reply: Reply<unknown>) => void
let cookie: string
const sockets: Socket[] = []

beforeEach(async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<p>the window</p>')
  writeFileSync(join(folder, 'assets', 'large.js'), Buffer.alloc(LARGE, ' '))
  sessions = new Sessions()
  const backend = {
    call: () => new Promise<Reply<unknown>>((resolve) => (answer = resolve)),
    listen: (listener: (event: Event) => void) => {
      tell = listener
      return () => undefined
    },
    picture: () => Promise.resolve(null),
    download: async (path: string) =>
      path === '/download/1/0'
        ? { name: 'large.csv', size: LARGE, handle: await open(join(folder, 'assets', 'large.js')) }
        : null,
    document: () => Promise.reject(new Error('nobody asks for one'))
  }
  server = createHost({ backend, sessions, files: windowFiles(folder), limits: SHORT })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  cookie = sessions.admit(sessions.token())!.split(';')[0]
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
  server.close()
  server.closeAllConnections()
})

/** A connection, as both ends see it. */
async function connected(): Promise<{ client: Socket; host: Socket }> {
  const accepted = once(server, 'connection')
  const client = connect(port, '127.0.0.1')
  client.on('error', () => undefined)
  sockets.push(client)
  const [host] = (await accepted) as [Socket]
  return { client, host }
}

/** What cut it off is an error of the socket, or none. */
const closed = (host: Socket): Promise<void> => new Promise((resolve) => void host.on('close', () => resolve()))

const head = (line: string, ...more: string[]): string =>
  [line, `Host: 127.0.0.1:${port}`, `Cookie: ${cookie}`, ...more, '', ''].join('\r\n')
const call = (length: number): string =>
  head(
    `POST ${sessions.base}call HTTP/1.1`,
    `Origin: http://127.0.0.1:${port}`,
    'Content-Type: application/json',
    `Content-Length: ${length}`
  )
const CALL = JSON.stringify({ method: 'app.state', given: {} })

/** All that comes until it holds the text. */
async function until(client: Socket, text: string): Promise<string> {
  let all = ''
  while (!all.includes(text)) {
    const [chunk] = (await once(client, 'data')) as [Buffer]
    all += chunk.toString()
  }
  return all
}

test('a connection that asks nothing is closed', async () => {
  const { host } = await connected()
  await closed(host)
})

test('headers that trickle are cut off', async () => {
  const { client, host } = await connected()
  client.write(`GET ${sessions.base} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`)
  const trickle = setInterval(() => client.write('X-More: 1\r\n'), 20)
  await closed(host)
  clearInterval(trickle)
})

test('a body that trickles is cut off', async () => {
  const { client, host } = await connected()
  client.write(call(1_000_000))
  const trickle = setInterval(() => client.write(' '), 20)
  await closed(host)
  clearInterval(trickle)
})

test.each(['assets/large.js', 'download/1/0'])('an answer that nobody reads is cut off: %s', async (path) => {
  const { client, host } = await connected()
  client.pause()
  client.write(head(`GET ${sessions.base}${path} HTTP/1.1`))
  await closed(host)
})

test.each(['assets/large.js', 'download/1/0'])('an answer that is read slowly comes whole: %s', async (path) => {
  const { client } = await connected()
  client.write(head(`GET ${sessions.base}${path} HTTP/1.1`, 'Connection: close'))
  let bytes = 0
  client.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    client.pause()
    setTimeout(() => client.resume(), 1)
  })
  await once(client, 'end')
  expect(bytes).toBeGreaterThan(LARGE)
})

test('neither a question that takes long nor the stream of events is cut off', async () => {
  const events = await connected()
  events.client.write(head(`GET ${sessions.base}events HTTP/1.1`))
  await until(events.client, 'retry: 1000')
  const asking = await connected()
  asking.client.write(call(CALL.length) + CALL)
  // Longer than every limit.
  for (let i = 0; i < 4; i++) {
    const { client, host } = await connected()
    client.write(call(1_000_000))
    await closed(host)
  }
  answer({ ok: true, value: 'at last' })
  expect(await until(asking.client, 'at last')).toContain('200 OK')
  tell({ event: 'command', data: 'toggle-theme' })
  await until(events.client, 'data: {"event":"command","data":"toggle-theme"}')
})

test('more connections than a few are not taken', async () => {
  for (let i = 0; i < SHORT.connections; i++) {
    const { client } = await connected()
    client.write(head(`GET ${sessions.base}events HTTP/1.1`))
    await until(client, 'retry: 1000')
  }
  const dropped = once(server, 'drop')
  const more = connect(port, '127.0.0.1')
  more.on('error', () => undefined)
  sockets.push(more)
  await dropped
})
