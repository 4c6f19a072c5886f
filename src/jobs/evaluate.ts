import { dirname } from 'node:path'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { saveEvaluation } from '../core/catalogue/evaluations.ts'
import { loadModel, type StoredModel } from '../core/catalogue/models.ts'
import { formatClustering } from '../core/catalogue/clustering-name.ts'
import { findClustering, loadRun, type StoredRun } from '../core/catalogue/runs.ts'
import { embeddingShape } from '../core/embedding/architecture.ts'
import type { Network } from '../core/embedding/backend.ts'
import { weightsId } from '../core/embedding/checkpoint.ts'
import { chooseBackend } from '../core/embedding/choose-backend.ts'
import { ENCODED_AT_A_TIME, encodeVectors } from '../core/embedding/encode.ts'
import { noticingConstant } from '../core/embedding/constant-pictures.ts'
import type { SkippedImage } from '../core/catalogue/stored/model.ts'
import type {
  Agreement,
  BlankImage,
  BlankImages,
  EvaluationParameters,
  EvaluationReport,
  TargetAgreement
} from '../core/catalogue/stored/evaluation.ts'
import type { Feature } from '../core/catalogue/stored/features.ts'
import { PictureCache } from '../core/embedding/picture-cache.ts'
import { preparePictures, remarksReport, streamPictures } from '../core/embedding/prepare.ts'
import { MedoidError } from '../core/errors.ts'
import { agreement } from '../core/evaluation/agreement.ts'
import { drawDatasets, type Drawn } from '../core/evaluation/draw.ts'
import {
  checkDatasets,
  checkPermutations,
  checkSize,
  type Dataset,
  evaluateDatasets
} from '../core/evaluation/protocol.ts'
import { countShared } from '../core/evaluation/shared.ts'
import { BODY_PART, MODALITY, type Target, withoutTarget } from '../core/evaluation/target.ts'
import { classesOf } from '../core/features/classes.ts'
import { countWithoutGroup, GROUP_KEYWORDS, groupsOf } from '../core/features/groups.ts'
import { RemarkCounts } from '../core/remark-counts.ts'
import type { Work } from '../core/work.ts'
import { adding } from './catalogues.ts'
import { Clusterer } from './clusterer.ts'
import type { Job } from './contract.ts'
import type { EvaluateParameters } from './definitions/evaluation.ts'
import { tellWithoutGroup } from './features.ts'
import { DatasetCourse } from './dataset-course.ts'
import { drawable, groupsBy, seenBefore } from './evaluation-room.ts'
import { agreementWithout } from './judge-clusters.ts'
import { architectureOf, loadState } from './model-state.ts'
import { PROGRAM_VERSION } from './program.ts'
import { RunPictures } from './run-pictures.ts'

