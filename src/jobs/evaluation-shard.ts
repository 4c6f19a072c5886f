import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import * as v from 'valibot'
import { identityOf } from '../core/catalogue/database.ts'
import { formatClustering } from '../core/catalogue/clustering-name.ts'
import { projectionId, type StoredProjection } from '../core/catalogue/projections.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { agreementFigures, clusterFigures, datasetResult } from '../core/catalogue/stored/evaluation.ts'
import { skippedImage } from '../core/catalogue/stored/model.ts'
import { storedRemark } from '../core/stored-message.ts'
import { ANY, COUNT, INSTANCE, SEED } from '../core/catalogue/stored/numbers.ts'
import { unit } from '../core/catalogue/stored/unit.ts'
import { weightsId } from '../core/embedding/checkpoint.ts'
import { MedoidError } from '../core/errors.ts'
import { FIRST_PERMUTATION } from '../core/evaluation/protocol.ts'
import { PICTURE_VERSION } from '../core/pixels/picture.ts'
import {
  anyText,
  boolean,
  fields,
  type Infer,
  list,
  number,
  oneOf,
  optional,
  orNull,
  tryParse
} from '../core/schema.ts'
import type { EvaluatedDataset } from './evaluated-datasets.ts'
import type { EvaluationPlan } from './evaluation-plan.ts'
import { PROGRAM_VERSION } from './program.ts'

/** Files of the results of a shard of an evaluation end so. */
export const EVALUATION_SHARDS = 'json'

const FORMAT = 'medoid-evaluation-shard 1'
/** Before the rest: SHA-256 of it. */
const HEAD = `${FORMAT} `
const HASH = 64

const CODE = v.pipe(COUNT, v.maxValue(65_535))
const dataset = fields({
  result: datasetResult,
  perCluster: list(clusterFigures, ANY),
  control: fields({ labelled: number, permuted: number }),
  statistics: list(number, ANY),
  withoutLength: list(COUNT, ANY),
  instances: list(INSTANCE, ANY),
  labels: list(CODE, ANY),
  agreements: list(fields({ found: orNull(agreementFigures), without: orNull(agreementFigures) }), ANY),
  skipped: list(skippedImage, ANY),
  constant: list(INSTANCE, ANY),
  remarked: list(fields({ instance: INSTANCE, remarks: list(storedRemark, ANY) }), ANY)
})

/** What the command was told: what is drawn follows from it. */
const asked = fields({
  run: anyText,
  model: anyText,
  datasets: COUNT,
  size: COUNT,
  centre: oneOf('mean', 'medoid'),
  permutations: COUNT,
  by: unit,
  seed: SEED,
  fit: boolean,
  project: optional(COUNT)
})

const document = fields({
  shard: COUNT,
  shards: COUNT,
  asked,
  /** What must be the same in all shards, in words for people. */
  settings: v.record(anyText, anyText),
  /** Of the first shard alone: adjusted Rand index of five seeds, null where the clusters do not depend on the seed. */
  stability: orNull(fields({ ari: orNull(number) })),
  device: anyText,
  seconds: number,
  /** Place of the first among all datasets. */
  first: COUNT,
  datasets: list(dataset, ANY)
})
type Document = Infer<typeof document>

/** What a shard of an evaluation found. */
export interface EvaluationShard extends Omit<Document, 'datasets'> {
  datasets: EvaluatedDataset[]
}

/** What must be the same for datasets to be of one evaluation. */
export function evaluationSettings(
  reader: CatalogueReader,
  { clustering, edit, model, state, datasets, parameters }: EvaluationPlan,
  projection: StoredProjection | null
): Record<string, string> {
  const drawn = createHash('sha256')
  for (const set of datasets) drawn.update(set)
  return {
    clustering: formatClustering(clustering),
    'changes of the clusters': String(edit),
    model: `${model.id} (weights ${weightsId(state).slice(0, 12)})`,
    ...(projection === null ? {} : { projection: `${projection.width} (${projectionId(projection).slice(0, 12)})` }),
    ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)])),
    images: drawn.digest('hex').slice(0, 12),
    catalogue: identityOf(reader.db),
    pictures: String(PICTURE_VERSION),
    Medoid: PROGRAM_VERSION
  }
}

/** The datasets that a shard has. */
export function datasetsOf(
  count: number,
  { shard, shards }: Pick<Document, 'shard' | 'shards'>
): { from: number; to: number } {
  const at = (part: number): number => Math.floor((count * part) / shards)
  return { from: at(shard), to: at(shard + 1) }
}

/** @param file that is not there yet; it is the user's alone */
export async function writeEvaluationShard(file: string, { datasets, ...rest }: EvaluationShard): Promise<void> {
  const written: Document = { ...rest, datasets: datasets.map(plain) }
  const body = JSON.stringify(written)
  const hash = createHash('sha256').update(body).digest('hex')
  await writeFile(file, `${HEAD}${hash}\n${body}\n`, { mode: 0o600, flag: 'wx' })
}

function plain({ figures, instances, labels, ...rest }: EvaluatedDataset): Infer<typeof dataset> {
  const { statistics, ...found } = figures
  const remarked = rest.remarked.map(({ instance, remarks }) => ({ instance, remarks: [...remarks] }))
  const arrays = { statistics: Array.from(statistics), instances: Array.from(instances), labels: Array.from(labels) }
  return { ...found, ...rest, remarked, ...arrays }
}

/** @throws MedoidError `result-unfit` for what is none, or is not what was written */
export async function readEvaluationShard(file: string): Promise<EvaluationShard> {
  const text = await readFile(file, 'utf8')
  const start = HEAD.length + HASH + 1
  if (!text.startsWith(HEAD)) throw unfit(file, 'it is another file, or of another version of Medoid')
  const body = text.slice(start, -1)
  if (createHash('sha256').update(body).digest('hex') !== text.slice(HEAD.length, HEAD.length + HASH)) {
    throw unfit(file, 'it is not what was written')
  }
  const read = tryParse(document, JSON.parse(body), 'result')
  if ('problem' in read) throw unfit(file, read.problem)
  const { datasets, ...rest } = read.value
  return { ...rest, datasets: datasets.map((each) => evaluated(each, rest.asked.permutations, file)) }
}

function evaluated(given: Infer<typeof dataset>, permutations: number, file: string): EvaluatedDataset {
  const { result, perCluster, control, statistics, withoutLength, instances, labels, ...rest } = given
  const isWhole =
    instances.length === result.images &&
    labels.length === result.images &&
    labels.every((label) => label < result.k) &&
    withoutLength.every((place) => place < result.images) &&
    rest.agreements.length === 2 &&
    statistics.length === FIRST_PERMUTATION + permutations
  if (!isWhole) throw unfit(file, 'its figures do not fit together')
  return {
    ...rest,
    figures: { result, perCluster, control, statistics: Float64Array.from(statistics), withoutLength },
    instances: Uint32Array.from(instances),
    labels: Uint16Array.from(labels)
  }
}

function unfit(path: string, problem: string): MedoidError {
  return new MedoidError('result-unfit', { why: 'damaged', path, problem })
}
