import { MedoidError } from '../errors.ts'
import { Random } from '../random.ts'
import { usualSample } from '../features/usual-sample.ts'
import { assertDisjoint } from './disjoint.ts'
import { GroupPool } from './group-pool.ts'
import { ImagePool, type DatasetPool } from './image-pool.ts'

export interface DrawRequest {
  /** Ids to draw from, ascending. */
  images: Uint32Array
  /** What must not be drawn: what K was chosen on, then what models were trained on. Also other ids than `images`. */
  excluded: readonly Uint32Array[]
  datasets: number
  /** Images of each. */
  size: number
  /** A dataset of fewer images is of no use: K + 1. */
  leastSize: number
  /**
   * Code of the series or the patient of each image, ≥ 0, or −1 where it has none: such an image is a group of its own. Asked
   * once, for all ids there are. No two datasets share a group, nor do datasets with what is excluded.
   */
  groups?: (ids: Uint32Array) => Int32Array
  seed: number
  /** Whether to take less where that much does not fit. */
  fit: boolean
}

interface Drawn {
  /** Each ascending, all of `size`. */
  datasets: Uint32Array[]
  size: number
}

/**
 * Draws datasets that have no image in common, neither with one another nor with what is excluded. With groups, these have none
 * in common either: all images of a group that are drawn are in one dataset, and none of a group that has excluded
 * images. Takes time and memory in proportion to the ids. That it holds is proved on every run.
 * @throws MedoidError `archive-too-small`, with the largest numbers that fit
 */
export function drawDatasets(request: DrawRequest): Drawn {
  const { images, seed } = request
  if (images.some((id, at) => at > 0 && id <= images[at - 1])) throw new Error('Ids are not ascending, each once.')
  const excluded = ascending(request.excluded)
  const groups = groupsOf(request, excluded)
  const pool = poolOf(images, excluded, groups)
  const { datasets, size } = request.fit ? fitting(request, pool) : request
  if (pool.largestSize(datasets) < size) throw tooSmall(request, pool)
  const drawn = pool.draw(datasets, size, new Random(seed))
  assertDisjoint(drawn, size, images, excluded, groups)
  return { datasets: drawn, size }
}

/** What datasets that are asked for can have. */
export interface Room {
  /** To draw from, and those of them that are not excluded. */
  images: number
  left: number
  /** The largest datasets that fit; null where not even two of the least size do. */
  fitting: { datasets: number; size: number } | null
  /** What to do about that where nothing fits. */
  helps: WhatHelps | null
}

/** What makes room for two datasets. */
interface WhatHelps {
  /** The largest K that there is room for as it is; null where there is none for 2. */
  k: number | null
  /** Drawing image by image, not whole series or patients. */
  byImage: boolean
  /** A sample of so many images, where the present one takes what is needed; null where it does not. */
  sample: number | null
  /** Training on fewer images, where that takes what is needed. */
  training: boolean
}

/** What `drawDatasets` with `fit` would take, without drawing. */
export function roomFor(request: Omit<DrawRequest, 'seed' | 'fit'>): Room {
  const excluded = ascending(request.excluded)
  const pool = poolOf(request.images, excluded, groupsOf(request, excluded))
  const fitting = largestFitting(request, pool)
  const helps = fitting === null ? whatHelps(request, pool) : null
  return { images: request.images.length, left: pool.images, fitting, helps }
}

/** @param pool that has no room for two datasets */
function whatHelps(request: Omit<DrawRequest, 'seed' | 'fit'>, pool: DatasetPool): WhatHelps {
  const { images, excluded, leastSize } = request
  const [sample = new Uint32Array(), ...training] = excluded
  const isRoom = (without: readonly Uint32Array[], groups = request.groups): boolean => {
    const seen = ascending(without)
    return poolOf(images, seen, groupsOf({ images, groups }, seen)).largestSize(2) >= leastSize
  }
  const smaller = usualSample(images.length)
  const k = pool.largestSize(2) - 1
  return {
    k: k >= 2 ? k : null,
    byImage: request.groups !== undefined && poolOf(images, ascending(excluded)).largestSize(2) >= leastSize,
    sample: smaller < Math.min(sample.length, images.length) && isRoom(training) ? smaller : null,
    training: isRoom([sample])
  }
}