/** Are the clusters visually similar? The protocol of the paper's Figure 2, on images that nothing has seen yet. */
export const evaluateJob: Job<EvaluateParameters, EvaluationReport> = {
  run: (parameters, work) =>
    adding(parameters.catalogue, async (reader, { db, file }) => {
      const started = performance.now()
      checkDatasets(parameters.datasets)
      checkPermutations(parameters.permutations)
      const clustering = findClustering(db, parameters.run)
      const run = loadRun(db, clustering.run)
      const model = loadModel(db, parameters.model)
      checkNotCircular(run, model)
      const { fuse } = run.parameters
      if (fuse !== null) {
        work.onMessage?.({ code: 'evaluation-circular-in-part', parameters: { run: run.id, ...fuse } })
      }
      checkSize(parameters.size, clustering.k)
      const drawn = drawSets(reader, run, model, clustering.k, parameters, work)
      const architecture = architectureOf(model)
      const state = loadState(db, model, work)
      if (state.epochs.length === 0) {
        work.onMessage?.({ code: 'model-untrained', parameters: { model: model.id } })
      }
      const pictures = await RunPictures.open(reader, { db, file }, run, work)
      let network: Network | undefined
      let cache: PictureCache | undefined
      try {
        const clusterer = new Clusterer(reader, run, clustering.k, pictures, work)
        // First, as it needs nothing of what takes hours.
        const stability = { ari: await clusterer.stability(run.sample) }
        const { backend } = await chooseBackend(parameters.backend, { signal: work.signal })
        network = await backend.create(architecture, state)
        cache = PictureCache.open(file, work.onMessage)
        const judge = new Judge(reader, clusterer)
        const skipped: SkippedImage[] = []
        const remarks = new RemarkCounts()
        const blank: BlankImages = { constantPictures: [], withoutLength: [] }
        const named = (instance: number): BlankImage => ({ instance, path: reader.readablePath(instance) })
        const members: Members = { instances: [], labels: [] }
        const course = new DatasetCourse(drawn.datasets.length)
        const told = course.of(work)
        const onConstant = (instance: number): void => void blank.constantPictures.push(named(instance))
        const embedding = {
          cache,
          network,
          clusterer,
          judge,
          skipped,
          remarks,
          onConstant,
          members,
          course,
          work: told
        }
        const datasets = embedded(reader, drawn.datasets, embedding)
        const { centre, permutations, seed } = parameters
        const length = embeddingShape(architecture).values
        const folder = dirname(file)
        const onWithoutLength = (dataset: number, places: number[]): void => {
          for (const place of places) blank.withoutLength.push(named(members.instances[dataset][place]))
        }
        const options = { length, centre, permutations, seed, folder, onWithoutLength }
        const result = await evaluateDatasets(datasets, options, told)
        const report = (evaluation: number): EvaluationReport => ({
          evaluation,
          run: formatClustering(clustering),
          model: model.id,
          modelState: { epochs: state.epochs.length, weights: weightsId(state) },
          parameters: drawn.parameters,
          sets: {
            training: model.training.length + model.validation.length,
            sample: run.sample.length,
            evaluated: drawn.datasets.reduce((sum, set) => sum + set.length, 0)
          },
          ...result,
          agreement: judge.agreement(),
          shared: sharedOf(reader, drawn.datasets, seenBefore(reader, run, model)),
          stability,
          skipped,
          blank,
          remarks: remarksReport(reader, remarks.list()),
          seconds: (performance.now() - started) / 1000
        })
        let reported: EvaluationReport | undefined
        saveEvaluation(db, {
          program: PROGRAM_VERSION,
          run: clustering.run,
          k: clustering.k,
          model: model.id,
          instances: Uint32Array.from(members.instances.flatMap((each) => [...each])),
          labels: Uint16Array.from(members.labels.flatMap((each) => [...each])),
          result: (id) => (reported = report(id))
        })
        return reported!
      } finally {
        await network?.close()
        cache?.close()
        await pictures?.close()
      }
    })
}

/** Clusters that were made of the vectors of a model are near each other in these. @throws MedoidError `evaluation-circular` */
function checkNotCircular({ id, parameters }: StoredRun, model: StoredModel): void {
  if (parameters.fuse?.model !== model.id) return
  throw new MedoidError('evaluation-circular', { run: id, model: model.id })
}

function drawSets(
  reader: CatalogueReader,
  run: StoredRun,
  model: StoredModel,
  k: number,
  asked: EvaluateParameters,
  work: Work
): { datasets: Uint32Array[]; parameters: EvaluationParameters } {
  const { datasets, size, centre, permutations, by, seed, fit } = asked
  const { images, excluded } = drawable(reader, run, model)
  const groups = groupsBy(reader, by)
  if (groups !== undefined && by !== 'image') tellWithoutGroup(countWithoutGroup(groups(images), by), images, by, work)
  const drawn: Drawn = drawDatasets({ images, excluded, datasets, size, leastSize: k + 1, groups, seed, fit })
  if (drawn.datasets.length !== datasets || drawn.size !== size) {
    const fitted = { datasets: drawn.datasets.length, size: drawn.size }
    work.onMessage?.({ code: 'datasets-fitted', parameters: { datasets, size, fitted } })
  }
  return {
    datasets: drawn.datasets,
    parameters: { datasets: drawn.datasets.length, size: drawn.size, centre, permutations, by, seed }
  }
}

/** The images of each dataset, and the cluster of each. */
interface Members {
  instances: Uint32Array[]
  labels: Uint16Array[]
}

interface Embedding {
  cache: PictureCache
  network: Network
  clusterer: Clusterer
  judge: Judge
  skipped: SkippedImage[]
  onConstant: (instance: number) => void
  remarks: RemarkCounts
  members: Members
  course: DatasetCourse
  work: Work
}

