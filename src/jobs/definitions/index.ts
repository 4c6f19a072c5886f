import { object, type Schema } from '../../core/schema.ts'
import type { Work } from '../../core/work.ts'
import type { Job } from '../contract.ts'
import type { CommandDefinition, JobDefinition, Told } from '../definition.ts'
import { aboutOf, type ParameterInput } from '../parameter.ts'
import { agreement } from './agreement.ts'
import {
  check,
  checkTags,
  countValues,
  moveSource,
  pictures,
  removeSource,
  sample,
  scan,
  sources,
  tag,
  tags,
  words
} from './archive.ts'
import { exportCatalogue } from './catalogue-export.ts'
import { compareClusterings } from './compare.ts'
import { compareFeatures } from './compare-features.ts'
import {
  addCorrection,
  correctionHistory,
  corrections,
  exportCorrections,
  redoCorrection,
  undoCorrection
} from './corrections.ts'
import { cluster, clusterTable } from './cluster.ts'
import { editHistory, mergeClusters, moveImages, redoEdit, rejectImages, splitCluster, undoEdit } from './edit.ts'
import { exportDataset } from './dataset.ts'
import { exportDicom } from './dicom-export.ts'
import { embed, embedShard, mergeVectors, projectVectors, train, vectors } from './embedding.ts'
import { evaluate, evaluateShard, evaluateVectors, mergeEvaluation, report } from './evaluation.ts'
import { exportFeatures, features } from './features.ts'
import { exportMappings, harmonise, importMappings } from './harmonise.ts'
import { addFeatureSet, featureSets, removeFeatureSet, restoreFeatureSet } from './feature-sets.ts'
import { removeRun, renameRun, restoreRun, runs } from './runs.ts'
import { addSelection, removeSelection, restoreSelection, selections } from './selections.ts'
import { annotate, annotationHistory, annotations, assign, exportLabels } from './labels.ts'
import { compareLabels, importLabels, labelSets, removeLabelSet, restoreLabelSet } from './label-sets.ts'
import { map } from './map.ts'
import { merge } from './merge.ts'
import { plan, scanShard } from './shards.ts'
import { similar } from './similar.ts'
import { status, submit } from './slurm.ts'
import { exportTags } from './tag-export.ts'
import { suggest } from './suggest.ts'
import { cut, tree } from './tree.ts'
import { watch } from './watch.ts'

const ALL = [
  sample,
  scan,
  removeSource,
  moveSource,
  countValues,
  pictures,
  words,
  suggest,
  compareFeatures,
  cluster,
  cut,
  tree,
  assign,
  mergeClusters,
  splitCluster,
  moveImages,
  rejectImages,
  undoEdit,
  redoEdit,
  train,
  embed,
  vectors,
  map,
  evaluate,
  report,
  importLabels,
  exportLabels,
  exportFeatures,
  exportTags,
  exportDicom,
  exportDataset,
  exportCatalogue,
  exportCorrections,
  check
]

/** What a window may start. */
export type JobName = (typeof ALL)[number]['id']
type DefinitionOf<J extends JobName> = Extract<(typeof ALL)[number], { id: J }>

/** The jobs that a window may start, each with its command, by id. */
export const JOBS = Object.fromEntries(ALL.map((each) => [each.id, each])) as unknown as {
  readonly [J in JobName]: DefinitionOf<J>
}
export const JOB_NAMES: readonly JobName[] = ALL.map(({ id }) => id)

/** What only the shell offers: a window asks its host instead, or has no use for it. */
export const COMMANDS = [
  plan,
  scanShard,
  merge,
  sources,
  harmonise,
  exportMappings,
  importMappings,
  tags,
  tag,
  checkTags,
  features,
  clusterTable,
  annotate,
  annotationHistory,
  annotations,
  editHistory,
  corrections,
  addCorrection,
  undoCorrection,
  redoCorrection,
  correctionHistory,
  runs,
  renameRun,
  removeRun,
  restoreRun,
  selections,
  addSelection,
  removeSelection,
  restoreSelection,
  labelSets,
  removeLabelSet,
  restoreLabelSet,
  compareLabels,
  featureSets,
  addFeatureSet,
  removeFeatureSet,
  restoreFeatureSet,
  compareClusterings,
  agreement,
  evaluateVectors,
  projectVectors,
  embedShard,
  mergeVectors,
  evaluateShard,
  mergeEvaluation,
  similar,
  watch,
  submit,
  status
] as const

/** What a window says of each job, without the catalogue: that is the one that is open. */
export type JobParameters = { [J in JobName]: ParameterInput<DefinitionOf<J>['parameters']> }

export function jobNamed(name: JobName): JobDefinition {
  return JOBS[name]
}

/** What a job is checked against before it starts. */
export function parametersOf(name: JobName): Schema<object> {
  return object(jobNamed(name).parameters)
}

/** Runs a job, and tells of it. @param parameters checked against its definition, with the catalogue */
export async function runJob(name: JobName, parameters: Record<string, unknown>, work: Work): Promise<Told> {
  const { load, tell } = jobNamed(name)
  const job = (await load()) as Job<Record<string, unknown>, unknown>
  return tell(await job.run(parameters, work))
}

/** Whether a job has to wait until another one has ended. */
export function waitsFor(
  job: { job: JobName; catalogue: string },
  other: { job: JobName; catalogue: string }
): boolean {
  const [kind, running] = [jobNamed(job.job), jobNamed(other.job)]
  if (kind.computes && running.computes) return true
  return kind.writes && running.writes && job.catalogue === other.catalogue
}

/** What forms call a parameter, by the name that it has in messages: that of its option, without the dashes. */
export function labelOfSetting(setting: string): string | undefined {
  return LABELS.get(setting)
}

// Where a job has a parameter of the same name as a command of the shell, windows have a field for that of the job.
const LABELS = new Map(
  ([...COMMANDS, ...ALL] as readonly CommandDefinition[]).flatMap(({ parameters }) =>
    Object.entries(parameters).map(([name, schema]) => {
      const { option = name, label } = aboutOf(schema)
      return [option, label] as const
    })
  )
)
