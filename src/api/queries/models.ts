import { loadModel, modelIds, type StoredModel } from '../../core/catalogue/models.ts'
import { usualReserve } from '../../core/embedding/draw-images.ts'
import type { TrainingReport } from '../../core/embedding/model.ts'
import { PICTURE_SIDE } from '../../core/pixels/picture.ts'
import { countReasons } from '../../core/report/pictures.ts'
import { drawUnseen } from '../../jobs/reconstruct.ts'
import type { Arguments, ModelList, ModelReport, ModelRow, Reconstructions } from '../contract.ts'
import { windowWords } from '../window-words.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

/** Last model first. */
export function models({ reader }: OpenCatalogue): ModelList {
  const { db } = reader
  const images = reader.images().length
  return {
    images,
    reserve: usualReserve(images),
    models: modelIds(db)
      .reverse()
      .map((id) => row(loadModel(db, String(id))))
  }
}

export function modelReport({ reader }: OpenCatalogue, { model }: Arguments<'models.report'>): ModelReport {
  const stored = loadModel(reader.db, String(model))
  const { epochs, skipped, remarks = [] } = stored.report as TrainingReport
  return {
    ...row(stored),
    history: epochs,
    skippedReasons: countReasons(skipped),
    remarks: remarks.map(({ message, images }) => ({ message, images }))
  }
}

/** Drawn by the last state that is saved. The window shows every picture of the archive, so it shows these, too. */
export async function reconstructions(
  { reader, file }: OpenCatalogue,
  { model }: Arguments<'models.reconstructions'>
): Promise<Reconstructions> {
  const stored = loadModel(reader.db, String(model))
  const { epochs } = stored.report as TrainingReport
  const drawn = await drawUnseen(reader, file, stored, stored.validation, 'all', {})
  const base64 = (picture: Uint8Array): string => Buffer.from(picture).toString('base64')
  return {
    epochs: epochs.length,
    side: PICTURE_SIDE,
    pairs: (drawn.reconstructions ?? []).map(({ instance, original, reconstruction }) => ({
      instance,
      original: base64(original),
      reconstruction: base64(reconstruction)
    })),
    without: drawn.withoutReconstructions === undefined ? null : windowWords(drawn.withoutReconstructions)
  }
}

function row({ created, report }: StoredModel): ModelRow {
  const { epochs, skipped, remarks: _remarks, imagesPerSecond: _, ...rest } = report as TrainingReport
  const last = epochs.at(-1)
  return {
    ...rest,
    created,
    skipped: skipped.length,
    epochs: epochs.length,
    loss: last?.loss ?? null,
    validationLoss: last?.validationLoss ?? null,
    seconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0)
  }
}
