import type { Command } from 'commander'
import type {
  BlankImage,
  EvaluationReport,
  EvaluationResult,
  Spread,
  TargetAgreement,
  TTest
} from '../../core/catalogue/stored/evaluation.ts'
import {
  constantWords,
  controlWords,
  projectedWords,
  stabilityWords,
  withoutLengthWords
} from '../../core/report/words.ts'
import { evaluate, evaluateShard, evaluateVectors, mergeEvaluation } from '../../jobs/definitions/evaluation.ts'
import type { EvaluateShardReport } from '../../jobs/evaluate-shard.ts'
import type { VectorsEvaluationReport } from '../../jobs/evaluate-vectors.ts'
import { amongGiven, given, withParameters } from '../options.ts'
import { remarkLines, skippedLines } from '../pictures.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { count, counted, decimal, duration, exactProbability } from '../../messages/format.ts'
import { sayMessage } from '../../messages/message.ts'
import { SHELL_TERMS } from '../terms.ts'
import { safe, table } from '../text.ts'

/** From here on a difference may well be chance. */
const CHANCE = 0.05

/** Of a run and a model, of a shard of that, of the results of all shards, or of files. */
const NEEDED = ['run', 'model', 'vectors', 'labels', 'shard', 'out', 'merge'] as const
type Needed = (typeof NEEDED)[number]
const { run, model, by, project, backend } = evaluate.parameters
const { shard, out } = evaluateShard.parameters
const { labelColumn, na } = evaluateVectors.parameters

export function register(program: Command): void {
  const command = common(program.command(evaluate.command))
    .summary('test whether the clusters are visually similar')
    .description(
      `Draws datasets of images that neither chose the K nor trained the model, clusters each by its tags as the run did, embeds its images with the model, and compares the cosine distances of images to the centres of their clusters with those under permuted labels: a paired t-test over the datasets, and a permutation test. A run that compares pictures, too ("medoid cluster --fuse"), is not evaluated with the same model. Labels drawn at random go through the same tests beside them; those must not find anything.

  medoid evaluate --run 1 --model 1
  medoid evaluate --run 1.15 --model 1 --datasets 10 --size 500 --by patient
  medoid evaluate --vectors vectors.npy --labels labels.csv --datasets 4 --size 250

A job array of n tasks, numbered from 0, evaluates some of the datasets each, by a catalogue that it only reads, and writes a finished file each into one folder; what is there already is left as it is. --merge stores the evaluation, with the same figures to the last digit where all of them computed on the same device; where some are missing it says which tasks to run again.

  medoid evaluate --run 1 --model 1 --shard 3/10 --out RUN/evaluated
  medoid evaluate --merge RUN/evaluated`
    )
    .action(async (options: CommonOptions & Partial<Record<Needed, string>>, command: Command) => {
      if (options.merge !== undefined) {
        const other = amongGiven(command, { ...evaluateShard.parameters, ...evaluateVectors.parameters })
        if (other.length > 0) command.error(`error: --merge does not go with ${other.join(', ')}`)
        await perform(await mergeEvaluation.load(), given(command, mergeEvaluation), options, describe)
        return
      }
      if (options.shard === undefined && options.out !== undefined) command.error('error: --out goes with --shard')
      if (options.vectors === undefined && options.labels === undefined) {
        if (amongGiven(command, { labelColumn, na }).length > 0) {
          command.error('error: --label-column and --na go with --labels')
        }
        if (options.run === undefined || options.model === undefined) {
          command.error('error: name a clustering (--run R) and a model (--model M), or --vectors and --labels')
        }
        if (options.shard === undefined) {
          await perform(await evaluate.load(), given(command, evaluate), options, describe)
          return
        }
        if (options.out === undefined) command.error('error: --shard needs the folder for its result (--out FOLDER)')
        await perform(await evaluateShard.load(), given(command, evaluateShard), options, describeShard)
      } else {
        if (options.vectors === undefined || options.labels === undefined) {
          command.error('error: --vectors and --labels go together')
        }
        const other = amongGiven(command, { run, model, by, project, backend, shard, out })
        if (other.length > 0) command.error(`error: --vectors does not go with ${other.join(', ')}`)
        await perform(await evaluateVectors.load(), given(command, evaluateVectors), options, describeVectors)
      }
    })
  withParameters(command, evaluate.parameters, NEEDED)
  withParameters(command, evaluateVectors.parameters, NEEDED)
  withParameters(command, evaluateShard.parameters, NEEDED)
  withParameters(command, mergeEvaluation.parameters, NEEDED)
}

function describe(report: EvaluationReport): string {
  const { evaluation, run, model, sets, shared, stability, agreement, skipped, blank, projection, seconds } = report
  const lines = [
    `Evaluation ${evaluation}: clustering ${run}, model ${model}. ${counted(sets.evaluated, 'images')}, none of them among the ${count(sets.training)} of the model or the ${count(sets.sample)} of the run.`,
    '',
    ...resultLines(report),
    ...(projection === null ? [] : [plain(projectedWords(projection))]),
    '',
    ...agreementLines('Modality', agreement.modality),
    ...agreementLines('body part', agreement.bodyPart),
    stability.ari === null
      ? stabilityWords(null)
      : `Five seeds agree by an adjusted Rand index of ${decimal(stability.ari)}.`,
    sharedLine(shared),
    ...blankLines(blank),
    ...skippedLines(skipped, 'could not be decoded'),
    ...remarkLines(report.remarks)
  ]
  const next = `Next: medoid report --run ${run} --evaluation ${evaluation} --out report.html`
  return [...lines, '', `Done in ${duration(seconds)}. ${next}`].join('\n')
}