/** The datasets, one after another: clustered by their tags, judged, and embedded as they are read. */
async function* embedded(
  reader: CatalogueReader,
  sets: readonly Uint32Array[],
  { cache, network, clusterer, judge, skipped, remarks, onConstant, members, course, work }: Embedding
): AsyncGenerator<Dataset> {
  for (const [at, set] of sets.entries()) {
    course.next()
    const prepared = await preparePictures(reader, set, cache, work)
    skipped.push(...prepared.skipped.map(({ path, reason }) => ({ path, reason })))
    for (const each of prepared.remarked) remarks.add(each)
    const images = prepared.ready
    if (images.length <= clusterer.k) {
      throw new MedoidError('k-impossible', {
        why: 'undecodable',
        k: clusterer.k,
        size: set.length,
        dataset: at + 1,
        decoded: images.length,
        first: skipped.at(0) ?? null
      })
    }
    const { labels, medoids, silhouette } = await clusterer.cluster(images)
    members.instances.push(images)
    members.labels.push(labels)
    await judge.add(images, labels)
    const batches = streamPictures(reader, images, cache, { batch: ENCODED_AT_A_TIME, keep: true }, work)
    const vectors = encodeVectors(network, noticingConstant(batches, onConstant), images.length, work)
    yield { labels, k: clusterer.k, silhouette, medoids, vectors }
  }
}

/** Compares clusters with what tags say, dataset by dataset. */
class Judge {
  private readonly reader: CatalogueReader
  private readonly clusterer: Clusterer
  private readonly targets: {
    target: Target
    kept: Feature[]
    leftOut: string[]
    found: Agreement[]
    without: Agreement[]
  }[]

  constructor(reader: CatalogueReader, clusterer: Clusterer) {
    this.reader = reader
    this.clusterer = clusterer
    this.targets = [MODALITY, BODY_PART].map((target) => ({
      target,
      ...withoutTarget(clusterer.features, target),
      found: [],
      without: []
    }))
  }

  async add(images: Uint32Array, labels: Uint16Array): Promise<void> {
    for (const { target, kept, leftOut, found, without } of this.targets) {
      const { codes } = classesOf(this.reader, target.keyword, images)
      const here = agreement(labels, codes)
      if (here === null) continue
      found.push(here)
      const there = await agreementWithout(this.clusterer, images, labels, { kept, leftOut }, codes)
      if (there !== null) without.push(there)
    }
  }

  agreement(): EvaluationReport['agreement'] {
    const [modality, bodyPart] = this.targets.map(({ found, without, leftOut }): TargetAgreement | null =>
      found.length === 0
        ? null
        : { ...mean(found), withoutTargetTag: without.length === 0 ? null : { ...mean(without), leftOut } }
    )
    return { modality, bodyPart }
  }
}

/** Means over the datasets; images are added up, and classes are those of the dataset that has most. */
function mean(all: readonly Agreement[]): Agreement {
  const of = (value: (each: Agreement) => number): number => all.reduce((sum, each) => sum + value(each), 0)
  return {
    homogeneity: of((each) => each.homogeneity) / all.length,
    completeness: of((each) => each.completeness) / all.length,
    nmi: of((each) => each.nmi) / all.length,
    nmiCeiling: of((each) => each.nmiCeiling) / all.length,
    images: of((each) => each.images),
    classes: Math.max(...all.map((each) => each.classes))
  }
}

function sharedOf(
  reader: CatalogueReader,
  datasets: readonly Uint32Array[],
  others: readonly Uint32Array[]
): EvaluationReport['shared'] {
  // The codes of a column are those of one query, so all sets are asked for at once.
  const all = Uint32Array.from(new Set([...datasets, ...others].flatMap((set) => [...set]))).sort()
  const places = new Map(Array.from(all, (instance, place) => [instance, place]))
  const count = (keyword: string): number | null => {
    const groups = groupsOf(reader, keyword, all)
    const of = (set: Uint32Array): Int32Array => Int32Array.from(set, (instance) => groups[places.get(instance)!])
    return countShared(datasets.map(of), others.map(of))
  }
  return { series: count(GROUP_KEYWORDS.series), patients: count(GROUP_KEYWORDS.patient) }
}
