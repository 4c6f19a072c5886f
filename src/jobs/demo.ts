import { join } from 'node:path'
import { formatClustering } from '../core/catalogue/clustering-name.ts'
import type { MapReport } from '../core/catalogue/stored/map.ts'
import type { ExportedLabels } from '../core/labels/export.ts'
import type { TrainingReport } from '../core/catalogue/stored/model.ts'
import type { EvaluationReport } from '../core/catalogue/stored/evaluation.ts'
import type { Job } from './contract.ts'
import { groupAgreement, type GroupAgreement } from './demo-groups.ts'
import { map } from './definitions/map.ts'
import { evaluateJob } from './evaluate.ts'
import { exportLabelsJob } from './export-labels.ts'
import { mapJob } from './map.ts'
import { withDefaults } from './parameter.ts'
import { reportJob, type ReportResult } from './report.ts'
import { sampleJob, type SampleInFolder, type SampleReport } from './sample.ts'
import { trainJob } from './train.ts'
import { treeJob, type TreeJobReport } from './tree.ts'

export interface DemoReport extends SampleReport {
  exports: ExportedLabels[]
  map: MapReport
  tree: TreeJobReport
  train: TrainingReport
  evaluate: EvaluationReport
  /** The page, its numbers beside it, and the method of the run beside the others. */
  report: ReportResult
  /** How far the clusters of each method are the groups that the archive was made of. */
  groups: GroupAgreement[]
}

/** Share of the archive that trains; what neither this nor the choice of K has seen is for evaluation. */
const TRAINING_SHARE = 0.15

/** Half a minute of two processor cores that have nothing else to do. */
const TRAINING = { architecture: 'compact', epochs: 5, mostImages: 500 } as const

/** A tenth of what the paper takes. */
const EVALUATION = { datasets: 10, size: 300, centre: 'mean', permutations: 1000, by: 'image' } as const

/** The whole way once, on a synthetic archive: from a folder of files to named clusters, and to the proof that they look alike. */
export const demoJob: Job<SampleInFolder, DemoReport> = {
  run: async (parameters, work) => {
    const started = performance.now()
    const sample = await sampleJob.run(parameters, work)
    const { out, images, seed } = parameters
    const { catalogue, cluster } = sample
    const clustering = formatClustering({ run: cluster.run, k: cluster.best.k })
    const exports: ExportedLabels[] = []
    for (const format of ['csv', 'jsonl', 'parquet'] as const) {
      exports.push(
        await exportLabelsJob.run(
          { catalogue, run: clustering, format, out: join(out, `labels.${format}`), where: [], columns: [] },
          work
        )
      )
    }
    const laidOut = await mapJob.run({ ...withDefaults(map.parameters, { run: clustering, seed }), catalogue }, work)
    const tree = await treeJob.run({ catalogue, run: clustering }, work)
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
      { catalogue, run: clustering, model: String(train.model), ...EVALUATION, seed, backend: 'auto', fit: true },
      work
    )
    const evaluation = String(evaluate.evaluation)
    // The phantom's pictures show nobody.
    const report = await reportJob.run(
      { catalogue, run: clustering, evaluation, out: join(out, 'report.html'), pictures: 'all' },
      work
    )
    const groups = await groupAgreement(catalogue, clustering, { images, seed }, work)
    const seconds = (performance.now() - started) / 1000
    return { ...sample, exports, map: laidOut, tree, train, evaluate, report, groups, seconds }
  }
}
