import { CHUNK } from '../catalogue/chunks.ts'
import type { MapChunk } from '../catalogue/maps.ts'

/** Places of instances, as a map keeps them: chunk by chunk. */
export class Places {
  /** How many instances have one. */
  count = 0
  private readonly byChunk = new Map<number, Float32Array>()

  /** @param positions x and y, from `at` on */
  set(instance: number, positions: Float32Array, at = 0): void {
    const chunk = Math.floor(instance / CHUNK)
    let places = this.byChunk.get(chunk)
    if (places === undefined) this.byChunk.set(chunk, (places = new Float32Array(2 * CHUNK).fill(NaN)))
    const place = 2 * (instance % CHUNK)
    if (Number.isNaN(places[place])) this.count++
    places[place] = positions[at]
    places[place + 1] = positions[at + 1]
  }

  /** Ascending; chunks without a place are left out. */
  chunks(): MapChunk[] {
    const ascending = [...this.byChunk].sort(([one], [other]) => one - other)
    return ascending.map(([chunk, positions]) => ({ chunk, positions }))
  }
}

/** The places of distinct rows alone. @param positions x and y by row */
export function pointsOf(positions: Float32Array, rows: Uint32Array): Float32Array {
  return Float32Array.from({ length: 2 * rows.length }, (_, at) => positions[2 * rows[at >> 1] + (at & 1)])
}

/** How many images have no place, as those that were scanned after the map was made. @param images ids, ascending @param chunks ascending */
export function countWithoutPlace(images: Uint32Array, chunks: Iterable<MapChunk>): number {
  let without = images.length
  let at = 0
  for (const { chunk, positions } of chunks) {
    const first = chunk * CHUNK
    while (at < images.length && images[at] < first) at++
    for (; at < images.length && images[at] < first + CHUNK; at++) {
      if (!Number.isNaN(positions[2 * (images[at] - first)])) without--
    }
  }
  return without
}
