import type { ClusterLabel } from '../../core/catalogue/annotations.ts'
import { formatClustering } from '../../core/catalogue/clustering-name.ts'
import { findClustering } from '../../core/catalogue/runs.ts'
import { annotateAll, labelHistory, givenLabels, type Label, type LabelChange } from '../../core/labels/annotate.ts'
import { type Code, searchCodes } from '../../core/labels/codes.ts'
import { MOST_CLUSTERS } from '../../core/clustering/limits.ts'
import { labelKeys } from '../../core/labels/label-keys.ts'
import { type Infer, integer, list, object, optional, text } from '../../core/schema.ts'
import { adding } from '../../jobs/catalogues.ts'
import { clusteringName } from '../../jobs/definitions/common.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { change, freeQuestion, nothing, question } from '../method.ts'
import { cluster } from './arguments.ts'

export type { ClusterLabel, Code, Label }

/** What became of the name of a cluster. */
export interface LabelledCluster extends LabelChange {
  cluster: number
}

/** Clusters whose names were given, changed or taken away together. */
export interface LabelledClusters {
  catalogue: string
  clustering: string
  changes: LabelledCluster[]
  /** What the keys 1 to 9 give now. */
  keys: Label[]
}

const label = object({
  cluster,
  label: text({ max: 1000, empty: true }),
  code: optional(text({ max: 100, empty: true })),
  scheme: optional(text({ max: 100, empty: true })),
  meaning: optional(text({ max: 1000, empty: true })),
  note: optional(text({ max: 10_000, empty: true })),
  /** The entry that has to be the cluster's latest one; else nothing is changed. */
  follows: optional(integer(0, Number.MAX_SAFE_INTEGER))
})
const put = object({ clustering: clusteringName, labels: list(label, MOST_CLUSTERS) })
const history = object({ clustering: clusteringName, cluster })
const search = object({ text: text({ max: 200, empty: true }), limit: optional(integer(1, 100)) })

/** The names that people give to clusters. */
export const annotations = {
  'annotations.put': change(put, name),
  /** The labels that were used last, by the key that gives them. */
  'annotations.keys': question(nothing, ({ reader }): Label[] => labelKeys(givenLabels(reader.db))),
  'annotations.history': question(history, historyOf),
  'codes.search': freeQuestion(search, ({ text, limit }): Code[] => searchCodes(text, limit))
}

function historyOf(catalogue: OpenCatalogue, given: Infer<typeof history>): ClusterLabel[] {
  const { db } = catalogue.reader
  return labelHistory(db, findClustering(db, given.clustering), given.cluster)
}

/** Names clusters, or takes their names away: all of these, or none. */
async function name({ file }: OpenCatalogue, { clustering, labels }: Infer<typeof put>): Promise<LabelledClusters> {
  return adding(file, ({ db }) => {
    const found = findClustering(db, clustering)
    const changes = annotateAll(db, found, labels)
    return {
      catalogue: file,
      clustering: formatClustering(found),
      changes: changes.map((change, i) => ({ cluster: labels[i].cluster, ...change })),
      keys: labelKeys(givenLabels(db))
    }
  })
}
