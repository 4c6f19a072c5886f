import * as v from 'valibot'
import type { Annotation, Name, NameChange } from '../core/labels/annotate.ts'
import type { FeaturesDocument } from '../core/features/describe.ts'
import type { FeatureValues } from '../core/features/feature-values.ts'
import type { FileIssue } from '../core/catalogue/issues.ts'
import type { Source } from '../core/catalogue/sources.ts'
import type { Totals } from '../core/catalogue/summary.ts'
import type { Structure } from '../core/clustering/silhouette.ts'
import type { ElementList, ListedElement } from '../core/dicom/listed-element.ts'
import type { Epoch, TrainingParameters } from '../core/embedding/model.ts'
import type { ClusterFigures } from '../core/evaluation/by-cluster.ts'
import type { Room } from '../core/evaluation/draw.ts'
import type { EvaluationSummary } from '../core/report/data.ts'
import type { FrameDescription, ValueType, VoiLut, VoiWindow } from '../core/pixels/frame-description.ts'
import type { PaperFigures } from '../core/report/paper.ts'
import type { Code } from '../core/labels/codes.ts'
import type { CellType } from '../core/tables/table.ts'
import type { ClusterDescription, SweepRow } from '../jobs/cluster.ts'
import type { JobRecord } from '../jobs/record.ts'
import { conditions, clusteringName as run } from '../jobs/definitions/common.ts'
import { featureParameters, type FeatureOptions, readings } from '../jobs/definitions/feature-parameters.ts'
import type { JobDescriptions, ParameterDescription } from '../jobs/definitions/describe.ts'
import { evaluate } from '../jobs/definitions/evaluation.ts'
import { JOB_NAMES, type JobName, type JobParameters, parametersOf } from '../jobs/definitions/index.ts'
import type { TagRow } from '../jobs/tags.ts'
import {
  boolean,
  type Infer,
  integer,
  list,
  number,
  object,
  oneOf,
  optional,
  parse,
  type Schema,
  text
} from '../core/schema.ts'

export type {
  Annotation,
  CellType,
  ClusterDescription,
  FeaturesDocument,
  FeatureValues,
  Code,
  FileIssue,
  JobName,
  JobRecord,
  Name
}
export type { Source, Structure, SweepRow, TagRow, Totals }
export type { Room }
export type { ElementList, FrameDescription, ListedElement, ValueType, VoiLut, VoiWindow }
export type { FeatureOptions, JobDescriptions, JobParameters, ParameterDescription }

/** Everything that a window may ask of its host: one name, one object in, one value out. Nothing else is answered. */

/** What a window has to know before it shows anything. */
export interface AppState {
  host: 'browser' | 'desktop'
  version: string
  /** Of the open catalogue; null: none is open. */
  catalogue: string | null
  /** Catalogues that were open before, last first. */
  recent: string[]
  /** Where a new catalogue goes that nobody names. */
  defaultCatalogue: string
  /** What a window says of each job, and what its form begins with and allows. */
  jobs: JobDescriptions
}

export interface SourceRow extends Source {
  /** Why it could not be scanned the last time, and what to do about it. */
  problem: string | null
}

export interface ValueCount {
  value: string
  count: number
  /** Of a number that is written in several ways: these, the most frequent one first. */
  spellings?: string[]
}

/** What the archive holds, as far as it is catalogued now. */
export interface ArchiveSummary {
  /** null while instances came or went since they were counted: see `instances`. */
  totals: Totals | null
  /** Live ones, counted now. */
  instances: number
  images: number
  /** Images by what their headers say, most frequent first; '' stands for images without a value. */
  modality: ValueCount[]
  bodyPart: ValueCount[]
  manufacturer: ValueCount[]
  /** By the year of the study, ascending. */
  year: ValueCount[]
  issues: { code: string; count: number }[]
  /** Files that were catalogued with remarks. */
  remarked: number
}

export interface Page<T> {
  total: number
  rows: T[]
}

export interface TagList {
  /** Of the counts. */
  instances: number
  /** Whether instances came or went since. */
  stale: boolean
  tags: TagRow[]
}

/** The values of one tag over all instances. */
export interface TagDistribution extends Omit<TagRow, 'top'> {
  instances: number
  /** The most frequent ones that hold what was searched for. */
  values: ValueCount[]
  /** Distinct values, of which equal numbers are one; `distinct` counts how they are written. */
  different: number
  /** Those of them that hold what was searched for. */
  matching: number
  /** Of numbers: equal steps from the least to the greatest, which are exact; null for text. */
  histogram: Histogram | null
}

export interface Histogram {
  min: number
  max: number
  /** Instances by step. */
  counts: number[]
  /** Non-empty values that are no numbers. */
  unparsed: number
}

