import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { identityOf } from '../core/catalogue/database.ts'
import { formatClustering } from '../core/catalogue/clustering-name.ts'
import { VectorShard, VectorShardWriter, type VectorShardMade } from '../core/catalogue/vector-shard.ts'
import { chooseBackend } from '../core/embedding/choose-backend.ts'
import { PictureCache } from '../core/embedding/picture-cache.ts'
import { CancelledError, MedoidError } from '../core/errors.ts'
import { PICTURE_VERSION } from '../core/pixels/picture.ts'
import { encodeValues, VALUE_BYTES } from '../core/vectors/layout.ts'
import { shardFile } from '../core/shards/shard-file.ts'
import { requireSpace } from '../core/vectors/size.ts'
import { throwIfCancelled } from '../core/work.ts'
import { reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import { readShard } from './definitions/common.ts'
import type { EmbedShardParameters } from './definitions/embedding.ts'
import { embedImages, partOf, planEmbedding, sourceOf } from './embedding-plan.ts'
import { PROGRAM_VERSION } from './program.ts'
import { storedProjection } from './project.ts'
import { scratchPlace } from './scratch.ts'
import { deviceOf, publishing, requireSame } from './shard-results.ts'

export interface EmbedShardReport {
  shard: number
  shards: number
  model: number
  clustering: string
  /** Rows of the file, and values of each. */
  images: number
  length: number
  /** Images that have no vector. */
  skipped: number
  file: string
  bytes: number
  /** Whether it was there already. */
  wasThere: boolean
  seconds: number
}

/** Bytes that a row takes besides its values: UID, path of what is told, page of the database. */
const ROW_BYTES = 512

/**
 * Embeds a part of the assigned images, by a catalogue that is only read: on a disk of this machine, then a finished file in a folder that others
 * use, too. Nothing is done where that is there already.
 */
export const embedShardJob: Job<EmbedShardParameters, EmbedShardReport> = {
  run: (parameters, work) =>
    reading(parameters.catalogue, async (reader) => {
      const started = performance.now()
      const { out, project } = parameters
      const part = readShard(parameters.shard)!
      const { shard, shards } = part
      const plan = planEmbedding(reader, parameters, work)
      const { model, state, images, length, precision, clustering } = plan
      const projection = project === undefined ? null : storedProjection(reader.db, plan, project)
      if (project !== undefined && projection === null)
        throw new MedoidError('no-projection', { model: model.id, width: project })
      const made: VectorShardMade = {
        ...part,
        ...{ length, precision, images: images.count, model: model.id, clustering: formatClustering(clustering) },
        source: {
          ...sourceOf(plan, projection),
          images: images.hash().slice(0, 12),
          catalogue: identityOf(reader.db),
          pictures: String(PICTURE_VERSION),
          Medoid: PROGRAM_VERSION
        }
      }
      const file = shardFile(out, shard)
      const report = (rows: number, skipped: number, wasThere: boolean): EmbedShardReport => ({
        ...part,
        model: model.id,
        clustering: made.clustering,
        images: rows,
        length,
        skipped,
        file,
        bytes: statSync(file).size,
        wasThere,
        seconds: (performance.now() - started) / 1000
      })
      if (existsSync(file)) {
        const { done } = checkedShard(file, made)
        return report(done.rows, done.skipped, true)
      }
      const { from, to } = partOf(images.count, part)
      const bytes = (to - from) * (length * VALUE_BYTES[precision] + ROW_BYTES)
      await requireSpace(join(scratchPlace(), 'vectors'), bytes)
      let [rows, skipped] = [0, 0]
      await publishing('embedding a shard', { folder: out, file }, async (local) => {
        await requireSpace(file, bytes)
        const { backend } = await chooseBackend(parameters.backend, { signal: work.signal })
        const network = await backend.create(plan.architecture, state)
        const cache = PictureCache.temporary()
        const writer = new VectorShardWriter(local, made)
        try {
          for await (const batch of embedImages(reader, plan, { from, to }, { network, projection, cache }, work)) {
            writer.write({
              ...batch,
              vectors: encodeValues(batch.vectors, precision),
              remarked: batch.remarked.map(({ instance, remarks }) => ({
                instance,
                path: reader.readablePath(instance),
                remarks: [...remarks]
              }))
            })
            rows += batch.instances.length
            skipped += batch.skipped.length
            const detail = `shard ${shard} of ${shards}`
            work.onProgress?.({ stage: 'Embedding', done: rows + skipped, total: to - from, unit: 'images', detail })
            throwIfCancelled(work)
          }
          const device = deviceOf(backend)
          writer.finish({ rows, skipped, device, seconds: (performance.now() - started) / 1000 })
        } catch (error) {
          if (!(error instanceof CancelledError)) throw error
          throw new CancelledError({ what: 'shard', shard, shards })
        } finally {
          writer.close()
          cache.close()
          await network.close()
        }
      })
      return report(rows, skipped, false)
    })
}

/** What must be the same for vectors of shards to stand in one file. */
export function settingsOf({
  source,
  shards,
  shard,
  length,
  precision,
  images
}: VectorShardMade): Record<string, string> {
  return {
    ...source,
    'values a vector': String(length),
    precision,
    'images in all': String(images),
    shards: String(shards),
    shard: String(shard)
  }
}

/** @throws MedoidError `result-unfit` where the file is not of these settings, or not whole */
function checkedShard(file: string, made: VectorShardMade): Pick<VectorShard, 'done'> {
  const found = VectorShard.open(file)
  try {
    requireSame(file, settingsOf(found.made), settingsOf(made))
    return { done: found.done }
  } finally {
    found.close()
  }
}
