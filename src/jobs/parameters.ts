import type { JobName } from './registry.ts'
import { type Condition, conditions, readings } from '../core/conditions.ts'
import { boolean, type Infer, integer, list, object, oneOf, optional, type Schema, text } from '../core/schema.ts'

const BACKEND_CHOICES = ['auto', 'cuda', 'webgpu', 'tensorflow', 'wasm'] as const
type BackendChoice = (typeof BACKEND_CHOICES)[number]

/** Where a job writes. */
export interface Output {
  out: string
  /** A person has said that the file that is there may be replaced, and what belongs to it. */
  overwrite?: boolean
}

export interface JobParameters {
  demo: { images: number; seed: number }
  scan: { folders: string[] }
  'remove-source': { source: string }
  'move-source': { source: string; folder: string }
  'count-values': object
  cluster: FeatureOptions & {
    k?: number[]
    sample: number
    seed: number
    algorithm: 'fasterpam' | 'pam'
    restarts: number
  }
  assign: { run: string }
  train: {
    images: number
    epochs: number
    batch: number
    architecture: 'compact' | 'manojlovic2020'
    backend: BackendChoice
    where: Condition[]
    /** Images that no training touches; half of them, at most 50,000, where nobody says. */
    reserve?: number
    seed: number
    /** A model to go on with. */
    resume?: string
  }
  embed: { model: string; run: string; format: 'npy' | 'parquet'; backend: BackendChoice } & Output
  evaluate: {
    run: string
    model: string
    datasets: number
    size: number
    fit: boolean
    by: 'image' | 'series' | 'patient'
    centre: 'mean' | 'medoid'
    permutations: number
    seed: number
    backend: BackendChoice
  }
  report: { run: string; evaluation?: string; pictures: 'safe' | 'all' } & Output
  'export-labels': Output & {
    run: string
    format: 'csv' | 'jsonl' | 'parquet'
    columns: string[]
    uidKeyFile?: string
  }
  'export-features': FeatureOptions & Output & { format: 'csv' | 'parquet' }
  check: object
}

const names = list(text({ max: 1000 }), 5000)
export const features = { where: conditions, tags: integer(1, 10_000), include: names, exclude: names, ...readings }
export const featureOptions = object(features)
export type FeatureOptions = Infer<typeof featureOptions>

const seed = integer(0, 2 ** 32 - 1)
const output = { out: text(), overwrite: optional(boolean) }
/** `R.K`, or `R`. */
export const run = text({ max: 21 })
const backend = oneOf(...BACKEND_CHOICES)

/** What each job takes; the catalogue is the one that is open. */
export const jobParameters: { [J in JobName]: Schema<JobParameters[J]> } = {
  demo: object({ images: integer(10, 1_000_000), seed }),
  scan: object({ folders: list(text(), 1000) }),
  'remove-source': object({ source: text() }),
  'move-source': object({ source: text(), folder: text() }),
  'count-values': object({}),
  cluster: object({
    ...features,
    k: optional(list(integer(1, 65_534), 100)),
    sample: integer(2, 100_000),
    seed,
    algorithm: oneOf('fasterpam', 'pam'),
    restarts: integer(1, 1000)
  }),
  assign: object({ run }),
  train: object({
    images: integer(2, 10_000_000),
    epochs: integer(1, 100_000),
    batch: integer(1, 10_000),
    architecture: oneOf('compact', 'manojlovic2020'),
    backend,
    where: conditions,
    reserve: optional(integer(0, 2 ** 32 - 1)),
    seed,
    resume: optional(text({ max: 9 }))
  }),
  embed: object({ model: text({ max: 9 }), run, format: oneOf('npy', 'parquet'), ...output, backend }),
  evaluate: object({
    run,
    model: text({ max: 9 }),
    datasets: integer(2, 10_000),
    size: integer(2, 25_000),
    fit: boolean,
    by: oneOf('image', 'series', 'patient'),
    centre: oneOf('mean', 'medoid'),
    permutations: integer(1, 1_000_000),
    seed,
    backend
  }),
  report: object({ run, evaluation: optional(text({ max: 9 })), ...output, pictures: oneOf('safe', 'all') }),
  'export-labels': object({
    run,
    format: oneOf('csv', 'jsonl', 'parquet'),
    ...output,
    columns: list(text({ max: 1000 }), 1000),
    uidKeyFile: optional(text())
  }),
  'export-features': object({ ...features, ...output, format: oneOf('csv', 'parquet') }),
  check: object({})
}
