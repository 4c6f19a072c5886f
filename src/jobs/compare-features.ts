import { dirname } from 'node:path'
import { saveComparison } from '../core/catalogue/comparisons.ts'
import { loadModel, modelIds, type StoredModel } from '../core/catalogue/models.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { ComparedSelection, ComparisonReport } from '../core/catalogue/stored/comparison.ts'
import { DEFAULT_ALGORITHM, DEFAULT_RESTARTS } from '../core/clustering/algorithms.ts'
import { designImages } from '../core/clustering/image-design.ts'
import { sweep } from '../core/clustering/sweep.ts'
import { embeddingShape } from '../core/embedding/architecture.ts'
import { chooseBackend } from '../core/embedding/choose-backend.ts'
import { ENCODED_AT_A_TIME, encodePictures } from '../core/embedding/encode.ts'
import { PictureCache } from '../core/embedding/picture-cache.ts'
import { preparePictures, streamPictures } from '../core/embedding/prepare.ts'
import { MedoidError } from '../core/errors.ts'
import { agreement } from '../core/evaluation/agreement.ts'
import { Gram } from '../core/evaluation/gram.ts'
import { labellingStatistics, permutationRandom, permuted } from '../core/evaluation/permutation.ts'
import { BODY_PART, MODALITY, type Target, withoutTarget } from '../core/evaluation/target.ts'
import { buildTable } from '../core/features/build.ts'
import { classesOf } from '../core/features/classes.ts'
import { methodNamed } from '../core/features/methods.ts'
import { drawSample } from '../core/features/sample.ts'
import type { Selection } from '../core/features/select.ts'
import { SELECTION_NAMES, type SelectionName } from '../core/features/selections.ts'
import { Random } from '../core/random.ts'
import { rowsFor, stabilityOf, subsetRows, subsetsOf } from '../core/selection/stability.ts'
import { throwIfCancelled, type Work } from '../core/work.ts'
import { adding } from './catalogues.ts'
import { Clusterer } from './clusterer.ts'
import type { Job } from './contract.ts'
import type { CompareFeaturesParameters } from './definitions/compare-features.ts'
import { usedBy } from './evaluation-room.ts'
import { checkFeatures, choose, subset } from './features.ts'
import { architectureOf, loadState } from './model-state.ts'
import { PROGRAM_VERSION } from './program.ts'

/** Subsets whose clusters are compared for stability. */
const SUBSETS = 5

/** Permutations of the labels of each way, whose mean distance is told beside that of the clusters. */
const PERMUTATIONS = 20

/** Chooses tags in several ways, clusters the same images by the tags of each, and keeps what comes of it. */
export const compareFeaturesJob: Job<CompareFeaturesParameters, ComparisonReport> = {
  run: (parameters, work) =>
    adding(parameters.catalogue, async (reader, { db, file }) => {
      const started = performance.now()
      const { where, tags, method, k, seed } = parameters
      const model = modelFor(reader, parameters.model)
      const images = subset(reader, where)
      const sample = drawImages(reader, images, model, parameters)
      const chosen: { select: SelectionName; selection: Selection }[] = []
      for (const select of waysOf(parameters)) {
        const { selection } = await choose(reader, { ...parameters, select }, work)
        checkFeatures(selection)
        chosen.push({ select, selection })
      }
      const compared: { row: Omit<ComparedSelection, 'visual'>; labels: Uint16Array }[] = []
      for (const { select, selection } of chosen) {
        const told = toldOf(work, compared.length, chosen.length)
        compared.push(await compare(reader, sample, select, selection, parameters, told))
      }
      const labels = compared.map((each) => each.labels)
      const looks =
        model === undefined
          ? ({ visual: null, why: 'no-model' } as const)
          : await visualDistances(reader, file, model, sample, labels, parameters, work)
      let report: ComparisonReport | undefined
      saveComparison(db, PROGRAM_VERSION, (comparison) => {
        report = {
          comparison,
          parameters: { where: [...where], tags, method, k, seed },
          n: sample.length,
          images: images.length,
          visual: looks.visual === null ? null : { model: model!.id, images: looks.visual.images },
          withoutVisual: looks.visual === null ? looks.why : null,
          selections: compared.map(({ row }, at) => ({ ...row, visual: looks.visual?.distances[at] ?? null })),
          seconds: (performance.now() - started) / 1000
        }
        return report
      })
      return report!
    })
}

/** In the order in which they are offered; all where nobody names any. */
function waysOf({ ways = [] }: CompareFeaturesParameters): SelectionName[] {
  return SELECTION_NAMES.filter((name) => ways.length === 0 || ways.includes(name))
}

/** The model that a person named, else the newest one. */
function modelFor({ db }: CatalogueReader, asked: string | undefined): StoredModel | undefined {
  const name = asked ?? modelIds(db).at(-1)?.toString()
  return name === undefined ? undefined : loadModel(db, name)
}

/** Images that the model has not learnt from: it would find more alike what it knows. */
function drawImages(
  reader: CatalogueReader,
  images: Uint32Array,
  model: StoredModel | undefined,
  { sample: size, seed, k, method }: CompareFeaturesParameters
): Uint32Array {
  const seen = new Set(model === undefined ? [] : usedBy(model))
  const unseen = images.filter((image) => !seen.has(image))
  // Each subset needs more images than clusters.
  const atLeast = rowsFor(k + 1)
  const { perSeries } = methodNamed(method)
  const drawn = drawSample(reader, unseen, { size, seed, by: 'image', perSeries, atLeast })
  const rows = subsetRows(drawn.images.length)
  if (k >= rows) throw new MedoidError('k-impossible', { why: 'sample', k, rows })
  return drawn.images
}

