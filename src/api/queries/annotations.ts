import { findClustering } from '../../core/catalogue/runs.ts'
import { type Annotation, annotationHistory } from '../../core/labels/annotate.ts'
import { annotateJob } from '../../jobs/annotate.ts'
import type { Arguments } from '../contract.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

export function history(catalogue: OpenCatalogue, given: Arguments<'annotations.history'>): Annotation[] {
  const { db } = catalogue.reader
  const { run, k } = findClustering(db, given.clustering)
  return annotationHistory(db, run, k, given.cluster)
}

/** @returns what the cluster is called now; null where its name was taken away */
export async function name(
  catalogue: OpenCatalogue,
  { clustering, ...annotation }: Arguments<'annotations.put'>
): Promise<Annotation | null> {
  const report = await annotateJob.run({ ...annotation, run: clustering, catalogue: catalogue.file }, {})
  const now = report.history.at(-1)!
  return now.label === '' ? null : now
}

/**
 * Gives a cluster the name that it had before the last change. Names are append-only, so that is a new entry: undone twice, the
 * second takes back what the first did.
 */
export async function undo(
  catalogue: OpenCatalogue,
  { clustering, cluster }: Arguments<'annotations.undo'>
): Promise<Annotation | null> {
  const before = history(catalogue, { clustering, cluster })
  if (before.length === 0) return null
  const { label = '', code = '', scheme = '', meaning = '', note = '' } = before.at(-2) ?? {}
  return name(catalogue, { clustering, cluster, label, code, scheme, meaning, note })
}
