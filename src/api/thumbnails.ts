import { MedoidError } from '../core/errors.ts'
import type { Lane } from './lane.ts'
import type { Thumbnail } from './catalogue/thumbnails.ts'
import { WINDOW_TERMS } from './window-terms.ts'

/** Thumbnails that the service is asked for at once; the others wait, and can be given up. */
const OPEN = 8

/** Of a thumbnail: what its picture is shown in spite of. */
const REMARKS_HEADER = 'x-medoid-remarks'

/** What a host sends for the address of a thumbnail. */
export interface ThumbnailAnswer {
  status: 200 | 404 | 499 | 500
  /** `image/png`; `text/plain` where there is no picture: it says why. */
  type: 'image/png' | 'text/plain; charset=utf-8'
  body: Uint8Array | string
  /** What is told of the picture, percent-encoded. */
  headers?: { [REMARKS_HEADER]: string }
}

/** @returns the instance of `/thumbnail/<instance>.png`; null: no address of a thumbnail */
export function thumbnailAt(path: string): number | null {
  const found = /^\/thumbnail\/(0|[1-9]\d{0,9})\.png$/.exec(path)
  return found === null ? null : Number(found[1])
}

/** Passes on what windows ask for by address: last asked, first answered, since that is what is in sight. */
export class ThumbnailQueue {
  private readonly lane: Pick<Lane, 'ask'>
  private readonly waiting: (() => void)[] = []
  private open = 0

  /** @param lane a process of its own: decoding keeps no other answer waiting */
  constructor(lane: Pick<Lane, 'ask'>) {
    this.lane = lane
  }

  /** @param signal tells that nobody waits for it any more */
  async get(catalogue: string | null, instance: number, signal?: AbortSignal): Promise<ThumbnailAnswer> {
    if (catalogue === null) return text(404, 'No catalogue is open.')
    if (!(await this.turn(signal))) return text(499, 'Nobody waits for it any more.')
    try {
      const found = (await this.lane.ask({ ask: 'thumbnail', catalogue, instance })) as Thumbnail | null
      if (found === null) return text(404, 'The catalogue has no such image, or has it no more.')
      if ('reason' in found) return text(200, found.reason)
      const answer = { status: 200, type: 'image/png', body: found.png } as const
      if (found.remarks === '') return answer
      return { ...answer, headers: { [REMARKS_HEADER]: encodeURIComponent(found.remarks) } }
    } catch (error) {
      if (error instanceof MedoidError) return text(500, error.explain(WINDOW_TERMS))
      throw error
    } finally {
      this.open--
      this.waiting.pop()?.()
    }
  }

  /** @returns false where it was given up before its turn came */
  private async turn(signal?: AbortSignal): Promise<boolean> {
    if (signal?.aborted) return false
    if (this.open >= OPEN) {
      const isMine = await new Promise<boolean>((resolve) => {
        const begin = (): void => {
          signal?.removeEventListener('abort', giveUp)
          resolve(true)
        }
        const giveUp = (): void => {
          this.waiting.splice(this.waiting.indexOf(begin), 1)
          resolve(false)
        }
        signal?.addEventListener('abort', giveUp, { once: true })
        this.waiting.push(begin)
      })
      if (!isMine) return false
    }
    this.open++
    return true
  }
}

function text(status: 200 | 404 | 499 | 500, body: string): ThumbnailAnswer {
  return { status, type: 'text/plain; charset=utf-8', body }
}
