import type { EvaluationReport } from '../core/catalogue/stored/evaluation.ts'
import { MedoidError } from '../core/errors.ts'
import { shardFile } from '../core/shards/shard-file.ts'
import { throwIfCancelled } from '../core/work.ts'
import { adding } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { MergeEvaluationParameters } from './definitions/evaluation.ts'
import { settingsOf } from './evaluate-shard.ts'
import { planEvaluation } from './evaluation-plan.ts'
import { datasetsOf, EVALUATION_SHARDS, evaluationSettings, readEvaluationShard } from './evaluation-shard.ts'
import { EvaluationTally } from './evaluation-tally.ts'
import { storedProjection, toldOf } from './project.ts'
import { requireAll, requireSame, resultsIn } from './shard-results.ts'

/** Stores the evaluation of all shards: figure by figure the one of `evaluate` without shards, where these computed on the same device. */
export const mergeEvaluationJob: Job<MergeEvaluationParameters, EvaluationReport> = {
  run: ({ merge: folder, catalogue: path }, work) =>
    adding(path, async (reader, catalogue) => {
      const started = performance.now()
      const found = resultsIn(folder, EVALUATION_SHARDS)
      const { asked, shards } = await readEvaluationShard(shardFile(folder, found[0], EVALUATION_SHARDS))
      requireAll(folder, found, shards)
      const plan = planEvaluation(reader, catalogue, asked, work)
      const { project } = asked
      const projection = project === undefined ? null : storedProjection(reader.db, plan, project)
      if (project !== undefined && projection === null) {
        throw new MedoidError('no-projection', { model: plan.model.id, width: project })
      }
      const settings = evaluationSettings(reader, plan, projection)
      const tally = new EvaluationTally(reader, plan)
      const devices = new Set<string>()
      let stability: EvaluationReport['stability'] = { ari: null }
      let seconds = 0
      for (const shard of found) {
        throwIfCancelled(work)
        const file = shardFile(folder, shard, EVALUATION_SHARDS)
        const each = await readEvaluationShard(file)
        requireSame(file, settingsOf(each), settingsOf({ shard, shards, settings }))
        const { from, to } = datasetsOf(plan.datasets.length, each)
        if (each.first !== from || each.datasets.length !== to - from || (shard === 0) !== (each.stability !== null)) {
          throw new MedoidError('result-unfit', { why: 'damaged', path: file, problem: 'it has other datasets' })
        }
        stability = each.stability ?? stability
        seconds += each.seconds
        if (each.datasets.length > 0) devices.add(each.device)
        for (const dataset of each.datasets) tally.add(dataset)
        work.onProgress?.({ stage: 'Merging', done: shard + 1, total: shards, unit: 'shards' })
      }
      if (devices.size > 1) work.onMessage?.({ code: 'several-devices', parameters: { devices: [...devices].sort() } })
      const merging = (performance.now() - started) / 1000
      return tally.save({ stability, projection: projection && toldOf(projection), seconds: seconds + merging })
    })
}
