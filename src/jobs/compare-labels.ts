import { formatClustering } from '../core/catalogue/clustering-name.ts'
import { type LabelCodes, labelCodes, type LabelSet } from '../core/catalogue/label-sets.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import {
  clusterChunks,
  findClustering,
  firstOf,
  isAssigned,
  loadClustering,
  UNASSIGNED
} from '../core/catalogue/runs.ts'
import { adjustedMutualInformationIn, adjustedRandIndexIn, agreementIn } from '../core/evaluation/agreement.ts'
import { type Contingency, ContingencyCounter } from '../core/evaluation/contingency.ts'
import { clusterLabels } from '../core/labels/annotate.ts'
import { type LabelledPair, usualLabels } from '../core/labels/usual-labels.ts'
import { breathe, throwIfCancelled, type Work } from '../core/work.ts'

/** The clusters of a clustering beside labels from elsewhere. */
export interface LabelComparison {
  clustering: string
  labels: string
  /** Whether all images are compared, or only those of the sample, as nobody has assigned the others. */
  isAssigned: boolean
  /** Live images that have a cluster and a label, and those that have one of both only. */
  images: number
  withoutLabel: number
  withoutCluster: number
  /** All null where no image has both. */
  ari: number | null
  /** Adjusted mutual information with the arithmetic mean; null also where there is too much to count for it. */
  ami: number | null
  /** Of clusters: 1 where each has one label only. Completeness: 1 where each label is in one cluster only. */
  homogeneity: number | null
  completeness: number | null
  clusters: ComparedCluster[]
  /** Those that compared images have, by their codes, the most frequent first. */
  classes: { code: number; label: string; images: number }[]
  /** By cluster, the most images first. */
  pairs: LabelledPair[]
  /** Images whose label is not that of most labelled images of their cluster. */
  disagreeing: number
}

interface ComparedCluster {
  id: number
  name: string
  isNamed: boolean
  /** With a label, and without. */
  images: number
  unlabelled: number
  /** What most of its labelled images are called; null where several labels have as many, or there are none. */
  usual: string | null
  /** Images that have that label. */
  agreeing: number
}

/** Terms of the expected mutual information that are summed, at most: about a second. */
const MOST_TERMS = 50_000_000

/** @throws MedoidError `unknown-run`, `unknown-clustering` @throws CancelledError */
export async function compareLabels(
  reader: CatalogueReader,
  clustering: string,
  set: LabelSet,
  work: Work
): Promise<LabelComparison> {
  const { db } = reader
  const name = findClustering(db, clustering)
  const codes = labelCodes(db, set.id)
  const counter = new ContingencyCounter()
  const unlabelled = new Map<number, number>()
  let clustered = 0
  for (const { chunk, clusters } of clusterChunks(db, name)) {
    clusters.forEach((cluster, row) => {
      const instance = firstOf(chunk) + row
      if (cluster === UNASSIGNED || !reader.isLive(instance)) return
      clustered++
      const code = codes.code(instance)
      if (code > 0) counter.add(cluster, code)
      else unlabelled.set(cluster, (unlabelled.get(cluster) ?? 0) + 1)
    })
    await breathe()
    throwIfCancelled(work)
  }
  const { table } = counter
  const { images } = table
  const pairs = labelledPairs(table)
  const usual = usualLabels(pairs)
  const byCluster = Map.groupBy(pairs, (pair) => pair.cluster)
  const names = clusterLabels(db, name)
  const agreement = agreementIn(table)
  const clusters = loadClustering(db, name).clusters.map(({ id, suggestedLabel }): ComparedCluster => {
    const here = byCluster.get(id) ?? []
    const code = usual.get(id)
    return {
      id,
      name: names.get(id)?.label ?? suggestedLabel,
      isNamed: names.has(id),
      images: here.reduce((sum, pair) => sum + pair.images, 0),
      unlabelled: unlabelled.get(id) ?? 0,
      usual: code === undefined ? null : set.texts[code - 1],
      agreeing: here.find((pair) => pair.code === code)?.images ?? 0
    }
  })
  return {
    clustering: formatClustering(name),
    labels: set.name,
    isAssigned: isAssigned(db, name),
    images,
    withoutLabel: clustered - images,
    withoutCluster: labelledImages(reader, codes) - images,
    ari: images === 0 ? null : adjustedRandIndexIn(table),
    ami: termsOf(table) > MOST_TERMS ? null : adjustedMutualInformationIn(table),
    homogeneity: agreement?.homogeneity ?? null,
    completeness: agreement?.completeness ?? null,
    clusters,
    classes: table.classes
      .map(({ code, images }) => ({ code, label: set.texts[code - 1], images }))
      .sort((a, b) => b.images - a.images || a.code - b.code),
    pairs,
    disagreeing: images - clusters.reduce((sum, { agreeing }) => sum + agreeing, 0)
  }
}

/** By cluster, the most images first. */
export function labelledPairs({ clusters, classes, pairs }: Contingency): LabelledPair[] {
  return pairs
    .map((pair) => ({ cluster: clusters[pair.cluster].code, code: classes[pair.class].code, images: pair.images }))
    .sort((a, b) => a.cluster - b.cluster || b.images - a.images || a.code - b.code)
}

/** At most: each pair of a cluster and a class may share as many images as the smaller one has. */
function termsOf({ images, clusters, classes }: Contingency): number {
  return images * Math.min(clusters.length, classes.length)
}

function labelledImages(reader: CatalogueReader, codes: LabelCodes): number {
  return reader.images().reduce((sum, instance) => sum + Number(codes.code(instance) > 0), 0)
}
