import { clusterName } from '../../core/labels/label-parts.ts'
import { listEvaluations, loadEvaluation, type StoredEvaluation } from '../../core/catalogue/evaluations.ts'
import { loadModel } from '../../core/catalogue/models.ts'
import { formatClustering } from '../../core/catalogue/clustering-name.ts'
import { editedUpTo } from '../../core/catalogue/edited.ts'
import { presentRuns } from '../../core/catalogue/run-notes.ts'
import { clusterIds, findClustering, loadRun } from '../../core/catalogue/runs.ts'
import { hasBest } from '../../core/clustering/remarks.ts'
import type { ClusterFigures } from '../../core/evaluation/by-cluster.ts'
import type { Room } from '../../core/evaluation/draw.ts'
import type { EvaluationSummary } from '../../core/report/data.ts'
import { evaluatedClusters } from '../../core/report/evaluated-clusters.ts'
import {
  agreementNotes,
  type AgreementRow,
  agreementRows,
  type PaperRow,
  paperRows,
  type TestRow,
  testRows
} from '../../core/report/evaluation-rows.ts'
import { summariseEvaluation } from '../../core/report/gather.ts'
import {
  AGREEMENT_WORDS,
  blankWords,
  byClusterWords,
  circularWords,
  controlWords,
  disjointnessWords,
  earlierWords,
  methodWords,
  PAPER_WORDS,
  permutationWords,
  stabilityWords,
  tTestWords,
  unassignedWords,
  verdict
} from '../../core/report/words.ts'
import { type Infer, object } from '../../core/schema.ts'
import { whatHelpsWords } from '../../messages/en/evaluation.ts'
import { WINDOW_TERMS } from '../window-terms.ts'
import { evaluationRoom } from '../../jobs/evaluation-room.ts'
import { clusteringName } from '../../jobs/definitions/common.ts'
import { evaluate } from '../../jobs/definitions/evaluation.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { nothing, question, slowQuestion } from '../method.ts'
import { model } from './arguments.ts'
import { clusteringReport } from './runs.ts'

export interface RoomToEvaluate extends Omit<Room, 'helps'> {
  /** What makes room, where nothing fits; else null. */
  advice: string | null
}

export interface EvaluationRow {
  evaluation: number
  created: string
  clustering: string
  /** Whether it is of the clusters as people had changed them, not of those of the method. */
  isEdited: boolean
  model: number
  parameters: EvaluationSummary['parameters']
  clustered: EvaluationSummary['clustered']
  permuted: EvaluationSummary['permuted']
  tTest: EvaluationSummary['tTest']
  permutationTest: EvaluationSummary['permutationTest']
  /** Whether the control does not reject. */
  isSound: boolean
  /** The same in two words. */
  verdict: string
  /** And with its p and the threshold. */
  control: string
  /** Datasets, and images of the smallest and of the largest. */
  taken: { datasets: number; least: number; most: number }
  /** Adjusted Rand index of five seeds; null where the clusters do not depend on the seed. */
  stability: number | null
}

/** One evaluation with the words and the tables of the report. */
export interface EvaluationDocument {
  summary: EvaluationSummary
  words: {
    verdict: string
    /** Why it says less than it would; null where nothing speaks against it. */
    caution: string | null
    /** How looks were compared. */
    method: string
    tTest: string
    permutationTest: string
    control: string
    isSound: boolean
    disjointness: string
    stability: string
    agreement: string
    /** What was left out for each target. */
    agreementNotes: string[]
    paper: string
    /** Of images in which there is nothing to compare. */
    blank: string[]
    clusters: string
  }
  tests: TestRow[]
  agreement: AgreementRow[]
  paper: PaperRow[]
  /** By falling difference of permuted and clustered; null where nobody has assigned the images to the clusters yet. */
  clusters: EvaluatedCluster[] | null
}

/** What an evaluation says of one cluster of its clustering, and what that is called. */
export interface EvaluatedCluster extends ClusterFigures {
  /** The name that somebody gave it, else the suggested one. */
  label: string
  isNamed: boolean
  /** Live images assigned to it. */
  assigned: number
  /** Mean over its images in the sample. */
  silhouette: number | null
}

const one = object({ evaluation: model })
const plan = object({
  clustering: clusteringName,
  model,
  datasets: evaluate.parameters.datasets,
  size: evaluate.parameters.size,
  by: evaluate.parameters.by
})

