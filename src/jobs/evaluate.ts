import { dirname } from 'node:path'
import type { EvaluationReport } from '../core/catalogue/stored/evaluation.ts'
import type { Network } from '../core/embedding/backend.ts'
import { chooseBackend } from '../core/embedding/choose-backend.ts'
import { PictureCache } from '../core/embedding/picture-cache.ts'
import { adding } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { EvaluateParameters } from './definitions/evaluation.ts'
import { Evaluator } from './evaluated-datasets.ts'
import { planEvaluation } from './evaluation-plan.ts'
import { EvaluationTally } from './evaluation-tally.ts'
import { projectionFor, toldOf } from './project.ts'

/** Are the clusters visually similar? The protocol of the paper's Figure 2, on images that nothing has seen yet. */
export const evaluateJob: Job<EvaluateParameters, EvaluationReport> = {
  run: (parameters, work) =>
    adding(parameters.catalogue, async (reader, catalogue) => {
      const started = performance.now()
      const plan = planEvaluation(reader, catalogue, parameters, work)
      const evaluator = await Evaluator.open(reader, catalogue, plan, work)
      let network: Network | undefined
      let cache: PictureCache | undefined
      try {
        // First, as it needs nothing of what takes hours.
        const stability = { ari: await evaluator.stability() }
        const { backend } = await chooseBackend(parameters.backend, { signal: work.signal })
        network = await backend.create(plan.architecture, plan.state)
        cache = PictureCache.open(catalogue.file, work.onMessage)
        const { project } = parameters
        const using = { network, backend, cache }
        const projection = project === undefined ? null : await projectionFor(reader, plan, project, using, work)
        const tally = new EvaluationTally(reader, plan)
        const computing = { network, cache, projection, folder: dirname(catalogue.file) }
        const all = { from: 0, to: plan.datasets.length }
        for await (const dataset of evaluator.evaluate(all, computing)) tally.add(dataset)
        return tally.save({
          stability,
          projection: projection && toldOf(projection),
          seconds: (performance.now() - started) / 1000
        })
      } finally {
        await network?.close()
        cache?.close()
        await evaluator.close()
      }
    })
}
