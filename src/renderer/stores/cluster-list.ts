import type { ClusterRow } from '../../api/contract.ts'
import { poorFirst } from '../../api/for-windows.ts'

/** By their numbers, what most makes doubtful first, or by a figure or the name. */
export type ClusterSort = 'number' | 'poor' | 'size' | 'silhouette' | 'name'
export type ClusterFilter = 'all' | 'named' | 'unnamed' | 'doubtful'

/** Which clusters are shown, and in which order. */
export interface ClusterList {
  sort: ClusterSort
  isReversed: boolean
  filter: ClusterFilter
  /** Words, all of which a cluster's name or one of its distinguishing values has to hold. */
  search: string
  /** One that stays, whatever it is called meanwhile: keys are about it; null: none. */
  current: number | null
}

type Listed = Pick<
  ClusterRow,
  'id' | 'size' | 'assigned' | 'silhouette' | 'findings' | 'annotation' | 'suggestedLabel' | 'distinguishing'
>

/** @returns the clusters that are shown, in their order; of equals the one with the lower number first */
export function listedClusters<C extends Listed>(clusters: readonly C[], list: ClusterList): C[] {
  const words = list.search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const shown = clusters.filter((each) => each.id === list.current || (isOf(each, list.filter) && holds(each, words)))
  const sorted = sortedBy(shown, list.sort)
  return list.isReversed ? sorted.toReversed() : sorted
}

function isOf({ annotation, findings }: Listed, filter: ClusterFilter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'named':
      return annotation !== null
    case 'unnamed':
      return annotation === null
    case 'doubtful':
      return findings.length > 0
  }
}

function holds({ id, annotation, suggestedLabel, distinguishing }: Listed, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const names = annotation === null ? [suggestedLabel] : [annotation.label, annotation.meaning, annotation.note]
  const values = distinguishing.map(({ keyword, value }) => `${keyword} ${value}`)
  const text = [`cluster ${id}`, ...names, ...values].join('\n').toLowerCase()
  return words.every((word) => text.includes(word))
}

const NAMES = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** By name, clusters without one come behind the others, by their suggested names. */
function sortedBy<C extends Listed>(clusters: readonly C[], sort: ClusterSort): C[] {
  switch (sort) {
    case 'number':
      return clusters.toSorted((a, b) => a.id - b.id)
    case 'poor':
      return poorFirst(clusters)
    case 'size':
      return clusters.toSorted((a, b) => (b.assigned ?? b.size) - (a.assigned ?? a.size) || a.id - b.id)
    case 'silhouette':
      return clusters.toSorted((a, b) => (a.silhouette ?? 1) - (b.silhouette ?? 1) || a.id - b.id)
    case 'name': {
      const nameOf = ({ annotation, suggestedLabel }: C): string => annotation?.label ?? suggestedLabel
      // Without a name, and without even a suggested one.
      const rankOf = (each: C): number => (each.annotation !== null ? 0 : each.suggestedLabel === '' ? 2 : 1)
      return clusters.toSorted((a, b) => rankOf(a) - rankOf(b) || NAMES.compare(nameOf(a), nameOf(b)) || a.id - b.id)
    }
  }
}
