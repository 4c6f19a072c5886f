/** An image small, at an address of this page, and what is told of it, '' where nothing is; or why there is none. */
export type LoadedThumbnail = { url: string; remarks: string } | { reason: string }

type Hear = (thumbnail: LoadedThumbnail) => void

/** Asked for at once. A browser opens six connections to a host, and calls must never wait for pictures. */
const AT_ONCE = 4
/** Kept, the last ones that were wanted: a few windows full. */
const KEPT = 1000

/**
 * Thumbnails for what is in sight: what was wanted last comes first, and what nobody wants any more is not asked for, or given up
 * on its way.
 */
export class ThumbnailLoader {
  private readonly get: (instance: number, signal: AbortSignal) => Promise<LoadedThumbnail>
  private readonly known = new Map<number, LoadedThumbnail>()
  private readonly waiting = new Map<number, { listeners: Set<Hear>; since: number }>()
  private readonly open = new Map<number, { listeners: Set<Hear>; controller: AbortController }>()

  /** What comes into sight together waits since the same turn. */
  private since = 0
  private isTogether = false

  constructor(get: (instance: number, signal: AbortSignal) => Promise<LoadedThumbnail>) {
    this.get = get
  }

  /** @returns a function that says that it is wanted no more */
  want(instance: number, hear: Hear): () => void {
    const known = this.known.get(instance)
    if (known !== undefined) {
      this.keep(instance, known)
      hear(known)
      return () => undefined
    }
    const open = this.open.get(instance)
    if (open !== undefined) open.listeners.add(hear)
    else {
      this.askSoon()
      const waiting = this.waiting.get(instance) ?? { listeners: new Set(), since: this.since }
      waiting.listeners.add(hear)
      waiting.since = this.since
      this.waiting.set(instance, waiting)
    }
    return () => this.leave(instance, hear)
  }

  /** Another catalogue has other images by the same numbers. */
  forget(): void {
    for (const { controller } of this.open.values()) controller.abort()
    this.open.clear()
    this.waiting.clear()
    for (const instance of [...this.known.keys()]) this.drop(instance)
  }

  private leave(instance: number, hear: Hear): void {
    const waiting = this.waiting.get(instance)
    waiting?.listeners.delete(hear)
    if (waiting?.listeners.size === 0) this.waiting.delete(instance)
    const open = this.open.get(instance)
    open?.listeners.delete(hear)
    if (open?.listeners.size !== 0) return
    this.open.delete(instance)
    open.controller.abort()
    this.askSoon()
  }

  /** Once for all that comes into sight and goes out of it together: what is asked for in between would only be given up again. */
  private askSoon(): void {
    if (this.isTogether) return
    this.isTogether = true
    this.since++
    queueMicrotask(() => {
      this.isTogether = false
      this.next()
    })
  }

  private next(): void {
    while (this.open.size < AT_ONCE && this.waiting.size > 0) {
      const { instance, listeners } = this.first()
      this.waiting.delete(instance)
      const controller = new AbortController()
      const asked = { listeners, controller }
      this.open.set(instance, asked)
      void this.get(instance, controller.signal)
        .then(
          (thumbnail) => {
            if (this.open.get(instance) !== asked) {
              if ('url' in thumbnail) URL.revokeObjectURL(thumbnail.url)
              return
            }
            this.keep(instance, thumbnail)
            return thumbnail
          },
          () => ({ reason: 'Medoid does not answer.' })
        )
        .then((thumbnail) => {
          if (thumbnail === undefined || this.open.get(instance) !== asked) return
          this.open.delete(instance)
          for (const hear of listeners) hear(thumbnail)
          this.next()
        })
    }
  }

  /** Of those that came into sight last, the first. */
  private first(): { instance: number; listeners: Set<Hear> } {
    let found: { instance: number; listeners: Set<Hear>; since: number } | null = null
    for (const [instance, { listeners, since }] of this.waiting) {
      if (found === null || since > found.since) found = { instance, listeners, since }
    }
    return found!
  }

  private keep(instance: number, thumbnail: LoadedThumbnail): void {
    this.known.delete(instance)
    this.known.set(instance, thumbnail)
    if (this.known.size > KEPT) this.drop(this.known.keys().next().value!)
  }

  private drop(instance: number): void {
    const thumbnail = this.known.get(instance)
    this.known.delete(instance)
    if (thumbnail !== undefined && 'url' in thumbnail) URL.revokeObjectURL(thumbnail.url)
  }
}

/** From either host: both serve it by the number of the instance. */
async function ask(instance: number, signal: AbortSignal): Promise<LoadedThumbnail> {
  const response = await fetch(`./thumbnail/${instance}.png`, { signal })
  if (response.headers.get('content-type') !== 'image/png') return { reason: await response.text() }
  const remarks = decodeURIComponent(response.headers.get('x-medoid-remarks') ?? '')
  return { url: URL.createObjectURL(await response.blob()), remarks }
}

export const thumbnails = new ThumbnailLoader(ask)
