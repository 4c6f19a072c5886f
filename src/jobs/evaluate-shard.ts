import { existsSync } from 'node:fs'
import { formatClustering } from '../core/catalogue/clustering-name.ts'
import { chooseBackend } from '../core/embedding/choose-backend.ts'
import { PictureCache } from '../core/embedding/picture-cache.ts'
import { CancelledError, MedoidError } from '../core/errors.ts'
import { shardFile } from '../core/shards/shard-file.ts'
import { reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import { readShard } from './definitions/common.ts'
import type { EvaluateShardParameters } from './definitions/evaluation.ts'
import { type EvaluatedDataset, Evaluator } from './evaluated-datasets.ts'
import { planEvaluation } from './evaluation-plan.ts'
import {
  datasetsOf,
  EVALUATION_SHARDS,
  evaluationSettings,
  readEvaluationShard,
  writeEvaluationShard
} from './evaluation-shard.ts'
import { storedProjection } from './project.ts'
import { deviceOf, publishing, requireSame } from './shard-results.ts'

export interface EvaluateShardReport {
  shard: number
  shards: number
  run: string
  model: number
  /** Datasets of this shard, and their images. */
  datasets: number
  images: number
  file: string
  /** Whether it was there already. */
  wasThere: boolean
  seconds: number
}

/**
 * Evaluates some of the datasets, by a catalogue that is only read: on a disk of this machine, then a finished file in a folder that others use, too.
 * Nothing is done where that is there already. A dataset says the same whichever shard it is in.
 */
export const evaluateShardJob: Job<EvaluateShardParameters, EvaluateShardReport> = {
  run: ({ shard: asShard, out, ...asked }, work) =>
    reading(asked.catalogue, async (reader, catalogue) => {
      const started = performance.now()
      const part = readShard(asShard)!
      const { shard } = part
      const plan = planEvaluation(reader, catalogue, asked, work)
      const { model, clustering } = plan
      const projection = asked.project === undefined ? null : storedProjection(reader.db, plan, asked.project)
      if (asked.project !== undefined && projection === null) {
        throw new MedoidError('no-projection', { model: model.id, width: asked.project })
      }
      const settings = evaluationSettings(reader, plan, projection)
      const file = shardFile(out, shard, EVALUATION_SHARDS)
      const report = (datasets: readonly EvaluatedDataset[], wasThere: boolean): EvaluateShardReport => ({
        ...part,
        run: formatClustering(clustering),
        model: model.id,
        datasets: datasets.length,
        images: datasets.reduce((sum, { instances }) => sum + instances.length, 0),
        file,
        wasThere,
        seconds: (performance.now() - started) / 1000
      })
      if (existsSync(file)) {
        const found = await readEvaluationShard(file)
        requireSame(file, settingsOf(found), settingsOf({ ...part, settings }))
        return report(found.datasets, true)
      }
      const datasets: EvaluatedDataset[] = []
      await publishing('evaluating a shard', { folder: out, file }, async (local, folder) => {
        const { from, to } = datasetsOf(plan.datasets.length, part)
        const evaluator = await Evaluator.open(reader, catalogue, plan, work, () => PictureCache.temporary())
        try {
          const stability = shard === 0 ? { ari: await evaluator.stability() } : null
          const { backend } = await chooseBackend(asked.backend, { signal: work.signal })
          const network = await backend.create(plan.architecture, plan.state)
          const cache = PictureCache.temporary()
          try {
            const computing = { network, cache, projection, folder }
            for await (const dataset of evaluator.evaluate({ from, to }, computing)) datasets.push(dataset)
          } finally {
            cache.close()
            await network.close()
          }
          const device = deviceOf(backend)
          const seconds = (performance.now() - started) / 1000
          const done = { ...part, asked, settings, stability, device, seconds, first: from, datasets }
          await writeEvaluationShard(local, done)
        } catch (error) {
          if (!(error instanceof CancelledError)) throw error
          throw new CancelledError({ what: 'shard', ...part })
        } finally {
          await evaluator.close()
        }
      })
      return report(datasets, false)
    })
}

/** What must be the same for a result to be that of a shard. */
export function settingsOf(given: {
  shard: number
  shards: number
  settings: Record<string, string>
}): Record<string, string> {
  return { ...given.settings, shards: String(given.shards), shard: String(given.shard) }
}
