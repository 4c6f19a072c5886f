import { NO_GROUP } from '../features/groups.ts'
import type { Random } from '../random.ts'
import { drawSome, type DatasetPool } from './image-pool.ts'
import { orderOf, upTo } from '../radix.ts'

/**
 * Images in groups (series, patients) that must not be spread over several datasets.
 *
 * Groups are dealt out by size, the largest first and each to the dataset that has the fewest images so far; of what a dataset
 * has got, images are drawn at random. The best way to deal is a hard problem (NP-hard, like packing); this one makes datasets
 * at least 3/4 as large as the best could (Csirik, Kellerer and Woeginger, Oper. Res. Lett. 11, 1992), and as large as it
 * says: a size up to `largestSize` always succeeds, whatever the seed. Which of the groups of one size go where is random.
 */
export class GroupPool implements DatasetPool {
  readonly images: number
  /** The images, by group. */
  private readonly ids: Uint32Array
  /** Where each group begins in `ids`, and where the last ends. */
  private readonly starts: Uint32Array

  /** @param groups code of the group of each image, or `NO_GROUP` @param excluded groups that are not to be drawn from */
  constructor(ids: Uint32Array, groups: Int32Array, excluded: Int32Array) {
    const barred = Uint32Array.from(excluded).sort()
    const keys = new Uint32Array(groups.buffer, groups.byteOffset, groups.length)
    const sorted = new Uint32Array(ids.length)
    const starts = new Uint32Array(ids.length + 1)
    let count = 0
    let images = 0
    let last = -1
    let next = 0
    for (const place of orderOf(keys)) {
      const key = keys[place]
      const grouped = groups[place] !== NO_GROUP
      while (next < barred.length && barred[next] < key) next++
      if (grouped && barred[next] === key) continue
      if (!grouped || key !== last) starts[count++] = images
      last = key
      sorted[images++] = ids[place]
    }
    starts[count] = images
    this.ids = sorted.subarray(0, images)
    this.starts = starts.slice(0, count + 1)
    this.images = images
  }

  largestSize(datasets: number): number {
    return this.deal(datasets).sizes.reduce((least, size) => Math.min(least, size), Infinity)
  }

  draw(datasets: number, size: number, random: Random): Uint32Array[] {
    const groups = random.shuffle(upTo(this.starts.length - 1))
    const { sizes, datasetOf } = this.deal(datasets, groups)
    const dealt = Array.from(sizes, (images) => new Uint32Array(images))
    const filled = new Uint32Array(datasets)
    datasetOf.forEach((dataset, group) => {
      const images = this.ids.subarray(this.starts[group], this.starts[group + 1])
      dealt[dataset].set(images, filled[dataset])
      filled[dataset] += images.length
    })
    return dealt.map((images) => drawSome(images, size, random).slice().sort())
  }

  /** @param order of groups of the same size */
  private deal(datasets: number, order?: Uint32Array): { sizes: Uint32Array; datasetOf: Uint32Array } {
    const { starts } = this
    const sizeOf = (group: number): number => starts[group + 1] - starts[group]
    const descending = upTo(starts.length - 1).map((group) => ~sizeOf(group))
    const datasetOf = new Uint32Array(descending.length)
    const sizes = new Uint32Array(datasets)
    const smallest = Uint32Array.from(sizes.keys())
    for (const group of orderOf(descending, order)) {
      const dataset = smallest[0]
      datasetOf[group] = dataset
      sizes[dataset] += sizeOf(group)
      sink(smallest, sizes)
    }
    return { sizes, datasetOf }
  }
}

/** Restores a heap whose first dataset has grown: the smallest is first again, of equal ones the first. */
function sink(heap: Uint32Array, sizes: Uint32Array): void {
  const before = (a: number, b: number): boolean => sizes[a] < sizes[b] || (sizes[a] === sizes[b] && a < b)
  const grown = heap[0]
  let at = 0
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++
    if (!before(heap[child], grown)) break
    heap[at] = heap[child]
    at = child
  }
  heap[at] = grown
}
