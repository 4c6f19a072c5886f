import { CHUNK } from './chunks.ts'

/** Some instances, asked for chunk by chunk. */
export interface ChunkedInstances {
  /** Their ids in a chunk, ascending. */
  of(chunk: number): Uint32Array
}

/** Instances by chunk, so that a column can be read for them without looking each up. */
export class InstanceSet implements ChunkedInstances {
  private readonly ids: Uint32Array
  /** Where each chunk's ids begin. */
  private readonly starts: Uint32Array

  /** @param ids ascending @param total instances of the catalogue */
  constructor(ids: Uint32Array, total: number) {
    this.ids = ids
    const chunks = Math.ceil(total / CHUNK)
    this.starts = new Uint32Array(chunks + 1)
    let at = 0
    for (let chunk = 0; chunk < chunks; chunk++) {
      this.starts[chunk] = at
      while (at < ids.length && ids[at] < (chunk + 1) * CHUNK) at++
    }
    this.starts[chunks] = at
  }

  /** The ids in a chunk; none in a chunk that has come since. */
  of(chunk: number): Uint32Array {
    return this.ids.subarray(this.starts[chunk] ?? this.ids.length, this.starts[chunk + 1] ?? this.ids.length)
  }
}
