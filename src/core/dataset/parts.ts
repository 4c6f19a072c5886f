import { SPLITS } from './options.ts'
import type { DatasetPlan } from './plan.ts'

/** Consecutive images of a split that are written together, and done together: a file each of `webdataset` and `parquet`. */
export interface DatasetPart {
  /** In the whole set, from 0. */
  number: number
  /** Of SPLITS. */
  split: number
  /** In its split, from 0, and how many that has. */
  place: number
  parts: number
  /** Images in the order of writing; the last one is not in it. */
  from: number
  to: number
}

/** Images of a part: some hundred megabytes at most, and what a kill costs. */
const IMAGES = 2000
/** Where an image has several frames. */
const IMAGES_OF_FRAMES = 100

export function partsOf({ starts }: Pick<DatasetPlan, 'starts'>, hasFrames: boolean): DatasetPart[] {
  const size = hasFrames ? IMAGES_OF_FRAMES : IMAGES
  const all: DatasetPart[] = []
  SPLITS.forEach((_, split) => {
    const images = starts[split + 1] - starts[split]
    const parts = Math.ceil(images / size)
    for (let place = 0; place < parts; place++) {
      const from = starts[split] + place * size
      all.push({ number: all.length, split, place, parts, from, to: Math.min(from + size, starts[split + 1]) })
    }
  })
  return all
}