/** How visually similar the images of clusters are. */
export const evaluations = {
  'evaluations.list': question(nothing, evaluationRows),
  'evaluations.report': question(one, evaluationReport),
  /** What datasets of an evaluation would have. */
  'evaluations.room': slowQuestion(plan, room)
}

/** Last one first. */
function evaluationRows({ reader: { db } }: OpenCatalogue): EvaluationRow[] {
  const present = new Set(presentRuns(db))
  return listEvaluations(db)
    .filter(({ run }) => present.has(run))
    .reverse()
    .map((stored) => {
      const summary = summariseEvaluation(stored)
      const {
        evaluation,
        created,
        run: clustering,
        model,
        parameters,
        clustered,
        permuted,
        tTest,
        permutationTest,
        datasets
      } = summary
      const control = controlWords(summary)
      return {
        evaluation,
        created,
        clustering,
        isEdited: stored.result.edit > 0,
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
function room({ reader }: OpenCatalogue, { clustering, model, ...asked }: Infer<typeof plan>): RoomToEvaluate {
  const stored = loadModel(reader.db, String(model))
  const { helps, ...room } = evaluationRoom(reader, findClustering(reader.db, clustering), stored, asked)
  return { ...room, advice: helps === null ? null : whatHelpsWords(helps, WINDOW_TERMS) }
}

/** What was left of the datasets when pictures that cannot be decoded were taken out. */
function takenOf(images: readonly number[]): EvaluationRow['taken'] {
  return { datasets: images.length, least: Math.min(...images), most: Math.max(...images) }
}

function evaluationReport(catalogue: OpenCatalogue, { evaluation }: Infer<typeof one>): EvaluationDocument {
  const stored = loadEvaluation(catalogue.reader.db, String(evaluation))
  const summary = summariseEvaluation(stored)
  const control = controlWords(summary)
  const clusters = clustersOf(catalogue, stored)
  const { fuse } = loadRun(catalogue.reader.db, stored.run).parameters
  return {
    summary,
    words: {
      verdict: verdict(summary, fuse),
      caution: circularWords(stored.run, fuse, summary),
      method: methodWords(summary, fuse),
      tTest: tTestWords(summary.tTest),
      permutationTest: permutationWords(summary.permutationTest),
      control: control.sentence,
      isSound: control.isSound,
      disjointness: disjointnessWords(summary).join(' '),
      blank: blankWords(summary.blank),
      stability: stabilityWords(summary.stability.ari),
      agreement: AGREEMENT_WORDS,
      agreementNotes: agreementNotes(summary),
      paper: PAPER_WORDS,
      clusters: clustersWords(catalogue, stored, clusters)
    },
    tests: testRows(summary),
    agreement: agreementRows(summary),
    paper: paperOf(catalogue, stored, summary),
    clusters
  }
}

function clustersWords(
  { reader: { db } }: OpenCatalogue,
  stored: StoredEvaluation,
  clusters: readonly EvaluatedCluster[] | null
): string {
  const clustering = formatClustering(stored)
  if (stored.result.edit !== editedUpTo(db, stored)) return earlierWords(clustering)
  if (clusters === null) return unassignedWords(clustering)
  return byClusterWords(clusters, clustering, clusterIds(db, stored).length, stored.result.edit > 0)
}

/** The figures of the paper beside those of the evaluation, of its run and of its model as that is now. */
function paperOf(
  { reader: { db } }: OpenCatalogue,
  { run, k }: StoredEvaluation,
  evaluation: EvaluationSummary
): PaperRow[] {
  const { features, result } = loadRun(db, run)
  const { images, epochs, embedding } = loadModel(db, String(evaluation.model)).report
  const { columns, sweep, best } = result
  return paperRows(
    {
      tags: features.features.length,
      run: { k, columns, sweep, bestK: hasBest(result) ? best.k : null },
      training: { images, epochs: epochs.length, embedding },
      evaluation
    },
    [k]
  )
}

function clustersOf(catalogue: OpenCatalogue, stored: StoredEvaluation): EvaluatedCluster[] | null {
  const figures = evaluatedClusters(catalogue.reader, stored, stored)
  if (figures === null) return null
  const { clusters } = clusteringReport(catalogue, { clustering: formatClustering(stored) })
  return figures.map((row) => {
    const { annotation, suggestedLabel, assigned, silhouette } = clusters.find(({ id }) => id === row.cluster)!
    const label = clusterName(annotation?.label, suggestedLabel)
    return { ...row, label, isNamed: annotation !== null, assigned: assigned ?? 0, silhouette }
  })
}
