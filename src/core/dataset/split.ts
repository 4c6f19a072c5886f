import { MedoidError } from '../errors.ts'
import { orderOf, upTo } from '../radix.ts'
import { Random } from '../random.ts'
import type { SplitUnit } from './options.ts'

interface SplitRequest {
  /** The group of each image, from 0. */
  groups: Uint32Array
  groupCount: number
  /** The class of each image, from 0. */
  classes: Uint16Array
  classCount: number
  /** Of the images that each split is to have; they sum to 1. One of 0 gets none. */
  shares: readonly number[]
  seed: number
  /** What groups are, for the message. */
  unit: SplitUnit
}

/**
 * Deals groups out to splits, whole, so that each split has its share of every class as nearly as whole groups allow: the largest
 * first, those of one size in random order, each to the split where it brings the counts of its classes nearest to what they should be (the sum over its
 * classes of the squared difference over what is wanted; after Sechidis et al., ECML PKDD 2011, who deal out images with several labels).
 * The best way to deal is a hard problem, as packing is.
 *
 * @returns the split of each group
 * @throws MedoidError `too-few-groups`
 */
export function splitGroups({ groups, groupCount, classes, classCount, shares, seed, unit }: SplitRequest): Uint8Array {
  const wanted = [...shares.keys()].filter((split) => shares[split] > 0)
  if (groupCount < wanted.length) {
    throw new MedoidError('too-few-groups', { unit, groups: groupCount, splits: wanted.length })
  }
  const { starts, ofClass, counts, sizes, totals } = countClasses(groups, groupCount, classes, classCount)
  const shuffled = new Random(seed).shuffle(upTo(groupCount))
  const descending = sizes.map((size) => ~size)
  const had = shares.map(() => new Float64Array(classCount))
  const splitOf = new Uint8Array(groupCount)
  const held = shares.map(() => 0)
  for (const group of orderOf(descending, shuffled)) {
    let [best, least] = [wanted[0], Infinity]
    for (const split of wanted) {
      let cost = 0
      for (let at = starts[group]; at < starts[group + 1]; at++) {
        const [each, count] = [ofClass[at], counts[at]]
        const target = shares[split] * totals[each]
        cost += (count * (2 * (had[split][each] - target) + count)) / target
      }
      if (cost < least) [best, least] = [split, cost]
    }
    splitOf[group] = best
    held[best]++
    for (let at = starts[group]; at < starts[group + 1]; at++) had[best][ofClass[at]] += counts[at]
  }
  fillEmpty(splitOf, sizes, held, wanted)
  return splitOf
}

/** A split that got no group gets the smallest one of the split that has most. */
function fillEmpty(splitOf: Uint8Array, sizes: Uint32Array, held: number[], wanted: readonly number[]): void {
  for (const split of wanted) {
    if (held[split] > 0) continue
    const richest = wanted.reduce((a, b) => (held[b] > held[a] ? b : a))
    let smallest = -1
    for (let group = 0; group < splitOf.length; group++) {
      if (splitOf[group] === richest && (smallest < 0 || sizes[group] < sizes[smallest])) smallest = group
    }
    splitOf[smallest] = split
    held[richest]--
    held[split]++
  }
}

/** The classes of each group and how often it has them, one after another: those of group g from `starts[g]`. */
function countClasses(groups: Uint32Array, groupCount: number, classes: Uint16Array, classCount: number) {
  const order = orderOf(groups, orderOf(Uint32Array.from(classes)))
  const starts = new Uint32Array(groupCount + 1)
  const ofClass = new Uint16Array(groups.length)
  const counts = new Uint32Array(groups.length)
  const sizes = new Uint32Array(groupCount)
  const totals = new Float64Array(classCount)
  let pairs = 0
  let [lastGroup, lastClass] = [-1, -1]
  for (const row of order) {
    const [group, each] = [groups[row], classes[row]]
    if (group !== lastGroup) starts[group] = pairs
    if (group !== lastGroup || each !== lastClass) ofClass[pairs++] = each
    counts[pairs - 1]++
    sizes[group]++
    totals[each]++
    ;[lastGroup, lastClass] = [group, each]
  }
  starts[groupCount] = pairs
  return { starts, ofClass, counts, sizes, totals }
}
