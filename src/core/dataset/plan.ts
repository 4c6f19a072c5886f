import { createHash } from 'node:crypto'
import type { TagSource } from '../catalogue/types.ts'
import { orderOf, upTo } from '../radix.ts'
import { Random } from '../random.ts'
import type { DatasetImages } from './choose.ts'
import type { DatasetClass } from './classes.ts'
import { linkedGroups, sharedValues } from './groups.ts'
import { SPLITS, type SplitUnit } from './options.ts'
import { splitGroups } from './split.ts'

/** What is written, in the order in which it is: split by split, group by group in random order, each as the catalogue has it. */
export interface DatasetPlan {
  classes: readonly DatasetClass[]
  instances: Uint32Array
  classOf: Uint16Array
  clusterOf: Uint16Array
  /** √(1 − S) to the medoid. */
  distances: Float32Array
  /** The group of each image: numbers from 0 in the order of writing. */
  groupOf: Uint32Array
  /** Where each split begins, and where the last one ends. */
  starts: readonly [number, number, number, number]
  /** How many groups each split has. */
  groups: readonly [number, number, number]
  /** Images without a value of the tag that is split by. */
  without: number
  /** The most images of one group. */
  largestGroup: number
}

export interface SplitOptions {
  by: SplitUnit
  /** Of the images; the rest is for training. */
  validation: number
  test: number
  seed: number
}

/**
 * Deals the chosen images out to splits.
 * @throws MedoidError `too-few-groups`
 */
export function planDataset(
  source: TagSource,
  chosen: DatasetImages,
  classes: readonly DatasetClass[],
  { by, validation, test, seed }: SplitOptions
): DatasetPlan {
  const { instances } = chosen
  const { of: groups, count, without } = linkedGroups(source, by, instances)
  const shares = [1 - validation - test, validation, test]
  const [classCount, unit] = [classes.length, by]
  const split = { groups, groupCount: count, classes: chosen.classes, classCount, shares, seed, unit }
  const splitOf = splitGroups(split)
  const splits = new Uint8Array(groups.length)
  for (let row = 0; row < splits.length; row++) splits[row] = splitOf[groups[row]]
  const shared = sharedValues(source, by, instances, splits)
  if (shared > 0) throw new Error(`${shared} values of ${by} lie in several splits.`)

  // By split, then by the place of the group in random order.
  const places = new Random(seed, 2).shuffle(upTo(count))
  const rank = new Uint32Array(count)
  orderOf(Uint32Array.from(splitOf), places).forEach((group, place) => (rank[group] = place))
  const keys = new Uint32Array(groups.length)
  const sizes = new Uint32Array(count)
  for (let row = 0; row < keys.length; row++) {
    keys[row] = rank[groups[row]]
    sizes[groups[row]]++
  }
  const order = orderOf(keys)
  const counts = [0, 0, 0]
  for (const each of splits) counts[each]++
  const groupCounts: [number, number, number] = [0, 0, 0]
  for (const each of splitOf) groupCounts[each]++
  return {
    classes,
    instances: order.map((row) => instances[row]),
    classOf: Uint16Array.from(order, (row) => chosen.classes[row]),
    clusterOf: Uint16Array.from(order, (row) => chosen.clusters[row]),
    distances: Float32Array.from(order, (row) => chosen.distances[row]),
    groupOf: order.map((row) => keys[row]),
    starts: [0, counts[0], counts[0] + counts[1], groups.length],
    groups: groupCounts,
    without,
    largestGroup: sizes.reduce((most, size) => Math.max(most, size), 0)
  }
}

/** Images of each class in each split. */
export function countByClass({ classes, classOf, starts }: DatasetPlan): [number, number, number][] {
  const counts = classes.map((): [number, number, number] => [0, 0, 0])
  SPLITS.forEach((_, split) => {
    for (let row = starts[split]; row < starts[split + 1]; row++) counts[classOf[row]][split]++
  })
  return counts
}

/** Tells plans apart. @param settings whatever else decides what is written */
export function planHash(plan: DatasetPlan, settings: object): string {
  const hash = createHash('sha256').update(JSON.stringify([settings, plan.classes, plan.starts]))
  for (const column of [plan.instances, plan.classOf, plan.clusterOf, plan.distances, plan.groupOf]) {
    hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength))
  }
  return hash.digest('hex')
}
