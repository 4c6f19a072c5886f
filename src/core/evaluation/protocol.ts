import type { Message } from '../../messages/message.ts'
import { MedoidError } from '../errors.ts'
import type { VectorNumbers } from '../vectors/stored-vectors.ts'
import type { Work } from '../work.ts'
import { type Centre, centreDistances, type Labelling, meanByCluster } from './cosine.ts'
import { Gram } from './gram.ts'
import { MOST_DATASETS, MOST_PERMUTATIONS } from './limits.ts'
import { labellingStatistics, permutationRandom, permutationTest, permuted } from './permutation.ts'
import type { ClusterDistance, DatasetResult, EvaluationResult } from '../catalogue/stored/evaluation.ts'
import { pairedTTest, spreadOf } from './t-test.ts'

/** One dataset: images that were clustered by their tags, and their embeddings. */
export interface Dataset extends Labelling {
  /** Mean, by tags; null where there is none. */
  silhouette: number | null
  /** The embeddings in the order of the labels: whole ones, any number at a time. */
  vectors: AsyncIterable<VectorNumbers>
}

interface ProtocolOptions {
  /** Values of an embedding. */
  length: number
  centre: Centre
  permutations: number
  seed: number
  /** Told of the images of a dataset, by their places, whose vectors have no length: they have no direction, either. */
  onWithoutLength?: (dataset: number, places: number[]) => void
  /** For a temporary file with the embeddings of one dataset, where they are many; by default the system's. */
  folder?: string
}

/** What is found in one dataset. */
export interface DatasetFigures {
  result: DatasetResult
  /** Of its clusters that have images. */
  perCluster: Omit<ClusterDistance, 'dataset'>[]
  /** Mean distances of the control. */
  control: { labelled: number; permuted: number }
  /** Mean distances of its labellings, by their places. */
  statistics: Float64Array
  /** Places of the images whose vectors have no length: they have no direction, either. */
  withoutLength: number[]
}

/**
 * The evaluation of the paper's Figure 2, given clusters and embeddings: how near the images of a cluster are to one another in the
 * embedding, beside the same under permuted labels. A dataset's figure is the mean cosine distance of its images to their
 * centres. Datasets are gone through one at a time, one after another, in memory of n² values.
 *
 * The control does all the same with the labels in random order in place of the clusters. Its permutations are those of the
 * clusters, as both draw from the same labels; only its dataset figures have a permutation of their own.
 * @throws MedoidError `too-few-datasets`, `k-impossible`, `permutations-impossible`, `vector-not-finite`, `vector-lengths`,
 *   `dataset-too-large`, `memory-exhausted`, `disk-full`, `not-writable`
 * @throws CancelledError
 */
export async function evaluateDatasets(
  datasets: AsyncIterable<Dataset> | Iterable<Dataset>,
  options: ProtocolOptions,
  work?: Work
): Promise<EvaluationResult> {
  const evaluator = new DatasetEvaluator(options)
  const sums = new EvaluationSums(options.permutations)
  let at = 0
  try {
    for await (const dataset of datasets) {
      const figures = await evaluator.evaluate(dataset, at, work)
      options.onWithoutLength?.(at, figures.withoutLength)
      sums.add(figures)
      at++
    }
  } finally {
    await evaluator.close()
  }
  return sums.result()
}

/** Evaluates datasets one at a time, each on its own: what is found in one does not depend on the others. */
export class DatasetEvaluator {
  private readonly options: ProtocolOptions
  private gram: Gram | undefined

  /** @throws MedoidError `permutations-impossible` */
  constructor(options: ProtocolOptions) {
    checkPermutations(options.permutations)
    this.options = options
  }

  /** @param at which of the datasets it is, from 0: its random numbers are those of its place @throws as `evaluateDatasets` */
  async evaluate(dataset: Dataset, at: number, work?: Work): Promise<DatasetFigures> {
    const { length, centre, permutations, seed } = this.options
    const n = dataset.labels.length
    checkSize(n, dataset.k, at + 1)
    if (dataset.labels.some((label) => label >= dataset.k)) throw new Error(`Dataset ${at + 1} has a label from K on.`)
    const here = toldOf(work, at)
    const gram = await this.gramFor(n, length, dataset.k)
    await fill(gram, dataset.vectors, at, here)
    const lengths = Array.from(gram.lengths)
    const labellingAt = labellingsOf(dataset, seed, at)
    const statistics = await labellingStatistics(gram, labellingAt, FIRST_PERMUTATION + permutations, centre, here)
    const clustered = distancesOf(gram, dataset, centre)
    const moved = distancesOf(gram, labellingAt(FIRST_PERMUTATION), centre)
    const { silhouette, k } = dataset
    const perCluster: DatasetFigures['perCluster'] = []
    clustered.sizes.forEach((images, cluster) => {
      if (images === 0) return
      perCluster.push({ cluster, images, clustered: clustered.means[cluster], permuted: moved.means[cluster] })
    })
    return {
      result: { images: n, k, silhouette, clustered: clustered.mean, permuted: moved.mean },
      perCluster,
      control: { labelled: statistics[CONTROL], permuted: statistics[CONTROL_PERMUTED] },
      statistics,
      withoutLength: lengths.flatMap((length, place) => (length === 0 ? [place] : []))
    }
  }

