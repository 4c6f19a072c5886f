import { formatClustering } from '../../core/catalogue/clustering-name.ts'
import { dataVersion } from '../../core/catalogue/database.ts'
import { type RejectedImage, rejectedImages } from '../../core/catalogue/edit-summary.ts'
import { findClustering } from '../../core/catalogue/runs.ts'
import { latestNames } from '../../core/labels/annotate.ts'
import { type Infer, object } from '../../core/schema.ts'
import { clusteringName } from '../../jobs/definitions/common.ts'
import { type EditEntry, type EditHistoryReport, editHistoryOf } from '../../jobs/edit-history.ts'
import { assigned } from '../catalogue/assignment.ts'
import { type BriefHeader, briefHeaders } from '../catalogue/brief-headers.ts'
import { chosenRows } from '../catalogue/chosen-rows.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { question, slowQuestion } from '../method.ts'
import { among, anyCluster, limit, offset, type Page } from './arguments.ts'

export type { EditEntry, EditHistoryReport }

export interface RejectedRow extends RejectedImage {
  header: BriefHeader
}

export interface ClusterEdits extends EditHistoryReport {
  /** Of each cluster that has ever had a shared name, the latest entry in the history of names: changes of clusters write such, too. */
  names: { cluster: number; entry: number }[]
}

/** Images that are chosen, for a change of clusters. */
interface ChosenInstances {
  clustering: string
  total: number
  /** Ids, ascending: the first `MOST_CHOSEN` where there are more. */
  instances: number[]
}

/** As many as a job takes. */
const MOST_CHOSEN = 100_000

const one = object({ clustering: clusteringName })
const page = object({ clustering: clusteringName, offset, limit })
const some = object({ clustering: clusteringName, cluster: anyCluster, among })

/** What people changed about clusters; changes are jobs (`jobs/definitions/edit.ts`). */
export const edits = {
  'clusterings.edits': question(one, ({ reader }, { clustering }): ClusterEdits => ({
    ...editHistoryOf(reader, clustering),
    names: latestNames(reader.db, findClustering(reader.db, clustering))
  })),
  'clusterings.rejected': question(page, rejected),
  /** The images of a cluster, or of all, that are chosen. */
  'clusters.chosen': slowQuestion(some, chosen)
}

/** All of them are found at once, for as long as nothing is written: pages of a gallery follow each other. */
function rejected(catalogue: OpenCatalogue, given: Infer<typeof page>): Page<RejectedRow> {
  const { reader } = catalogue
  const name = findClustering(reader.db, given.clustering)
  const key = `${formatClustering(name)} ${dataVersion(reader.db)}`
  const last = catalogue.once('rejected', () => ({ key: '', found: [] as RejectedImage[] }))
  if (last.key !== key) Object.assign(last, { key, found: rejectedImages(reader, name) })
  const shown = last.found.slice(given.offset, given.offset + given.limit)
  const headers = briefHeaders(
    catalogue,
    Uint32Array.from(shown, ({ instance }) => instance)
  )
  return { total: last.found.length, rows: shown.map((image, i) => ({ ...image, header: headers[i] })) }
}

/** @throws MedoidError `not-assigned`; as `chosenRows` */
function chosen(catalogue: OpenCatalogue, { clustering, cluster, among }: Infer<typeof some>): ChosenInstances {
  const name = findClustering(catalogue.reader.db, clustering)
  const found = assigned(catalogue, clustering)
  const rows = chosenRows(catalogue, name, found, cluster, among)
  const instances = Array.from(rows.subarray(0, MOST_CHOSEN), (row) => found.instances[row])
  return { clustering: formatClustering(name), total: rows.length, instances }
}
