import { poorFirst } from '../core/clustering/poor-first.ts'
import { type Finding, tellFindings } from '../core/clustering/quality.ts'
import { counted } from '../messages/format.ts'
import { SHELL_TERMS } from './terms.ts'

/** Doubtful clusters that are listed at most. */
const SHOWN = 30

/** What makes clusters doubtful, the poorest first, and below it what to do, each once; no lines where there is nothing. */
export function findingLines(
  clusters: readonly { id: number; silhouette: number | null; findings: readonly Finding[] }[]
): string[] {
  const doubtful = poorFirst(clusters.filter(({ findings }) => findings.length > 0))
  if (doubtful.length === 0) return []
  const told = doubtful.map(({ id, findings }) => ({ id, findings: tellFindings(findings, SHELL_TERMS) }))
  const lines = told
    .slice(0, SHOWN)
    .map(({ id, findings }) => `Cluster ${id}: ${findings.map(({ problem }) => problem).join(' ')}`)
  const rest = doubtful.length - lines.length
  if (rest > 0) lines.push(`… and ${counted(rest, 'clusters')} more: --json lists them.`)
  const remedies = new Set(told.flatMap(({ findings }) => findings.flatMap(({ remedy }) => remedy ?? [])))
  return [
    '',
    `Doubtful: ${doubtful.length} of ${counted(clusters.length, 'clusters')}, poor ones first.`,
    ...lines,
    ...remedies
  ]
}

/** `66 of 98`: the median of the columns that the members of a cluster are compared with its medoid on. */
export function columnsWords({ sharedColumns, columns }: { sharedColumns: number | null; columns: number }): string {
  return sharedColumns === null ? '–' : `${sharedColumns} of ${columns}`
}
