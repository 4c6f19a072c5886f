const FEWEST_SLOTS = 1 << 12
/** Share of the slots that are taken before there are more of them. */
const FILLED = 0.6

/** Counts keys of 64 bits (two lanes, see hash.ts) in an open-addressing table: 12 bytes a slot, no objects. */
export class HashCounter {
  /** Distinct keys. */
  size = 0
  private slots: number
  private high: Uint32Array
  private low: Uint32Array
  private counts: Uint32Array

  /** @param expected distinct keys; more are taken, too */
  constructor(expected: number) {
    this.slots = FEWEST_SLOTS
    while (this.slots * FILLED < expected) this.slots *= 2
    this.high = new Uint32Array(this.slots)
    this.low = new Uint32Array(this.slots)
    this.counts = new Uint32Array(this.slots)
  }

  add(high: number, low: number, count: number): void {
    if (this.size >= this.slots * FILLED) this.grow()
    const slot = this.slot(high, low)
    if (this.counts[slot] === 0) {
      this.high[slot] = high
      this.low[slot] = low
      this.size++
    }
    this.counts[slot] += count
  }

  get(high: number, low: number): number {
    return this.counts[this.slot(high, low)]
  }

  /** Adds to a map by count how many keys have it. */
  countKeys(byCount: Map<number, number>): void {
    for (const count of this.counts) if (count > 0) byCount.set(count, (byCount.get(count) ?? 0) + 1)
  }

  private slot(high: number, low: number): number {
    const mask = this.slots - 1
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & mask
    while (this.counts[slot] !== 0 && (this.low[slot] !== low || this.high[slot] !== high)) slot = (slot + 1) & mask
    return slot
  }

  private grow(): void {
    const { high, low, counts } = this
    this.slots *= 2
    this.high = new Uint32Array(this.slots)
    this.low = new Uint32Array(this.slots)
    this.counts = new Uint32Array(this.slots)
    for (let i = 0; i < counts.length; i++) {
      if (counts[i] === 0) continue
      const slot = this.slot(high[i], low[i])
      this.high[slot] = high[i]
      this.low[slot] = low[i]
      this.counts[slot] = counts[i]
    }
  }
}
