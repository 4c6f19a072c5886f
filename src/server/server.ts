import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { WindowBackend } from '../api/backend.ts'
import { HEADERS } from '../api/headers.ts'
import type { WindowFile } from '../api/window-files.ts'
import { sendDocument } from './send-document.ts'
import { EventStreams } from './event-stream.ts'
import { refusal } from './guard.ts'
import { COME_AGAIN, LINK_USED, NEEDS_LINK } from './pages.ts'
import { sendFile } from './send-file.ts'
import type { Sessions } from './session.ts'

/** No call of a window is longer. */
const MAX_BODY = 4 * 1024 * 1024

/** How long a client may take, in milliseconds, and how many of them there may be. Whoever is slower is cut off. */
export interface RequestLimits {
  /** For a request's headers, from the connection on. */
  headers: number
  /** For the whole of a request. */
  request: number
  /** Without taking anything of an answer. */
  answer: number
  /** How often that is looked after. */
  checked: number
  /** Connections at a time; a browser has six, and one for its events. */
  connections: number
}

const LIMITS: RequestLimits = { headers: 10_000, request: 60_000, answer: 60_000, checked: 5_000, connections: 256 }

interface Parts {
  backend: Pick<WindowBackend, 'call' | 'document' | 'download' | 'listen' | 'picture'>
  sessions: Sessions
  files: ReadonlyMap<string, WindowFile>
  limits?: RequestLimits
}

/**
 * The browser host's HTTP server: the window's files, its calls (`POST /call`), the events it hears (`GET /events`), pictures, and the
 * files that its jobs have written.
 */
export function createHost({ backend, sessions, files, limits = LIMITS }: Parts): Server {
  const streams = new EventStreams()
  const stop = backend.listen((event) => streams.tell(event))

  const timeouts = {
    headersTimeout: limits.headers,
    requestTimeout: limits.request,
    connectionsCheckingInterval: limits.checked
  }
  const server = createServer(timeouts, (request, response) => {
    // Neither a question that takes long to answer nor the stream of events is an answer that nobody takes.
    response.on('prefinish', () => response.setTimeout(limits.answer, () => response.destroy()))
    handle(request, response).catch((error: unknown) => {
      // A client that has gone, or was cut off, in the middle of its request is no failure of ours.
      if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') {
        process.stderr.write(`medoid: a request failed: ${(error as Error).stack ?? String(error)}\n`)
      }
      response.destroy()
    })
  })
  server.maxConnections = limits.connections
  server.on('close', () => {
    stop()
    streams.close()
  })
  return server

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers, url = '' } = request
    const refused = refusal(method, headers)
    if (refused !== null) {
      end(response, 403, 'text/plain; charset=utf-8', refused)
      return
    }
    const { path, token } = split(url, sessions.base)
    if (path === null) {
      end(response, 401, 'text/html; charset=utf-8', NEEDS_LINK)
      return
    }
    if (token !== null && method === 'GET' && path === '/') {
      enter(request, response, token)
      return
    }
    if (!sessions.knows(headers.cookie)) {
      const comesFromElsewhere = path === '/' && headers['sec-fetch-site'] === 'cross-site'
      if (comesFromElsewhere) end(response, 200, 'text/html; charset=utf-8', COME_AGAIN)
      else end(response, 401, 'text/html; charset=utf-8', NEEDS_LINK)
      return
    }
    if (path === '/call') await call(request, response)
    else if (method === 'POST') end(response, 405, 'text/plain', 'Only calls are posted.')
    else if (path === '/events') streams.add(response, HEADERS)
    else if (
      !(await picture(response, path)) &&
      !(await download(response, path)) &&
      !(await sendDocument(backend, response, path, goneFrom(response), limits.answer))
    )
      await file(response, files.get(path))
  }

  /** @returns whether this is the address of a file that a job has written */
  async function download(response: ServerResponse, path: string): Promise<boolean> {
    const found = await backend.download(path)
    if (found === null) return false
    if ('problem' in found) end(response, 404, 'text/plain; charset=utf-8', found.problem)
    else await sendFile(response, found, limits.answer)
    return true
  }

  /** @returns whether a picture of the catalogue has this address */
  async function picture(response: ServerResponse, path: string): Promise<boolean> {
    const found = await backend.picture(path, goneFrom(response))
    if (found === null) return false
    // Pictures of patients stay out of the browser's own cache.
    end(response, found.status, found.type, found.body, found.headers)
    return true
  }

  function enter({ headers }: IncomingMessage, response: ServerResponse, token: string): void {
    const cookie = sessions.admit(token)
    if (cookie === null && !sessions.knows(headers.cookie)) {
      end(response, 403, 'text/html; charset=utf-8', LINK_USED)
      return
    }
    response.writeHead(303, {
      ...HEADERS,
      location: sessions.base,
      'cache-control': 'no-store',
      ...(cookie === null ? {} : { 'set-cookie': cookie })
    })
    response.end()
  }

  async function call(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') {
      end(response, 405, 'text/plain', 'Calls are posted.')
      return
    }
    if (!/^application\/json(?:;|$)/i.test(request.headers['content-type'] ?? '')) {
      end(response, 415, 'text/plain', 'Calls are JSON.')
      return
    }
    const body = await bodyOf(request)
    if (body === null) {
      end(response, 413, 'text/plain', 'The call is too long.')
      return
    }
    let message: unknown
    try {
      message = JSON.parse(body)
    } catch {
      end(response, 400, 'text/plain', 'The call is no JSON.')
      return
    }
    const { method, given } = (message ?? {}) as { method?: unknown; given?: unknown }
    end(response, 200, 'application/json', JSON.stringify(await backend.call(method, given, goneFrom(response))))
  }
}

/** Tells that a client waits for its answer no more. */
function goneFrom(response: ServerResponse): AbortSignal {
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  return gone.signal
}

/** The path as the list of files has it, null where it is not below the base; and the token of a link. */
function split(url: string, base: string): { path: string | null; token: string | null } {
  const at = url.indexOf('?')
  const whole = at < 0 ? url : url.slice(0, at)
  return {
    path: whole.startsWith(base) ? whole.slice(base.length - 1) : null,
    token: at < 0 ? null : new URLSearchParams(url.slice(at)).get('token')
  }
}

async function file(response: ServerResponse, found: WindowFile | undefined): Promise<void> {
  if (found === undefined) {
    end(response, 404, 'text/plain', 'There is no such file.')
    return
  }
  const body = await readFile(found.path)
  const cache = found.immutable ? 'private, max-age=31536000, immutable' : 'no-cache'
  response.writeHead(200, { ...HEADERS, 'content-type': found.type, 'cache-control': cache })
  response.end(body)
}

/** @returns null where it is too long */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MAX_BODY) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function end(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
  headers?: Record<string, string>
): void {
  response.writeHead(status, { ...HEADERS, ...headers, 'content-type': type, 'cache-control': 'no-store' })
  response.end(body)
}