/** Of images, and of what is excluded. */
interface Groups {
  images: Int32Array
  excluded: Int32Array
}

function groupsOf(
  { images, groups }: Pick<DrawRequest, 'images' | 'groups'>,
  excluded: Uint32Array
): Groups | undefined {
  if (groups === undefined) return undefined
  const all = ascending([images, excluded])
  const codes = groups(all)
  const of = (ids: Uint32Array): Int32Array => {
    const found = new Int32Array(ids.length)
    for (let i = 0, at = 0; i < ids.length; i++) {
      while (all[at] < ids[i]) at++
      found[i] = codes[at]
    }
    return found
  }
  return { images: of(images), excluded: of(excluded) }
}

function poolOf(images: Uint32Array, excluded: Uint32Array, groups?: Groups): DatasetPool {
  const usable = new Uint32Array(images.length)
  const usableGroups = new Int32Array(groups === undefined ? 0 : images.length)
  let count = 0
  for (let i = 0, next = 0; i < images.length; i++) {
    while (next < excluded.length && excluded[next] < images[i]) next++
    if (excluded[next] === images[i]) continue
    usable[count] = images[i]
    if (groups !== undefined) usableGroups[count] = groups.images[i]
    count++
  }
  const ids = usable.subarray(0, count)
  return groups === undefined
    ? new ImagePool(ids)
    : new GroupPool(ids, usableGroups.subarray(0, count), groups.excluded)
}

/** Each id once. */
function ascending(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let end = 0
  for (const part of parts) {
    all.set(part, end)
    end += part.length
  }
  all.sort()
  let count = 0
  for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[i - 1]) all[count++] = all[i]
  return all.subarray(0, count)
}

/** Datasets are rather made smaller than fewer, down to this size and to twice the least. */
const WORTHWHILE_SIZE = 20

/**
 * What fits, as near as possible to what is wanted: as many datasets, smaller ones if need be; else fewer, of at least 20 images
 * and twice the least size; else two.
 * @throws MedoidError `archive-too-small` where not even two of the least size fit
 */
function fitting(request: DrawRequest, pool: DatasetPool): { datasets: number; size: number } {
  const found = largestFitting(request, pool)
  if (found === null) throw tooSmall(request, pool)
  return found
}

function largestFitting(
  { datasets: wanted, size, leastSize }: Pick<DrawRequest, 'datasets' | 'size' | 'leastSize'>,
  pool: DatasetPool
): { datasets: number; size: number } | null {
  const worthwhile = Math.min(size, Math.max(WORTHWHILE_SIZE, 2 * leastSize))
  const sizeFor = (datasets: number): number => Math.min(size, pool.largestSize(datasets))
  const fewer = Math.max(2, Math.min(wanted, mostDatasets(pool, worthwhile)))
  const datasets = sizeFor(wanted) >= worthwhile ? wanted : fewer
  return sizeFor(datasets) < leastSize ? null : { datasets, size: sizeFor(datasets) }
}

/** The largest number of datasets of a size. Found by halving: where groups are dealt out, one more might fit now and then. */
function mostDatasets(pool: DatasetPool, size: number): number {
  let fit = 0
  let tooMany = Math.floor(pool.images / size) + 1
  while (tooMany - fit > 1) {
    const middle = Math.floor((fit + tooMany) / 2)
    if (pool.largestSize(middle) >= size) fit = middle
    else tooMany = middle
  }
  return fit
}

function tooSmall(request: DrawRequest, pool: DatasetPool): MedoidError {
  const { images, datasets, size, leastSize, groups } = request
  const largest = pool.largestSize(datasets)
  const most = mostDatasets(pool, size)
  return new MedoidError('archive-too-small', {
    datasets,
    size,
    images: images.length,
    left: pool.images,
    hasGroups: groups !== undefined,
    leastSize,
    fitting: {
      size: largest >= leastSize ? largest : null,
      datasets: most >= 2 ? most : null,
      isPossible: pool.largestSize(2) >= leastSize
    },
    helps: whatHelps(request, pool)
  })
}
