import { mkdirSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { WindowBackend } from '../../src/api/backend.ts'
import type { Event } from '../../src/api/contract.ts'
import { hostMethods } from '../../src/api/host-methods.ts'
import { questions } from '../../src/api/questions.ts'
import { createHost } from '../../src/server/server.ts'
import { Sessions } from '../../src/server/session.ts'
import { windowFiles } from '../../src/api/window-files.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'

let server: Server
let sessions: Sessions
let port: number
let tell: (event: Event) => void
const calls: unknown[][] = []
let answerWith: WindowBackend['call']
let downloadWith: WindowBackend['download']

beforeEach(async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'renderer', 'index.html'), '<p>the window</p>')
  writeFileSync(join(folder, 'renderer', 'assets', 'main-1a2b.js'), 'run()')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  calls.length = 0
  answerWith = () => Promise.resolve({ ok: true, value: 'answer' })
  sessions = new Sessions()
  const backend = {
    call: (method: unknown, given: unknown, signal?: AbortSignal) => {
      calls.push([method, given])
      return answerWith(method, given, signal)
    },
    listen: (listener: (event: Event) => void) => {
      tell = listener
      return () => undefined
    },
    document: (instance: number) => {
      async function* parts(): AsyncGenerator<Uint8Array> {
        yield await Promise.resolve(Buffer.from(`%PDF ${instance}`))
      }
      return Promise.resolve({ length: 6, extension: 'pdf', parts: parts() })
    },
    picture: (path: string) =>
      Promise.resolve(
        path === '/thumbnail/7.png'
          ? {
              status: 200 as const,
              type: 'image/png' as const,
              body: new Uint8Array([0x89]),
              headers: { 'x-medoid-remarks': 'It%20is%20odd.' }
            }
          : null
      ),
    download: (path: string) => downloadWith(path)
  }
  downloadWith = () => Promise.resolve(null)
  server = createHost({ backend, sessions, files: windowFiles(join(folder, 'renderer')) })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterEach(() => {
  server.close()
  server.closeAllConnections()
})

interface Answer {
  status: number
  body: string
  headers: Record<string, string | string[] | undefined>
}

