import { formatClustering } from '../core/catalogue/clustering-name.ts'
import { findClustering } from '../core/catalogue/runs.ts'
import type { ClusterLabel } from '../core/catalogue/annotations.ts'
import { systemUser } from '../core/author.ts'
import { annotate, labelHistory, clusterLabels } from '../core/labels/annotate.ts'
import { adding, reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { AnnotateParameters } from './definitions/labels.ts'

interface AnnotateReport {
  clustering: string
  /** All names that were given to this cluster; the last one counts. */
  history: ClusterLabel[]
}

export const annotateJob: Job<AnnotateParameters, AnnotateReport> = {
  run: ({ catalogue, run: asked, naming, author = systemUser(), ...annotation }) =>
    adding(catalogue, ({ db }) => {
      const clustering = findClustering(db, asked)
      annotate(db, { ...annotation, ...clustering, author }, naming)
      return {
        clustering: formatClustering(clustering),
        history: labelHistory(db, clustering, annotation.cluster, naming)
      }
    })
}

export const annotationHistoryJob: Job<
  { catalogue: string; run: string; cluster: number; naming?: string },
  AnnotateReport
> = {
  run: ({ catalogue, run: asked, cluster, naming }) =>
    reading(catalogue, ({ db }) => {
      const clustering = findClustering(db, asked)
      return { clustering: formatClustering(clustering), history: labelHistory(db, clustering, cluster, naming) }
    })
}

interface AnnotationsReport {
  clustering: string
  /** The names that count now, by cluster. */
  annotations: ClusterLabel[]
}

export const annotationsJob: Job<{ catalogue: string; run: string; naming?: string }, AnnotationsReport> = {
  run: ({ catalogue, run: asked, naming }) =>
    reading(catalogue, ({ db }) => {
      const clustering = findClustering(db, asked)
      return {
        clustering: formatClustering(clustering),
        annotations: [...clusterLabels(db, clustering, naming).values()]
      }
    })
}
