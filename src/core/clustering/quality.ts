import type { ClusterDescription, MedoidRows } from '../catalogue/stored/clustering.ts'
import type { GowerModel } from '../catalogue/stored/features.ts'
import type { CLUSTERS } from '../../messages/en/clusters.ts'
import { type Message, tell } from '../../messages/message.ts'
import type { Said } from '../../messages/said.ts'
import type { Terms } from '../../messages/terms.ts'
import { STRUCTURE_FROM } from '../structure.ts'
import { LEAST_COLUMNS } from './limits.ts'
import { comparedColumns } from './shared-columns.ts'

/** A cluster is doubtful where more than this share of its members are nearer to another one. */
const MOST_NEARER_ELSEWHERE = 0.5

/** What makes a cluster doubtful. */
export type Finding = Extract<Message, { code: keyof typeof CLUSTERS }>

/** A finding in the words of a host. */
export type ToldFinding = Said & { code: Finding['code'] }

/** What a cluster rests on, in the sample. */
export interface ClusterQuality {
  /** Columns that are compared, and those of them that the medoid has. */
  columns: number
  medoidColumns: number
  /** Members with a negative silhouette; null for K = 1. */
  nearerElsewhere: number | null
  findings: Finding[]
}

interface Context {
  things: 'images' | 'rows'
  method: string
}

/** Of a clustering: what it takes to judge its clusters. */
interface Judged<C> {
  clusters: readonly C[]
  /** Cluster of each row. */
  labels: ArrayLike<number>
  /** Of each row. */
  silhouettes: ArrayLike<number>
  medoidRows: MedoidRows
}

/**
 * The clusters, each with what it rests on and what makes it doubtful.
 * @param context what was clustered, and by which of `METHODS`
 */
export function withQuality<C extends Pick<ClusterDescription, 'id' | 'size' | 'silhouette' | 'sharedColumns'>>(
  { clusters, labels, silhouettes, medoidRows }: Judged<C>,
  model: GowerModel,
  context: Context
): (C & ClusterQuality)[] {
  const nearer = new Map<number, number>()
  for (let row = 0; row < labels.length; row++) {
    if (silhouettes[row] < 0) nearer.set(labels[row], (nearer.get(labels[row]) ?? 0) + 1)
  }
  const columns = comparedColumns(model)
  return clusters.map((cluster) => {
    const facts = {
      columns,
      medoidColumns: medoidRows.values.filter(
        (values, at) => model.columns[at]?.weight > 0 && values[cluster.id] !== null
      ).length,
      nearerElsewhere: cluster.silhouette === null ? null : (nearer.get(cluster.id) ?? 0)
    }
    return { ...cluster, ...facts, findings: findingsOf({ ...cluster, ...facts }, context) }
  })
}

type Facts = Pick<ClusterDescription, 'size' | 'silhouette' | 'sharedColumns'> & Omit<ClusterQuality, 'findings'>

function findingsOf(
  { size, silhouette, columns, medoidColumns, sharedColumns, nearerElsewhere }: Facts,
  { things, method }: Context
): Finding[] {
  const findings: Finding[] = []
  if (medoidColumns / columns < LEAST_COLUMNS) {
    findings.push({ code: 'sparse-medoid', parameters: { columns: medoidColumns, of: columns, things, method } })
  }
  if (sharedColumns !== null && sharedColumns / columns < LEAST_COLUMNS) {
    findings.push({ code: 'few-shared-columns', parameters: { columns: sharedColumns, of: columns, things } })
  }
  if (nearerElsewhere !== null && nearerElsewhere / size > MOST_NEARER_ELSEWHERE) {
    findings.push({ code: 'nearer-elsewhere', parameters: { members: nearerElsewhere, of: size, things } })
  }
  if (silhouette !== null && silhouette < STRUCTURE_FROM.weak) {
    findings.push({ code: 'low-silhouette', parameters: { silhouette, least: STRUCTURE_FROM.weak } })
  }
  return findings
}

/** Findings in the words of a host. */
export function tellFindings(findings: readonly Finding[], terms: Terms): ToldFinding[] {
  return findings.map(({ code, parameters }) => ({ code, ...tell(code, parameters, terms) }))
}
