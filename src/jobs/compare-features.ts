import { saveComparison } from '../core/catalogue/comparisons.ts'
import { loadModel, modelIds, type StoredModel } from '../core/catalogue/models.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { ComparedSelection, ComparisonReport } from '../core/catalogue/stored/comparison.ts'
import { DEFAULT_ALGORITHM, DEFAULT_RESTARTS } from '../core/clustering/algorithms.ts'
import { designImages } from '../core/clustering/image-design.ts'
import { sweep } from '../core/clustering/sweep.ts'
import { MedoidError } from '../core/errors.ts'
import { buildTable } from '../core/features/build.ts'
import { methodNamed } from '../core/features/methods.ts'
import type { Selection } from '../core/features/select.ts'
import { SELECTION_NAMES, type SelectionName } from '../core/features/selections.ts'
import { drawBySite } from '../core/harmonise/draw-by-site.ts'
import { rowsFor, subsetRows } from '../core/selection/stability.ts'
import { throwIfCancelled, type Work } from '../core/work.ts'
import { adding, basisOf } from './catalogues.ts'
import { Clusterer } from './clusterer.ts'
import type { Job } from './contract.ts'
import type { CompareFeaturesParameters } from './definitions/compare-features.ts'
import { usedBy } from './evaluation-room.ts'
import { checkFeatures, choose, subset } from './features.ts'
import { JUDGING_STEPS, judgeClusters } from './judge-clusters.ts'
import { PROGRAM_VERSION } from './program.ts'
import { visualDistances } from './visual-distances.ts'

/** Chooses tags in several ways, clusters the same images by the tags of each, and keeps what comes of it. */
export const compareFeaturesJob: Job<CompareFeaturesParameters, ComparisonReport> = {
  run: (parameters, work) =>
    adding(
      parameters.catalogue,
      async (reader, { db, file }) => {
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
      },
      basisOf(parameters.raw)
    )
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
  const drawn = drawBySite(reader.db, reader, unseen, { size, seed, by: 'image', perSeries, atLeast })
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
  const steps = 1 + JUDGING_STEPS
  let done = 0
  const step = (): void => work.step(done++, steps)
  step()
  const search = { algorithm: DEFAULT_ALGORITHM, restarts: DEFAULT_RESTARTS, seed }
  const { entries } = await sweep(table, { ...search, k: [k], model }, { signal: work.signal })
  const [{ labels, silhouette, sizes }] = entries
  const run = { features: { features, model }, parameters: { ...search, method } }
  const clusterer = new Clusterer(reader, run, k, null, work)
  const judged = await judgeClusters(reader, clusterer, sample, labels, seed, step)
  const row = {
    select,
    features: features.map(({ name }) => name),
    columns: table.columns.length,
    silhouette,
    largest: sizes[0] / sample.length,
    ...judged
  }
  return { row, labels }
}
