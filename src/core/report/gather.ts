import type { StoredEvaluation } from '../catalogue/evaluations.ts'
import { loadModel, type StoredModel } from '../catalogue/models.ts'
import type { CatalogueReader } from '../catalogue/reader.ts'
import { comparisonIds, loadComparison } from '../catalogue/comparisons.ts'
import { type ClusteringName, formatClustering } from '../catalogue/clustering-name.ts'
import type { StoredMap } from '../catalogue/maps.ts'
import { countRunsBefore, loadClustering, loadRun, type StoredClustering, type StoredRun } from '../catalogue/runs.ts'
import { readSummary, SUMMARY_TOP } from '../catalogue/summary.ts'
import { editSummary } from '../catalogue/edit-summary.ts'
import { editedUpTo } from '../catalogue/edited.ts'
import { hasBest, sweepRemarks } from '../clustering/remarks.ts'
import { sampleRemarks } from '../clustering/sample-remarks.ts'
import { structureOf } from '../clustering/silhouette.ts'
import type { BlankImage, BlankImages } from '../catalogue/stored/evaluation.ts'
import type { SitesApart } from '../harmonise/apart.ts'
import { oneSiteClusters, oneSiteRemarks } from '../harmonise/one-site.ts'
import { publicConditions, publicParameters } from '../labels/public-parameters.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { summariseArchive } from './archive.ts'
import { listClusters, silhouettesByCluster } from './cluster-list.ts'
import {
  type ClusterSummary,
  type ComparisonSummary,
  type EvaluationSummary,
  type PictureChoice,
  PICTURED_CLUSTERS,
  type ReportData,
  type RunSummary,
  type TrainingRecipe,
  type TrainingSummary
} from './data.ts'
import { evaluatedClusters } from './evaluated-clusters.ts'
import { columnNames, listFeatures, shownFeatures, tagRows } from './feature-list.ts'
import { summariseMap } from './map-summary.ts'
import type { MethodComparison, NoMethods } from './method-words.ts'
import { PAPER } from './paper.ts'
import { countReasons, png, type PictureSource, takePictures, withheldReasons, withoutPath } from './pictures.ts'
import { publicAgreement } from './public-agreement.ts'
import { reproduction } from './reproduction.ts'
import { summariseSites } from './sites-summary.ts'
import { summariseTree } from './tree-summary.ts'

/** What a report is about. */
export interface ReportInput {
  clustering: ClusteringName
  pictures: PictureChoice
  /** Pictures of medoids. */
  read: PictureSource
  model?: StoredModel
  /** Pictures that the model has not learnt from, and what it makes of them; 128 × 128 grey levels each. */
  reconstructions?: readonly ReconstructedPicture[]
  /** Why there are none. */
  withoutReconstructions?: string
  /** Of this clustering, with this model. */
  evaluation?: StoredEvaluation
  /** Of the run. */
  maps?: readonly MapInput[]
  /** The method of the run beside the others, or why they were not compared. */
  methods: MethodComparison | NoMethods
  /** How far the sites are told apart; null where there is one site alone, or too many. */
  apart: SitesApart | null
  /** Version of the program. */
  version: string
}

export interface MapInput {
  map: StoredMap
  /** Images of the run as it is now, and how many of them have no place; null where only the sample was laid out. */
  placed: { images: number; without: number } | null
}

export interface ReconstructedPicture {
  instance: number
  original: Uint8Array
  reconstruction: Uint8Array
}

/** Of the gathering, as progress counts them. */
const PARTS = 3

/**
 * Gathers what a report says. Values of headers are in it only where they belong to chosen features that tell of no person, or
 * are counts of what the archive holds; neither paths nor UIDs are.
 *
 * @throws MedoidError `unknown-run`; CancelledError
 */
