import type { ClusterRow } from '../../api/contract.ts'
import { commonParts, SUGGESTED_NOTE } from '../../api/for-windows.ts'
import { count } from '../../messages/format.ts'

/** What a node of a tree is called, by the names of its clusters. */
export interface NodeName {
  words: string
  /**
   * `given`: all clusters have this name; `mixed`: some have a name; `suggested`: what tags say of all of them, also where somebody let Medoid
   * name them so; `none`: nothing.
   */
  kind: 'given' | 'mixed' | 'suggested' | 'none'
  /** The name that all clusters have; '' where they have none or several. */
  label: string
  /** Whether any cluster has a name. */
  isNamed: boolean
}

type Named = Pick<ClusterRow, 'suggestedLabel'> & { annotation: { label: string; note: string } | null }

/** @param clusters of the node, at least one */
export function nodeName(clusters: readonly Named[]): NodeName {
  const names = clusters.flatMap(({ annotation }) => annotation ?? [])
  const labels = new Set(names.map(({ label }) => label))
  const unnamed = clusters.length - names.length
  if (names.length === 0) {
    const words = commonParts(clusters.map(({ suggestedLabel }) => suggestedLabel))
    const name = { label: '', isNamed: false }
    return words === '' ? { words: 'unnamed', kind: 'none', ...name } : { words, kind: 'suggested', ...name }
  }
  const [only] = labels
  if (labels.size === 1 && unnamed === 0) {
    const isSuggested = names.every(({ note }) => note === SUGGESTED_NOTE)
    return { words: only, kind: isSuggested ? 'suggested' : 'given', label: only, isNamed: true }
  }
  const words = labels.size === 1 ? `“${only}”` : `${count(labels.size)} names`
  return {
    words: unnamed === 0 ? words : `${words}, ${count(unnamed)} unnamed`,
    kind: 'mixed',
    label: '',
    isNamed: true
  }
}

/** What the clusters of a node say together. */
export interface NodeClusters {
  /** Numbers of the clusters of the clustering that images of the node are in. */
  clusters: number[]
  /** Whether it holds all of these, so that what is done to it can be done to them. */
  isWhole: boolean
  name: NodeName
  /** Live images; null where nobody assigned yet, or only a part of a cluster is meant. */
  images: number | null
  /** Mean over the images of the sample, each in its cluster of the clustering; null where it has none. */
  silhouette: number | null
}

type NodeRow = Named & Pick<ClusterRow, 'id' | 'size' | 'silhouette' | 'assigned'>

/**
 * @param rows of its clusters, at least one
 * @param size of the node, in images of the sample
 */
export function nodeClusters(rows: readonly NodeRow[], size: number): NodeClusters {
  const inSample = rows.reduce((sum, each) => sum + each.size, 0)
  const isWhole = inSample === size
  const known = rows.filter((each) => each.silhouette !== null)
  const weight = known.reduce((sum, each) => sum + each.size, 0)
  return {
    clusters: rows.map(({ id }) => id),
    isWhole,
    name: nodeName(rows),
    images:
      isWhole && rows.every(({ assigned }) => assigned !== null)
        ? rows.reduce((sum, each) => sum + each.assigned!, 0)
        : null,
    silhouette:
      isWhole && weight > 0 ? known.reduce((sum, each) => sum + each.size * each.silhouette!, 0) / weight : null
  }
}
