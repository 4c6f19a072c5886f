import type { RemarkCount, SkippedImage } from '../core/catalogue/stored/model.ts'
import { VectorShard, type VectorShardMade } from '../core/catalogue/vector-shard.ts'
import { MedoidError } from '../core/errors.ts'
import { fromHalves } from '../core/half.ts'
import { shardFile } from '../core/shards/shard-file.ts'
import { requireSpace, vectorFileBytes } from '../core/vectors/size.ts'
import { VectorFile } from '../core/vectors/vector-file.ts'
import { breathe, throwIfCancelled, type Work } from '../core/work.ts'
import type { Job } from './contract.ts'
import type { MergeVectorsParameters } from './definitions/embedding.ts'
import { settingsOf } from './embed-shard.ts'
import { requireAll, requireSame, resultsIn } from './shard-results.ts'

export interface MergeVectorsReport {
  shards: number
  model: number
  clustering: string
  /** Rows of the file, and values of each. */
  images: number
  length: number
  files: { path: string; bytes: number }[]
  skipped: SkippedImage[]
  /** In spite of what pictures were embedded. */
  remarks: RemarkCount[]
  /** What computed. */
  devices: string[]
  seconds: number
}

/** Writes the vectors of all shards in one file: where they were computed on the same device, byte for byte that of one `embed`. */
export const mergeVectorsJob: Job<MergeVectorsParameters, MergeVectorsReport> = {
  run: async ({ merge: folder, format, overwrite, ...parameters }, work) => {
    const started = performance.now()
    const { made, devices } = survey(folder, work)
    const { shards, images: most, length, precision, model, clustering, source } = made
    const { out = `vectors-${model}.${format}` } = parameters
    if (devices.length > 1) work.onMessage?.({ code: 'several-devices', parameters: { devices } })
    await requireSpace(out, vectorFileBytes(format, most, length, precision))
    const file = await VectorFile.open({ path: out, overwrite, format, precision, rows: most, length, source })
    const pathOfSkipped = new Map<number, string>()
    const pathOfRemark = new Map<string, string>()
    try {
      const { after } = file
      let last = -1
      for (let shard = 0; shard < shards; shard++) {
        const each = VectorShard.open(shardFile(folder, shard))
        try {
          for (const batch of each.batches()) {
            if (batch.instances.length > 0 && batch.instances[0] <= last) throw overlapping(each.file)
            last = batch.instances.at(-1) ?? last
            for (const { instance, path } of batch.skipped) pathOfSkipped.set(instance, path)
            for (const { path, remarks } of batch.remarked) {
              for (const { code } of remarks) if (!pathOfRemark.has(code)) pathOfRemark.set(code, path)
            }
            const isNew = ({ instance }: { instance: number }): boolean => instance > after
            const behind = batch.instances.findIndex((instance) => instance > after)
            const from = behind < 0 ? batch.instances.length : behind
            await file.write({
              instances: batch.instances.subarray(from),
              uids: batch.uids.slice(from),
              clusters: batch.clusters.subarray(from),
              vectors: floatsOf(batch.vectors, precision).subarray(from * length),
              skipped: batch.skipped.filter(isNew).map(({ instance, reason }) => ({ instance, reason })),
              remarked: batch.remarked.filter(isNew)
            })
            throwIfCancelled(work)
          }
        } finally {
          each.close()
        }
        work.onProgress?.({ stage: 'Merging', done: shard + 1, total: shards, unit: 'shards' })
        await breathe()
      }
      const { rows, skipped, remarks, files } = await file.finish()
      return {
        ...{ shards, model, clustering, images: rows, length, files },
        skipped: skipped.map(({ instance, reason }) => ({ path: pathOfSkipped.get(instance) ?? '', reason })),
        remarks: remarks.map(({ instance: _, ...remark }) => ({
          ...remark,
          path: pathOfRemark.get(remark.code) ?? ''
        })),
        devices,
        seconds: (performance.now() - started) / 1000
      }
    } finally {
      await file.close()
    }
  }
}

/**
 * Looks at every shard before anything is written.
 * @throws MedoidError `results-missing`, `result-unfit`
 */
function survey(folder: string, work: Work): { made: VectorShardMade; devices: string[] } {
  const found = resultsIn(folder)
  const look = (shard: number): Pick<VectorShard, 'made' | 'done'> => {
    throwIfCancelled(work)
    const opened = VectorShard.open(shardFile(folder, shard))
    opened.close()
    return opened
  }
  const { made } = look(found[0])
  requireAll(folder, found, made.shards)
  const devices = new Set<string>()
  for (const shard of found) {
    const each = look(shard)
    requireSame(shardFile(folder, shard), settingsOf(each.made), settingsOf({ ...made, shard }))
    devices.add(each.done.device)
  }
  return { made, devices: [...devices].sort() }
}

function floatsOf(bytes: Uint8Array, precision: VectorShardMade['precision']): Float32Array {
  if (precision === 'f16') return fromHalves(bytes, new Float32Array(bytes.length / 2))
  return new Float32Array(Uint8Array.from(bytes).buffer)
}

function overlapping(path: string): MedoidError {
  const problem = 'its images are not behind those before it'
  return new MedoidError('result-unfit', { why: 'damaged', path, problem })
}
