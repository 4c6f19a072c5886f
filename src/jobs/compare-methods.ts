import type { Catalogue } from '../core/catalogue/database.ts'
import type { StoredModel } from '../core/catalogue/models.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { loadClustering, loadRun, type StoredClustering, type StoredRun } from '../core/catalogue/runs.ts'
import type { ClusteringName } from '../core/catalogue/clustering-name.ts'
import type { Feature, GowerModel } from '../core/catalogue/stored/features.ts'
import { medoidRows } from '../core/clustering/assign.ts'
import { designImages } from '../core/clustering/image-design.ts'
import { type ClusterQuality, withQuality } from '../core/clustering/quality.ts'
import { comparedColumns } from '../core/clustering/shared-columns.ts'
import { MedoidError } from '../core/errors.ts'
import { adjustedRandIndex } from '../core/evaluation/agreement.ts'
import { buildTable } from '../core/features/build.ts'
import { METHODS, methodNamed, PAPER_METHOD } from '../core/features/methods.ts'
import type { Ranking } from '../core/features/rank.ts'
import { Random, sampleRanks } from '../core/random.ts'
import type { MethodComparison, MethodFigures, NoMethods } from '../core/report/method-words.ts'
import { publicAgreement } from '../core/report/public-agreement.ts'
import { rankingNamed } from '../core/selection/rankings.ts'
import { subsetRows } from '../core/selection/stability.ts'
import { throwIfCancelled, type Work } from '../core/work.ts'
import type { MessageCode } from '../messages/message.ts'
import { Clusterer } from './clusterer.ts'
import { meanSilhouettes } from './describe-clusters.ts'
import { usedBy } from './evaluation-room.ts'
import { checkFeatures, choose } from './features.ts'
import { JUDGING_STEPS, judgeClusters } from './judge-clusters.ts'
import { UNUSABLE_MODEL } from './model-state.ts'
import { visualDistances } from './visual-distances.ts'

/** Of larger samples stability and agreement are those of so many images: they take a dozen clusterings. */
const MOST_JUDGED = 5000

/** The paper's method is what others are compared with. */
const PAPER_FIRST = METHODS.toSorted((a, b) => Number(b.name === PAPER_METHOD) - Number(a.name === PAPER_METHOD))

/** Images whose pictures are compared. */
const PICTURES = 500

/** Why a run that was made cannot be made again by another method. */
const REASONS: Partial<Record<MessageCode, NoMethods>> = {
  'no-images': 'images-gone',
  'no-features': 'nothing-to-compare',
  'nothing-shared': 'nothing-to-compare',
  'unknown-tag': 'no-longer-possible',
  'ambiguous-tag': 'no-longer-possible',
  'unusable-tag': 'no-longer-possible',
  'personal-values': 'no-longer-possible',
  'unknown-method': 'no-longer-possible',
  'unknown-algorithm': 'no-longer-possible',
  'memory-exhausted': 'too-large',
  'sample-too-large': 'too-large'
}

/** The sample of a run, clustered by one method. */
interface ClusteredByMethod {
  method: string
  features: readonly Feature[]
  model: GowerModel
  /** By row of the sample. */
  labels: Uint16Array
  silhouette: number | null
  clusters: readonly (ClusterQuality & { size: number })[]
  clusterer: Clusterer
}

/**
 * The sample of a run by each of `METHODS`: by its own as it is stored, by the others with the same K, seed, algorithm, choice of tags and
 * whatever else was asked for. Where the run compares pictures, too, its sample is clustered by tags alone: it would take minutes to see
 * the pictures of all subsets.
 * @throws MedoidError one of `REASONS`; CancelledError
 */
export async function clusterByMethods(
  reader: CatalogueReader,
  name: ClusteringName,
  work: Work
): Promise<ClusteredByMethod[]> {
  const run = loadRun(reader.db, name.run)
  const own = methodNamed(run.parameters.method).name
  const found: ClusteredByMethod[] = []
  for (const { name: method } of PAPER_FIRST) {
    throwIfCancelled(work)
    if (method === own && run.parameters.fuse === null) {
      found.push(asStored(reader, run, loadClustering(reader.db, { ...name, method: true }), work))
    } else {
      const design = method === own ? run.features : await designBy(reader, run, method, work)
      found.push(await anew(reader, run, name.k, method, design, work))
    }
  }
  return found
}

