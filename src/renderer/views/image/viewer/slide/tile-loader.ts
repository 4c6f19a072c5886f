import type { ViewedFrame } from '../frame.ts'

/** A tile that is in sight. */
export interface WantedTile {
  key: string
  instance: number
  frame: number
}

type Fetch = (instance: number, frame: number, signal: AbortSignal) => Promise<ViewedFrame>

/** Asked for at once. A browser opens six connections to a host, and calls must never wait for tiles. */
const AT_ONCE = 4

/** Loads the tiles that are in sight, in the order in which they are wanted, and gives up those that no longer are. */
export class TileLoader {
  private readonly fetch: Fetch
  private readonly heard: (key: string, frame: ViewedFrame | null) => void
  private readonly most: number
  private wanted = new Map<string, WantedTile>()
  private readonly open = new Map<string, AbortController>()
  /** What was used last stands last. */
  private readonly kept = new Map<string, ViewedFrame>()
  private bytes = 0
  /** Why tiles that are wanted cannot be shown; they are asked for again when they come back into sight. */
  readonly failures = new Map<string, string>()

  /**
   * @param heard hears of every tile that comes; null: it cannot be shown
   * @param most bytes of tiles that are kept beside those that are wanted
   */
  constructor(fetch: Fetch, heard: (key: string, frame: ViewedFrame | null) => void, most: number) {
    this.fetch = fetch
    this.heard = heard
    this.most = most
  }

  /** What is in sight from now on, without what has been loaded. */
  want(tiles: readonly WantedTile[]): void {
    this.wanted = new Map(tiles.map((tile) => [tile.key, tile]))
    for (const [key, controller] of this.open) {
      if (this.wanted.has(key)) continue
      this.open.delete(key)
      controller.abort()
    }
    for (const key of this.failures.keys()) if (!this.wanted.has(key)) this.failures.delete(key)
    this.next()
  }

  get(key: string): ViewedFrame | undefined {
    const frame = this.kept.get(key)
    if (frame === undefined) return undefined
    this.kept.delete(key)
    this.kept.set(key, frame)
    return frame
  }

  /** Tiles that are still to come. */
  get coming(): number {
    let coming = 0
    for (const key of this.wanted.keys()) if (!this.kept.has(key) && !this.failures.has(key)) coming++
    return coming
  }

  clear(): void {
    this.want([])
    this.kept.clear()
    this.bytes = 0
  }

  private next(): void {
    for (const tile of this.wanted.values()) {
      if (this.open.size >= AT_ONCE) return
      if (this.kept.has(tile.key) || this.open.has(tile.key) || this.failures.has(tile.key)) continue
      void this.load(tile)
    }
  }

  private async load({ key, instance, frame }: WantedTile): Promise<void> {
    const controller = new AbortController()
    this.open.set(key, controller)
    let found: ViewedFrame | null = null
    try {
      found = await this.fetch(instance, frame, controller.signal)
      if (this.open.get(key) === controller) this.keep(key, found)
    } catch (error) {
      if (this.open.get(key) === controller) this.failures.set(key, (error as Error).message)
    }
    // Given up meanwhile.
    if (this.open.get(key) !== controller) return
    this.open.delete(key)
    this.heard(key, found)
    this.next()
  }

  private keep(key: string, frame: ViewedFrame): void {
    this.kept.set(key, frame)
    this.bytes += frame.values.byteLength
    for (const [oldest, { values }] of this.kept) {
      if (this.bytes <= this.most) return
      if (this.wanted.has(oldest)) continue
      this.kept.delete(oldest)
      this.bytes -= values.byteLength
    }
  }
}
