import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Catalogue, identityOf } from '../core/catalogue/database.ts'
import { loadModel, modelIds } from '../core/catalogue/models.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { SHORT_CHUNK, type StoredVector, type VectorsMadeOf, VectorStore } from '../core/catalogue/vector-store.ts'
import type { SkippedImage } from '../core/catalogue/stored/model.ts'
import { embeddingShape } from '../core/embedding/architecture.ts'
import { weightsId } from '../core/embedding/checkpoint.ts'
import { chooseBackend } from '../core/embedding/choose-backend.ts'
import { ENCODED_AT_A_TIME, encodePictures } from '../core/embedding/encode.ts'
import { PictureCache } from '../core/embedding/picture-cache.ts'
import { streamPictures } from '../core/embedding/prepare.ts'
import { CancelledError, MedoidError } from '../core/errors.ts'
import { fromHalves } from '../core/half.ts'
import { PICTURE_VERSION } from '../core/pixels/picture.ts'
import { Random, sampleRanks } from '../core/random.ts'
import { lookingAt } from '../core/similar/look.ts'
import { DIRECTIONS, encodeVector, storedComponents, unitVector } from '../core/similar/pixels.ts'
import {
  type Components,
  encodeComponents,
  principalComponents,
  ComponentProjector
} from '../core/similar/principal-components.ts'
import { requireSpace } from '../core/vectors/size.ts'
import { breathe, throwIfCancelled, type Work } from '../core/work.ts'
import type { Message } from '../messages/message.ts'
import { adding } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { VectorsParameters } from './definitions/embedding.ts'
import { architectureOf, loadState } from './model-state.ts'

/** To be raised when other vectors are stored of the same pictures. */
const STORE_VERSION = 1

/** Vectors that principal components are found in, and bytes of them at a time in memory. */
const SAMPLE = 2048
const SAMPLE_BYTES = 256 * 2 ** 20

/** Components are found anew when there are so many times as many vectors: what came since may differ in other directions. */
const GROWN = 2

/** Bytes that a row takes besides its vectors. */
const ROW_BYTES = 64

export interface VectorsReport {
  model: number
  /** Live images with a vector, and those that have got theirs now. */
  images: number
  added: number
  /** Values of a full vector, and of a short one. */
  length: number
  shortLength: number
  file: string
  bytes: number
  /** Live images without a vector, and why. */
  skipped: SkippedImage[]
  seconds: number
}

/** Beside the catalogue: its vectors hold what pictures of patients hold, and go where it goes. */
export function vectorsFile(catalogueFile: string, model: number): string {
  return `${resolve(catalogueFile)}.vectors-${model}`
}

/** What the vectors of a model have to be made of. */
function vectorsMadeOf({ db }: Pick<Catalogue, 'db'>, weights: string): VectorsMadeOf {
  const identity = identityOf(db)
  return { identity, weights, version: `${PICTURE_VERSION}.${STORE_VERSION}` }
}

/** Stores the vector of every image that has none yet, and short ones to search; goes on where it was stopped. */
export const vectorsJob: Job<VectorsParameters, VectorsReport> = {
  run: ({ catalogue, model: given, backend: wanted }, work) =>
    adding(catalogue, async (reader, { db, file: catalogueFile }) => {
      const started = performance.now()
      const model = loadModel(db, given ?? lastModel(db))
      const architecture = architectureOf(model)
      const { values: length } = embeddingShape(architecture)
      const state = loadState(db, model, work)
      if (state.epochs.length === 0) work.onMessage?.({ code: 'model-untrained', parameters: { model: model.id } })
      const file = vectorsFile(catalogueFile, model.id)
      const store = VectorStore.open(file, vectorsMadeOf({ db }, weightsId(state)), (parameters) =>
        work.onMessage?.({ code: 'vectors-remade', parameters })
      )
      try {
        const images = reader.images()
        const known = new Set(store.known().all)
        const todo = images.filter((image) => !known.has(image))
        await refuseWithoutRoom(model.id, todo.length, length, file, work)
        const skipped = new Map<number, Message>()
        if (todo.length > 0) {
          const { backend } = await chooseBackend(wanted, { signal: work.signal })
          const network = await backend.create(architecture, state)
          const cache = PictureCache.open(catalogueFile, work.onMessage)
          try {
            let done = images.length - todo.length
            const batches = streamPictures(reader, todo, cache, { batch: ENCODED_AT_A_TIME, keep: false }, work)
            for await (const encoded of encodePictures(network, lookingAt(cache, batches))) {
              const rows: StoredVector[] = []
              encoded.instances.forEach((instance, i) => {
                const unit = unitVector(encoded.vectors.subarray(i * length, (i + 1) * length))
                if (unit === null) rows.push({ instance, bytes: null, reason: WITHOUT_DIRECTION })
                else rows.push({ instance, bytes: encodeVector(unit), reason: null })
              })
              for (const { instance, reason, isPassing } of encoded.skipped) {
                // What may be gone the next time is not kept.
                if (isPassing) skipped.set(instance, reason)
                else rows.push({ instance, bytes: null, reason })
              }
              store.putVectors(rows)
              done += encoded.instances.length + encoded.skipped.length
              const detail = `${backend.name} (${backend.device})`
              work.onProgress?.({ stage: 'Embedding', done, total: images.length, unit: 'images', detail })
              throwIfCancelled(work)
            }
          } finally {
            cache.close()
            await network.close()
          }
        }
        const components = await currentComponents(store, length, work)
        const live = new Set(images)
        await shorten(store, components, work)
        const { withVector } = store.known()
        for (const [instance, reason] of store.reasons()) if (live.has(instance)) skipped.set(instance, reason)
        return {
          model: model.id,
          images: withVector.filter((instance) => live.has(instance)).length,
          added: todo.filter((instance) => !skipped.has(instance)).length,
          length,
          shortLength: components.directions.length / length,
          file,
          bytes: statSync(file).size,
          skipped: Array.from(skipped, ([instance, reason]) => ({ path: reader.readablePath(instance), reason })),
          seconds: (performance.now() - started) / 1000
        }
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error
        throw new CancelledError({ what: 'embedding', images: store.known().all.length })
      } finally {
        store.close()
      }
    })
}

