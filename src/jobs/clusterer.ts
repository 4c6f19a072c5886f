import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { StoredRun } from '../core/catalogue/runs.ts'
import { withRangesOf } from '../core/clustering/gower.ts'
import { algorithmNamed, dependsOnSeed, isBatched } from '../core/clustering/algorithms.ts'
import { modelOfFeatures } from '../core/clustering/image-design.ts'
import { BatchedRows } from '../core/clustering/batched-rows.ts'
import { type Clustering, kMedoids } from '../core/clustering/kmedoids.ts'
import { DissimilarityMatrix } from '../core/clustering/matrix.ts'
import { oneBatchPam } from '../core/clustering/onebatchpam.ts'
import { sweep, type SweepEntry } from '../core/clustering/sweep.ts'
import { meanAdjustedRandIndex } from '../core/evaluation/agreement.ts'
import { TableBuilder } from '../core/features/build.ts'
import type { Feature, GowerModel } from '../core/catalogue/stored/features.ts'
import type { FeatureTable } from '../core/features/table.ts'
import type { Work } from '../core/work.ts'
import type { RunPictures } from './run-pictures.ts'

/** Seeds whose clusterings are compared. */
const STABILITY_SEEDS = 5

/** What of a run says how it clusters. */
interface ClusteredRun {
  features: Pick<StoredRun['features'], 'features' | 'model'>
  parameters: Pick<StoredRun['parameters'], 'algorithm' | 'restarts' | 'seed' | 'method'>
}

/** Clusters other images as the run did: by its features and ranges, its pictures where it compares those, too, and for its K. */
export class Clusterer {
  readonly k: number
  readonly features: Feature[]
  private readonly reader: CatalogueReader
  private readonly model: GowerModel
  private readonly method: string
  private readonly parameters: { algorithm: string; restarts: number; seed: number }
  private readonly pictures: RunPictures | null
  private readonly work: Work

  /** @param pictures of the run */
  constructor(reader: CatalogueReader, run: ClusteredRun, k: number, pictures: RunPictures | null, work: Work) {
    const { features, model } = run.features
    this.reader = reader
    this.features = features
    this.model = model
    const { algorithm, restarts, seed, method } = run.parameters
    this.method = method
    this.parameters = { algorithm: algorithmNamed(algorithm).name, restarts, seed }
    this.pictures = pictures
    this.work = work
    this.k = k
  }

  async cluster(images: Uint32Array, features = this.features): Promise<SweepEntry> {
    const { table, model } = this.prepare(images, features)
    const { algorithm, restarts, seed } = this.parameters
    const { entries } = await sweep(
      table,
      { k: [this.k], seed, restarts, algorithm, model, fuse: await this.pictures?.fuse(images) },
      { signal: this.work.signal }
    )
    return entries[0]
  }

  /**
   * Mean adjusted Rand index of the clusters that the random starts of five seeds give to the same images; null where the
   * algorithm has no random starts, so that the seeds have to agree.
   */
  async stability(images: Uint32Array): Promise<number | null> {
    const { onProgress } = this.work
    if (!dependsOnSeed(this.parameters.algorithm)) return null
    const labellings: Uint16Array[] = []
    const tell = (): void =>
      onProgress?.({ stage: 'Clustering datasets', done: labellings.length, total: STABILITY_SEEDS, unit: 'seeds' })
    tell()
    const searched = await this.open(images)
    try {
      for (let seed = 1; seed <= STABILITY_SEEDS; seed++) {
        const [{ labels }] = await searched.search(seed)
        labellings.push(labels)
        tell()
      }
    } finally {
      await searched.close()
    }
    return meanAdjustedRandIndex(labellings)!
  }

  /** What the algorithm of the run searches, and how it does from random starts. */
  private async open(
    images: Uint32Array
  ): Promise<{ search: (seed: number) => Promise<Clustering[]>; close: () => Promise<void> }> {
    const work = { signal: this.work.signal }
    const { algorithm, restarts } = this.parameters
    const { table, model } = this.prepare(images, this.features)
    const ks = [this.k]
    if (isBatched(algorithm)) {
      const rows = BatchedRows.of(table, model, ks)
      return { search: (seed) => oneBatchPam(rows, ks, { restarts, seed }, work), close: () => rows.close() }
    }
    const fuse = await this.pictures?.fuse(images)
    const matrix = await DissimilarityMatrix.gower(table, model, this.k, { root: fuse === undefined }, work)
    const close = (): Promise<void> => matrix.close()
    try {
      if (fuse !== undefined) await matrix.change(fuse)
    } catch (error) {
      await close()
      throw error
    }
    return {
      search: (seed) => kMedoids(matrix, ks, { algorithm, restarts, seed, randomOnly: true }, work),
      close
    }
  }

  private prepare(images: Uint32Array, features: Feature[]): { table: FeatureTable; model: GowerModel } {
    const table = new TableBuilder(this.reader, features).build(images)
    return { table, model: withRangesOf(table, modelOfFeatures(this.model, features, this.method)) }
  }
}
