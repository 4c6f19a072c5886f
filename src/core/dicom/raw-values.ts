/** In place of the code of a value that is not remembered; none has it. */
export const UNKNOWN = 0
/** Longer values are decoded each time they come. */
export const MAX_RAW = 1024
const MAX_PROBES = 64

/**
 * Remembers the code of raw values: (owner, flavour, bytes) → code, in typed arrays, so that a value that was seen before
 * costs a hash and a comparison and no string. A cache: when it is full it starts afresh.
 */
export class RawValues {
  private readonly bytes: Buffer
  private readonly slots: Int32Array
  private readonly hashes: Int32Array
  private readonly owners: Int32Array
  private readonly keys: Int32Array
  private readonly starts: Int32Array
  private readonly codes: Int32Array
  private count = 0
  private used = 0
  /** Of the last find that found nothing: what store needs. */
  private missHash = 0
  private missSlot = -1
  private entry = -1

  /** @param byteBudget bytes of all values together; the tables take about half as much again */
  constructor(byteBudget: number) {
    const entries = 2 ** Math.max(8, Math.floor(Math.log2(byteBudget / 64)))
    this.bytes = Buffer.alloc(byteBudget)
    this.slots = new Int32Array(2 * entries)
    this.hashes = new Int32Array(entries)
    this.owners = new Int32Array(entries)
    this.keys = new Int32Array(entries)
    this.starts = new Int32Array(entries)
    this.codes = new Int32Array(entries)
  }

  /** Forgets all. */
  clear(): void {
    this.slots.fill(0)
    this.count = 0
    this.used = 0
    this.entry = -1
    this.missSlot = -1
  }

  /** The entry of the last find or store; −1 where there is none. */
  get last(): number {
    return this.entry
  }

  codeAt(entry: number): number {
    return this.codes[entry]
  }

  /** Whether an entry, which may have been overwritten since, holds this value. */
  holds(entry: number, owner: number, flavour: number, source: Buffer, start: number, length: number): boolean {
    if (entry >= this.count || this.owners[entry] !== owner || this.keys[entry] !== ((flavour << 11) | length))
      return false
    const { bytes } = this
    const from = this.starts[entry]
    for (let i = 0; i < length; i++) if (bytes[from + i] !== source[start + i]) return false
    return true
  }

  /** @param length 1 to MAX_RAW @returns the code, or UNKNOWN */
  find(owner: number, flavour: number, source: Buffer, start: number, length: number): number {
    const key = (flavour << 11) | length
    let h = Math.imul(owner, 0x9e3779b1) ^ key
    for (let i = start, end = start + length; i < end; i++) h = Math.imul(h ^ source[i], 0x01000193)
    h ^= h >>> 15
    h = Math.imul(h, 0x85ebca6b)
    h ^= h >>> 13
    const mask = this.slots.length - 1
    let slot = h & mask
    this.entry = -1
    this.missHash = h
    this.missSlot = -1
    for (let probe = 0; probe < MAX_PROBES; probe++) {
      const entry = this.slots[slot] - 1
      if (entry < 0) {
        this.missSlot = slot
        return UNKNOWN
      }
      if (this.hashes[entry] === h && this.holds(entry, owner, flavour, source, start, length)) {
        this.entry = entry
        return this.codes[entry]
      }
      slot = (slot + 1) & mask
    }
    return UNKNOWN
  }

  /** Remembers the value that was not found just now. */
  store(owner: number, flavour: number, source: Buffer, start: number, length: number, code: number): void {
    if (this.missSlot < 0) return
    if (this.count === this.codes.length || this.used + length > this.bytes.length) {
      this.slots.fill(0)
      this.count = 0
      this.used = 0
      this.missSlot = this.missHash & (this.slots.length - 1)
    }
    const entry = this.count++
    source.copy(this.bytes, this.used, start, start + length)
    this.hashes[entry] = this.missHash
    this.owners[entry] = owner
    this.keys[entry] = (flavour << 11) | length
    this.starts[entry] = this.used
    this.codes[entry] = code
    this.used += length
    this.slots[this.missSlot] = entry + 1
    this.missSlot = -1
    this.entry = entry
  }
}
