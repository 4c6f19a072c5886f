/** 32-bit words of a bucket: 512 bits, a line of a processor's cache. */
const BUCKET_WORDS = 16
const BITS_A_HASH = 12
const HASHES = 2 ** 48

/**
 * Says of most hashes that are not in a set that they are not: a Bloom filter whose six bits for a hash lie in one line of the cache
 * (Putze, Sanders and Singler 2007). Of hashes that are not there it lets through one in 200.
 */
export class SopFilter {
  readonly words: Uint32Array
  private readonly buckets: number

  /** @param words as `SopFilter.of` made them */
  constructor(words: Uint32Array) {
    this.words = words
    this.buckets = words.length / BUCKET_WORDS
  }

  /** An empty one with room for so many hashes. */
  static of(hashes: number): SopFilter {
    const buckets = Math.max(1, Math.ceil((hashes * BITS_A_HASH) / (BUCKET_WORDS * 32)))
    return new SopFilter(new Uint32Array(buckets * BUCKET_WORDS))
  }

  /** @param hash of 48 bits */
  add(hash: number): void {
    const { words } = this
    const bucket = this.bucket(hash)
    for (let rest = mix(hash), i = 0; i < 6; i++) {
      words[bucket + ((rest >>> 5) & 15)] |= 1 << (rest & 31)
      rest = i === 2 ? mix(rest ^ hash) : rest >>> 9
    }
  }

  /** false: it was not added. */
  has(hash: number): boolean {
    const { words } = this
    const bucket = this.bucket(hash)
    for (let rest = mix(hash), i = 0; i < 6; i++) {
      if ((words[bucket + ((rest >>> 5) & 15)] & (1 << (rest & 31))) === 0) return false
      rest = i === 2 ? mix(rest ^ hash) : rest >>> 9
    }
    return true
  }

  /** Ascending with the hash, so that a run, which is written in that order, fills one bucket after the other. */
  private bucket(hash: number): number {
    return Math.floor((hash / HASHES) * this.buckets) * BUCKET_WORDS
  }
}

/** @returns 32 bits that depend on each of the lower 32 of a number */
function mix(value: number): number {
  let bits = value >>> 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