export interface RunRow {
  run: number
  created: string
  parameters: { where: string[]; tags: number; k?: number[]; sample: number; seed: number; algorithm: string }
  n: number
  images: number
  columns: number
  /** `fits`: whether it is to be called the best. */
  best: { k: number; silhouette: number | null; structure: Structure | null; fits: boolean }
  /** Sentences about what makes the clusters of the run doubtful. */
  remarks: string[]
  sweep: (SweepRow & { assigned: boolean })[]
}

export interface ClusterRow extends ClusterDescription {
  /** Live images assigned to it; null where nobody assigned yet. */
  assigned: number | null
  meanDistance: number | null
  annotation: Annotation | null
}

export interface ClusteringReport {
  clustering: string
  run: number
  k: number
  silhouette: number | null
  /** Live images that are assigned; null where nobody assigned yet. */
  assigned: number | null
  clusters: ClusterRow[]
}

/** The paper's figure 3: every image of the sample, cluster by cluster, by falling silhouette. */
export interface SilhouettePlot {
  clusters: { id: number; instances: number[]; silhouettes: number[] }[]
}

export interface Member {
  instance: number
  distance: number
  /** null outside the run's sample. */
  silhouette: number | null
  isMedoid: boolean
  /** Of its header; '' where it has none. null: was not asked for. */
  header: { modality: string; bodyPart: string; seriesDescription: string } | null
  /** Of the tag that was asked for. */
  value: string | null
}

/** Every image of the run's sample in a cluster, by falling silhouette. */
export interface ClusterSilhouettes {
  instances: number[]
  silhouettes: number[]
  /** Places of those that are chosen; null where nothing is. */
  chosen: number[] | null
}

/** A cluster whose name was given, changed or taken away. */
export interface NamedCluster extends NameChange {
  catalogue: string
  clustering: string
  cluster: number
  /** What the keys 1 to 9 give now. */
  keys: Name[]
}

/** A tag's values in a cluster beside those of the rest of the clustering. */
export interface ClusterTag {
  keyword: string
  /** Images of the cluster, or those of them that are chosen; and all outside the cluster. */
  here: number
  elsewhere: number
  values: { value: string; here: number; elsewhere: number }[]
  /** Of numbers with many values, in equal steps over both. */
  histogram: { min: number; max: number; here: number[]; elsewhere: number[]; without: Sides; unparsed: Sides } | null
}

/** Images here, and elsewhere. */
interface Sides {
  here: number
  elsewhere: number
}

/** An image among those of its series. Its frames are had by address: `frame/<instance>/<frame from 0, or middle>`. */
export interface ImagePlace {
  instance: number
  /** Instances of its series, in the order in which they are scrolled through; at least itself. */
  series: number[]
  /** Of the header; '' where it has none. */
  modality: string
  studyDescription: string
  seriesDescription: string
  instanceNumber: string
  /** Of its file; '' where its source was taken out. */
  path: string
}

export interface ExportPreview {
  columns: { name: string; type: CellType; meaning: string; phi: boolean }[]
  /** Each cell as it stands in the file; a long one is cut, which an ellipsis behind it says. */
  rows: string[][]
  total: number
}

export interface FolderList {
  path: string
  parent: string | null
  folders: string[]
  /** Catalogues in it. */
  catalogues: string[]
  /** The file in it whose path was asked for instead of a folder's. */
  file: string | null
  /** Whether something in it has the name that was asked about. */
  taken: boolean
}

/** An autoencoder, as far as it is trained; losses are mean squared errors of pixels from 0 to 1. */
export interface ModelRow {
  model: number
  created: string
  architecture: string
  /** Values of an embedding. */
  embedding: number
  images: number
  validationImages: number
  reserved: number
  /** Images that could not be decoded. */
  skipped: number
  /** What computes, and in a sentence why. */
  backend: string
  device: string
  backendReason: string
  parameters: TrainingParameters
  /** Finished ones, of those that `parameters` asks for. */
  epochs: number
  loss: number | null
  validationLoss: number | null
  /** Spent on these epochs. */
  seconds: number
  /** 0 before the first epoch is over. */
  secondsPerStep: number
}

export interface ModelList {
  /** Live ones of the catalogue: what there is to train and to evaluate on. */
  images: number
  /** Those that a training keeps for evaluation where nobody says. */
  reserve: number
  models: ModelRow[]
}

export interface ModelReport extends ModelRow {
  history: Epoch[]
  skippedReasons: { reason: string; images: number }[]
  /** In spite of what pictures were used: an example of each kind, and the images of the kind. */
  remarks: { message: string; images: number }[]
}

/** Pictures that a model has not learnt from, beside what it makes of them. */
export interface Reconstructions {
  /** Of the state that drew them. */
  epochs: number
  side: number
  /** Grey levels in base64, `side` × `side` bytes each. */
  pairs: { instance: number; original: string; reconstruction: string }[]
  /** Why there are none. */
  without: string | null
}

