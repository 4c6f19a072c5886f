import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { refuseNetworkFileSystem } from '../core/catalogue/database.ts'
import type { ExportedLabels } from '../core/labels/export.ts'
import { DEFAULT_ALGORITHM, DEFAULT_RESTARTS } from '../core/clustering/algorithms.ts'
import { DEFAULT_TAGS } from '../core/features/default-tags.ts'
import type { TrainingReport } from '../core/catalogue/stored/model.ts'
import type { EvaluationReport } from '../core/catalogue/stored/evaluation.ts'
import { SUGGESTED_NOTE } from '../core/labels/suggested-note.ts'
import { writePhantom } from '../phantom/phantom.ts'
import { annotateJob } from './annotate.ts'
import { assignJob, type AssignReport } from './assign.ts'
import { clusterJob, type ClusterReport } from './cluster.ts'
import type { Job } from './contract.ts'
import type { SampleParameters } from './definitions/archive.ts'
import { evaluateJob } from './evaluate.ts'
import { exportLabelsJob } from './export-labels.ts'
import { reportJob } from './report.ts'
import { scanJob, type ScanReport } from './scan.ts'
import { tagsJob, type TagsReport } from './tags.ts'
import { trainJob } from './train.ts'

export interface DemoParameters extends Omit<SampleParameters, 'catalogue'> {
  /** Folder for everything that the demo makes. */
  out: string
  /** Default: in that folder. */
  catalogue?: string
}

export interface SampleReport {
  archive: string
  catalogue: string
  scan: ScanReport
  tags: TagsReport
  cluster: ClusterReport
  assign: AssignReport
  seconds: number
}

export interface DemoReport extends SampleReport {
  exports: ExportedLabels[]
  train: TrainingReport
  evaluate: EvaluationReport
  /** The page, and its numbers beside it. */
  report: { out: string; json: string }
}

/** Shares of the archive that choose K and train; the rest is for evaluation, which no image may have seen before. */
const SAMPLE_SHARE = 0.4
const TRAINING_SHARE = 0.15

/** Half a minute of two processor cores that have nothing else to do. */
const TRAINING = { architecture: 'compact', epochs: 5, mostImages: 500 } as const

/** A tenth of what the paper takes. */
const EVALUATION = { datasets: 10, size: 300, centre: 'mean', permutations: 1000, by: 'image' } as const

/** A synthetic archive, from a folder of files to named clusters: what there is to look at in a window. */
export const sampleJob: Job<DemoParameters, SampleReport> = {
  name: 'demo',
  run: async ({ out, catalogue = join(out, 'catalogue.sqlite'), images, seed, k }, work) => {
    const started = performance.now()
    refuseNetworkFileSystem(resolve(catalogue))
    mkdirSync(out, { recursive: true })
    const archive = join(out, 'archive')
    await writePhantom(archive, { images, seed }, work)
    const scan = await scanJob.run({ catalogue, folders: [archive] }, work)
    const tags = await tagsJob.run({ catalogue }, work)
    const sample = Math.min(5000, Math.floor(images * SAMPLE_SHARE))
    const cluster = await clusterJob.run(
      {
        catalogue,
        where: [],
        tags: DEFAULT_TAGS,
        include: [],
        exclude: [],
        k: k.filter((each) => each < sample),
        sample,
        seed,
        algorithm: DEFAULT_ALGORITHM,
        restarts: DEFAULT_RESTARTS
      },
      work
    )
    const run = `${cluster.run}.${cluster.best.k}`
    const assign = await assignJob.run({ catalogue, run }, work)
    for (const { id, suggestedLabel: label } of cluster.clusters) {
      await annotateJob.run({ catalogue, run, cluster: id, label, note: SUGGESTED_NOTE }, work)
    }
    return { archive, catalogue, scan, tags, cluster, assign, seconds: secondsSince(started) }
  }
}

/** The sample of a window, which has a folder of its own with its catalogue. */
export const windowSampleJob: Job<SampleParameters, SampleReport> = {
  name: 'demo',
  run: (parameters, work) => sampleJob.run({ ...parameters, out: dirname(parameters.catalogue) }, work)
}

/** The whole way once, on a synthetic archive: from a folder of files to named clusters, and to the proof that they look alike. */
export const demoJob: Job<DemoParameters, DemoReport> = {
  name: 'demo',
  run: async (parameters, work) => {
    const started = performance.now()
    const sample = await sampleJob.run(parameters, work)
    const { out, images, seed } = parameters
    const { catalogue, cluster } = sample
    const run = `${cluster.run}.${cluster.best.k}`
    const exports: ExportedLabels[] = []
    for (const format of ['csv', 'jsonl', 'parquet'] as const) {
      exports.push(
        await exportLabelsJob.run({ catalogue, run, format, out: join(out, `labels.${format}`), columns: [] }, work)
      )
    }
    const train = await trainJob.run(
      {
        catalogue,
        images: Math.min(TRAINING.mostImages, Math.floor(images * TRAINING_SHARE)),
        epochs: TRAINING.epochs,
        architecture: TRAINING.architecture,
        seed,
        backend: 'auto'
      },
      work
    )
    const evaluate = await evaluateJob.run(
      { catalogue, run, model: String(train.model), ...EVALUATION, seed, backend: 'auto', fit: true },
      work
    )
    const evaluation = String(evaluate.evaluation)
    // The phantom's pictures show nobody.
    const report = await reportJob.run(
      { catalogue, run, evaluation, out: join(out, 'report.html'), pictures: 'all' },
      work
    )
    return { ...sample, exports, train, evaluate, report, seconds: secondsSince(started) }
  }
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000
}
