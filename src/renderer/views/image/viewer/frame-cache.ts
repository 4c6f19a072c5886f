import type { ViewedFrame } from './frame.ts'

/** Bytes of frames that are kept: a person who scrolls back and forth waits for none of them twice. */
const KEPT_BYTES = 256 << 20

type Fetch = (instance: number, frame: number | 'middle', signal: AbortSignal) => Promise<ViewedFrame>

/** Frames that were looked at, and those that come next. What was used last goes last. */
export class FrameCache {
  private readonly fetch: Fetch
  private readonly most: number
  private readonly kept = new Map<string, ViewedFrame>()
  /** Which frame is the one in the middle, by instance. */
  private readonly middles = new Map<number, number>()
  private readonly coming = new Map<string, Promise<ViewedFrame>>()
  private cleared = 0

  constructor(fetch: Fetch, most = KEPT_BYTES) {
    this.fetch = fetch
    this.most = most
  }

  /** @throws HostError why there is none */
  async get(instance: number, frame: number | 'middle', signal: AbortSignal): Promise<ViewedFrame> {
    const { cleared } = this
    const key = this.keyOf(instance, frame)
    const known = this.kept.get(key) ?? (await this.coming.get(key)?.catch(() => undefined))
    const found = known ?? (await this.fetch(instance, frame, signal))
    return cleared === this.cleared ? this.keep(instance, frame, found) : found
  }

  /** Fetches what will be asked for, once; whoever asks then is told why where it does not come. */
  async fetchAhead(instance: number, frame: number | 'middle'): Promise<void> {
    const key = this.keyOf(instance, frame)
    if (this.kept.has(key) || this.coming.has(key)) return
    const fetched = this.fetch(instance, frame, new AbortController().signal)
    this.coming.set(key, fetched)
    try {
      const found = await fetched
      if (this.coming.get(key) === fetched) this.keep(instance, frame, found)
    } catch {
      // Whoever goes there is told.
    } finally {
      if (this.coming.get(key) === fetched) this.coming.delete(key)
    }
  }

  /** Another catalogue has other images by the same numbers. */
  clear(): void {
    this.cleared++
    this.kept.clear()
    this.middles.clear()
    this.coming.clear()
  }

  private keyOf(instance: number, frame: number | 'middle'): string {
    return `${instance}/${frame === 'middle' ? (this.middles.get(instance) ?? frame) : frame}`
  }

  private keep(instance: number, asked: number | 'middle', found: ViewedFrame): ViewedFrame {
    const { frame } = found.description
    if (asked === 'middle') this.middles.set(instance, frame)
    const key = `${instance}/${frame}`
    this.kept.delete(key)
    this.kept.set(key, found)
    let bytes = 0
    for (const { values } of this.kept.values()) bytes += values.byteLength
    for (const [oldest, { values }] of this.kept) {
      if (bytes <= this.most || oldest === key) break
      this.kept.delete(oldest)
      bytes -= values.byteLength
    }
    return found
  }
}
