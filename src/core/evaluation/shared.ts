import { NO_GROUP } from '../features/groups.ts'

/**
 * Groups (series, patients) that have images in a dataset and in another set as well, be it another dataset or one of `others`.
 * Slices of a series look alike, so a model that has seen one knows the next: such leaks are counted.
 *
 * @param datasets the group of each image of each dataset, or NO_GROUP
 * @returns null where no image has a group: then nobody knows
 */
export function countShared(datasets: readonly Int32Array[], others: readonly Int32Array[]): number | null {
  if (![...datasets, ...others].some((set) => set.some((group) => group !== NO_GROUP))) return null
  const elsewhere = new Set<number>()
  for (const set of others) for (const group of set) elsewhere.add(group)
  const inDatasets = new Map<number, number>()
  datasets.forEach((set, at) => {
    for (const group of set) {
      const first = inDatasets.get(group)
      if (first === undefined) inDatasets.set(group, at)
      else if (first !== at) elsewhere.add(group)
    }
  })
  let shared = 0
  for (const group of inDatasets.keys()) if (group !== NO_GROUP && elsewhere.has(group)) shared++
  return shared
}
