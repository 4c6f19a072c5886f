import { CHUNK } from './chunks.ts'

/** Some instances: one bit each, a chunk's bits together. A chunk without any has none. */
export class InstanceBits {
  /** Row i of a chunk is bit i & 7 of byte i >> 3. */
  readonly chunks: ReadonlyMap<number, Uint8Array>

  constructor(chunks: ReadonlyMap<number, Uint8Array>) {
    this.chunks = chunks
  }

  static of(instances: Iterable<number>): InstanceBits {
    const chunks = new Map<number, Uint8Array>()
    for (const instance of instances) {
      const chunk = Math.floor(instance / CHUNK)
      let bits = chunks.get(chunk)
      if (bits === undefined) chunks.set(chunk, (bits = new Uint8Array(CHUNK / 8)))
      bits[(instance % CHUNK) >> 3] |= 1 << (instance & 7)
    }
    return new InstanceBits(chunks)
  }

  has(instance: number): boolean {
    const bits = this.chunks.get(Math.floor(instance / CHUNK))
    return bits !== undefined && (bits[(instance % CHUNK) >> 3] & (1 << (instance & 7))) !== 0
  }

  /** Ids, ascending. */
  *ids(): IterableIterator<number> {
    for (const chunk of [...this.chunks.keys()].sort((a, b) => a - b)) {
      const bits = this.chunks.get(chunk)!
      for (let row = 0; row < CHUNK; row++) if ((bits[row >> 3] & (1 << (row & 7))) !== 0) yield chunk * CHUNK + row
    }
  }
}
