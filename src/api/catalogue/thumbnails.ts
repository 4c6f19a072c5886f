import { encode } from 'fast-png'
import { PictureCache } from '../../core/embedding/picture-cache.ts'
import { isPassing } from '../../core/embedding/prepare.ts'
import { decodersFor, DecoderPool, type DecoderPoolOptions } from '../../core/pixels/decoder-pool.ts'
import type { PictureOutcome } from '../../core/pixels/decoder-protocol.ts'
import { PICTURE_SIDE } from '../../core/pixels/picture.ts'
import { remarksText } from '../../core/pixels/remarks.ts'
import { say } from '../../messages/message.ts'
import { fileGone } from '../file-gone.ts'
import { WINDOW_TERMS } from '../window-terms.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

/** An image small, as a file of PNG, and what is told of it, '' where nothing is; or why there is none, for a person. */
export type Thumbnail = { png: Uint8Array; remarks: string } | { reason: string }

/** Images that are decoded for a window at once. */
const SOME = 200
/** Milliseconds without anything to decode after which the decoders, and the memory that they hold, are let go. */
const IDLE = 30_000

/** The thumbnails of catalogues: from the cache of pictures beside each, or decoded and kept there. */
export class Thumbnails {
  private readonly caches = new Map<string, PictureCache>()
  private readonly options: DecoderPoolOptions
  private pool: DecoderPool | null = null
  private decoding = 0
  private idle: NodeJS.Timeout | undefined

  constructor(options: DecoderPoolOptions = {}) {
    this.options = options
  }

  /** @returns null where the catalogue has no such instance, or has it no more @throws MedoidError `pictures-unusable`, `disk-full` */
  async of(catalogue: OpenCatalogue, instance: number): Promise<Thumbnail | null> {
    const { reader } = catalogue
    if (instance >= reader.capacity || !reader.isLive(instance)) return null
    const cache = this.cacheOf(catalogue.file)
    const known = cache.get(instance)
    if (known !== null) return shown(known)
    const path = reader.path(instance)
    if (path === null) return { reason: say('source-removed', {}, WINDOW_TERMS) }
    const outcome = await this.decode(path)
    if (!isPassing(outcome)) cache.put([{ instance, outcome }])
    const isGone = 'code' in outcome && outcome.code === 'file-unreadable'
    return isGone ? { reason: fileGone(path).explain(WINDOW_TERMS) } : shown(outcome)
  }

  /** Lets go of the pictures of a catalogue. */
  release(file: string): void {
    this.caches.get(file)?.close()
    this.caches.delete(file)
  }

  async close(): Promise<void> {
    for (const file of [...this.caches.keys()]) this.release(file)
    await this.endDecoders()
  }

  private cacheOf(file: string): PictureCache {
    let cache = this.caches.get(file)
    if (cache === undefined) this.caches.set(file, (cache = PictureCache.open(file)))
    return cache
  }

  private async decode(path: string | Buffer): Promise<PictureOutcome> {
    clearTimeout(this.idle)
    const pool = (this.pool ??= new DecoderPool(decodersFor(SOME), this.options))
    this.decoding++
    try {
      return await pool.picture(path)
    } catch (error) {
      // Processes that cannot be started may be startable the next time.
      if (this.pool === pool) void this.endDecoders()
      throw error
    } finally {
      if (--this.decoding === 0) this.idle = setTimeout(() => void this.endDecoders(), IDLE).unref()
    }
  }

  private async endDecoders(): Promise<void> {
    clearTimeout(this.idle)
    const { pool } = this
    this.pool = null
    await pool?.close()
  }
}

function shown(outcome: PictureOutcome): Thumbnail {
  if ('reason' in outcome) return { reason: outcome.reason }
  const data = outcome.picture
  return {
    png: encode({ width: PICTURE_SIDE, height: PICTURE_SIDE, data, channels: 1, depth: 8 }),
    remarks: remarksText(outcome.remarks)
  }
}
