import { findClustering, formatClustering } from '../../core/catalogue/runs.ts'
import type { Annotation } from '../../core/catalogue/annotations.ts'
import { annotate, annotationHistory, givenNames, type Name } from '../../core/labels/annotate.ts'
import { labelKeys } from '../../core/labels/label-keys.ts'
import { adding } from '../../jobs/catalogues.ts'
import type { Arguments, NamedCluster } from '../contract.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

export function history(catalogue: OpenCatalogue, given: Arguments<'annotations.history'>): Annotation[] {
  const { db } = catalogue.reader
  const { run, k } = findClustering(db, given.clustering)
  return annotationHistory(db, run, k, given.cluster)
}

export function keys({ reader }: OpenCatalogue): Name[] {
  return labelKeys(givenNames(reader.db))
}

/** Names a cluster, or takes its name away. */
export async function name(
  { file }: OpenCatalogue,
  { clustering, ...given }: Arguments<'annotations.put'>
): Promise<NamedCluster> {
  return adding(file, ({ db }) => {
    const found = findClustering(db, clustering)
    const change = annotate(db, { ...given, ...found })
    return {
      catalogue: file,
      clustering: formatClustering(found),
      cluster: given.cluster,
      ...change,
      keys: labelKeys(givenNames(db))
    }
  })
}
