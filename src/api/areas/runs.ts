import type { Database } from 'better-sqlite3'
import type { ClusterLabel } from '../../core/catalogue/annotations.ts'
import { formatClustering } from '../../core/catalogue/clustering-name.ts'
import { type EditedFigures, editedFigures } from '../../core/catalogue/edited.ts'
import { removeRun, renameRun, restoreRun, runNotes } from '../../core/catalogue/run-notes.ts'
import { removedRuns, runsWithin } from '../../core/catalogue/run-rows.ts'
import { findClustering, isAssigned, listRuns, loadClustering, loadRun } from '../../core/catalogue/runs.ts'
import type { ClusterDescription } from '../../core/catalogue/stored/clustering.ts'
import type { RunParameters, RunResult, SweepRow, Structure } from '../../core/catalogue/stored/run.ts'
import { type ClusterQuality, tellFindings, type ToldFinding, withQuality } from '../../core/clustering/quality.ts'
import { hasBest, sweepRemarks } from '../../core/clustering/remarks.ts'
import { sampleRemarks } from '../../core/clustering/sample-remarks.ts'
import { oneSiteClusters } from '../../core/harmonise/one-site.ts'
import { clusterLabels } from '../../core/labels/annotate.ts'
import { type Infer, integer, object, optional, text } from '../../core/schema.ts'
import type { Work } from '../../core/work.ts'
import { type ClusteringsComparison, compareClusterings } from '../../jobs/compare-clusterings.ts'
import { adding } from '../../jobs/catalogues.ts'
import { clusteringName } from '../../jobs/definitions/common.ts'
import type { ChangedRun } from '../../jobs/runs.ts'
import { assignment } from '../catalogue/assignment.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { change, nothing, question, slowQuestion } from '../method.ts'
import { sayMessage } from '../../messages/message.ts'
import { WINDOW_TERMS } from '../window-terms.ts'

export type { ChangedRun, ClusterDescription, Structure, SweepRow }

export interface RemovedRun {
  run: number
  name: string
}

export interface RunRow {
  run: number
  /** What somebody called it, or ''. */
  name: string
  created: string
  parameters: RunParameters
  n: number
  images: number
  columns: number
  /** The K with the highest silhouette, and whether it is to be called the best. */
  best: RunResult['best'] & { isBest: boolean }
  /** Sentences about what makes the clusters of the run doubtful. */
  remarks: string[]
  /** As the method made each K; `edited` where people changed its clusters. */
  sweep: (SweepRow & { assigned: boolean; edited: EditedFigures | null })[]
}

export interface ClusterRow extends ClusterDescription, Omit<ClusterQuality, 'findings'> {
  /** What makes it doubtful, and what to do. */
  findings: ToldFinding[]
  /** Live images assigned to it; null where nobody assigned yet. */
  assigned: number | null
  meanDistance: number | null
  annotation: ClusterLabel | null
}

export interface ClusteringReport {
  clustering: string
  run: number
  k: number
  silhouette: number | null
  /** Live images that are assigned; null where nobody assigned yet. */
  assigned: number | null
  clusters: ClusterRow[]
}

/** A cluster whose images of the sample are all of one site, and what the site is called: a merged catalogue, else a folder. */
export interface ClusterOfOneSite {
  cluster: number
  site: string
}

/** The paper's figure 3: every image of the sample, cluster by cluster, by falling silhouette. */
export interface SilhouettePlot {
  clusters: { id: number; instances: number[]; silhouettes: number[] }[]
}

/** Two clusterings, with sentences about what does not bear comparison. */
export type ComparedClusterings = Omit<ClusteringsComparison, 'remarks'> & { remarks: string[] }

const one = object({ clustering: clusteringName })
const run = integer(1, 999_999_999)
const single = object({ run })
const renamed = object({ run, name: text({ max: 1000, empty: true }) })
/** '' for the names that everybody shares. */
const oneNaming = object({ clustering: clusteringName, naming: optional(text({ max: 1000, empty: true })) })
const two = object({ first: clusteringName, second: clusteringName })

/** Runs and their clusterings. */
export const runs = {
  'runs.list': question(nothing, runRows),
  /** Those that somebody removed. */
  'runs.removed': question(nothing, ({ reader: { db } }): RemovedRun[] => removedRuns(db)),
  'runs.rename': change(renamed, (catalogue, { run, name }) =>
    changed(catalogue, run, (db) => void renameRun(db, run, name))
  ),
  'runs.remove': change(single, (catalogue, { run }) => changed(catalogue, run, (db) => removeRun(db, run))),
  'runs.restore': change(single, (catalogue, { run }) => changed(catalogue, run, (db) => restoreRun(db, run))),
  'clusterings.report': question(oneNaming, clusteringReport),
  'clusterings.oneSite': slowQuestion(one, clustersOfOneSite),
  'clusterings.silhouettes': question(one, silhouettePlot),
  'clusterings.compare': slowQuestion(two, comparison)
}