function describeShard(report: EvaluateShardReport): string {
  const { shard, shards, datasets, images, file, wasThere, seconds } = report
  const what = `${counted(datasets, 'datasets')}, ${counted(images, 'images')}`
  if (wasThere) return `Shard ${shard} of ${count(shards)} is there already: ${what}.`
  return `Shard ${shard} of ${count(shards)}: ${what}, evaluated in ${duration(seconds)}.\n  ${file}`
}

function describeVectors(report: VectorsEvaluationReport): string {
  const { vectors, labels, withoutLength } = report
  const column = labels.column === null ? '' : ` of column ${safe(labels.column)}`
  return [
    `${counted(vectors.rows, 'vectors')} of ${counted(vectors.length, 'values')}, ${counted(labels.distinct, 'labels')}${column}.`,
    '',
    ...resultLines(report),
    ...(labels.distinct === 1 ? ['All vectors have the same label, so there are no clusters to compare.'] : []),
    ...withoutLengthWords(withoutLength, 'row')
  ].join('\n')
}

const SHOWN_BLANK = 5

/** Images in which there is nothing to compare, the first of them by name. */
function blankLines(blank: EvaluationReport['blank']): string[] {
  const { constantPictures = [], withoutLength = [] } = blank ?? {}
  const named = (sentences: string[], images: BlankImage[]): string[] => {
    const paths = images.slice(0, SHOWN_BLANK).map(({ path }) => `  ${safe(path, 100)}`)
    const more = images.length > SHOWN_BLANK ? ['  … --json lists all.'] : []
    return images.length === 0 ? [] : ['', ...sentences, ...paths, ...more]
  }
  return [
    ...named(constantWords(constantPictures.map(({ path }) => path)), constantPictures),
    ...named(withoutLengthWords(withoutLength.map(({ path }) => path)), withoutLength)
  ]
}

/** The datasets, and what the tests say, with the control beside it. */
export function resultLines(result: EvaluationResult): string[] {
  const { datasets, clustered, permuted, tTest, permutationTest, control } = result
  const said = controlWords(result)
  const rows = datasets.map((each, at) => [
    String(at + 1),
    count(each.images),
    String(each.k),
    decimal(each.silhouette),
    decimal(each.clustered, 4),
    decimal(each.permuted, 4)
  ])
  return [
    table(['dataset', 'images', 'K', 'silhouette', 'clustered', 'permuted'], rows, '>>>>>>'),
    '',
    `Cosine distance to the centre: ${spread(clustered)} clustered, ${spread(permuted)} permuted.`,
    testLine('Clusters', differenceWords(tTest), tTest, permutationTest.p),
    testLine('Random labels (control)', plain(said.brief), control.tTest, control.permutationTest.p),
    ...(said.remarks === '' ? [] : [plain(said.remarks)])
  ]
}

function sharedLine({ series, patients }: EvaluationReport['shared']): string {
  const told = (number: number | null, plural: string): string =>
    number === null ? `an unknown number of ${plural} (no image names one)` : counted(number, plural)
  const advice = (series ?? 0) + (patients ?? 0) > 0 ? ' (--by series or --by patient keeps them apart)' : ''
  const line = `${told(series, 'series')} and ${told(patients, 'patients')} have images in more than one set${advice}.`
  return `${line[0].toUpperCase()}${line.slice(1)}`
}

function spread({ mean, sd }: Spread): string {
  return sd === null ? decimal(mean, 4) : `${decimal(mean, 4)} ± ${decimal(sd, 4)}`
}

function testLine(
  name: string,
  verdict: string,
  { t, df, p, ci95, cohenDz, reason }: TTest,
  permutationP: number
): string {
  const permuted = `permutation p = ${exactProbability(permutationP)}`
  if (t === null || p === null) {
    const said = [verdict, permuted].filter((words) => words !== '').join('; ')
    return `${name}: ${said}. No t-test${reason === undefined ? '.' : `: ${sayMessage(reason, SHELL_TERMS)}`}`
  }
  const interval = ci95 === null ? '' : `, difference ${decimal(ci95[0], 4)} to ${decimal(ci95[1], 4)} (95 %)`
  const effect = cohenDz === null ? '' : `, d_z = ${decimal(cohenDz, 2)}`
  return `${name}: ${verdict}. t(${df}) = ${decimal(t, 2)}, p = ${exactProbability(p)}${interval}${effect}; ${permuted}.`
}

function differenceWords({ t, p }: TTest): string {
  if (t === null || p === null) return ''
  if (p >= CHANCE) return 'no difference that could not be chance'
  return `${t > 0 ? 'nearer to' : 'farther from'} their centres than by chance`
}

/** In a terminal a space that does not break is a sign like others. */
function plain(sentence: string): string {
  return sentence.replaceAll('\u00a0', ' ')
}

function agreementLines(name: string, found: TargetAgreement | null): string[] {
  if (found === null) return [`Agreement with ${name}: no image has one.`]
  const { homogeneity, completeness, nmi, nmiCeiling, withoutTargetTag: without } = found
  const line = `Agreement with ${name}: homogeneity ${decimal(homogeneity, 2)}, completeness ${decimal(completeness, 2)}, NMI ${decimal(nmi, 2)} of at most ${decimal(nmiCeiling, 2)}`
  if (without === null || without.leftOut.length === 0) return [`${line}.`]
  return [`${line}; NMI ${decimal(without.nmi, 2)} when clustered without ${safe(without.leftOut.join(', '), 100)}.`]
}
