import { PROGRAM_VERSION } from './program.ts'
import type { Database } from 'better-sqlite3'
import { loadModel } from '../core/catalogue/models.ts'
import { loadProjection, saveProjection, type StoredProjection } from '../core/catalogue/projections.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { embeddingShape } from '../core/embedding/architecture.ts'
import type { Backend, Network } from '../core/embedding/backend.ts'
import { weightsId } from '../core/embedding/checkpoint.ts'
import { chooseBackend } from '../core/embedding/choose-backend.ts'
import { ENCODED_AT_A_TIME, encodePictures } from '../core/embedding/encode.ts'
import { PictureCache } from '../core/embedding/picture-cache.ts'
import { streamPictures } from '../core/embedding/prepare.ts'
import { MedoidError } from '../core/errors.ts'
import { explained, FITTED_ON, fitProjection } from '../core/projection/projection.ts'
import { Random, sampleRanks } from '../core/random.ts'
import { throwIfCancelled, type Work } from '../core/work.ts'
import { adding } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { ProjectParameters } from './definitions/embedding.ts'
import type { EmbeddingPlan } from './embedding-plan.ts'
import { architectureOf, loadState } from './model-state.ts'

/** What is told of a projection. */
export interface ProjectionTold {
  /** Values of a projected vector. */
  width: number
  /** Images that it was fitted on, and the share of their variance that it keeps. */
  images: number
  explained: number
}

export interface ProjectReport extends ProjectionTold {
  model: number
  /** Values of a vector. */
  length: number
  /** Whether it was fitted now; else the model had it. */
  isNew: boolean
  seconds: number
}

type Fitted = Pick<EmbeddingPlan, 'model' | 'architecture' | 'state'>

/** What embeds the images that a projection is fitted on. */
interface Using {
  network: Network
  backend: Pick<Backend, 'name' | 'device'>
  cache: PictureCache
}

/** Fits a projection of the vectors of a model, and stores it with the model. */
export const projectJob: Job<ProjectParameters, ProjectReport> = {
  run: ({ catalogue, model: given, values: width, backend: wanted, overwrite }, work) =>
    adding(catalogue, async (reader, { db, file }) => {
      const started = performance.now()
      const model = loadModel(db, given)
      const architecture = architectureOf(model)
      const { values: length } = embeddingShape(architecture)
      if (width >= length) throw new MedoidError('projection-too-wide', { why: 'vectors', width, values: length })
      const state = loadState(db, model, work)
      const known = overwrite ? null : storedProjection(db, { model, state }, width)
      const report = (projection: StoredProjection, isNew: boolean): ProjectReport => ({
        model: model.id,
        length,
        ...toldOf(projection),
        isNew,
        seconds: (performance.now() - started) / 1000
      })
      if (known !== null) return report(known, false)
      const { backend } = await chooseBackend(wanted, { signal: work.signal })
      const network = await backend.create(architecture, state)
      let cache: PictureCache | undefined
      try {
        cache = PictureCache.open(file, work.onMessage)
        return report(await fit(reader, { model, architecture, state }, width, { network, backend, cache }, work), true)
      } finally {
        cache?.close()
        await network.close()
      }
    })
}

export function toldOf({ width, report }: StoredProjection): ProjectionTold {
  return {
    width,
    images: report.images,
    explained: explained({ ...report, variances: Float64Array.from(report.variances) })
  }
}

/** The projection that is stored of the weights that the model has now; null where there is none. */
export function storedProjection(
  db: Database,
  { model, state }: Pick<Fitted, 'model' | 'state'>,
  width: number
): StoredProjection | null {
  const found = loadProjection(db, model.id, width)
  return found?.weights === weightsId(state) ? found : null
}

/** The stored projection, or where there is none of these weights, one that is fitted now and stored. @throws as `fit` */
export async function projectionFor(
  reader: CatalogueReader,
  fitted: Fitted,
  width: number,
  using: Using,
  work: Work
): Promise<StoredProjection> {
  return storedProjection(reader.db, fitted, width) ?? (await fit(reader, fitted, width, using, work))
}

/**
 * Fits it on images that the model learnt from: no evaluation takes these.
 * @throws MedoidError `projection-too-wide`; CancelledError
 */
async function fit(
  reader: CatalogueReader,
  { model, architecture, state }: Fitted,
  width: number,
  { network, backend, cache }: Using,
  work: Work
): Promise<StoredProjection> {
  const { values: length } = embeddingShape(architecture)
  const learnt = model.training.filter((instance) => reader.isLive(instance)).sort()
  const ranks = sampleRanks(learnt.length, FITTED_ON, new Random(1)).sort()
  const drawn = ranks.map((rank) => learnt[rank])
  const vectors = new Float32Array(drawn.length * length)
  const images: number[] = []
  const batches = streamPictures(reader, drawn, cache, { batch: ENCODED_AT_A_TIME, keep: true }, work)
  for await (const { instances, vectors: some } of encodePictures(network, batches)) {
    vectors.set(some, images.length * length)
    images.push(...instances)
    work.onProgress?.({ stage: 'Preparing pictures', done: images.length, total: drawn.length, unit: 'images' })
    throwIfCancelled(work)
  }
  const sample = vectors.subarray(0, images.length * length)
  const found = await fitProjection(sample, length, width, work)
  if (found.width < width) {
    const { width: directions } = found
    throw new MedoidError('projection-too-wide', {
      why: 'sample',
      width,
      directions,
      images: images.length,
      model: model.id
    })
  }
  const { mean, directions, variances, variance } = found
  const { name, device } = backend
  const projection = {
    model: model.id,
    width,
    program: PROGRAM_VERSION,
    weights: weightsId(state),
    images: Uint32Array.from(images),
    report: {
      ...{ model: model.id, length, width, images: images.length },
      ...{ variances: Array.from(variances), variance, backend: name, device }
    },
    mean,
    directions
  }
  saveProjection(reader.db, projection)
  const told = { model: model.id, width, images: images.length, explained: explained(found) }
  work.onMessage?.({ code: 'projection-fitted', parameters: told })
  return { ...projection, created: new Date().toISOString() }
}
