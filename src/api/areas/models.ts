import { loadModel, modelIds, type StoredModel } from '../../core/catalogue/models.ts'
import { freeOf, usualReserve } from '../../core/embedding/draw-images.ts'
import type { Epoch, TrainingParameters } from '../../core/catalogue/stored/model.ts'
import { samples } from '../../core/catalogue/runs.ts'
import { heldOut } from '../../core/features/held-out.ts'
import { PICTURE_SIDE } from '../../core/pixels/picture.ts'
import { countReasons } from '../../core/report/pictures.ts'
import type { Work } from '../../core/work.ts'
import { drawUnseen } from '../../jobs/reconstruct.ts'
import { type Infer, object } from '../../core/schema.ts'
import { sayMessage } from '../../messages/message.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { nothing, question, slowQuestion } from '../method.ts'
import { WINDOW_TERMS } from '../window-terms.ts'
import { model } from './arguments.ts'

/** An autoencoder, as far as it is trained; losses are mean squared errors of pixels from 0 to 1. */
export interface ModelRow {
  model: number
  created: string
  architecture: string
  /** Values of an embedding. */
  embedding: number
  images: number
  validationImages: number
  reserved: number
  /** Images that could not be decoded. */
  skipped: number
  /** What computes, and in a sentence why. */
  backend: string
  device: string
  backendReason: string
  parameters: TrainingParameters
  /** Finished ones, of those that `parameters` asks for. */
  epochs: number
  loss: number | null
  validationLoss: number | null
  /** Spent on these epochs. */
  seconds: number
  /** 0 before the first epoch is over. */
  secondsPerStep: number
}

export interface ModelList {
  /** Live ones of the catalogue: what there is to train and to evaluate on. */
  images: number
  /** Those that a training keeps for evaluation by default. */
  reserve: number
  models: ModelRow[]
}

export interface ModelReport extends ModelRow {
  history: Epoch[]
  skippedReasons: { reason: string; images: number }[]
  /** In spite of what pictures were used: an example of each kind, and the images of the kind. */
  remarks: { message: string; images: number }[]
}

/** Pictures that a model has not learnt from, beside what it makes of them. */
export interface Reconstructions {
  /** Of the state that drew them. */
  epochs: number
  side: number
  /** Grey levels in base64, `side` × `side` bytes each. */
  pairs: { instance: number; original: string; reconstruction: string }[]
  /** Why there are none. */
  without: string | null
}

const one = object({ model })

/** Autoencoders. */
export const models = {
  'models.list': question(nothing, modelList),
  'models.report': question(one, modelReport),
  'models.reconstructions': slowQuestion(one, reconstructions)
}

/** Last model first. */
function modelList({ reader }: OpenCatalogue): ModelList {
  const { db } = reader
  const images = reader.images()
  const free = freeOf(heldOut(reader, images), samples(db))
  return {
    images: images.length,
    reserve: usualReserve(images.length, free.length),
    models: modelIds(db)
      .reverse()
      .map((id) => row(loadModel(db, String(id))))
  }
}

function modelReport({ reader }: OpenCatalogue, { model }: Infer<typeof one>): ModelReport {
  const stored = loadModel(reader.db, String(model))
  const { epochs, skipped, remarks } = stored.report
  return {
    ...row(stored),
    history: epochs,
    skippedReasons: countReasons(skipped, WINDOW_TERMS),
    remarks: remarks.map((remark) => ({ message: sayMessage(remark, WINDOW_TERMS), images: remark.images }))
  }
}

/** Drawn by the last state that is saved. The window shows every picture of the archive, so it shows these, too. */
async function reconstructions(
  { reader, file }: OpenCatalogue,
  { model }: Infer<typeof one>,
  work: Work
): Promise<Reconstructions> {
  const stored = loadModel(reader.db, String(model))
  const { epochs } = stored.report
  const drawn = await drawUnseen(reader, file, stored, stored.validation, 'all', work)
  const base64 = (picture: Uint8Array): string => Buffer.from(picture).toString('base64')
  return {
    epochs: epochs.length,
    side: PICTURE_SIDE,
    pairs: (drawn.reconstructions ?? []).map(({ instance, original, reconstruction }) => ({
      instance,
      original: base64(original),
      reconstruction: base64(reconstruction)
    })),
    without: drawn.withoutReconstructions ?? null
  }
}

function row({ created, report }: StoredModel): ModelRow {
  const { epochs, skipped, remarks: _remarks, imagesPerSecond: _, backendReason, ...rest } = report
  const last = epochs.at(-1)
  return {
    ...rest,
    backendReason: sayMessage(backendReason, WINDOW_TERMS),
    created,
    skipped: skipped.length,
    epochs: epochs.length,
    loss: last?.loss ?? null,
    validationLoss: last?.validationLoss ?? null,
    seconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0)
  }
}