type FeaturesWithModel = Pick<StoredRun['features'], 'features' | 'model'>

function asStored(
  reader: CatalogueReader,
  run: StoredRun,
  clustering: StoredClustering,
  work: Work
): ClusteredByMethod {
  const { features, model } = run.features
  const { method } = run.parameters
  return {
    method,
    features,
    model,
    labels: clustering.labels,
    silhouette: clustering.silhouette,
    clusters: withQuality(clustering, model, { things: 'images', method }),
    clusterer: new Clusterer(reader, run, clustering.k, null, work)
  }
}

async function designBy(
  reader: CatalogueReader,
  run: StoredRun,
  method: string,
  work: Work
): Promise<FeaturesWithModel> {
  const parameters = { ...run.parameters, method }
  const { selection } = await choose(reader, { ...parameters, select: 'missing' }, work, rankingOf(run))
  checkFeatures(selection)
  const table = buildTable(reader, selection.features, run.sample)
  return designImages(reader, selection, run.sample, table, parameters)
}

async function anew(
  reader: CatalogueReader,
  { sample, parameters }: StoredRun,
  k: number,
  method: string,
  { features, model }: FeaturesWithModel,
  work: Work
): Promise<ClusteredByMethod> {
  const run = { features: { features, model }, parameters: { ...parameters, method } }
  const clusterer = new Clusterer(reader, run, k, null, work)
  const entry = await clusterer.cluster(sample)
  const silhouettes = meanSilhouettes(entry)
  const clusters = silhouettes.map((silhouette, id) => ({ id, size: entry.sizes[id], silhouette, sharedColumns: null }))
  const rows = medoidRows(buildTable(reader, features, sample), entry.medoids)
  const judged = { ...entry, clusters, medoidRows: rows }
  return {
    method,
    features,
    model,
    labels: entry.labels,
    silhouette: entry.silhouette,
    clusters: withQuality(judged, model, { things: 'images', method }),
    clusterer
  }
}

/** How the run chose tags. What a search of a minute found is taken as it is, and so is what only a newer version can find. */
function rankingOf({ parameters: { select }, features }: StoredRun): Ranking | undefined {
  if (select === 'missing') return undefined
  if (select === 'information' || select === 'laplacian') return rankingNamed(select)
  const chosen = new Set(features.features.map(({ name }) => name))
  return {
    name: 'wrapper',
    rank: ({ tags, included }) => {
      const places = Array.from(tags.keys()).slice(included)
      const isChosen = (place: number): boolean => chosen.has(tags[place].feature.name)
      return Promise.resolve([...places.filter(isChosen), ...places.filter((place) => !isChosen(place))])
    }
  }
}

/**
 * The method of a run beside the others: the table of the report. It depends on the run, the catalogue and the model alone.
 * @param model that judges pictures
 * @param most images of a larger sample that stability and agreement are of
 * @returns the comparison, or why there is none
 * @throws CancelledError; any error that is not among `REASONS`
 */