export async function gather(reader: CatalogueReader, input: ReportInput, work: Work): Promise<ReportData> {
  const { clustering: name, pictures: choice, read, model, evaluation, maps = [], methods, apart, version } = input
  let done = 0
  const begin = async (stage: string): Promise<void> => {
    work.onProgress?.({ stage, done: done++, total: PARTS, unit: 'parts' })
    await breathe()
    throwIfCancelled(work)
  }
  const created = new Date().toISOString()
  const stored = loadRun(reader.db, name.run)
  const clustering = loadClustering(reader.db, name)
  const { features } = stored
  const shown = shownFeatures(features, reader.tags())

  await begin('Counting what the archive holds')
  const frequencies = readSummary(reader)?.tags ?? reader.frequencies(reader.live(), SUMMARY_TOP)
  const archive = summariseArchive(reader, frequencies)
  const tags = tagRows(frequencies, archive.instances, features, shown)
  await begin('Fetching pictures')
  const path = (instance: number): string => reader.readablePath(instance)
  const medoids = await takePictures(
    reader,
    Uint32Array.from(clustering.clusters.slice(0, PICTURED_CLUSTERS), ({ id }) => clustering.medoids[id]),
    choice,
    read,
    path
  )
  await begin('Describing the clusters')
  const clusters = listClusters(reader, name, clustering, stored, columnNames(shown.values()), medoids)
  const sites = await summariseSites(reader, stored, clustering, { frequencies, apart }, work)
  const run = summariseRun(reader, name, stored, clustering, clusters)
  const training = model === undefined ? null : summariseTraining(reader, model, input)
  const evaluated = evaluation === undefined ? null : summariseEvaluation(evaluation)
  return {
    schema: 'medoid-report',
    schemaVersion: 1,
    created,
    program: { name: 'medoid', version, node: process.version, platform: `${process.platform} ${process.arch}` },
    archive,
    tags,
    features: listFeatures(features, shown, stored.parameters),
    run,
    clusters,
    sites,
    tree: summariseTree(reader, name, clustering),
    maps: maps.map(({ map, placed }) => summariseMap(map, placed, clustering)),
    methods: typeof methods === 'string' ? null : methods,
    withoutMethods: typeof methods === 'string' ? methods : null,
    comparison: newestComparison(reader),
    training,
    evaluation: evaluated,
    evaluatedClusters: evaluation === undefined ? null : evaluatedClusters(reader, name, evaluation),
    pictures: choice,
    paper: PAPER,
    again: reproduction(
      { version, created },
      run,
      choice,
      training,
      evaluated,
      training === null ? 0 : countRunsBefore(reader.db, training.created, name.run)
    )
  }
}

function summariseRun(
  reader: CatalogueReader,
  name: ClusteringName,
  stored: StoredRun,
  clustering: StoredClustering,
  clusters: readonly ClusterSummary[]
): RunSummary {
  const swept = stored.result
  const { n, images, columns, pairsWithoutSharedFeature, sweep } = swept
  const { run, k, loss, silhouette } = clustering
  const structure = (value: number | null) => (value === null ? null : structureOf(value))
  const assigned = clusters.some((cluster) => cluster.assigned !== null)
  return {
    clustering: formatClustering(name),
    run,
    k,
    created: stored.created,
    program: stored.program,
    parameters: publicParameters(stored.parameters, reader.tags()),
    fusion: summariseFusion(reader, stored),
    sample: n,
    images,
    columns,
    pairsWithoutSharedFeature,
    remarks: [
      ...sampleRemarks(stored.parameters, swept),
      ...sweepRemarks(swept, 'images'),
      ...oneSiteRemarks(oneSiteClusters(reader.db, stored.sample, clustering.labels), k)
    ],
    bestK: hasBest(swept) ? swept.best.k : null,
    sweep: sweep
      .map((row) => ({
        k: row.k,
        silhouette: row.silhouette,
        structure: structure(row.silhouette),
        loss: row.loss,
        swaps: row.swaps
      }))
      .sort((a, b) => a.k - b.k),
    loss,
    silhouette,
    structure: structure(silhouette),
    silhouettes: silhouettesByCluster(clustering),
    edits: editSummary(reader, name),
    edit: editedUpTo(reader.db, name),
    assigned: assigned ? clusters.reduce((sum, cluster) => sum + (cluster.assigned ?? 0), 0) : null
  }
}

