import { randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { conditionWords } from '../core/conditions.ts'
import {
  dropCheckpointsAfter,
  loadModel,
  saveCheckpoint,
  saveModel,
  type StoredModel,
  takeOverModel
} from '../core/catalogue/models.ts'
import { samples } from '../core/catalogue/runs.ts'
import { type Architecture, architectureNamed, embeddingShape, initialWeights } from '../core/embedding/architecture.ts'
import type { Backend } from '../core/embedding/backend.ts'
import { encodeState, type TrainingState } from '../core/embedding/checkpoint.ts'
import { chooseBackend } from '../core/embedding/choose-backend.ts'
import { isConstant } from '../core/embedding/constant-pictures.ts'
import { drawImages } from '../core/embedding/draw-images.ts'
import type { RemarkCount, SkippedImage, TrainingParameters, TrainingReport } from '../core/catalogue/stored/model.ts'
import { proposal, trainingSeconds } from '../core/embedding/pace.ts'
import { PictureCache } from '../core/embedding/picture-cache.ts'
import { preparePictures, remarksReport } from '../core/embedding/prepare.ts'
import { stepsOf, train, untrained } from '../core/embedding/train.ts'
import { TRAINING_DEFAULTS } from '../core/embedding/training-defaults.ts'
import { CancelledError, MedoidError } from '../core/errors.ts'
import { heldOut } from '../core/features/held-out.ts'
import { PICTURE_BYTES } from '../core/pixels/picture.ts'
import { Random } from '../core/random.ts'
import { RemarkCounts } from '../core/remark-counts.ts'
import { type Progress, throwIfCancelled, type Work } from '../core/work.ts'
import { adding } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { TrainParameters } from './definitions/embedding.ts'
import { subset } from './features.ts'
import { architectureOf, loadState } from './model-state.ts'
import { PROGRAM_VERSION } from './program.ts'

/** Images that are prepared at a time at most in place of others that could not be: each time starts decoders. */
const MOST_SUBSTITUTES = 256

/** Pictures that are looked through at a time. */
const READ_AT_A_TIME = 256

/** The stream of the seed for the first weights. */
const WEIGHTS_STREAM = 2

/** Draws images, prepares their pictures, and trains an autoencoder on them; or goes on with one. */
export const trainJob: Job<TrainParameters, TrainingReport> = {
  run: (parameters, work) =>
    adding(parameters.catalogue, async (reader, { db, file }) => {
      const cache = PictureCache.open(file, work.onMessage)
      try {
        const chosen = await chooseBackend(parameters.backend, { signal: work.signal })
        const begun =
          parameters.resume === undefined
            ? await begin(reader, cache, parameters, chosen, work)
            : await goOn(reader, cache, parameters, chosen, work)
        return await finish(db, cache, begun, chosen.backend, work)
      } finally {
        cache.close()
      }
    })
}

/** A model that is about to be trained, or trained on. */
interface Begun {
  trainer: string
  architecture: Architecture
  state: TrainingState
  report: TrainingReport
  training: Uint32Array
  validation: Uint32Array
}

type Chosen = Awaited<ReturnType<typeof chooseBackend>>

async function begin(
  reader: CatalogueReader,
  cache: PictureCache,
  asked: TrainParameters,
  chosen: Chosen,
  work: Work
): Promise<Begun> {
  const { where = [], reserve } = asked
  const wanted = { ...TRAINING_DEFAULTS, ...given(asked) }
  const architecture = architectureNamed(wanted.architecture)
  const images = subset(reader, where)
  const part = heldOut(reader, images)
  const { order, reserved } = drawImages(images, samples(reader.db), reserve, wanted.seed, part)
  const { drawn, skipped, remarks } = await prepareDrawn(reader, cache, order, wanted.images, work)
  const forValidation = Math.min(drawn.length - 1, Math.round(drawn.length * wanted.validation))
  const validation = drawn.slice(0, forValidation)
  const training = drawn.slice(forValidation)
  if (drawn.length < wanted.images) {
    const parameters = { images: drawn.length, wanted: wanted.images, reserved }
    work.onMessage?.({ code: 'fewer-images', parameters })
  }
  tellOfConstant(reader, cache, drawn, work)
  const trainer = randomUUID()
  const report = (model: number): TrainingReport => ({
    model,
    architecture: architecture.name,
    embedding: embeddingShape(architecture).values,
    images: training.length,
    validationImages: validation.length,
    reserved,
    skipped,
    remarks,
    backend: chosen.backend.name,
    device: chosen.backend.device,
    backendReason: chosen.reason,
    parameters: { ...wanted, where, reserve: reserved },
    epochs: [],
    secondsPerStep: 0,
    imagesPerSecond: 0
  })
  const weights = initialWeights(architecture, new Random(wanted.seed, WEIGHTS_STREAM))
  const meanSquares = weights.map((each) => new Float32Array(each.length))
  const state = { ...untrained(), weights, meanSquares }
  const { db } = reader
  const id = db.transaction(() => {
    const model = saveModel(db, { program: PROGRAM_VERSION, trainer, training, validation, report })
    saveCheckpoint(db, model, trainer, { step: 0, state: encodeState(architecture, state) }, report(model))
    return model
  })()
  work.onSaved?.({ resume: String(id) })
  return { trainer, architecture, state, report: report(id), training, validation }
}

/**
 * Prepares images in the order of the draw until there are as many as wanted: as many at first, then in place of those that
 * could not be decoded as many more as that is likely to take. @throws MedoidError `nothing-to-train-on`
 */
async function prepareDrawn(
  reader: CatalogueReader,
  cache: PictureCache,
  order: Uint32Array,
  wanted: number,
  work: Work
): Promise<{ drawn: Uint32Array; skipped: SkippedImage[]; remarks: RemarkCount[] }> {
  const drawn: number[] = []
  const skipped: SkippedImage[] = []
  const remarks = new RemarkCounts()
  for (let from = 0; from < order.length && drawn.length < wanted;) {
    const missing = wanted - drawn.length
    const substitutes = Math.min(MOST_SUBSTITUTES, Math.ceil((missing * from) / Math.max(1, drawn.length)))
    const next = order.subarray(from, from + Math.max(missing, substitutes))
    const before = drawn.length
    from += next.length
    // Of those that are wanted, however many have to be tried.
    const onProgress = ({ done, total, ...progress }: Progress): void => {
      const share = done / (total ?? next.length)
      work.onProgress?.({ ...progress, done: before + Math.floor(missing * share), total: before + missing })
    }
    const prepared = await preparePictures(reader, next, cache, { ...work, onProgress })
    const reasons = new Map(prepared.skipped.map((each) => [each.instance, each]))
    const remarked = new Map(prepared.remarked.map((each) => [each.instance, each]))
    for (const instance of next) {
      if (drawn.length === wanted) break
      const { path, reason } = reasons.get(instance) ?? {}
      if (path === undefined || reason === undefined) {
        drawn.push(instance)
        const found = remarked.get(instance)
        if (found !== undefined) remarks.add(found)
      } else skipped.push({ path, reason })
    }
  }
  if (drawn.length >= 2)
    return { drawn: Uint32Array.from(drawn), skipped, remarks: remarksReport(reader, remarks.list()) }
  throw new MedoidError('nothing-to-train-on', {
    why: 'undecodable',
    images: order.length,
    decoded: drawn.length,
    first: skipped.at(0) ?? null
  })
}

/** Pictures of one grey level are learnt from as all others are, but teach nothing. */
function tellOfConstant(reader: CatalogueReader, cache: PictureCache, drawn: Uint32Array, work: Work): void {
  const constant: number[] = []
  const pictures = new Uint8Array(READ_AT_A_TIME * PICTURE_BYTES)
  for (let from = 0; from < drawn.length; from += READ_AT_A_TIME) {
    throwIfCancelled(work)
    const instances = drawn.slice(from, from + READ_AT_A_TIME)
    cache.read(instances, pictures.subarray(0, instances.length * PICTURE_BYTES))
    instances.forEach((instance, i) => {
      if (isConstant(pictures.subarray(i * PICTURE_BYTES, (i + 1) * PICTURE_BYTES))) constant.push(instance)
    })
  }
  if (constant.length === 0) return
  const first = reader.readablePath(constant[0])
  work.onMessage?.({
    code: 'constant-images',
    parameters: { drawn: drawn.length, constant: constant.length, first }
  })
}

async function goOn(
  reader: CatalogueReader,
  cache: PictureCache,
  asked: TrainParameters,
  chosen: Chosen,
  work: Work
): Promise<Begun> {
  const { db } = reader
  const model = loadModel(db, asked.resume!)
  const { epochs: _, ...fixed } = given(asked)
  const before = model.report
  refuseOtherSettings(model, before.parameters, { ...fixed, ...(asked.where?.length ? { where: asked.where } : {}) })
  refuseFewerEpochs(model.id, before.epochs.length, asked.epochs)
  const architecture = architectureOf(model)
  if (model.program !== PROGRAM_VERSION) {
    const parameters = { model: model.id, program: model.program, current: PROGRAM_VERSION }
    work.onMessage?.({ code: 'model-of-another-version', parameters })
  }
  // First of all, so that a process that trains it still saves no state behind the one that is loaded here.
  const trainer = randomUUID()
  takeOverModel(db, model.id, trainer)
  const state = loadState(db, model, work)
  dropCheckpointsAfter(db, model.id, stepOf(state, model.training.length, before.parameters.batch))
  const instances = Uint32Array.from([...model.training, ...model.validation])
  const { skipped } = await preparePictures(reader, instances, cache, work)
  if (skipped.length > 0) {
    const [{ path, reason }] = skipped
    throw new MedoidError('images-gone', { model: model.id, images: skipped.length, first: { path, reason } })
  }
  const { name, device } = chosen.backend
  const report = {
    ...before,
    backend: name,
    device,
    backendReason: chosen.reason,
    parameters: { ...before.parameters, epochs: asked.epochs ?? before.parameters.epochs }
  }
  if (state.epochs.length >= report.parameters.epochs) {
    work.onMessage?.({ code: 'epochs-done', parameters: { model: model.id, epochs: state.epochs.length } })
  }
  return { trainer, architecture, state, report, training: model.training, validation: model.validation }
}

/** The settings that a person has given, without those that are not settings of the training. */
function given({ images, epochs, batch, architecture, validation, reserve, seed }: TrainParameters) {
  const all = { images, epochs, batch, architecture, validation, reserve, seed }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Partial<typeof all> &
    Record<never, never>
}

/** @throws MedoidError `model-settings` */
function refuseOtherSettings(
  { id }: StoredModel,
  before: TrainingParameters,
  asked: Partial<Record<keyof TrainingParameters, unknown>>
): void {
  for (const [name, value] of Object.entries(asked)) {
    const was = before[name as keyof TrainingParameters]
    if (JSON.stringify(value) === JSON.stringify(was)) continue
    const told = Array.isArray(was) ? was.map(conditionWords).join(' and ') : String(was)
    throw new MedoidError('model-settings', { model: id, setting: name, before: told })
  }
}

/** @param had epochs, at the last saved state @param asked in all @throws MedoidError `epochs-behind` */
function refuseFewerEpochs(id: number, had: number, asked = had): void {
  if (asked >= had) return
  throw new MedoidError('epochs-behind', { model: id, trained: had, epochs: asked })
}

async function finish(
  db: Database,
  cache: PictureCache,
  { trainer, architecture, state, report, training, validation }: Begun,
  backend: Backend,
  work: Work
): Promise<TrainingReport> {
  const { parameters, model } = report
  const { epochs, batch, seed } = parameters
  const current = (reached: TrainingState): TrainingReport => {
    const seconds = reached.epochs.reduce((sum, epoch) => sum + epoch.seconds, reached.epochSeconds)
    const done = stepOf(reached, training.length, batch)
    const secondsPerStep = done === 0 ? 0 : seconds / done
    const images = reached.epochs.length * training.length + Math.min(reached.stepsInEpoch * batch, training.length)
    return {
      ...report,
      epochs: reached.epochs,
      secondsPerStep,
      imagesPerSecond: seconds === 0 ? 0 : images / seconds
    }
  }
  const save = (reached: TrainingState): void => {
    const step = stepOf(reached, training.length, batch)
    saveCheckpoint(db, model, trainer, { step, state: encodeState(architecture, reached) }, current(reached))
  }
  const computing = { backend: report.backend, device: backend.device }
  const onPace = (secondsPerStep: number): void => {
    const left = { images: training.length, validationImages: validation.length, batch }
    const seconds = trainingSeconds(secondsPerStep, { ...left, epochs: epochs - state.epochs.length })
    const other = proposal(seconds, secondsPerStep, { batch, images: training.length })
    work.onMessage?.({
      code: 'training-time',
      parameters: {
        secondsPerStep,
        ...computing,
        isRest: state.epochs.length > 0,
        time: seconds,
        proposal: other === null ? null : { architecture: architecture.name, batch, ...other }
      }
    })
  }
  // Why, and what there is to install for a faster one, stands in the report.
  work.onMessage?.({ code: 'computing-on', parameters: computing })
  const network = await backend.create(architecture, state)
  try {
    const options = {
      training,
      validation,
      pictureBytes: PICTURE_BYTES,
      epochs,
      batch,
      seed,
      device: `${report.backend} (${backend.device})`
    }
    return current(await train(network, cache, options, state, { save, onPace }, work))
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error
    const stopped = error.parameters
    throw stopped.what === 'training' ? new CancelledError({ ...stopped, model, catalogue: db.name }) : error
  } finally {
    await network.close()
  }
}

/** Steps done since the beginning. */
function stepOf({ epochs, stepsInEpoch }: TrainingState, images: number, batch: number): number {
  return epochs.length * stepsOf(images, batch) + stepsInEpoch
}
