import { findClustering } from '../../core/catalogue/runs.ts'
import { type Annotation, annotationHistory, clusteringHistory } from '../../core/labels/annotate.ts'
import { lastChange } from '../../core/labels/undo.ts'
import { annotateJob } from '../../jobs/annotate.ts'
import type { Arguments, Results } from '../contract.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

export function history(catalogue: OpenCatalogue, given: Arguments<'annotations.history'>): Annotation[] {
  const { db } = catalogue.reader
  const { run, k } = findClustering(db, given.clustering)
  return annotationHistory(db, run, k, given.cluster)
}

/** @returns what the cluster is called now; null where its name was taken away */
export async function name(
  catalogue: OpenCatalogue,
  { clustering, ...annotation }: Arguments<'annotations.put'> & { takesBack?: boolean }
): Promise<Annotation | null> {
  const report = await annotateJob.run({ ...annotation, run: clustering, catalogue: catalogue.file }, {})
  const now = report.history.at(-1)!
  return now.label === '' ? null : now
}

/** Takes back the last change of a name in a clustering, whichever cluster it was of; asked again, the one before. */
export async function undo(
  catalogue: OpenCatalogue,
  { clustering }: Arguments<'annotations.undo'>
): Promise<Results['annotations.undo']> {
  const { db } = catalogue.reader
  const { run, k } = findClustering(db, clustering)
  const last = lastChange(clusteringHistory(db, run, k))
  if (last === null) return null
  const { cluster, before } = last
  return { cluster, annotation: await name(catalogue, { clustering, cluster, ...before, takesBack: true }) }
}
