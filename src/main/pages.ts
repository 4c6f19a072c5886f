import { readFile } from 'node:fs/promises'
import type { WindowBackend } from '../api/backend.ts'
import { HEADERS } from '../api/headers.ts'
import type { WindowFile } from '../api/window-files.ts'
import { isOurs } from './origin.ts'

/** Answers what the window asks of our scheme: the built files, pictures of the catalogue, and nothing else. */
export function pages(
  files: ReadonlyMap<string, WindowFile>,
  backend: Pick<WindowBackend, 'picture'>
): (request: { url: string; signal?: AbortSignal }) => Promise<Response> {
  return async ({ url, signal }) => {
    const path = isOurs(url) ? new URL(url).pathname : ''
    const picture = await backend.picture(path, signal)
    if (picture !== null) {
      const { status, type, body, headers } = picture
      return new Response(typeof body === 'string' ? body : new Uint8Array(body), {
        status,
        headers: { ...HEADERS, ...headers, 'content-type': type, 'cache-control': 'no-store' }
      })
    }
    const found = files.get(path)
    if (found === undefined) return new Response('There is no such file.', { status: 404, headers: HEADERS })
    return new Response(new Uint8Array(await readFile(found.path)), {
      headers: { ...HEADERS, 'content-type': found.type }
    })
  }
}