/** Below the base. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET', body?: string): Promise<Answer> {
  return askHost(sessions.base.slice(0, -1) + path, headers, method, body)
}

/** As a client that says what it likes, where fetch would not. */
function askHost(path: string, headers: Record<string, string> = {}, method = 'GET', body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const host = `127.0.0.1:${port}`
    const asked = request({ port, host: '127.0.0.1', path, method, headers: { host, ...headers } }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode!, body: text, headers: response.headers }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

async function cookie(): Promise<string> {
  const { headers } = await ask(`/?token=${sessions.token()}`)
  return (headers['set-cookie'] as string[])[0].split(';')[0]
}

const origin = () => `http://127.0.0.1:${port}`
const json = { 'content-type': 'application/json' }
const call = JSON.stringify({ method: 'app.state', given: {} })

test('a link becomes a cookie that no script reads and no other site sends', async () => {
  const { status, headers } = await ask(`/?token=${sessions.token()}`)
  expect(status).toBe(303)
  expect(headers.location).toBe(sessions.base)
  expect(headers['set-cookie']).toEqual([
    expect.stringMatching(/^medoid=[\w-]{32}; Path=\/[\w-]{16}\/; HttpOnly; SameSite=Strict$/)
  ])
})

test('a link works once; whoever opened it is led on by it', async () => {
  const token = sessions.token()
  const first = await ask(`/?token=${token}`)
  const mine = (first.headers['set-cookie'] as string[])[0].split(';')[0]
  expect((await ask(`/?token=${token}`)).status).toBe(403)
  expect((await ask(`/?token=${token}`, { cookie: mine })).status).toBe(303)
})

test('without a cookie there is no window, no call and no event', async () => {
  for (const path of [
    '/',
    '/index.html',
    '/assets/main-1a2b.js',
    '/events',
    '/thumbnail/7.png',
    '/document/7',
    '/download/1/0'
  ])
    expect((await ask(path)).status).toBe(401)
  expect((await ask('/call', { ...json, origin: origin() }, 'POST', call)).status).toBe(401)
  expect((await ask('/', { cookie: 'medoid=guessed' })).status).toBe(401)
  expect((await ask(`/?token=guessed`)).status).toBe(403)
  expect(calls).toEqual([])
})

test('outside its base a host has nothing, not even for its own cookie, and tells nobody where that is', async () => {
  const mine = await cookie()
  for (const path of ['/', '/index.html', '/events', `/?token=${sessions.token()}`]) {
    const { status, body, headers } = await askHost(path, { cookie: mine })
    expect(status).toBe(401)
    expect(body + JSON.stringify(headers)).not.toContain(sessions.base.slice(1, -1))
  }
})

test('with it, the window, its calls and its events', async () => {
  const mine = await cookie()
  expect((await ask('/', { cookie: mine })).body).toBe('<p>the window</p>')
  expect((await ask('/assets/main-1a2b.js', { cookie: mine })).headers['content-type']).toMatch('text/javascript')
  expect((await ask('/thumbnail/7.png', { cookie: mine })).headers).toMatchObject({
    'content-type': 'image/png',
    'x-medoid-remarks': 'It%20is%20odd.',
    'cache-control': 'no-store'
  })
  expect((await ask('/document/7', { cookie: mine })).body).toBe('%PDF 7')
  const answer = await ask('/call', { ...json, cookie: mine, origin: origin() }, 'POST', call)
  expect(JSON.parse(answer.body)).toEqual({ ok: true, value: 'answer' })
  expect(calls).toEqual([['app.state', {}]])
})

test('events reach a window as they come', async () => {
  const mine = await cookie()
  const response = await fetch(`${origin()}${sessions.base}events`, { headers: { cookie: mine } })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  await reader.read()
  tell({ event: 'command', data: 'toggle-theme' })
  expect((await reader.read()).value).toBe('data: {"event":"command","data":"toggle-theme"}\n\n')
  await reader.cancel()
})

test('a page that another site led to comes again by itself, so that its cookie is sent', async () => {
  const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  const { status, body } = await ask('/', { ...navigation, 'sec-fetch-site': 'cross-site' })
  expect(status).toBe(200)
  expect(body).toContain('http-equiv="refresh"')
  expect((await ask('/', { 'sec-fetch-site': 'same-origin' })).status).toBe(401)
})

test.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/..%5c..%5csecret.txt',
  '//etc/passwd',
  '/secret.txt',
  '/http://127.0.0.1/../secret.txt'
])('%s leads to no file', async (path) => {
  const { status, body } = await ask(path, { cookie: await cookie() })
  expect(status).toBe(404)
  expect(body).not.toContain('secret')
  expect((await askHost(path, { cookie: await cookie() })).body).not.toContain('secret')
})

test('other hosts and origins are refused even with a cookie', async () => {
  const mine = await cookie()
  expect((await ask('/', { cookie: mine, host: 'evil.example' })).status).toBe(403)
  const foreign = { ...json, cookie: mine, origin: 'https://evil.example' }
  expect((await ask('/call', foreign, 'POST', call)).status).toBe(403)
  expect((await ask('/call', { ...json, cookie: mine }, 'POST', call)).status).toBe(403)
  expect((await ask('/events', { cookie: mine, origin: 'https://evil.example' })).status).toBe(403)
  for (const site of ['cross-site', 'same-site']) {
    const fetched = { cookie: mine, 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }
    expect((await ask('/thumbnail/7.png', fetched)).status).toBe(403)
    expect((await ask('/events', fetched)).status).toBe(403)
  }
  expect(calls).toEqual([])
})