const WITHOUT_DIRECTION: Message = { code: 'vector-without-direction', parameters: {} }

/** @throws MedoidError `unknown-model` where there is none */
function lastModel(db: CatalogueReader['db']): string {
  return String(modelIds(db).at(-1) ?? 1)
}

/** Tells how large it will be. @throws MedoidError `disk-full` */
async function refuseWithoutRoom(
  model: number,
  images: number,
  length: number,
  file: string,
  work: Work
): Promise<void> {
  if (images === 0) return
  const bytes = images * (length * 2 + DIRECTIONS * 4 + ROW_BYTES)
  work.onMessage?.({ code: 'store-size', parameters: { images, model, values: length, file, bytes } })
  await requireSpace(file, bytes)
}

/** The stored ones, or where there are none, or many vectors came since, those of a sample: the same sample of the same vectors. */
async function currentComponents(store: VectorStore, length: number, work: Work): Promise<Components> {
  const { withVector } = store.known()
  const before = store.components()
  const stored = storedComponents(store, length)
  if (before !== null && stored !== null && withVector.length < GROWN * Math.max(1, before.vectors)) return stored
  const most = Math.min(SAMPLE, Math.floor(SAMPLE_BYTES / (length * 4)))
  const chosen = sampleRanks(withVector.length, most, new Random(1)).sort()
  const sample = new Float32Array(chosen.length * length)
  for (const [i, rank] of chosen.entries()) {
    const vector = store.vector(withVector[rank], length * 2)
    if (vector !== null) fromHalves(vector, sample.subarray(i * length, (i + 1) * length))
    if (i % 64 === 0) {
      work.onProgress?.({ stage: 'Finding components', done: i, total: chosen.length, unit: 'vectors' })
      await breathe()
      throwIfCancelled(work)
    }
  }
  const components =
    chosen.length === 0
      ? { length, mean: new Float32Array(length), directions: new Float32Array() }
      : await principalComponents(sample, length, DIRECTIONS, work)
  store.putComponents(withVector.length, encodeComponents(components))
  return components
}

/** Makes the short vectors of chunks that do not have all of theirs. */
async function shorten(store: VectorStore, components: Components, work: Work): Promise<void> {
  const { length } = components
  const projector = new ComponentProjector(components)
  const { width } = projector
  const { withVector } = store.known()
  const had = new Map<number, number>()
  for (const { instances } of store.short(width * 4)) had.set(chunkOf(instances[0]), instances.length)
  const full = new Float32Array(length)
  for (let from = 0, to = 0; from < withVector.length; from = to) {
    const chunk = chunkOf(withVector[from])
    while (to < withVector.length && chunkOf(withVector[to]) === chunk) to++
    work.onProgress?.({ stage: 'Shortening vectors', done: from, total: withVector.length, unit: 'vectors' })
    if (had.get(chunk) === to - from) continue
    const instances = withVector.slice(from, to)
    const short = new Float32Array(instances.length * width)
    for (const [i, instance] of instances.entries()) {
      fromHalves(store.vector(instance, length * 2)!, full)
      short.set(projector.project(full), i * width)
    }
    store.putShort(chunk, { instances, bytes: new Uint8Array(short.buffer) })
    await breathe()
    throwIfCancelled(work)
  }
}

function chunkOf(instance: number): number {
  return Math.floor(instance / SHORT_CHUNK)
}

/**
 * The vectors of a model that are stored, the latest ones where none is named.
 * @throws MedoidError `no-stored-vectors`
 */
export function findStore(
  { db, file }: Pick<Catalogue, 'db' | 'file'>,
  given: string | undefined,
  work: Work
): { model: ReturnType<typeof loadModel>; state: ReturnType<typeof loadState>; store: VectorStore } {
  const ids = given === undefined ? modelIds(db).reverse().map(String) : [given]
  for (const id of ids) {
    const model = loadModel(db, id)
    const path = vectorsFile(file, model.id)
    if (statSync(path, { throwIfNoEntry: false }) === undefined) continue
    const state = loadState(db, model, work)
    const store = VectorStore.openForReading(path, vectorsMadeOf({ db }, weightsId(state)))
    if (store !== null) return { model, state, store }
  }
  throw new MedoidError('no-stored-vectors', { model: given === undefined ? null : Number(given) })
}