/** Progress of one way after another. */
function toldOf(work: Work, way: number, ways: number): Work & { step: (done: number, of: number) => void } {
  return {
    ...work,
    step: (done, of) => {
      throwIfCancelled(work)
      work.onProgress?.({ stage: 'Clustering subsets', done: way * of + done, total: ways * of, unit: 'clusterings' })
    }
  }
}

async function compare(
  reader: CatalogueReader,
  sample: Uint32Array,
  select: SelectionName,
  selection: Selection,
  parameters: CompareFeaturesParameters,
  work: ReturnType<typeof toldOf>
): Promise<{ row: Omit<ComparedSelection, 'visual'>; labels: Uint16Array }> {
  const { k, seed, method } = parameters
  const table = buildTable(reader, selection.features, sample)
  const { features, model } = designImages(reader, selection, sample, table, parameters)
  const steps = 3 + SUBSETS
  let done = 0
  work.step(done++, steps)
  const search = { algorithm: DEFAULT_ALGORITHM, restarts: DEFAULT_RESTARTS, seed }
  const { entries } = await sweep(table, { ...search, k: [k], model }, { signal: work.signal })
  const [{ labels, silhouette, sizes }] = entries
  const run = { features: { features, model }, parameters: { ...search, method } }
  const clusterer = new Clusterer(reader, run, k, null, work)
  const subsets = subsetsOf(sample.length, SUBSETS, new Random(seed, 1))
  const labellings: Uint16Array[] = []
  for (const rows of subsets) {
    work.step(done++, steps)
    labellings.push((await clusterer.cluster(rows.map((row) => sample[row]))).labels)
  }
  const agreements: ComparedSelection['modality'][] = []
  for (const target of [MODALITY, BODY_PART]) {
    work.step(done++, steps)
    agreements.push(await agreementWith(reader, clusterer, sample, labels, target))
  }
  const row = {
    select,
    features: features.map(({ name }) => name),
    columns: table.columns.length,
    silhouette,
    largest: sizes[0] / sample.length,
    stability: stabilityOf(sample.length, subsets, labellings),
    modality: agreements[0],
    bodyPart: agreements[1]
  }
  return { row, labels }
}

/** Of clusters made without the target, and without what gives it away. */
async function agreementWith(
  reader: CatalogueReader,
  clusterer: Clusterer,
  sample: Uint32Array,
  labels: Uint16Array,
  target: Target
): Promise<ComparedSelection['modality']> {
  const { codes } = classesOf(reader, target.keyword, sample)
  const { kept, leftOut } = withoutTarget(clusterer.features, target)
  if (kept.length === 0) return null
  const found = agreement(leftOut.length === 0 ? labels : (await clusterer.cluster(sample, kept)).labels, codes)
  return found === null ? null : { ...found, leftOut }
}

type Looks =
  | { visual: { images: number; distances: NonNullable<ComparedSelection['visual']>[] } }
  | { visual: null; why: 'no-pictures' }

/** How alike the pictures of a cluster are to the model: mean cosine distances to the centres of clusters. */
async function visualDistances(
  reader: CatalogueReader,
  file: string,
  model: StoredModel,
  sample: Uint32Array,
  labels: readonly Uint16Array[],
  { k, seed, backend: wanted }: CompareFeaturesParameters,
  work: Work
): Promise<Looks> {
  const architecture = architectureOf(model)
  const state = loadState(reader.db, model, work)
  const cache = PictureCache.open(file, work.onMessage)
  try {
    const { ready } = await preparePictures(reader, sample, cache, work)
    if (ready.length <= k) return { visual: null, why: 'no-pictures' }
    const hasPicture = new Set(ready)
    const shown = labels.map((each) => each.filter((_, row) => hasPicture.has(sample[row])))
    const { backend } = await chooseBackend(wanted, { signal: work.signal })
    const network = await backend.create(architecture, state)
    const gram = new Gram(ready.length, embeddingShape(architecture).values, k, { folder: dirname(file) })
    try {
      const encode = async function* (): AsyncGenerator<Float32Array> {
        let done = 0
        const batches = streamPictures(reader, ready, cache, { batch: ENCODED_AT_A_TIME, keep: true }, work)
        for await (const { vectors, instances } of encodePictures(network, batches)) {
          yield vectors
          done += instances.length
          work.onProgress?.({ stage: 'Embedding', done, total: ready.length, unit: 'images' })
        }
      }
      await gram.fill(encode(), work)
      const each = 1 + PERMUTATIONS
      const labellingAt = (at: number) => {
        const way = Math.floor(at / each)
        const clusters = { labels: shown[way], k }
        return at % each === 0 ? clusters : permuted(clusters, permutationRandom(seed, way, at % each))
      }
      const statistics = await labellingStatistics(gram, labellingAt, labels.length * each, 'mean', work)
      const distances = labels.map((_, way) => {
        const [clustered, ...moved] = statistics.subarray(way * each, (way + 1) * each)
        return { clustered, permuted: moved.reduce((sum, distance) => sum + distance, 0) / PERMUTATIONS }
      })
      return { visual: { images: ready.length, distances } }
    } finally {
      await gram.close()
      await network.close()
    }
  } finally {
    cache.close()
  }
}