/** Changes what people say of a run. */
function changed({ file }: OpenCatalogue, run: number, change: (db: Database) => void): Promise<ChangedRun> {
  return adding(file, ({ db }) => {
    change(db)
    return { run, name: runNotes(db).get(run)?.name ?? '', within: runsWithin(db, run) }
  })
}

/** @throws CancelledError */
async function comparison(
  { reader }: OpenCatalogue,
  { first, second }: Infer<typeof two>,
  work: Work
): Promise<ComparedClusterings> {
  const { remarks, ...compared } = await compareClusterings(reader, first, second, work)
  return { ...compared, remarks: remarks.map((remark) => sayMessage(remark, WINDOW_TERMS)) }
}

/** Last run first. */
function runRows({ reader: { db } }: OpenCatalogue): RunRow[] {
  const lastFirst = listRuns(db).reverse()
  return lastFirst.map(({ id, name, created, parameters, result }) => {
    const { n, images, columns, best, sweep } = result
    return {
      run: id,
      name,
      created,
      parameters,
      n,
      images,
      columns,
      best: { ...best, isBest: hasBest(result) },
      remarks: [...sampleRemarks(parameters, result), ...sweepRemarks(result, 'images')].map((remark) =>
        sayMessage(remark, WINDOW_TERMS)
      ),
      sweep: sweep.map((row) => {
        const name = { run: id, k: row.k }
        return { ...row, assigned: isAssigned(db, name), edited: editedFigures(db, name) }
      })
    }
  })
}

/** @param given.naming of a second reader, who sees neither the names of others nor those that are suggested, which others have taken over */
export function clusteringReport(
  catalogue: OpenCatalogue,
  given: { clustering: string; naming?: string }
): ClusteringReport {
  const { db } = catalogue.reader
  const name = findClustering(db, given.clustering)
  const clustering = loadClustering(db, name)
  const { parameters, features } = loadRun(db, name.run)
  const clusters = withQuality(clustering, features.model, { things: 'images', method: parameters.method })
  const assigned = assignment(catalogue, name)
  const labels = clusterLabels(db, name, given.naming)
  const isBlind = given.naming !== undefined && given.naming !== ''
  return {
    clustering: formatClustering(name),
    ...name,
    silhouette: clustering.silhouette,
    assigned: assigned?.instances.length ?? null,
    clusters: clusters.map((cluster) => {
      const size = assigned?.sizes[cluster.id] ?? null
      return {
        ...cluster,
        ...(isBlind ? { suggestedLabel: `cluster ${cluster.id}` } : {}),
        findings: tellFindings(cluster.findings, WINDOW_TERMS),
        assigned: size,
        meanDistance: assigned === null || size === 0 ? null : assigned.sums[cluster.id] / size!,
        annotation: labels.get(cluster.id) ?? null
      }
    })
  }
}

function clustersOfOneSite({ reader: { db } }: OpenCatalogue, given: { clustering: string }): ClusterOfOneSite[] {
  const name = findClustering(db, given.clustering)
  const { labels } = loadClustering(db, name)
  const found = oneSiteClusters(db, loadRun(db, name.run).sample, labels)
  return found.map(({ cluster, site }) => ({ cluster, site: site.name }))
}

function silhouettePlot({ reader: { db } }: OpenCatalogue, given: { clustering: string }): SilhouettePlot {
  const name = findClustering(db, given.clustering)
  const { labels, silhouettes, clusters: listed } = loadClustering(db, name)
  const { sample } = loadRun(db, name.run)
  const clusters = listed.map(({ id }) => ({ id, rows: [] as number[] }))
  const byId = new Map(clusters.map((cluster) => [cluster.id, cluster]))
  // Rejected images are in none.
  labels.forEach((cluster, row) => byId.get(cluster)?.rows.push(row))
  return {
    clusters: clusters.map(({ id, rows }) => {
      rows.sort((a, b) => silhouettes[b] - silhouettes[a])
      return {
        id,
        instances: rows.map((row) => sample[row]),
        silhouettes: rows.map((row) => Math.round(silhouettes[row] * 1e4) / 1e4)
      }
    })
  }
}
