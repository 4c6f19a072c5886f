import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { StoredRun } from '../core/catalogue/runs.ts'
import { withRangesOf } from '../core/clustering/gower.ts'
import { algorithmNamed, dependsOnSeed } from '../core/clustering/algorithms.ts'
import { modelOfFeatures } from '../core/clustering/image-design.ts'
import { kMedoids } from '../core/clustering/kmedoids.ts'
import { DissimilarityMatrix } from '../core/clustering/matrix.ts'
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
export interface ClusteredRun {
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
    const { signal, onProgress } = this.work
    const { algorithm, restarts } = this.parameters
    if (!dependsOnSeed(algorithm)) return null
    const { table, model } = this.prepare(images, this.features)
    const labellings: Uint16Array[] = []
    const tell = (): void =>
      onProgress?.({ stage: 'Clustering datasets', done: labellings.length, total: STABILITY_SEEDS, unit: 'seeds' })
    tell()
    const fuse = await this.pictures?.fuse(images)
    const matrix = await DissimilarityMatrix.gower(table, model, this.k, { root: fuse === undefined }, { signal })
    try {
      if (fuse !== undefined) await matrix.change(fuse)
      for (let seed = 1; seed <= STABILITY_SEEDS; seed++) {
        const [{ labels }] = await kMedoids(
          matrix,
          [this.k],
          { algorithm, restarts, seed, randomOnly: true },
          { signal }
        )
        labellings.push(labels)
        tell()
      }
    } finally {
      await matrix.close()
    }
    return meanAdjustedRandIndex(labellings)!
  }

  private prepare(images: Uint32Array, features: Feature[]): { table: FeatureTable; model: GowerModel } {
    const table = new TableBuilder(this.reader, features).build(images)
    return { table, model: withRangesOf(table, modelOfFeatures(this.model, features, this.method)) }
  }
}
