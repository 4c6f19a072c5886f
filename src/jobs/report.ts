import type { Database } from 'better-sqlite3'
import { listEvaluations, loadEvaluation, type StoredEvaluation } from '../core/catalogue/evaluations.ts'
import { loadModel, modelIds, type StoredModel } from '../core/catalogue/models.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { type ClusteringName, findClustering, formatClustering, loadClustering } from '../core/catalogue/runs.ts'
import { architectureNamed } from '../core/embedding/architecture.ts'
import { chooseBackend } from '../core/embedding/choose-backend.ts'
import type { TrainingReport } from '../core/embedding/model.ts'
import { PictureCache } from '../core/embedding/picture-cache.ts'
import { preparePictures } from '../core/embedding/prepare.ts'
import { MedoidError } from '../core/errors.ts'
import { PICTURE_BYTES } from '../core/pixels/picture.ts'
import type { PictureChoice } from '../core/report/data.ts'
import { gather, type Reconstruction } from '../core/report/gather.ts'
import { type PictureSource, showable } from '../core/report/pictures.ts'
import { refuseToReplaceOthers, writeReport } from '../core/report/write.ts'
import type { Work } from '../core/work.ts'
import { reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import { PROGRAM_VERSION } from './program.ts'
import { loadState } from './train.ts'

/** Pictures that are shown beside what the autoencoder makes of them. */
const RECONSTRUCTED = 8

export interface ReportParameters {
  catalogue: string
  /** `R.K`, or `R` for its best K. */
  run: string
  /** The newest one of the clustering where none is given. */
  evaluation?: string
  out: string
  /** `safe` where nobody says. */
  pictures?: PictureChoice
}

export interface ReportResult {
  clustering: string
  /** null where there is none. */
  model: number | null
  evaluation: number | null
  /** The page, its size, and what it holds as a document. */
  out: string
  bytes: number
  json: string
  /** Pictures of medoids. */
  pictures: { shown: number; withheld: number }
}

/** Writes what is known of a clustering as one page, and as a document beside it. */
export const reportJob: Job<ReportParameters, ReportResult> = {
  name: 'report',
  run: ({ catalogue, run, evaluation: asked, out, pictures = 'safe' }, work) =>
    reading(catalogue, async (reader, { db, file }) => {
      await refuseToReplaceOthers(out)
      const clustering = findClustering(db, run)
      const evaluation = evaluationOf(db, clustering, asked)
      const model = modelOf(db, evaluation)
      const read = pictureSource(reader, file, work)
      const data = await gather(
        reader,
        {
          clustering,
          pictures,
          read,
          model,
          evaluation,
          ...(model && (await reconstruct(reader, clustering, model, pictures, read, work))),
          version: PROGRAM_VERSION
        },
        work
      )
      const { json, bytes } = await writeReport(out, data)
      const medoids = data.clusters.flatMap(({ picture }) => picture ?? [])
      const shown = medoids.filter(({ png }) => png !== undefined).length
      return {
        clustering: formatClustering(clustering),
        model: model?.id ?? null,
        evaluation: evaluation?.id ?? null,
        out,
        bytes,
        json,
        pictures: { shown, withheld: medoids.length - shown }
      }
    })
}

/** @throws MedoidError `unknown-evaluation`, `evaluation-of-another-run` */
function evaluationOf(
  db: Database,
  clustering: ClusteringName,
  asked: string | undefined
): StoredEvaluation | undefined {
  const { run, k } = clustering
  if (asked === undefined) return listEvaluations(db, run).findLast((each) => each.k === k)
  const found = loadEvaluation(db, asked)
  if (found.run === run && found.k === k) return found
  const other = formatClustering(found)
  throw new MedoidError(
    'evaluation-of-another-run',
    `Evaluation ${asked} is of clustering ${other}, the report of ${formatClustering(clustering)}. Give --run ${other}, or leave --evaluation out.`
  )
}

/** The model that was evaluated with; without an evaluation the newest. */
function modelOf(db: Database, evaluation: StoredEvaluation | undefined): StoredModel | undefined {
  const id = evaluation?.model ?? modelIds(db).at(-1)
  return id === undefined ? undefined : loadModel(db, String(id))
}

/** Pictures from the cache beside the catalogue, which is opened when the first is asked for. */
function pictureSource(reader: CatalogueReader, catalogueFile: string, work: Work): PictureSource {
  return async (instances) => {
    const cache = PictureCache.open(catalogueFile, work.onMessage)
    try {
      const { ready, skipped } = await preparePictures(reader, instances, cache, work)
      const pictures = new Uint8Array(ready.length * PICTURE_BYTES)
      cache.read(ready, pictures)
      const found = new Map<number, Uint8Array | string>(skipped.map(({ instance, reason }) => [instance, reason]))
      ready.forEach((instance, i) => found.set(instance, pictures.slice(i * PICTURE_BYTES, (i + 1) * PICTURE_BYTES)))
      return found
    } finally {
      cache.close()
    }
  }
}

/** Why a model that was trained cannot draw anything now. */
const UNUSABLE = new Set(['checkpoint-damaged', 'model-version', 'model-architecture', 'unknown-architecture'])

/** A few pictures that the model has not learnt from, and what it makes of them. */
async function reconstruct(
  reader: CatalogueReader,
  clustering: ClusteringName,
  model: StoredModel,
  choice: PictureChoice,
  read: PictureSource,
  work: Work
): Promise<{ reconstructions?: Reconstruction[]; withoutReconstructions?: string }> {
  const learnt = new Set(model.training)
  const { medoids } = loadClustering(reader.db, clustering)
  const unseen = Uint32Array.from(new Set([...model.validation, ...medoids])).filter(
    (instance) => !learnt.has(instance) && reader.isLive(instance)
  )
  const wanted = showable(reader, unseen, choice, RECONSTRUCTED)
  if (wanted.length === 0) {
    return {
      withoutReconstructions:
        unseen.length === 0
          ? 'there is no image that it has not learnt from.'
          : 'of the images that it has not learnt from none may be shown; --pictures all shows them.'
    }
  }
  const pictures = await read(wanted.toSorted())
  const ready = wanted.filter((instance) => typeof pictures.get(instance) === 'object')
  if (ready.length === 0) return { withoutReconstructions: 'none of the images chosen could be decoded.' }
  try {
    const architecture = architectureNamed((model.report as TrainingReport).architecture)
    const state = loadState(reader.db, model, architecture, work)
    // So few are drawn at once everywhere; a graphics card need not be woken.
    const { backend } = await chooseBackend('wasm')
    const network = await backend.create(architecture, state)
    try {
      const originals = Array.from(ready, (instance) => pictures.get(instance) as Uint8Array)
      const drawn = await network.reconstruct(Buffer.concat(originals))
      return {
        reconstructions: originals.map((original, i) => ({
          instance: ready[i],
          original,
          reconstruction: Uint8Array.from(drawn.subarray(i * PICTURE_BYTES, (i + 1) * PICTURE_BYTES), (value) =>
            Math.round(value * 255)
          )
        }))
      }
    } finally {
      await network.close()
    }
  } catch (error) {
    if (error instanceof MedoidError && UNUSABLE.has(error.code)) return { withoutReconstructions: error.message }
    throw error
  }
}
