import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { DocumentStream } from '../../src/api/images/documents.ts'
import { MedoidError } from '../../src/core/errors.ts'
import { sendDocument } from '../../src/server/send-document.ts'

let server: Server

/** A host that answers downloads alone. @returns its address */
async function serve(document: () => Promise<DocumentStream>, idle = 60_000): Promise<string> {
  server = createServer((request, response) => {
    void sendDocument({ document }, response, request.url!, new AbortController().signal, idle).then((isDocument) => {
      if (!isDocument) response.writeHead(404).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
afterEach(() => {
  server.close()
  server.closeAllConnections()
})

async function* parts(...texts: (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    await Promise.resolve()
    if (text instanceof Error) throw text
    yield Buffer.from(text)
  }
}

test('a document comes as bytes that no browser shows in a page of ours, and part by part', async () => {
  const stream = { length: 7, extension: 'pdf', parts: parts('<scr', 'ipt') }
  const address = await serve(() => Promise.resolve(stream))
  const response = await fetch(`${address}/document/12`)
  expect(await response.text()).toBe('<script')
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment; filename="document-12.pdf"',
    'content-length': '7',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store'
  })
})

test('why there is no document is told', async () => {
  const address = await serve(() => Promise.reject(new MedoidError('no-document', {})))
  const response = await fetch(`${address}/document/12`)
  expect(response.status).toBe(422)
  expect(await response.json()).toEqual({ code: 'no-document', message: 'The file holds no document.' })
})

test('a download of a file that is changed meanwhile fails, and is not taken for whole', async () => {
  const changed = new MedoidError('document-changed', {})
  const address = await serve(() => Promise.resolve({ length: 8, extension: 'pdf', parts: parts('abcd', changed) }))
  const response = await fetch(`${address}/document/12`)
  await expect(response.text()).rejects.toThrow()
})

test('a document is read no faster than it is taken, and who takes nothing is cut off', async () => {
  let read = 0
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      await Promise.resolve()
      read++
      yield new Uint8Array(1 << 20)
    }
  }
  const address = await serve(() => Promise.resolve({ length: 1e12, extension: 'pdf', parts: endless() }), 300)
  const accepted = once(server, 'connection')
  const client = connect(Number(new URL(address).port), '127.0.0.1')
  client.on('error', () => undefined)
  client.pause()
  client.write('GET /document/1 HTTP/1.1\r\nHost: a\r\n\r\n')
  const [host] = (await accepted) as [import('node:net').Socket]
  await new Promise<void>((resolve) => void host.on('close', () => resolve()))
  client.destroy()
  // What sockets of both ends hold.
  expect(read).toBeLessThan(64)
})

test.each(['/document/', '/document/01', '/document/-1', '/document/1/2', '/document/99999999999', '/other'])(
  '%s is no document',
  async (path) => {
    const address = await serve(() => Promise.reject(new Error('asked')))
    expect((await fetch(address + path)).status).toBe(404)
  }
)
