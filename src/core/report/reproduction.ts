import { commandLine, option } from '../../messages/command-line.ts'
import { textOfKind, textOfValues, textOfWeight } from '../command-syntax.ts'
import { textOfCondition } from '../text-of-condition.ts'
import type { Condition, KindChange, TagWeight, ValuesChange } from '../conditions.ts'
import { WITHHELD } from '../labels/public-parameters.ts'
import type { EvaluationSummary, PictureChoice, Reproduction, RunSummary, TrainingRecipe } from './data.ts'
import { counted } from './numbers.ts'

/**
 * What it takes to make all of it again, from the folders on. Commands stand in the order in which they were given: which
 * images a model learns from depends on the samples of the runs before it.
 *
 * @param earlierRuns other runs that were there before the model
 */
export function reproduction(
  report: { version: string; created: string },
  run: RunSummary,
  pictures: PictureChoice,
  training: TrainingRecipe | null,
  evaluation: EvaluationSummary | null,
  earlierRuns: number
): Reproduction {
  const versions = [
    { what: 'report', ...report },
    { what: `run ${run.run}`, version: run.program, created: run.created }
  ]
  const seeds = [{ what: `run ${run.run}: sample and starts`, seed: Number(run.parameters.seed) }]
  const made = [clusterCommand(run), commandLine('assign', [['run', run.clustering]])]
  const notes = [
    `FOLDER is the archive. Add ${option('catalogue', 'FILE')} to each command where the catalogue is not kept in its usual place.`,
    'Runs, models and evaluations are numbered as they come: in another catalogue these may be others.'
  ]
  const fusion = run.fusion?.training ?? null
  // One model may be both; the one whose pictures the run compares is there before it, whatever happened to it since.
  const models = [fusion, training?.model === fusion?.model ? null : training].filter((each) => each !== null)
  for (const each of models) {
    versions.push({ what: `model ${each.model}`, version: each.program, created: each.created })
    seeds.push({ what: `model ${each.model}: images, their order, and weights`, seed: each.parameters.seed })
  }
  const before = models.filter((each) => each === fusion || each.created < run.created)
  const after = models.filter((each) => !before.includes(each))
  made.unshift(...before.toSorted((a, b) => a.model - b.model).map(trainCommand))
  made.push(...after.map(trainCommand))
  if (training !== null && earlierRuns > 0) {
    notes.push(
      `The model was trained after ${counted(earlierRuns, 'other runs')}. Images of their samples are the last to be reserved: without them it would learn from others.`
    )
  }
  if (evaluation !== null) {
    const { evaluation: id, program, created: when, parameters } = evaluation
    versions.push({ what: `evaluation ${id}`, version: program, created: when })
    seeds.push({ what: `evaluation ${id}: datasets and permutations`, seed: parameters.seed })
    made.push(evaluateCommand(evaluation))
  }
  const last = command('report', [
    ['run', run.clustering],
    ['evaluation', evaluation?.evaluation],
    ['pictures', pictures === 'all' ? 'all' : undefined],
    ['out', 'report.html']
  ])
  const commands = [commandLine('scan', [['', 'FOLDER']]), ...made, last]
  if (commands.some((each) => each.includes(WITHHELD))) {
    notes.push('A condition on a tag that may tell of people is withheld: whoever knows it puts it in again.')
  }
  return { seeds, versions, commands, notes }
}

function clusterCommand({ parameters, sweep }: RunSummary): string {
  const { where, tags, include, exclude, kind, separate, join, sample, seed, algorithm, restarts, fuse } = parameters
  const { method, weights, groupByScanner, perSeries, by, select, heldOut } = parameters
  return command('cluster', [
    ['where', where],
    ['tags', tags],
    ['select', select],
    ['include', include],
    ['exclude', exclude],
    ['kind', kind],
    ['separate', separate],
    ['join', join],
    ['method', method],
    ['weight', weights],
    ['group-by-scanner', groupByScanner],
    ['k', sweep.map(({ k }) => k).join(',')],
    // Of the usual size, it is drawn from the images that are not held out.
    ['sample', heldOut ? undefined : sample],
    ['per-series', perSeries ?? 0],
    ['by', by],
    ['seed', seed],
    ['algorithm', algorithm],
    ['restarts', restarts],
    ['fuse', fuse?.model],
    ['alpha', fuse?.alpha]
  ])
}

function trainCommand({ parameters, backend }: TrainingRecipe): string {
  const { where, images, epochs, batch, architecture, validation, reserve, seed } = parameters
  return command('train', [
    ['where', where],
    ['images', images],
    ['epochs', epochs],
    ['batch', batch],
    ['architecture', architecture],
    ['backend', backend],
    ['validation', validation],
    ['reserve', reserve],
    ['seed', seed]
  ])
}

function evaluateCommand({ run, model, parameters }: EvaluationSummary): string {
  const { datasets, size, centre, permutations, by, seed } = parameters
  return command('evaluate', [
    ['run', run],
    ['model', model],
    ['datasets', datasets],
    ['size', size],
    ['centre', centre],
    ['permutations', permutations],
    ['by', by],
    ['seed', seed]
  ])
}

/** A command as one types it; options that are not given are left out, those with several are repeated. */
function command(name: string, options: [option: string, value: unknown][]): string {
  const typed = options.flatMap(([each, value]) =>
    optionTexts(each, Array.isArray(value) ? value : [value]).map((text) => [each, text] as const)
  )
  return commandLine(name, typed)
}

/** Values of an option as they are typed, null for a switch; those that are not given are left out. */
export function optionTexts(option: string, values: readonly unknown[]): (string | null)[] {
  const given = values.filter((value) => value !== undefined && value !== null && value !== false)
  switch (option) {
    case 'where':
      return (given as Condition[]).map(textOfCondition)
    case 'kind':
      return (given as KindChange[]).map(textOfKind)
    case 'separate':
    case 'join':
      return (given as ValuesChange[]).map(textOfValues)
    case 'weight':
    case 'weights':
      return (given as TagWeight[]).map(textOfWeight)
    default:
      return given.map((value) => (value === true ? null : String(value)))
  }
}