  async close(): Promise<void> {
    await this.gram?.close()
    this.gram = undefined
  }

  private async gramFor(n: number, length: number, k: number): Promise<Gram> {
    if (this.gram?.n !== n || this.gram.k !== k) {
      await this.close()
      this.gram = new Gram(n, length, k, { folder: this.options.folder })
    }
    return this.gram
  }
}

/** What datasets say together; they are added one after another, in their order. */
export class EvaluationSums {
  private readonly sums: Float64Array
  private readonly results: DatasetResult[] = []
  private readonly perCluster: ClusterDistance[] = []
  private readonly control = { labelled: [] as number[], permuted: [] as number[] }

  constructor(permutations: number) {
    this.sums = new Float64Array(FIRST_PERMUTATION + permutations)
  }

  add({ result, perCluster, control, statistics }: Omit<DatasetFigures, 'withoutLength'>): void {
    const { sums } = this
    if (statistics.length !== sums.length) throw new Error(`${statistics.length} statistics, and not ${sums.length}.`)
    statistics.forEach((statistic, place) => (sums[place] += statistic))
    this.control.labelled.push(control.labelled)
    this.control.permuted.push(control.permuted)
    for (const each of perCluster) this.perCluster.push({ dataset: this.results.length, ...each })
    this.results.push(result)
  }

  /** @throws MedoidError `too-few-datasets` */
  result(): EvaluationResult {
    const { results, control, perCluster } = this
    checkDatasets(results.length)
    const means = this.sums.map((sum) => sum / results.length)
    const chance = means.subarray(FIRST_PERMUTATION)
    const clustered = results.map((dataset) => dataset.clustered)
    const permuted = results.map((dataset) => dataset.permuted)
    return {
      datasets: results,
      clustered: spreadOf(clustered),
      permuted: spreadOf(permuted),
      tTest: pairedTTest(permuted, clustered),
      permutationTest: permutationTest(means[GIVEN], chance),
      control: {
        labelled: spreadOf(control.labelled),
        permuted: spreadOf(control.permuted),
        tTest: pairedTTest(control.permuted, control.labelled),
        permutationTest: permutationTest(means[CONTROL], chance)
      },
      perCluster
    }
  }
}

/** @throws MedoidError `too-few-datasets`, `too-many-datasets` */
export function checkDatasets(count: number): void {
  if (!Number.isInteger(count) || count < 2) throw new MedoidError('too-few-datasets', { datasets: count })
  if (count > MOST_DATASETS) throw new MedoidError('too-many-datasets', { datasets: count, most: MOST_DATASETS })
}

/** @param dataset which one, from 1; null: any @throws MedoidError `k-impossible` */
export function checkSize(size: number, k: number, dataset: number | null = null): void {
  if (k >= 1 && k < size) return
  throw new MedoidError('k-impossible', { why: 'dataset', k, size, dataset })
}

/** @throws MedoidError `permutations-impossible` */
export function checkPermutations(permutations: number): void {
  if (Number.isInteger(permutations) && permutations >= 1 && permutations <= MOST_PERMUTATIONS) return
  throw new MedoidError('permutations-impossible', { permutations, most: MOST_PERMUTATIONS })
}

/** Places of the labellings of a dataset: the clusters, the control, its own permutation, and permutations 0, 1, … */
const GIVEN = 0
const CONTROL = 1
const CONTROL_PERMUTED = 2
export const FIRST_PERMUTATION = 3

function labellingsOf(clusters: Labelling, seed: number, dataset: number): (at: number) => Labelling {
  const permutedBy = (of: Labelling, permutation: number): Labelling =>
    permuted(of, permutationRandom(seed, dataset, permutation))
  const control = permutedBy(clusters, MOST_PERMUTATIONS)
  return (at) => {
    if (at === GIVEN) return clusters
    if (at === CONTROL) return control
    if (at === CONTROL_PERMUTED) return permutedBy(control, MOST_PERMUTATIONS + 1)
    return permutedBy(clusters, at - FIRST_PERMUTATION)
  }
}

async function fill(gram: Gram, vectors: AsyncIterable<VectorNumbers>, dataset: number, work: Work): Promise<void> {
  try {
    await gram.fill(vectors, work)
  } catch (error) {
    throw inDataset(error, dataset + 1)
  }
}

/** An error that names a row, with its dataset. @param dataset from 1 */
function inDataset(error: unknown, dataset: number): unknown {
  if (!(error instanceof MedoidError)) return error
  const { data } = error
  if (data.code !== 'vector-not-finite' && data.code !== 'vector-lengths') return error
  return MedoidError.from({ ...data, parameters: { ...data.parameters, dataset } } as Message)
}

function distancesOf(
  gram: Gram,
  labelling: Labelling,
  centre: Centre
): { mean: number; sizes: Uint32Array; means: Float64Array } {
  const distances = centreDistances(gram, labelling, centre)
  return {
    mean: distances.reduce((sum, distance) => sum + distance, 0) / gram.n,
    ...meanByCluster(distances, labelling)
  }
}

/** Progress that says which dataset it is of. */
function toldOf(work: Work | undefined, dataset: number): Work {
  const { onProgress } = work ?? {}
  return {
    ...work,
    onProgress: onProgress && ((progress) => onProgress({ ...progress, detail: `dataset ${dataset + 1}` }))
  }
}
