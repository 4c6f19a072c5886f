import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { FoundTree } from '../../api/contract.ts'
import { clustersOfCut, nodeSpans } from '../../api/for-windows.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { useClusters } from './clusters.ts'
import { keepFresh } from './refresh.ts'
import { useRuns } from './runs.ts'
import { type NodeClusters, nodeClusters } from './tree-nodes.ts'

/** As many groups as one looks through at a glance: what a tree of clusters is cut into at first. */
const GROUPS = 12

/** The tree of the clustering that the window is about, where it is cut, and the node that keys are about. Nodes go by their places. */
export const useTree = defineStore('tree', () => {
  const runs = useRuns()
  const clusters = useClusters()
  const found = remote<FoundTree>((signal) => ask('trees.find', { clustering: runs.selected! }, signal))
  keepFresh([found], { jobs: ['cluster', 'cut', 'tree'], made: ['names', 'edits'] })
  const tree = computed(() => found.data.value?.tree ?? null)
  const nodes = computed(() => tree.value?.nodes ?? [])
  const spans = computed(() => nodeSpans(nodes.value))
  const tips = computed(() => (nodes.value.length + 1) / 2)
  /** Clusters of the cut. */
  const cut = ref(2)
  const inCut = computed(() => (nodes.value.length === 0 ? [] : clustersOfCut(spans.value, cut.value)))
  /** Mean silhouette of the cut. */
  const silhouette = computed(() => tree.value?.cuts.find(({ k }) => k === cut.value)?.silhouette ?? null)
  const selected = ref(0)

  watch(
    () => runs.selected,
    (now) => {
      // Of one run the tree stays, where it is of images: what is shown gives way to what comes.
      if (now === null || found.data.value?.run !== Number.parseInt(now, 10)) found.clear()
      if (now !== null) void found.load()
    },
    { immediate: true }
  )
  watch(found.data, (now, before) => {
    if (now?.tree == null) return
    // Of clusters that people changed the tree that is made again has other tips.
    const isOther =
      before?.tree?.leavesAre !== now.tree.leavesAre || before.tree.leaves !== now.tree.leaves || before.run !== now.run
    if (!isOther && before.clustering === now.clustering) return
    if (now.tree.leavesAre === 'images') cut.value = bounded(now.k)
    else cut.value = bounded(tips.value > GROUPS ? GROUPS : tips.value / 2)
    if (isOther || now.tree.leavesAre === 'clusters') selected.value = nodes.value.length - 1
  })

  function bounded(k: number): number {
    return Math.max(Math.min(2, tips.value), Math.min(tips.value, Math.round(k)))
  }

  /** Cuts into other many clusters, as far as the tree has them. */
  function cutInto(k: number): void {
    cut.value = bounded(k)
  }

  const rows = computed(() => {
    const { data } = clusters.report
    // While another clustering comes, the two are of different ones.
    if (data === null || data.clustering !== found.data.value?.clustering) return null
    const byId = new Map(data.clusters.map((each) => [each.id, each]))
    // Nor does a tree tell of clusters that were changed since, until it is known that it is out of date.
    return nodes.value.every((node) => node.clusters?.every((id) => byId.has(id)) !== false) ? byId : null
  })
  /** By place; null until the clusters have come. */
  const about = computed<NodeClusters[] | null>(() => {
    const byId = rows.value
    if (byId === null) return null
    const all: NodeClusters[] = []
    for (const { children, clusters: ofTip, size } of nodes.value) {
      const ids = children === null ? ofTip! : [...new Set(children.flatMap((child) => all[child].clusters))]
      all.push(
        nodeClusters(
          ids.map((id) => byId.get(id)!),
          size
        )
      )
    }
    return all
  })

  /** The cluster of the cut that a node is, or lies in; a node above the cut itself. */
  function upToCut(place: number): number {
    let at = place
    while (spans.value[at].fewest > cut.value) at = spans.value[at].parent
    return at
  }

  return { found, tree, nodes, spans, tips, cut, inCut, silhouette, selected, about, cutInto, upToCut }
})
