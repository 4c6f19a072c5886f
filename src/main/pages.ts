import { readFile } from 'node:fs/promises'
import { HEADERS } from '../api/headers.ts'
import type { WindowFile } from '../api/window-files.ts'
import { isOurs } from './origin.ts'

/** Answers what the window asks of our scheme: the built files, and nothing else. */
export function pages(files: ReadonlyMap<string, WindowFile>): (request: { url: string }) => Promise<Response> {
  return async ({ url }) => {
    const found = isOurs(url) ? files.get(new URL(url).pathname) : undefined
    if (found === undefined) return new Response('There is no such file.', { status: 404, headers: HEADERS })
    return new Response(new Uint8Array(await readFile(found.path)), {
      headers: { ...HEADERS, 'content-type': found.type }
    })
  }
}
