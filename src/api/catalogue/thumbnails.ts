import { encode } from 'fast-png'
import type { CatalogueReader } from '../../core/catalogue/reader.ts'
import { PictureCache } from '../../core/embedding/picture-cache.ts'
import { isPassing } from '../../core/embedding/prepare.ts'
import { decodersFor, DecoderPool, type DecoderPoolOptions } from '../../core/pixels/decoder-pool.ts'
import type { PictureOutcome } from '../../core/pixels/decoder-protocol.ts'
import { PICTURE_SIDE } from '../../core/pixels/picture.ts'
import { say, sayMessage } from '../../messages/message.ts'
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
    const mayBeColour = isColour(reader, instance)
    const known = cache.get(instance)
    const colour = known === null || !mayBeColour ? null : cache.colour(instance)
    // One that was prepared for a model is grey.
    if (known !== null && ('reason' in known || colour !== undefined)) return shown(known, colour)
    const path = reader.path(instance)
    if (path === null) return known !== null ? shown(known) : { reason: say('source-removed', {}, WINDOW_TERMS) }
    const outcome = await this.decode(path, mayBeColour)
    // A grey picture is more than nothing where the file has gone since.
    if (known !== null && 'reason' in outcome) return shown(known)
    if (!isPassing(outcome)) cache.put([{ instance, outcome }])
    const isGone = 'reason' in outcome && outcome.reason.code === 'file-unreadable'
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

  private async decode(path: string | Buffer, inColour: boolean): Promise<PictureOutcome> {
    clearTimeout(this.idle)
    const pool = (this.pool ??= new DecoderPool(decodersFor(SOME), this.options))
    this.decoding++
    try {
      return await pool.picture(path, inColour)
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

/** Whether an image may have colours (PS3.3, section C.7.6.3.1). */
function isColour(reader: CatalogueReader, instance: number): boolean {
  const text = (keyword: string): string => {
    const tag = reader.find(keyword)
    if (tag === undefined) return ''
    const { codes, texts } = reader.column(tag.id, Uint32Array.of(instance))
    return texts[codes[0]]
  }
  return text('SamplesPerPixel') === '3' || text('PhotometricInterpretation') === 'PALETTE COLOR'
}

/** @param colour the picture in colour, if it is kept apart from what is known */
function shown(outcome: PictureOutcome, colour: Uint8Array | null = null): Thumbnail {
  if ('reason' in outcome) return { reason: sayMessage(outcome.reason, WINDOW_TERMS) }
  const inColour = colour ?? outcome.colour
  const [data, channels] = inColour ? ([inColour, 3] as const) : ([outcome.picture, 1] as const)
  return {
    png: encode({ width: PICTURE_SIDE, height: PICTURE_SIDE, data, channels, depth: 8 }),
    remarks: outcome.remarks.map((remark) => sayMessage(remark, WINDOW_TERMS)).join(' ')
  }
}
