import { listEvaluations, loadEvaluation } from '../../core/catalogue/evaluations.ts'
import { summariseEvaluation } from '../../core/report/gather.ts'
import { PAPER } from '../../core/report/paper.ts'
import {
  controlWords,
  disjointnessWords,
  permutationWords,
  stabilityWords,
  tTestWords,
  verdict
} from '../../core/report/words.ts'
import type { Arguments, EvaluationDocument, EvaluationRow } from '../contract.ts'
import { windowWords } from '../window-words.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

/** Last one first. */
export function evaluations({ reader: { db } }: OpenCatalogue): EvaluationRow[] {
  return listEvaluations(db)
    .reverse()
    .map((stored) => {
      const summary = summariseEvaluation(stored)
      const { evaluation, created, run, model, parameters, clustered, permuted, tTest, permutationTest } = summary
      return {
        evaluation,
        created,
        clustering: run,
        model,
        parameters,
        clustered,
        permuted,
        tTest,
        permutationTest,
        isSound: controlWords(summary).isSound,
        stability: summary.stability.ari
      }
    })
}

export function evaluationReport(
  { reader: { db } }: OpenCatalogue,
  { evaluation }: Arguments<'evaluations.report'>
): EvaluationDocument {
  const summary = summariseEvaluation(loadEvaluation(db, String(evaluation)))
  const control = controlWords(summary)
  return {
    summary,
    words: {
      verdict: verdict(summary),
      tTest: tTestWords(summary.tTest),
      permutationTest: permutationWords(summary.permutationTest),
      control: control.sentence,
      isSound: control.isSound,
      disjointness: windowWords(disjointnessWords(summary).join(' ')),
      stability: stabilityWords(summary.stability.ari)
    },
    paper: PAPER
  }
}
