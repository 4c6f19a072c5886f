import type { Random } from '../random.ts'

/** Images that datasets can be drawn from. */
export interface DatasetPool {
  /** How many there are. */
  images: number
  /** The largest size that so many datasets can have. */
  largestSize(datasets: number): number
  /** Disjoint datasets, each ascending; the size is at most the largest. */
  draw(datasets: number, size: number, random: Random): Uint32Array[]
}

/** Images that have nothing to do with one another: each set of them is as likely to be drawn as any other. */
export class ImagePool implements DatasetPool {
  readonly images: number
  private readonly ids: Uint32Array

  constructor(ids: Uint32Array) {
    this.ids = ids
    this.images = ids.length
  }

  largestSize(datasets: number): number {
    return Math.floor(this.images / datasets)
  }

  draw(datasets: number, size: number, random: Random): Uint32Array[] {
    const drawn = drawSome(this.ids, datasets * size, random)
    return Array.from({ length: datasets }, (_, at) => drawn.slice(at * size, (at + 1) * size).sort())
  }
}

/** `count` of the ids, in random order: the first steps of a shuffle (Fisher and Yates). */
export function drawSome(ids: Uint32Array, count: number, random: Random): Uint32Array {
  const shuffled = ids.slice()
  for (let i = 0; i < count; i++) {
    const j = i + random.below(shuffled.length - i)
    const drawn = shuffled[j]
    shuffled[j] = shuffled[i]
    shuffled[i] = drawn
  }
  return shuffled.subarray(0, count)
}