test('calls are posted as JSON of a bounded length', async () => {
  const mine = { cookie: await cookie(), origin: origin() }
  expect((await ask('/call', mine)).status).toBe(405)
  expect((await ask('/', mine, 'POST', call)).status).toBe(405)
  // What a form of another site could send.
  expect((await ask('/call', { ...mine, 'content-type': 'text/plain' }, 'POST', call)).status).toBe(415)
  expect((await ask('/call', { ...mine, ...json }, 'POST', '{')).status).toBe(400)
  expect((await ask('/call', { ...mine, ...json }, 'POST', `"${'x'.repeat(5_000_000)}"`)).status).toBe(413)
  expect(calls).toEqual([])
})

test('every answer tells the browser what it may do', async () => {
  const mine = await cookie()
  for (const { headers } of [
    await ask('/', { cookie: mine }),
    await ask('/'),
    await ask('/nothing', { cookie: mine })
  ]) {
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['cross-origin-resource-policy']).toBe('same-origin')
  }
})

test.each(Object.keys({ ...hostMethods, ...questions }))(
  'a window that aborts its request cancels %s',
  async (method) => {
    const { promise: gone, resolve: isGone } = Promise.withResolvers<unknown>()
    const { promise: asked, resolve: isAsked } = Promise.withResolvers<unknown>()
    answerWith = (called, _given, signal) => {
      signal!.addEventListener('abort', () => isGone(called))
      isAsked(called)
      return new Promise(() => undefined)
    }
    const controller = new AbortController()
    const headers = { ...json, cookie: await cookie(), origin: origin() }
    const body = JSON.stringify({ method, given: {} })
    const response = fetch(`${origin()}${sessions.base}call`, {
      method: 'POST',
      headers,
      body,
      signal: controller.signal
    })
    await asked
    controller.abort()
    await expect(response).rejects.toThrow('aborted')
    expect(await gone).toBe(method)
  }
)

/** What the backend gives for a file of a job. */
async function written(name: string, text: string) {
  const path = join(temporaryFolder(), 'written')
  writeFileSync(path, text)
  return { name, size: Buffer.byteLength(text), handle: await open(path) }
}

test('a file that a job has written is sent to be saved, whole, under its name', async () => {
  const file = await written('Kopf "Ü".csv', 'SOPInstanceUID\r\n1.2.3\r\n')
  downloadWith = (path) => Promise.resolve(path === '/download/20260101-0000-abc/1' ? file : null)
  const { status, headers, body } = await ask('/download/20260101-0000-abc/1', { cookie: await cookie() })
  expect(status).toBe(200)
  expect(body).toBe('SOPInstanceUID\r\n1.2.3\r\n')
  expect(headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="Kopf ___.csv"; filename*=UTF-8''Kopf%20%22%C3%9C%22.csv`,
    'content-length': '23',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff'
  })
  // It is closed then.
  await expect.poll(() => file.handle.fd).toBe(-1)
})

test('an empty file is sent, too; one that shrinks meanwhile is cut off, not passed off as whole', async () => {
  const mine = { cookie: await cookie() }
  const empty = await written('empty.csv', '')
  downloadWith = () => Promise.resolve(empty)
  expect(await ask('/download/1/0', mine)).toMatchObject({ status: 200, body: '' })
  const short = { ...(await written('short.csv', 'abc')), size: 5 }
  downloadWith = () => Promise.resolve(short)
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  await expect(ask('/download/1/0', mine)).rejects.toThrow('aborted')
  // The browser may know before the host does.
  await expect
    .poll(() => said)
    .toHaveBeenCalledWith(expect.stringContaining('short.csv became shorter while it was sent'))
  await expect.poll(() => short.handle.fd).toBe(-1)
  said.mockRestore()
})

test('why there is no such file is said; what is no address of one is not there', async () => {
  const mine = { cookie: await cookie() }
  downloadWith = () => Promise.resolve({ problem: 'It has been moved.' })
  expect(await ask('/download/1/0', mine)).toMatchObject({ status: 404, body: 'It has been moved.' })
  downloadWith = () => Promise.resolve(null)
  expect((await ask('/download/../secret.txt', mine)).status).toBe(404)
})