export async function compareMethods(
  reader: CatalogueReader,
  { file }: Pick<Catalogue, 'file'>,
  name: ClusteringName,
  model: StoredModel | undefined,
  work: Work,
  most = MOST_JUDGED
): Promise<MethodComparison | NoMethods> {
  const run = loadRun(reader.db, name.run)
  if (name.k === 1) return 'one-cluster'
  const { seed, method: own, select } = run.parameters
  const judged = someOf(run.sample.length, most, seed)
  if (name.k >= subsetRows(judged.length)) return 'few-images'
  const total = PAPER_FIRST.length * JUDGING_STEPS + 2
  let done = 0
  const step = (): void => {
    throwIfCancelled(work)
    work.onProgress?.({ stage: 'Comparing methods', done: done++, total, unit: 'steps' })
  }
  // Stages within would be others.
  const quiet: Work = { signal: work.signal }
  step()
  try {
    const all = await clusterByMethods(reader, name, quiet)
    const figures: MethodFigures[] = []
    for (const each of all) figures.push(await figuresOf(reader, each, run.sample, judged, seed, step))
    const ofRun = all.find(({ method }) => method === own)!
    step()
    const looks = await look(reader, file, model, run, all, quiet)
    return {
      method: own,
      k: name.k,
      images: run.sample.length,
      judged: judged.length,
      select,
      byTagsAlone: run.parameters.fuse !== null,
      visual: looks.visual === null ? null : { model: model!.id, images: looks.visual.images },
      withoutVisual: looks.visual === null ? looks.why : null,
      methods: figures.map((each, at) => ({
        ...each,
        likeRun: adjustedRandIndex(all[at].labels, ofRun.labels),
        visual: looks.visual?.distances[at] ?? null
      }))
    }
  } catch (error) {
    const reason = error instanceof MedoidError ? REASONS[error.data.code] : undefined
    if (reason === undefined) throw error
    return reason
  }
}

/** Rows of a sample: all of them, or as many as are asked for, at random. */
function someOf(rows: number, most: number, seed: number): Uint32Array {
  return sampleRanks(rows, Math.min(rows, most), new Random(seed, 2)).sort()
}

async function figuresOf(
  reader: CatalogueReader,
  { method, features, model, labels, silhouette, clusters, clusterer }: ClusteredByMethod,
  sample: Uint32Array,
  rows: Uint32Array,
  seed: number,
  step: () => void
): Promise<MethodFigures> {
  const images = rows.map((row) => sample[row])
  const ofRows = Uint16Array.from(rows, (row) => labels[row])
  const { stability, modality, bodyPart } = await judgeClusters(reader, clusterer, images, ofRows, seed, step)
  const nearer = clusters.reduce((sum, { nearerElsewhere }) => sum + (nearerElsewhere ?? 0), 0)
  return {
    method,
    tags: features.length,
    columns: comparedColumns(model),
    silhouette,
    largest: Math.max(...clusters.map(({ size }) => size)) / sample.length,
    sparseMedoids: clusters.filter(({ findings }) => findings.some(({ code }) => code === 'sparse-medoid')).length,
    nearerElsewhere: nearer / sample.length,
    stability,
    modality: modality && publicAgreement(modality),
    bodyPart: bodyPart && publicAgreement(bodyPart),
    visual: null,
    likeRun: 1
  }
}

/** How alike pictures of the clusters are, those of images that the model has not learnt from. */
async function look(
  reader: CatalogueReader,
  file: string,
  model: StoredModel | undefined,
  { sample, parameters }: StoredRun,
  all: readonly ClusteredByMethod[],
  work: Work
): Promise<
  Awaited<ReturnType<typeof visualDistances>> | { visual: null; why: NonNullable<MethodComparison['withoutVisual']> }
> {
  if (model === undefined) return { visual: null, why: 'no-model' }
  const learnt = new Set(usedBy(model))
  const unseen = Uint32Array.from(sample.keys()).filter((row) => !learnt.has(sample[row]) && reader.isLive(sample[row]))
  const rows = someOf(unseen.length, PICTURES, parameters.seed).map((place) => unseen[place])
  const images = rows.map((row) => sample[row])
  const labels = all.map(({ labels: ofSample }) => Uint16Array.from(rows, (row) => ofSample[row]))
  const { k } = all[0].clusterer
  if (images.length <= k) return { visual: null, why: 'no-pictures' }
  try {
    // A graphics card need not be woken for so few.
    return await visualDistances(
      reader,
      file,
      model,
      images,
      labels,
      { k, seed: parameters.seed, backend: 'wasm' },
      work
    )
  } catch (error) {
    if (error instanceof MedoidError && UNUSABLE_MODEL.has(error.data.code)) {
      return { visual: null, why: 'model-unusable' }
    }
    throw error
  }
}
