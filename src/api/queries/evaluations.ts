import { listEvaluations, loadEvaluation, type StoredEvaluation } from '../../core/catalogue/evaluations.ts'
import { loadModel } from '../../core/catalogue/models.ts'
import { findClustering, formatClustering, loadRun } from '../../core/catalogue/runs.ts'
import { evaluatedClusters } from '../../core/report/evaluated-clusters.ts'
import { summariseEvaluation } from '../../core/report/gather.ts'
import { PAPER } from '../../core/report/paper.ts'
import {
  blankWords,
  byClusterWords,
  controlWords,
  disjointnessWords,
  permutationWords,
  stabilityWords,
  tTestWords,
  verdict
} from '../../core/report/words.ts'
import type { Arguments, EvaluatedCluster, EvaluationDocument, EvaluationRow, Room } from '../contract.ts'
import { evaluationRoom } from '../../jobs/evaluation-room.ts'
import { clusteringReport } from './clusterings.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

/** Last one first. */
export function evaluations({ reader: { db } }: OpenCatalogue): EvaluationRow[] {
  return listEvaluations(db)
    .reverse()
    .map((stored) => {
      const summary = summariseEvaluation(stored)
      const { evaluation, created, run, model, parameters, clustered, permuted, tTest, permutationTest, datasets } =
        summary
      const control = controlWords(summary)
      return {
        evaluation,
        created,
        clustering: run,
        model,
        parameters,
        clustered,
        permuted,
        tTest,
        permutationTest,
        isSound: control.isSound,
        verdict: control.verdict,
        control: control.brief,
        taken: takenOf(datasets.map(({ images }) => images)),
        stability: summary.stability.ari
      }
    })
}

/** What an evaluation would draw. */
export function room(
  { reader }: OpenCatalogue,
  { clustering, model, datasets, size }: Arguments<'evaluations.room'>
): Room {
  const { run, k } = findClustering(reader.db, clustering)
  const stored = loadModel(reader.db, String(model))
  return evaluationRoom(reader, loadRun(reader.db, run), stored, { k, datasets, size })
}

/** What was left of the datasets when pictures that cannot be decoded were taken out. */
function takenOf(images: readonly number[]): EvaluationRow['taken'] {
  return { datasets: images.length, least: Math.min(...images), most: Math.max(...images) }
}

export function evaluationReport(
  catalogue: OpenCatalogue,
  { evaluation }: Arguments<'evaluations.report'>
): EvaluationDocument {
  const stored = loadEvaluation(catalogue.reader.db, String(evaluation))
  const summary = summariseEvaluation(stored)
  const control = controlWords(summary)
  const clusters = clustersOf(catalogue, stored)
  return {
    summary,
    words: {
      verdict: verdict(summary),
      tTest: tTestWords(summary.tTest),
      permutationTest: permutationWords(summary.permutationTest),
      control: control.sentence,
      isSound: control.isSound,
      disjointness: disjointnessWords(summary).join(' '),
      blank: blankWords(summary.blank),
      stability: stabilityWords(summary.stability.ari),
      clusters: clusters === null ? null : byClusterWords(clusters, summary.run, stored.k)
    },
    paper: PAPER,
    clusters
  }
}

function clustersOf(catalogue: OpenCatalogue, stored: StoredEvaluation): EvaluatedCluster[] | null {
  const figures = evaluatedClusters(catalogue.reader, stored)
  if (figures === null) return null
  const { clusters } = clusteringReport(catalogue, { clustering: formatClustering(stored) })
  return figures.map((row) => {
    const { annotation, suggestedLabel, assigned, silhouette } = clusters[row.cluster]
    const label = annotation?.label ?? suggestedLabel
    return { ...row, label, isNamed: annotation !== null, assigned: assigned ?? 0, silhouette }
  })
}
