import type { ShownNode } from '../../../api/contract.ts'
import { counted, decimal } from '../../../messages/format.ts'
import type { NodeClusters } from '../../stores/tree-nodes.ts'

/** `412 images`; before all images are assigned those of the sample. */
export function sizeWords(node: Pick<ShownNode, 'size'>, about: Pick<NodeClusters, 'images'> | null): string {
  const images = about?.images ?? null
  return images === null ? `${counted(node.size, 'images')} of the sample` : counted(images, 'images')
}

/** `cluster 5`, `12 clusters`, or what they are a part of. */
export function clusterWords({ clusters, isWhole }: Pick<NodeClusters, 'clusters' | 'isWhole'>): string {
  const words = clusters.length === 1 ? `cluster ${clusters[0]}` : counted(clusters.length, 'clusters')
  return isWhole ? words : `part of ${words}`
}

/** How far apart the two are that a node is made of; nothing is told of a leaf. */
export function heightWords({ children, height }: Pick<ShownNode, 'children' | 'height'>): string {
  return decimal(children === null && height === 0 ? null : height)
}

/** `12 clusters, 412 images, height 0.31, silhouette 0.45` */
export function nodeWords(node: ShownNode, about: NodeClusters | null): string {
  return [
    ...(about === null ? [] : [clusterWords(about)]),
    sizeWords(node, about),
    `height ${heightWords(node)}`,
    ...(about?.silhouette == null ? [] : [`silhouette ${decimal(about.silhouette, 2)}`])
  ].join(', ')
}
