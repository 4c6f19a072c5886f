import type { Agreement, TargetAgreement } from '../catalogue/stored/evaluation.ts'
import type { EvaluationSummary, RunSummary } from './data.ts'
import { count, decimal, exactProbability, pValue, spread } from './numbers.ts'
import { PAPER } from './paper.ts'

/** The tables of an evaluation, row by row, as the report and the window show them. */

/** A figure with its name, of the clusters and of random labels, where there is nothing to find. */
export interface TestRow {
  name: string
  clusters: string
  control: string
}

export function testRows({ clustered, permuted, tTest, permutationTest, control }: EvaluationSummary): TestRow[] {
  const found = { labelled: clustered, permuted, tTest, permutationTest }
  const row = (name: string, tell: (each: typeof found) => string): TestRow => ({
    name,
    clusters: tell(found),
    control: tell(control)
  })
  return [
    row('Distance', ({ labelled }) => spread(labelled)),
    row('Distance, permuted', (each) => spread(each.permuted)),
    row('Difference', (each) => decimal(each.tTest.meanDifference)),
    row('95 % interval', ({ tTest: { ci95 } }) => (ci95 === null ? '–' : `${decimal(ci95[0])} to ${decimal(ci95[1])}`)),
    row('Paired t-test', ({ tTest: { t, df } }) => (t === null ? '–' : `t(${df}) = ${decimal(t, 2)}`)),
    row('p, two-sided', ({ tTest: { p } }) => exactProbability(p)),
    row('Cohen’s d_z', (each) => decimal(each.tTest.cohenDz, 2)),
    row('p, permutations', (each) => decimal(each.permutationTest.p, 4))
  ]
}

/** How far clusters follow a target; below it the same of clusters that were made again without its tags. */
export interface AgreementRow extends Agreement {
  name: string
  isWithout: boolean
}

export function agreementRows({ agreement }: EvaluationSummary): AgreementRow[] {
  return targetsOf(agreement).flatMap(({ name, found }): AgreementRow[] => {
    if (found === null) return []
    const { withoutTargetTag: without } = found
    const row = figuresOf(found, name, false)
    return without === null ? [row] : [row, figuresOf(without, 'without that tag', true)]
  })
}

/** Which tags were left out for a target, or why there is nothing to tell: one sentence a target. */
export function agreementNotes({ agreement }: EvaluationSummary): string[] {
  return targetsOf(agreement).map(({ name, found }) => {
    if (found === null) return `${name}: no image has a value.`
    const names = found.withoutTargetTag?.leftOut
    if (names === undefined) return `${name}: without these tags no feature would be left.`
    return names.length === 0
      ? `${name}: no such tag was a feature, so nothing was left out.`
      : `${name}: left out ${names.join(', ')}.`
  })
}

function targetsOf(agreement: EvaluationSummary['agreement']): { name: string; found: TargetAgreement | null }[] {
  return [
    { name: 'Modality', found: agreement.modality },
    { name: 'Body part', found: agreement.bodyPart }
  ]
}

function figuresOf(figures: Agreement, name: string, isWithout: boolean): AgreementRow {
  const { homogeneity, completeness, nmi, nmiCeiling, images, classes } = figures
  return { name, isWithout, homogeneity, completeness, nmi, nmiCeiling, images, classes }
}

/** A figure of the paper beside that of this archive. */
export interface PaperRow {
  name: string
  paper: string
  /** `–` where there is none. */
  here: string
}

/** What is compared with the paper. */
interface ComparedWithPaper {
  /** Tags that were chosen as features. */
  tags: number
  run: Pick<RunSummary, 'k' | 'columns' | 'bestK'> & { sweep: readonly { k: number; silhouette: number | null }[] }
  training: { images: number; epochs: number; embedding: number } | null
  evaluation: EvaluationSummary | null
}

const NONE = '–'

/** @param ks numbers of clusters whose silhouettes are listed, ascending */
export function paperRows({ tags, run, training, evaluation }: ComparedWithPaper, ks: readonly number[]): PaperRow[] {
  const row = (name: string, paper: string, here: string | false | null): PaperRow => ({
    name,
    paper,
    here: here || NONE
  })
  const ours = (k: number | null): number | null => run.sweep.find((each) => each.k === k)?.silhouette ?? null
  const best = PAPER.silhouettes.reduce((most, each) => (each.silhouette > most.silhouette ? each : most))
  const { tTest } = evaluation ?? {}
  return [
    row('Tags chosen', count(PAPER.tags), count(tags)),
    row('Columns of features', count(PAPER.columns), count(run.columns)),
    ...ks.map((k) => {
      const theirs = PAPER.silhouettes.find((each) => each.k === k)
      return row(`Mean silhouette, K = ${k}`, decimal(theirs?.silhouette, 2), decimal(ours(k)))
    }),
    row(
      'Best mean silhouette',
      `${decimal(best.silhouette, 2)} at K = ${best.k}`,
      run.bestK !== null && `${decimal(ours(run.bestK))} at K = ${run.bestK}`
    ),
    row('Training images', count(PAPER.training.images), count(training?.images)),
    row('Epochs', count(PAPER.training.epochs), count(training?.epochs)),
    row('Values of an embedding', count(PAPER.training.embedding), count(training?.embedding)),
    row(
      'Datasets × images',
      `${PAPER.datasets} × ${count(PAPER.size)}`,
      evaluation && `${evaluation.datasets.length} × ${count(evaluation.parameters.size)}`
    ),
    row('K evaluated', String(best.k), evaluation && String(run.k)),
    row('Distance, clusters', spreadOfPaper(PAPER.clustered), evaluation && spread(evaluation.clustered)),
    row('Distance, permuted', spreadOfPaper(PAPER.permuted), evaluation && spread(evaluation.permuted)),
    row('Difference', decimal(PAPER.permuted.mean - PAPER.clustered.mean, 2), decimal(tTest?.meanDifference)),
    row(
      'Paired t-test',
      `t(${PAPER.df}) = ${PAPER.t}`,
      tTest !== undefined &&
        tTest.t !== null &&
        tTest.p !== null &&
        `t(${tTest.df}) = ${decimal(tTest.t, 2)}, ${pValue(tTest.p)}`
    )
  ]
}

/** With the two and three digits that the paper gives. */
function spreadOfPaper({ mean, sd }: { mean: number; sd: number }): string {
  return `${decimal(mean, 2)} ± ${decimal(sd)}`
}
