import type { Database } from 'better-sqlite3'
import { listEvaluations, loadEvaluation, type StoredEvaluation } from '../core/catalogue/evaluations.ts'
import { loadMap, placedChunks } from '../core/catalogue/maps.ts'
import { loadModel, modelIds, type StoredModel } from '../core/catalogue/models.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { type ClusteringName, formatClustering } from '../core/catalogue/clustering-name.ts'
import { findClustering, loadClustering, loadRun } from '../core/catalogue/runs.ts'
import { MAP_BY } from '../core/catalogue/stored/map.ts'
import { MedoidError } from '../core/errors.ts'
import { countWithoutPlace } from '../core/map/places.ts'
import type { SitesApart } from '../core/harmonise/apart.ts'
import { gather, type MapInput } from '../core/report/gather.ts'
import type { MethodComparison } from '../core/report/method-words.ts'
import { refuseToReplaceOthers, writeReport } from '../core/report/write.ts'
import type { Work } from '../core/work.ts'
import { reading } from './catalogues.ts'
import { compareMethods } from './compare-methods.ts'
import type { Job } from './contract.ts'
import type { ReportParameters } from './definitions/evaluation.ts'
import { subset } from './features.ts'
import { PROGRAM_VERSION } from './program.ts'
import { drawUnseen, pictureSource } from './reconstruct.ts'
import { sitesApart } from './sites-apart.ts'

export interface ReportResult {
  clustering: string
  /** null where there is none. */
  model: number | null
  evaluation: number | null
  /** The page, its size, and what it holds as a document. */
  out: string
  bytes: number
  json: string
  /** The method of the run beside the others; null where they could not be compared. */
  methods: MethodComparison | null
  /** Pictures of medoids. */
  pictures: { shown: number; withheld: number }
}

/** Writes what is known of a clustering as one page, and as a document beside it. */
export const reportJob: Job<ReportParameters, ReportResult> = {
  run: ({ catalogue, run: named, evaluation: asked, out, pictures, overwrite = false }, work) =>
    reading(catalogue, async (reader, { db, file }) => {
      await refuseToReplaceOthers(out, overwrite)
      const clustering = findClustering(db, named)
      const evaluation = evaluationOf(db, clustering, asked)
      const model = modelOf(db, evaluation)
      const read = pictureSource(reader, file, work)
      const methods = await compareMethods(reader, { file }, clustering, model, work)
      const data = await gather(
        reader,
        {
          clustering,
          pictures,
          read,
          model,
          evaluation,
          ...(model && (await drawUnseen(reader, file, model, candidates(reader, clustering, model), pictures, work))),
          maps: mapsOf(reader, clustering.run),
          methods,
          apart: await apartOf(reader, work),
          version: PROGRAM_VERSION
        },
        work
      )
      const { json, bytes } = await writeReport(out, data, overwrite)
      const medoids = data.clusters.flatMap(({ picture }) => picture ?? [])
      const shown = medoids.filter(({ png }) => png !== undefined).length
      return {
        clustering: formatClustering(clustering),
        model: model?.id ?? null,
        evaluation: evaluation?.id ?? null,
        out,
        bytes,
        json,
        methods: data.methods,
        pictures: { shown, withheld: medoids.length - shown }
      }
    })
}

/** null where there is one site alone, or too many to compare. @throws CancelledError */
async function apartOf(reader: CatalogueReader, work: Work): Promise<SitesApart | null> {
  try {
    return await sitesApart(reader, work)
  } catch (error) {
    if (error instanceof MedoidError && (error.code === 'one-site' || error.code === 'too-many-sites')) return null
    throw error
  }
}

/** The maps of a run, and which images have no place on them by now. */
function mapsOf(reader: CatalogueReader, run: number): MapInput[] {
  const { db } = reader
  return MAP_BY.flatMap((by): MapInput[] => {
    const map = loadMap(db, run, by)
    if (map === null) return []
    if (map.parameters.sampleOnly) return [{ map, placed: null }]
    const { parameters, created } = loadRun(db, run)
    const images = subset(reader, parameters.where, created)
    return [{ map, placed: { images: images.length, without: countWithoutPlace(images, placedChunks(db, run, by)) } }]
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
  throw new MedoidError('evaluation-of-another-run', {
    evaluation: asked,
    of: other,
    asked: formatClustering(clustering)
  })
}

/** The model that was evaluated with; without an evaluation the newest. */
function modelOf(db: Database, evaluation: StoredEvaluation | undefined): StoredModel | undefined {
  const id = evaluation?.model ?? modelIds(db).at(-1)
  return id === undefined ? undefined : loadModel(db, String(id))
}

/** Images that a model may be tried on: those that it was validated on, and the medoids. */
function candidates(reader: CatalogueReader, clustering: ClusteringName, model: StoredModel): Uint32Array {
  const { clusters, medoids: all } = loadClustering(reader.db, clustering)
  const medoids = clusters.map(({ id }) => all[id])
  return Uint32Array.from(new Set([...model.validation, ...medoids]))
}