function summariseFusion(reader: CatalogueReader, { parameters, features }: StoredRun): RunSummary['fusion'] {
  const { fuse } = parameters
  const { fusion } = features
  if (fuse === null || fusion === null) return null
  const { epochs, scale, withoutVector } = fusion
  const training = recipeOf(reader, loadModel(reader.db, String(fuse.model)))
  return { ...fuse, epochs, scale, withoutVector: withoutVector.length, training }
}

/** Conditions on tags that may tell of people are not told. */
function recipeOf(reader: CatalogueReader, { report, program, created }: StoredModel): TrainingRecipe {
  const { model, parameters, backend } = report
  const where = publicConditions(parameters.where, reader.tags())
  return { model, program, created, parameters: { ...parameters, where: [...where] }, backend }
}

/** Like all that follows: what is told is named, so that what is stored later besides is not told unawares. */
function summariseTraining(
  reader: CatalogueReader,
  stored: StoredModel,
  { pictures: choice, reconstructions = [], withoutReconstructions }: ReportInput
): TrainingSummary {
  const { report } = stored
  const { architecture, embedding, images, validationImages, reserved, skipped, epochs } = report
  const { device, backendReason, secondsPerStep, imagesPerSecond } = report
  const instances = Uint32Array.from(reconstructions, ({ instance }) => instance).sort()
  const withheld = choice === 'all' ? new Map<number, string>() : withheldReasons(reader, instances)
  const shown = reconstructions.map(({ instance, original, reconstruction }) => {
    const reason = withheld.get(instance)
    return reason === undefined
      ? { original: { instance, png: png(original) }, png: png(reconstruction) }
      : { original: { instance, withheld: reason } }
  })
  return {
    ...recipeOf(reader, stored),
    architecture,
    embedding,
    images,
    validationImages,
    reserved,
    device,
    backendReason: withoutPath(backendReason, ''),
    epochs,
    secondsPerStep,
    imagesPerSecond,
    skipped: countReasons(skipped),
    reconstructions: shown,
    withoutReconstructions: shown.length > 0 ? null : (withoutReconstructions ?? 'none were made.')
  }
}

/** The newest comparison of ways to choose tags; of the tags only how many there are, as some are named by their creators. */
function newestComparison({ db }: CatalogueReader): ComparisonSummary | null {
  const id = comparisonIds(db).at(-1)
  if (id === undefined) return null
  const { created, program, result } = loadComparison(db, id)
  const { n, images, visual, withoutVisual, parameters, selections } = result
  return {
    comparison: id,
    created,
    program,
    n,
    images,
    visual,
    withoutVisual,
    k: parameters.k,
    tags: parameters.tags,
    method: parameters.method,
    selections: selections.map(({ select, features, columns, silhouette, largest, stability, ...found }) => ({
      select,
      tags: features.length,
      columns,
      silhouette,
      largest,
      stability,
      visual: found.visual,
      modality: found.modality && publicAgreement(found.modality),
      bodyPart: found.bodyPart && publicAgreement(found.bodyPart)
    }))
  }
}

/** What is told of an evaluation. */
export function summariseEvaluation({ result, program, created }: StoredEvaluation): EvaluationSummary {
  const { evaluation, run, model, parameters, sets, datasets, clustered, permuted, tTest, permutationTest } = result
  const { modelState, control, perCluster, agreement, shared, stability, skipped, blank, edit, projection, seconds } =
    result
  return {
    evaluation,
    program,
    created,
    run,
    model,
    modelState,
    parameters,
    sets,
    datasets,
    clustered,
    permuted,
    tTest,
    permutationTest,
    control,
    perCluster,
    agreement,
    shared,
    stability,
    skipped: countReasons(skipped),
    blank: blank === null ? null : blankInstances(blank),
    edit,
    projection,
    seconds
  }
}

/** Without paths, which hold what folders are called. */
function blankInstances({ constantPictures, withoutLength }: BlankImages): EvaluationSummary['blank'] {
  const instances = (images: readonly BlankImage[]): number[] => images.map(({ instance }) => instance)
  return { constantPictures: instances(constantPictures), withoutLength: instances(withoutLength) }
}
