import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { documentName } from '../api/areas/objects.ts'
import type { WindowBackend } from '../api/backend.ts'
import { refusedAnswer } from '../api/bytes-answer.ts'
import { HEADERS } from '../api/headers.ts'
import { documentAt, type DocumentStream } from '../api/images/documents.ts'
import { CancelledError, MedoidError } from '../core/errors.ts'

/**
 * Sends the document that a file encapsulates, as bytes that a browser saves: it is hostile, and is never shown where it could reach
 * the window, whatever it claims to be.
 * @param signal tells that nobody waits for it any more
 * @param idle milliseconds after which a client that takes nothing is cut off
 * @returns whether it is the address of a document
 */
export async function sendDocument(
  backend: Pick<WindowBackend, 'document'>,
  response: ServerResponse,
  path: string,
  signal: AbortSignal,
  idle: number
): Promise<boolean> {
  const instance = documentAt(path)
  if (instance === null) return false
  let found: DocumentStream
  try {
    found = await backend.document(instance, signal)
  } catch (error) {
    const { status, type, body } = refusedAnswer(error)
    response.writeHead(status, { ...HEADERS, 'content-type': type, 'cache-control': 'no-store' })
    response.end(body)
    return true
  }
  response.setTimeout(idle, () => response.destroy())
  response.writeHead(200, {
    ...HEADERS,
    'content-type': 'application/octet-stream',
    'content-length': found.length,
    'content-disposition': `attachment; filename="${documentName(instance, found.extension)}"`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'no-store'
  })
  try {
    await pipeline(Readable.from(found.parts, { objectMode: false }), response)
  } catch (error) {
    // What was announced does not come: the browser says that the download failed. Or nobody waits for it any more.
    const isKnown = error instanceof MedoidError || error instanceof CancelledError || response.destroyed
    if (!isKnown) throw error
    response.destroy()
  }
  return true
}
