/** How long what nobody uses is kept open. */
const IDLE_MILLISECONDS = 300_000

interface Kept<T> {
  value: T
  users: number
  isDropped: boolean
}

/** Keeps what is costly to open for whoever opens the same soon again: at most `most`, and those in use. */
export class Recent<T extends { close(): void }> {
  private readonly most: number
  private readonly kept = new Map<string, Kept<T>>()
  private timer: NodeJS.Timeout | undefined

  constructor(most: number) {
    this.most = most
  }

  /** @returns the value, and what to call once it is no longer used */
  use(key: string, open: () => T): { value: T; release: () => void } {
    const found = this.kept.get(key) ?? { value: open(), users: 0, isDropped: false }
    this.kept.delete(key)
    this.kept.set(key, found)
    found.users++
    for (const [old] of this.kept) {
      if (this.kept.size <= this.most) break
      this.drop(old)
    }
    this.closeWhenIdle()
    let isReleased = false
    return {
      value: found.value,
      release: () => {
        if (isReleased) return
        isReleased = true
        found.users--
        if (found.isDropped && found.users === 0) found.value.close()
      }
    }
  }

  /** Forgets all, and closes what is not in use. */
  clear(): void {
    clearTimeout(this.timer)
    for (const key of [...this.kept.keys()]) this.drop(key)
  }

  private drop(key: string): void {
    const kept = this.kept.get(key)!
    this.kept.delete(key)
    kept.isDropped = true
    if (kept.users === 0) kept.value.close()
  }

  private closeWhenIdle(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.clear(), IDLE_MILLISECONDS)
    this.timer.unref()
  }
}
