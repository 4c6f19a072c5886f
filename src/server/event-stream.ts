import type { ServerResponse } from 'node:http'
import type { Event } from '../api/contract.ts'

/** A tunnel closes a connection on which nothing comes. */
const HEARTBEAT_MILLISECONDS = 20_000
/** A window that does not read is cut off: it asks again when it wakes up. */
const MAX_BUFFERED = 4 * 1024 * 1024

/** The windows that listen, over server-sent events. */
export class EventStreams {
  private readonly open = new Set<ServerResponse>()
  private readonly heart: NodeJS.Timeout

  constructor() {
    this.heart = setInterval(() => this.write(':\n\n'), HEARTBEAT_MILLISECONDS)
    this.heart.unref()
  }

  add(response: ServerResponse, headers: Record<string, string>): void {
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write('retry: 1000\n\n')
    this.open.add(response)
    response.on('close', () => this.open.delete(response))
  }

  tell(event: Event): void {
    this.write(`data: ${JSON.stringify(event)}\n\n`)
  }

  close(): void {
    clearInterval(this.heart)
    for (const response of this.open) response.end()
  }

  private write(text: string): void {
    for (const response of this.open) {
      if (response.writableLength > MAX_BUFFERED) response.destroy()
      else response.write(text)
    }
  }
}