export interface EvaluationRow {
  evaluation: number
  created: string
  clustering: string
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
  stability: number
}

/** One evaluation with the words of the report. */
export interface EvaluationDocument {
  summary: EvaluationSummary
  words: {
    verdict: string
    tTest: string
    permutationTest: string
    control: string
    isSound: boolean
    disjointness: string
    stability: string
    /** Of images in which there is nothing to compare. */
    blank: string[]
    /** null where nobody has assigned the images to the clusters yet, as are the clusters. */
    clusters: string | null
  }
  paper: PaperFigures
  /** By falling difference of permuted and clustered. */
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

/** What an export may hold besides its own columns. */
export interface ExportColumn {
  name: string
  /** Keyword of its tag, or what its creator calls itself. */
  keyword: string
  tag: string
  vr: string
  /** Whether its values may tell of a person, a place or a time. */
  phi: boolean
}

const cluster = integer(0, 65_534)
const instance = integer(0, 2 ** 32 - 1)
const model = integer(1, 999_999_999)
const offset = integer(0, 2 ** 32)
const limit = integer(1, 1000)

/** Some images of a cluster: of a list, or by what a tag says of them. */
const condition = object({
  instances: optional(list(integer(0, 2 ** 32 - 1), 100_000)),
  tag: optional(text({ max: 1000 })),
  /** One of its values, however it is spelt; '' for those without one. */
  value: optional(text({ max: 1000, empty: true })),
  /** Or numbers: from this one, and below that. */
  from: optional(number),
  to: optional(number)
})
export type Condition = Infer<typeof condition>
/** Those for which all of these hold. */
const among = optional(list(condition, 20))

type AnyJob = { [J in JobName]: { job: J; parameters: JobParameters[J] } }[JobName]

/** A job's name with what it takes. */
const job = v.pipe(
  object({ job: oneOf(...JOB_NAMES), parameters: v.unknown() }),
  v.lazy((given) => jobSchemas[(given as AnyJob).job] as v.GenericSchema<{ job: JobName; parameters: unknown }, AnyJob>)
)
const jobSchemas = Object.fromEntries(
  JOB_NAMES.map((name) => [name, object({ job: v.literal(name), parameters: parametersOf(name) })])
) as unknown as Record<JobName, Schema<AnyJob>>

/** What each method takes. */
export const methods = {
  'app.state': object({}),
  'catalogue.open': object({ file: text(), create: optional(boolean) }),
  'catalogue.close': object({}),
  'folders.list': object({ path: optional(text()), name: optional(text({ max: 255 })) }),

  'archive.summary': object({}),
  'archive.sources': object({}),
  'archive.issues': object({ code: optional(text({ max: 100 })), offset, limit }),

  'tags.list': object({}),
  'tags.distribution': object({
    tag: text({ max: 1000 }),
    creator: text({ max: 1000, empty: true }),
    path: text({ max: 2000, empty: true }),
    search: optional(text({ max: 200, empty: true })),
    limit
  }),
  /** A later question of the same asker takes the place of an earlier one, which is then answered with `cancelled`. */
  'features.select': object({ ...featureParameters, asker: optional(text({ max: 100 })) }),
  'features.values': object({
    where: conditions,
    ...readings,
    tag: text({ max: 1000 }),
    search: text({ max: 200, empty: true }),
    limit
  }),

  'runs.list': object({}),
  'clusterings.report': object({ clustering: run }),
  'clusterings.silhouettes': object({ clustering: run }),
  'clusters.members': object({
    clustering: run,
    cluster,
    sort: oneOf('distance', 'silhouette', 'value', 'instance'),
    order: oneOf('ascending', 'descending'),
    tag: optional(text({ max: 1000 })),
    /** Whether to tell of the headers, too. */
    headers: optional(boolean),
    among,
    offset,
    limit
  }),
  'clusters.silhouettes': object({ clustering: run, cluster, among }),
  'clusters.tag': object({ clustering: run, cluster, tag: text({ max: 1000 }), among }),

  'images.place': object({ instance }),
  'images.elements': object({ instance }),

  'annotations.put': object({
    clustering: run,
    cluster,
    label: text({ max: 1000, empty: true }),
    code: optional(text({ max: 100, empty: true })),
    scheme: optional(text({ max: 100, empty: true })),
    meaning: optional(text({ max: 1000, empty: true })),
    note: optional(text({ max: 10_000, empty: true })),
    /** The entry that has to be the cluster's latest one; else nothing is changed. */
    follows: optional(integer(0, Number.MAX_SAFE_INTEGER))
  }),
  'annotations.keys': object({}),
  'annotations.history': object({ clustering: run, cluster }),
  'codes.search': object({ text: text({ max: 200, empty: true }), limit: optional(integer(1, 100)) }),

  'models.list': object({}),
  'models.report': object({ model }),
  'models.reconstructions': object({ model }),
  'evaluations.list': object({}),
  'evaluations.report': object({ evaluation: model }),
  /** What datasets of an evaluation that keeps nothing together would have. */
  'evaluations.room': object({
    clustering: run,
    model,
    datasets: evaluate.parameters.datasets,
    size: evaluate.parameters.size
  }),

  'export.columns': object({}),
  'export.preview': object({
    clustering: run,
    columns: list(text({ max: 1000 }), 1000),
    format: oneOf('csv', 'jsonl', 'parquet'),
    rows: integer(1, 100),
    /** Where UIDs are remapped: the key, if it is there yet. */
    uidKeyFile: optional(text())
  }),

  'jobs.list': object({}),
  'jobs.start': job,
  'jobs.stop': object({ id: text({ max: 100 }), to: oneOf('paused', 'cancelled') }),
  'jobs.resume': object({ id: text({ max: 100 }) }),
  'jobs.forget': object({ id: text({ max: 100 }) }),
  'jobs.log': object({ id: text({ max: 100 }) }),
  'jobs.page': object({ id: text({ max: 100 }) })
} satisfies Record<keyof Results, Schema<object>>

/** What each method gives back. */
export interface Results {
  'app.state': AppState
  'catalogue.open': AppState
  'catalogue.close': AppState
  'folders.list': FolderList

