import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { loadModel } from '../core/catalogue/models.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { type ClusteringName, formatClustering } from '../core/catalogue/clustering-name.ts'
import { assignedChunks, assignedClusterings, findClustering, firstOf, UNASSIGNED } from '../core/catalogue/runs.ts'
import { embeddingShape } from '../core/embedding/architecture.ts'
import { weightsId } from '../core/embedding/checkpoint.ts'
import { chooseBackend } from '../core/embedding/choose-backend.ts'
import { ENCODED_AT_A_TIME, encodePictures } from '../core/embedding/encode.ts'
import type { RemarkCount, SkippedImage } from '../core/catalogue/stored/model.ts'
import { PictureCache } from '../core/embedding/picture-cache.ts'
import { remarksReport, streamPictures } from '../core/embedding/prepare.ts'
import { CancelledError, MedoidError } from '../core/errors.ts'
import { vectorFileBytes } from '../core/vectors/size.ts'
import { VectorFile } from '../core/vectors/vector-file.ts'
import { throwIfCancelled } from '../core/work.ts'
import { adding } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { EmbedParameters } from './definitions/embedding.ts'
import { architectureOf, loadState } from './model-state.ts'

export interface EmbedReport {
  model: number
  clustering: string
  /** Rows of the file, and values of each. */
  images: number
  length: number
  files: { path: string; bytes: number }[]
  skipped: SkippedImage[]
  /** In spite of what pictures were embedded. */
  remarks: RemarkCount[]
  imagesPerSecond: number
  seconds: number
}

/** Writes the embedding of every assigned image; goes on where it was stopped. */
export const embedJob: Job<EmbedParameters, EmbedReport> = {
  run: (
    { catalogue, model: given, run: asked, format, out = `vectors-${given}.${format}`, overwrite, backend: wanted },
    work
  ) =>
    adding(catalogue, async (reader, { db, file: catalogueFile }) => {
      const started = performance.now()
      const model = loadModel(db, given)
      const architecture = architectureOf(model)
      const clustering = asked === undefined ? lastAssigned(db) : findClustering(db, asked)
      const { instances, clusters } = assignedImages(reader, clustering)
      const { values: length } = embeddingShape(architecture)
      const state = loadState(db, model, work)
      const bytes = vectorFileBytes(format, instances.length, length)
      work.onMessage?.({ code: 'vectors-size', parameters: { images: instances.length, values: length, out, bytes } })
      const file = await VectorFile.open({
        path: out,
        overwrite,
        format,
        rows: instances.length,
        length,
        source: {
          model: `${model.id} (weights ${weightsId(state).slice(0, 12)})`,
          clustering: formatClustering(clustering),
          images: createHash('sha256').update(instances).update(clusters).digest('hex')
        }
      })
      let cache: PictureCache | undefined
      try {
        cache = PictureCache.open(catalogueFile, work.onMessage)
        const first = instances.findIndex((instance) => instance > file.after)
        const left = first < 0 ? new Uint32Array() : instances.subarray(first)
        const before = instances.length - left.length
        if (before > 0) work.onMessage?.({ code: 'vectors-continued', parameters: { images: before } })
        const { backend } = await chooseBackend(wanted, { signal: work.signal })
        const network = await backend.create(architecture, state)
        const computing = performance.now()
        try {
          const uids = reader.find('SOPInstanceUID')
          let done = before
          const batches = streamPictures(reader, left, cache, { batch: ENCODED_AT_A_TIME, keep: false }, work)
          for await (const { instances: some, vectors, skipped: without, remarked } of encodePictures(
            network,
            batches
          )) {
            const texts = uids === undefined ? undefined : reader.column(uids.id, some)
            await file.write({
              instances: some,
              uids: Array.from(some, (_, i) => texts?.texts[texts.codes[i]] ?? ''),
              clusters: Array.from(some, (instance) => clusters[search(instances, instance)]),
              vectors,
              skipped: without.map(({ instance, reason }) => ({ instance, reason })),
              remarked
            })
            done += some.length + without.length
            const detail = `${backend.name} (${backend.device})`
            work.onProgress?.({ stage: 'Embedding', done, total: instances.length, unit: 'images', detail })
            throwIfCancelled(work)
          }
        } finally {
          await network.close()
        }
        const { rows, skipped, remarks, files } = await file.finish()
        const seconds = (performance.now() - started) / 1000
        return {
          model: model.id,
          clustering: formatClustering(clustering),
          images: rows,
          length,
          files,
          skipped: skipped.map(({ instance, reason }) => ({ path: reader.readablePath(instance), reason })),
          remarks: remarksReport(reader, remarks),
          imagesPerSecond: (left.length / (performance.now() - computing)) * 1000,
          seconds
        }
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error
        throw new CancelledError({ what: 'embedding', images: file.committedRows })
      } finally {
        cache?.close()
        await file.close()
      }
    })
}

/** @throws MedoidError `not-assigned` */
function lastAssigned(db: Database): ClusteringName {
  const last = assignedClusterings(db).at(-1)
  if (last !== undefined) return last
  throw new MedoidError('not-assigned', { why: 'none-at-all' })
}

/** Live images that a clustering was assigned to, ascending, and the cluster of each. @throws MedoidError `not-assigned` */
function assignedImages(
  reader: CatalogueReader,
  clustering: ClusteringName
): { instances: Uint32Array; clusters: Uint16Array } {
  const live = reader.live()
  const instances = new Uint32Array(live.length)
  const clusters = new Uint16Array(live.length)
  let count = 0
  for (const { chunk, clusters: assigned } of assignedChunks(reader.db, clustering)) {
    for (let i = 0; i < assigned.length; i++) {
      if (assigned[i] === UNASSIGNED || !reader.isLive(firstOf(chunk) + i)) continue
      instances[count] = firstOf(chunk) + i
      clusters[count++] = assigned[i]
    }
  }
  if (count > 0) return { instances: instances.subarray(0, count), clusters: clusters.subarray(0, count) }
  throw new MedoidError('not-assigned', { why: 'not-yet', clustering: formatClustering(clustering) })
}

/** The place of a number in an ascending list that has it. */
function search(list: Uint32Array, number: number): number {
  let from = 0
  let to = list.length - 1
  while (from < to) {
    const middle = (from + to) >> 1
    if (list[middle] < number) from = middle + 1
    else to = middle
  }
  return from
}
