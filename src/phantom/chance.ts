import type { Random } from '../core/random.ts'

/** What a phantom draws by lot. Everything comes from a seeded `Random`, so the same seed tells the same story. */

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[random.below(items.length)]
}

/** Uniform in [from, to). */
export function between(random: Random, from: number, to: number): number {
  return from + (to - from) * random.next()
}

/** An integer from `from` to `to`, both included. */
export function whole(random: Random, from: number, to: number): number {
  return from + random.below(to - from + 1)
}

export function happens(random: Random, probability: number): boolean {
  return random.next() < probability
}

/** `count` different items in the order of the list. */
export function some<T>(random: Random, items: readonly T[], count: number): T[] {
  let left = Math.min(count, items.length)
  return items.filter((_, index) => {
    if (random.below(items.length - index) >= left) return false
    left--
    return true
  })
}

/**
 * A UID of the root that is free for all: `2.25.` and the decimal form of a UUID (PS3.5 B.2), here a version 4 UUID
 * whose random bits come from the seed.
 */
export function uid(random: Random): string {
  const words = [random.uint32(), random.uint32(), random.uint32(), random.uint32()]
  words[1] = ((words[1] & 0xffff0fff) | 0x4000) >>> 0
  words[2] = ((words[2] & 0x3fffffff) | 0x80000000) >>> 0
  const high = (BigInt(words[0]) << 32n) | BigInt(words[1])
  return `2.25.${(high << 64n) | (BigInt(words[2]) << 32n) | BigInt(words[3])}`
}

/** FNV-1a (Fowler, Noll and Vo), 32 bits: a fixed number for a text, e.g. for what a station always leaves out. */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0
  return value
}