  'archive.summary': ArchiveSummary
  'archive.sources': SourceRow[]
  'archive.issues': Page<FileIssue>

  'tags.list': TagList
  'tags.distribution': TagDistribution
  'features.select': FeaturesDocument
  'features.values': FeatureValues

  'runs.list': RunRow[]
  'clusterings.report': ClusteringReport
  'clusterings.silhouettes': SilhouettePlot
  'clusters.members': Page<Member>
  'clusters.silhouettes': ClusterSilhouettes
  'clusters.tag': ClusterTag

  'images.place': ImagePlace
  'images.elements': ElementList

  'annotations.put': NamedCluster
  /** The labels that were used last, by the key that gives them. */
  'annotations.keys': Name[]
  'annotations.history': Annotation[]
  'codes.search': Code[]

  'models.list': ModelList
  'models.report': ModelReport
  'models.reconstructions': Reconstructions
  'evaluations.list': EvaluationRow[]
  'evaluations.report': EvaluationDocument
  'evaluations.room': Room

  'export.columns': ExportColumn[]
  'export.preview': ExportPreview

  'jobs.list': JobRecord[]
  'jobs.start': JobRecord
  'jobs.stop': null
  'jobs.resume': JobRecord
  'jobs.forget': null
  'jobs.log': string
  /** The page that a report's job has written. */
  'jobs.page': string
}

export type Method = keyof Results
export type Arguments<M extends Method> = Infer<(typeof methods)[M]>

/** What a host tells its windows without being asked. */
export interface Events {
  /** A job came to the list, went on, or changed its state. */
  job: JobRecord
  /** Another catalogue was opened, or none is open any more. */
  state: AppState
  /** A window named a cluster, or took its name away. */
  name: NamedCluster
  /** From the desktop's menus. */
  command: Command
}
export type Event = { [E in keyof Events]: { event: E; data: Events[E] } }[keyof Events]

export const COMMANDS = ['open-folder', 'open-catalogue', 'new-catalogue', 'toggle-theme', 'show-jobs'] as const
export type Command = (typeof COMMANDS)[number]

/** How a call ends, on its way through a process or a network. */
export type Reply<T> = { ok: true; value: T } | { ok: false; error: { code: string; message: string } }

/** @returns the method's arguments as it takes them @throws MedoidError `unknown-method`, `invalid-arguments` */
export function readCall(method: unknown, given: unknown): { method: Method; given: object } {
  const name = parse(oneOf(...(Object.keys(methods) as Method[])), method, 'The method')
  return { method: name, given: parse<object>(methods[name], given, name) }
}

/** What the desktop's preload puts into its window; a browser's window has none and asks over HTTP. */
export interface Bridge {
  call(method: Method, given: object): Promise<Reply<unknown>>
  listen(listener: (event: Event) => void): () => void
  /** Lets a person choose; null where they chose nothing. */
  choose(what: Choice): Promise<string | null>
  /** Where a dropped file or folder lies. */
  pathOf(file: File): string
  /** Shows a file of the archive in the system's file manager. */
  showFile(path: string): Promise<void>
}

export interface Choice {
  kind: 'folder' | 'catalogue' | 'new-catalogue' | 'save'
  /** What the dialog begins with. */
  suggested?: string
  /** A file that is there already is gone on with, not replaced. */
  keeps?: boolean
}
