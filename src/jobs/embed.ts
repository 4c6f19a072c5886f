import { formatClustering } from '../core/catalogue/clustering-name.ts'
import type { RemarkCount, SkippedImage } from '../core/catalogue/stored/model.ts'
import { chooseBackend } from '../core/embedding/choose-backend.ts'
import { ENCODED_AT_A_TIME } from '../core/embedding/encode.ts'
import { PictureCache } from '../core/embedding/picture-cache.ts'
import { remarksReport } from '../core/embedding/prepare.ts'
import { CancelledError } from '../core/errors.ts'
import { requireVectorSpace, vectorFileBytes } from '../core/vectors/size.ts'
import { VectorFile } from '../core/vectors/vector-file.ts'
import { throwIfCancelled } from '../core/work.ts'
import { adding } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { EmbedParameters } from './definitions/embedding.ts'
import { type EmbeddedBatch, embedImages, planEmbedding, sourceOf } from './embedding-plan.ts'
import { type ProjectionTold, projectionFor, toldOf } from './project.ts'

export interface EmbedReport {
  model: number
  clustering: string
  /** Rows of the file, and values of each. */
  images: number
  length: number
  /** null where vectors have all of their values. */
  projection: ProjectionTold | null
  files: { path: string; bytes: number }[]
  skipped: SkippedImage[]
  /** In spite of what pictures were embedded. */
  remarks: RemarkCount[]
  imagesPerSecond: number
  seconds: number
}

/** Writes the embedding of every assigned image; goes on where it was stopped. */
export const embedJob: Job<EmbedParameters, EmbedReport> = {
  run: (parameters, work) =>
    adding(parameters.catalogue, async (reader, { file: catalogueFile }) => {
      const started = performance.now()
      const { model: given, format, overwrite, out = `vectors-${given}.${format}` } = parameters
      const plan = planEmbedding(reader, parameters, work)
      const { model, architecture, state, clustering, images, precision, length } = plan
      const shape = { format, rows: images.count, length, precision }
      const bytes = vectorFileBytes(format, images.count, length, precision)
      work.onMessage?.({ code: 'vectors-size', parameters: { images: images.count, values: length, out, bytes } })
      await requireVectorSpace(out, shape)
      const { backend } = await chooseBackend(parameters.backend, { signal: work.signal })
      const network = await backend.create(architecture, state)
      let cache: PictureCache | undefined
      let file: VectorFile | undefined
      try {
        cache = PictureCache.open(catalogueFile, work.onMessage)
        const { project } = parameters
        const using = { network, backend, cache }
        const projection = project === undefined ? null : await projectionFor(reader, plan, project, using, work)
        const source = sourceOf(plan, projection)
        file = await VectorFile.open({ path: out, overwrite, ...shape, source })
        const before = Number.isFinite(file.after) ? images.countUpTo(file.after) : images.count
        if (before > 0) work.onMessage?.({ code: 'vectors-continued', parameters: { images: before } })
        const computing = performance.now()
        const from = before === images.count ? before : before - (before % ENCODED_AT_A_TIME)
        const { after } = file
        let done = from
        const range = { from, to: images.count }
        for await (const batch of embedImages(reader, plan, range, { network, projection, cache }, work)) {
          done += batch.instances.length + batch.skipped.length
          await file.write(behind(batch, after, length))
          const detail = `${backend.name} (${backend.device})`
          work.onProgress?.({ stage: 'Embedding', done, total: images.count, unit: 'images', detail })
          throwIfCancelled(work)
        }
        const { rows, skipped, remarks, files } = await file.finish()
        return {
          model: model.id,
          clustering: formatClustering(clustering),
          images: rows,
          length,
          projection: projection && toldOf(projection),
          files,
          skipped: skipped.map(({ instance, reason }) => ({ path: reader.readablePath(instance), reason })),
          remarks: remarksReport(reader, remarks),
          imagesPerSecond: ((images.count - from) / (performance.now() - computing)) * 1000,
          seconds: (performance.now() - started) / 1000
        }
      } catch (error) {
        if (!(error instanceof CancelledError) || file === undefined) throw error
        throw new CancelledError({ what: 'embedding', images: file.committedRows })
      } finally {
        cache?.close()
        await network.close()
        await file?.close()
      }
    })
}

/** What of a batch is not written yet. */
function behind(batch: EmbeddedBatch, after: number, length: number): EmbeddedBatch {
  const isNew = ({ instance }: { instance: number }): boolean => instance > after
  const first = batch.instances.findIndex((instance) => instance > after)
  const from = first < 0 ? batch.instances.length : first
  return {
    instances: batch.instances.subarray(from),
    uids: batch.uids.slice(from),
    clusters: batch.clusters.subarray(from),
    vectors: batch.vectors.subarray(from * length),
    skipped: batch.skipped.filter(isNew),
    remarked: batch.remarked.filter(isNew)
  }
}
