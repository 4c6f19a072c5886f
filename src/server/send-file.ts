import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { HEADERS } from '../api/headers.ts'
import type { WrittenFile } from '../jobs/written-files.ts'

/**
 * Sends a file to be saved, as it is read, and closes it. A client that takes nothing of it for so long is cut off.
 * @param timeout in milliseconds
 */
export async function sendFile(response: ServerResponse, file: WrittenFile, timeout: number): Promise<void> {
  try {
    response.writeHead(200, {
      ...HEADERS,
      'content-type': 'application/octet-stream',
      'content-disposition': attachment(file.name),
      'content-length': file.size,
      'cache-control': 'no-store'
    })
    response.setTimeout(timeout, () => response.destroy())
    await pipeline(wholeOf(file), response)
  } catch (error) {
    // Whoever does not want it any more just leaves.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  } finally {
    await file.handle.close()
  }
}

/** @throws Error where the file shrinks meanwhile: it is cut off, so that a browser does not take it for the whole file */
async function* wholeOf({ name, size, handle }: WrittenFile): AsyncGenerator<Buffer> {
  if (size === 0) return
  let read = 0
  for await (const chunk of handle.createReadStream({ end: size - 1, autoClose: false }) as AsyncIterable<Buffer>) {
    read += chunk.length
    yield chunk
  }
  if (read < size) throw new Error(`${name} became shorter while it was sent`)
}

/** The name in ASCII for those that know nothing else, and as it is (RFC 6266, RFC 8187). */
function attachment(name: string): string {
  const plain = name.replaceAll(/[^ !#$&-[\]-~]/g, '_')
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
