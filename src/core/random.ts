/**
 * Seeded random numbers: sfc32 (Chris Doty-Humphrey, PractRand), 128 bits of state, passes PractRand and BigCrush.
 * The same seed gives the same numbers on every machine.
 */
export class Random {
  private a: number
  private b: number
  private c: number
  private counter = 1

  /** @param seed any integer up to 2^53 @param stream an independent sequence of the same seed */
  constructor(seed: number, stream = 0) {
    this.a = seed >>> 0
    this.b = Math.floor(seed / 4294967296) >>> 0
    this.c = stream >>> 0
    for (let i = 0; i < 15; i++) this.uint32()
  }

  /** An integer in [0, 2^32). */
  uint32(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0
    return t >>> 0
  }

  /** A number in [0, 1) with 53 random bits. */
  next(): number {
    return (this.uint32() * 2097152 + (this.uint32() >>> 11)) / 9007199254740992
  }

  /** An integer in [0, n), without modulo bias. @param n 1 to 2^32 */
  below(n: number): number {
    const limit = 4294967296 - (4294967296 % n)
    let x = this.uint32()
    while (x >= limit) x = this.uint32()
    return x % n
  }

  /** A standard normal number (Box and Muller, Ann. Math. Statist. 29, 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
  }

  /** Shuffles in place (Fisher and Yates; Durstenfeld, CACM 7, 1964). */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const swap = items[i]
      items[i] = items[j]
      items[j] = swap
    }
    return items
  }
}

/**
 * `count` distinct ranks of [0, n) in random order: the first steps of a Fisher–Yates shuffle, so consecutive slices of a
 * longer sample of the same seed are disjoint and a shorter sample is a prefix of a longer one. Memory is proportional to
 * `count`, not to `n`.
 */
export function sampleRanks(n: number, count: number, random: Random): Uint32Array {
  const size = Math.min(n, count)
  const ranks = new Uint32Array(size)
  const moved = new Map<number, number>()
  for (let i = 0; i < size; i++) {
    const j = i + random.below(n - i)
    ranks[i] = moved.get(j) ?? j
    moved.set(j, moved.get(i) ?? i)
    moved.delete(i)
  }
  return ranks
}
