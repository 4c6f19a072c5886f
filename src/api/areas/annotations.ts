import type { ClusterLabel } from '../../core/catalogue/annotations.ts'
import { formatClustering } from '../../core/catalogue/clustering-name.ts'
import { systemUser } from '../../core/author.ts'
import { findClustering } from '../../core/catalogue/runs.ts'
import {
  annotateAll,
  givenLabels,
  type Label,
  type LabelChange,
  labelHistory,
  namingsOf
} from '../../core/labels/annotate.ts'
import { type Code, searchCodes } from '../../core/labels/codes.ts'
import { MOST_CLUSTERS } from '../../core/clustering/limits.ts'
import { labelKeys } from '../../core/labels/label-keys.ts'
import { type Infer, integer, list, object, optional, text } from '../../core/schema.ts'
import { namingAgreement, type NamingAgreement } from '../../jobs/agreement.ts'
import { adding } from '../../jobs/catalogues.ts'
import { clusteringName } from '../../jobs/definitions/common.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { change, freeQuestion, question } from '../method.ts'
import { cluster } from './arguments.ts'

export type { ClusterLabel, Code, Label, NamingAgreement }

/** What became of the name of a cluster. */
export interface LabelledCluster extends LabelChange {
  cluster: number
}

/** Clusters whose names were given, changed or taken away together. */
export interface LabelledClusters {
  catalogue: string
  clustering: string
  changes: LabelledCluster[]
  /** '' for the names that everybody shares. */
  naming: string
  /** What the keys 1 to 9 give now in that naming. */
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
/** '' for the names that everybody shares; else that of a second reader, who sees only these. */
const naming = optional(text({ max: 1000, empty: true }))
const put = object({
  clustering: clusteringName,
  labels: list(label, MOST_CLUSTERS),
  /** Who names them; the user of the system where nobody says. */
  author: optional(text({ max: 1000, empty: true })),
  naming
})
const keys = object({ naming })
const history = object({ clustering: clusteringName, cluster, naming })
const two = object({
  clustering: clusteringName,
  first: text({ max: 1000, empty: true }),
  second: text({ max: 1000, empty: true })
})
const one = object({ clustering: clusteringName })
const search = object({ text: text({ max: 200, empty: true }), limit: optional(integer(1, 100)) })

/** The names that people give to clusters. */
export const annotations = {
  'annotations.put': change(put, name),
  /** The labels that were used last, by the key that gives them. */
  'annotations.keys': question(keys, ({ reader }, { naming }): Label[] => labelKeys(givenLabels(reader.db, naming))),
  'annotations.history': question(history, historyOf),
  /** In which clusters of a clustering have names. */
  'namings.list': question(one, ({ reader: { db } }, { clustering }): string[] =>
    namingsOf(db, findClustering(db, clustering))
  ),
  'namings.compare': question(two, ({ reader }, { clustering, first, second }): NamingAgreement =>
    namingAgreement(reader, clustering, first, second)
  ),
  'codes.search': freeQuestion(search, ({ text, limit }): Code[] => searchCodes(text, limit))
}

function historyOf(catalogue: OpenCatalogue, given: Infer<typeof history>): ClusterLabel[] {
  const { db } = catalogue.reader
  return labelHistory(db, findClustering(db, given.clustering), given.cluster, given.naming)
}

/** Names clusters, or takes their names away: all of these, or none. */
async function name(
  { file }: OpenCatalogue,
  { clustering, labels, author = systemUser(), naming }: Infer<typeof put>
): Promise<LabelledClusters> {
  return adding(file, ({ db }) => {
    const found = findClustering(db, clustering)
    const given = labels.map((each) => ({ ...each, author }))
    const changes = annotateAll(db, found, given, naming)
    return {
      catalogue: file,
      clustering: formatClustering(found),
      changes: changes.map((change, i) => ({ cluster: labels[i].cluster, ...change })),
      naming: naming ?? '',
      keys: labelKeys(givenLabels(db, naming))
    }
  })
}
