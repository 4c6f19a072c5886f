import { findTag } from '../catalogue/find-tag.ts'
import { burnedInHeaders, usuallyBurnedIn } from '../burned-in/usual.ts'
import type { DerivedKeyword } from '../catalogue/derived-names.ts'
import type { TagSource } from '../catalogue/types.ts'
import { MedoidError } from '../errors.ts'
import { ROWS_AT_A_TIME } from '../features/attributes.ts'
import type { LabelSource } from '../labels/label-source.ts'
import { parseDecimal } from '../numbers.ts'
import { orderOf } from '../radix.ts'
import { Random } from '../random.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import type { BurnedIn } from './options.ts'

/** Why images are not in a training set, though their cluster is. */
export const LEFT_OUT = [
  'burned-in',
  'distance',
  'silhouette',
  'no-silhouette',
  'near-duplicate',
  'class-limit'
] as const
type LeftOutReason = (typeof LEFT_OUT)[number]

export interface ChooseOptions {
  burnedIn: BurnedIn
  /** √(1 − S) to the medoid, at most. */
  maxDistance?: number
  /** Of the images of the run's sample, which alone have one. */
  minSilhouette?: number
  /** Images of a class at most, drawn at random. */
  perClass?: number
  /** Only one of those that are near duplicates of each other. */
  dropDuplicates: boolean
  seed: number
}

/** Images by place, ascending. */
export interface DatasetImages {
  instances: Uint32Array
  classes: Uint16Array
  clusters: Uint16Array
  /** √(1 − S) to their medoid. */
  distances: Float32Array
  leftOut: Record<LeftOutReason, number>
  /** Images with text in their pixels, by their kind. */
  burnedInKinds: Record<string, number>
}

const KEPT = 0

/**
 * The images of a clustering that a training set may hold. Each that it may not has one reason: the first of `LEFT_OUT` that holds.
 * Memory: a few numbers an image.
 *
 * @param classOf class by cluster
 * @throws MedoidError `pictures-not-looked-at` @throws CancelledError
 */
export async function chooseImages(
  source: Pick<LabelSource, 'count' | 'assigned' | 'silhouettes' | 'tags'>,
  classOf: ReadonlyMap<number, number>,
  options: ChooseOptions,
  work?: Work
): Promise<DatasetImages> {
  const { maxDistance, minSilhouette } = options
  const total = source.count
  const instances = new Uint32Array(total)
  const clusters = new Uint16Array(total)
  const classes = new Uint16Array(total)
  const distances = new Float32Array(total)
  /** 0, or one more than the place of a reason. */
  const reasons = new Uint8Array(total)
  const burnedInKinds: Record<string, number> = {}
  const leave = (row: number, reason: LeftOutReason): void => void (reasons[row] = LEFT_OUT.indexOf(reason) + 1)
  let filled = 0
  for (const chunk of source.assigned()) {
    throwIfCancelled(work)
    work?.onProgress?.({ stage: 'Choosing images', done: filled, total, unit: 'images' })
    instances.set(chunk.instances, filled)
    clusters.set(chunk.clusters, filled)
    distances.set(chunk.distances, filled)
    for (let row = filled; row < filled + chunk.instances.length; row++) classes[row] = classOf.get(clusters[row])!
    filled += chunk.instances.length
    await breathe()
  }
  for (let from = 0; from < total; from += ROWS_AT_A_TIME) {
    throwIfCancelled(work)
    const some = instances.subarray(from, from + ROWS_AT_A_TIME)
    const header = burnedInHeaders(source.tags, some)
    for (let i = 0; i < some.length; i++) {
      const row = from + i
      const kind = usuallyBurnedIn(header(i))
      if (kind !== null) burnedInKinds[kind] = (burnedInKinds[kind] ?? 0) + 1
      const silhouette = minSilhouette === undefined ? undefined : source.silhouettes.get(some[i])
      if (kind !== null && options.burnedIn === 'skip') leave(row, 'burned-in')
      else if (maxDistance !== undefined && !(distances[row] <= maxDistance)) leave(row, 'distance')
      else if (minSilhouette !== undefined && silhouette === undefined) leave(row, 'no-silhouette')
      else if (minSilhouette !== undefined && !(silhouette! >= minSilhouette)) leave(row, 'silhouette')
    }
    await breathe()
  }
  if (options.dropDuplicates) dropDuplicates(source.tags, instances, reasons, leave)
  if (options.perClass !== undefined) limitClasses(classes, reasons, options.perClass, options.seed, leave)

  const leftOut = Object.fromEntries(LEFT_OUT.map((reason) => [reason, 0])) as Record<LeftOutReason, number>
  let kept = 0
  for (let row = 0; row < total; row++) {
    if (reasons[row] !== KEPT) {
      leftOut[LEFT_OUT[reasons[row] - 1]]++
      continue
    }
    instances[kept] = instances[row]
    clusters[kept] = clusters[row]
    classes[kept] = classes[row]
    distances[kept] = distances[row]
    kept++
  }
  return {
    instances: instances.slice(0, kept),
    classes: classes.slice(0, kept),
    clusters: clusters.slice(0, kept),
    distances: distances.slice(0, kept),
    leftOut,
    burnedInKinds
  }
}

type Leave = (row: number, reason: LeftOutReason) => void

/** Of each group of near duplicates that `medoid pictures` found, the first image that is left stays. @throws MedoidError `pictures-not-looked-at` */
function dropDuplicates(tags: TagSource, instances: Uint32Array, reasons: Uint8Array, leave: Leave): void {
  const keyword: DerivedKeyword = 'PictureDuplicateGroup'
  const tag = findTag(tags.tags(), keyword)
  if (tag === undefined) throw new MedoidError('pictures-not-looked-at', {})
  // Numbers of groups are dense, from 1.
  const met = new Uint8Array(tags.live().length + 1)
  for (let from = 0; from < instances.length; from += ROWS_AT_A_TIME) {
    const { codes, texts } = tags.column(tag.id, instances.subarray(from, from + ROWS_AT_A_TIME))
    for (let i = 0; i < codes.length; i++) {
      const group = parseDecimal(texts[codes[i]])
      if (reasons[from + i] !== KEPT || !(group > 0)) continue
      if (met[group] === 1) leave(from + i, 'near-duplicate')
      met[group] = 1
    }
  }
}

function limitClasses(classes: Uint16Array, reasons: Uint8Array, most: number, seed: number, leave: Leave): void {
  const random = new Random(seed, 1)
  const keys = new Uint32Array(classes.length)
  for (let row = 0; row < keys.length; row++) keys[row] = random.uint32()
  const counts = new Map<number, number>()
  for (const row of orderOf(keys)) {
    if (reasons[row] !== KEPT) continue
    const count = counts.get(classes[row]) ?? 0
    if (count >= most) leave(row, 'class-limit')
    else counts.set(classes[row], count + 1)
  }
}
