import { findClustering, formatClustering } from '../core/catalogue/runs.ts'
import type { Annotation } from '../core/catalogue/annotations.ts'
import { annotate, annotationHistory, annotations } from '../core/labels/annotate.ts'
import { adding, reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { AnnotateParameters } from './definitions/labels.ts'

interface AnnotateReport {
  clustering: string
  /** All names that were given to this cluster; the last one counts. */
  history: Annotation[]
}

export const annotateJob: Job<AnnotateParameters, AnnotateReport> = {
  run: ({ catalogue, run, ...annotation }) =>
    adding(catalogue, ({ db }) => {
      const name = findClustering(db, run)
      annotate(db, { ...annotation, ...name })
      return {
        clustering: formatClustering(name),
        history: annotationHistory(db, name.run, name.k, annotation.cluster)
      }
    })
}

export const annotationHistoryJob: Job<{ catalogue: string; run: string; cluster: number }, AnnotateReport> = {
  run: ({ catalogue, run, cluster }) =>
    reading(catalogue, ({ db }) => {
      const name = findClustering(db, run)
      return { clustering: formatClustering(name), history: annotationHistory(db, name.run, name.k, cluster) }
    })
}

interface AnnotationsReport {
  clustering: string
  /** The names that count now, by cluster. */
  annotations: Annotation[]
}

export const annotationsJob: Job<{ catalogue: string; run: string }, AnnotationsReport> = {
  run: ({ catalogue, run }) =>
    reading(catalogue, ({ db }) => {
      const name = findClustering(db, run)
      return { clustering: formatClustering(name), annotations: [...annotations(db, name.run, name.k).values()] }
    })
}
