import type { Command } from 'commander'
import type { Decision } from '../../core/catalogue/stored/correction.ts'
import type { CorrectionEntry } from '../../core/corrections/overview.ts'
import type { CommandDefinition } from '../../jobs/definition.ts'
import {
  addCorrection,
  correctionHistory,
  corrections,
  redoCorrection,
  undoCorrection
} from '../../jobs/definitions/corrections.ts'
import type { CorrectionHistoryReport, CorrectionReport, CorrectionsReport } from '../../jobs/corrections.ts'
import { count, counted } from '../../messages/format.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { safe, table } from '../text.ts'

const CHANGES: readonly [CommandDefinition, summary: string, description: string][] = [
  [
    addCorrection,
    'give images another value of a tag',
    `Gives images another value of a tag. Files stay as they are; everything that reads tags sees the value, unless it is told --raw.

  medoid corrections add --tag BodyPartExamined --where 'SeriesDescription~skull' --value HEAD --reason "Localizers of the skull"
  medoid corrections add --tag SliceThickness --where 'SliceThickness=500..' --value ""`
  ],
  [
    undoCorrection,
    'undo the last decision',
    'Undoes the last decision about a tag that has an effect, whoever made it.'
  ],
  [
    redoCorrection,
    'redo what was undone',
    'Redoes the decision that was undone last, unless there was another one since.'
  ]
]

export function register(program: Command): void {
  const command = common(program.command(corrections.command))
    .summary('correct values of tags: list, add, undo, redo, history')
    .description(
      `Lists the tags whose values people corrected. Corrections lie in the catalogue, append-only: no DICOM file is changed.

  medoid corrections add --tag BodyPartExamined --where 'SeriesDescription~skull' --value HEAD
  medoid corrections history --tag BodyPartExamined
  medoid export corrections --out corrections.csv`
    )
    .action(async (options: CommonOptions) => {
      await perform(await corrections.load(), { catalogue: options.catalogue }, options, list)
    })
  for (const [definition, summary, description] of CHANGES) {
    withParameters(common(command.command(definition.command.split(' ')[1])), definition.parameters)
      .summary(summary)
      .description(description)
      .action(async (_options: unknown, command: Command) => {
        const options = command.optsWithGlobals<CommonOptions>()
        await perform(await definition.load(), given(command, definition), options, (report) =>
          told(report as CorrectionReport)
        )
      })
  }
  withParameters(common(command.command('history')), correctionHistory.parameters)
    .summary('list what was decided about a tag')
    .description(
      'Lists what was decided about a tag, by whom and why, and which decisions have no effect as they were undone.'
    )
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await correctionHistory.load(), given(command, correctionHistory), options, history)
    })
}

function list({ tags }: CorrectionsReport): string {
  if (tags.length === 0) return 'Nobody has corrected a value yet. Correct some: medoid corrections add --help'
  return table(
    ['tag', 'corrected', 'accepted', 'rejected', 'skipped', 'changed since'],
    tags.map(({ tag, corrected, accepted, rejected, skipped, changed }) => [
      safe(tag, 60),
      count(corrected),
      count(accepted),
      count(rejected),
      count(skipped),
      changed === 0 ? '' : count(changed)
    ]),
    '<>>>>>'
  )
}

function told({ entry, change, decision, progress, unknown }: CorrectionReport): string {
  const verb = change.kind === 'undo' ? 'Undone: ' : change.kind === 'redo' ? 'Redone: ' : ''
  const rest = unknown
    ? `\n${counted(unknown, 'UIDs')} of the list ${unknown === 1 ? 'names' : 'name'} no image of the catalogue.`
    : ''
  return `${entry}: ${verb}${words(decision)}.\n${counted(progress.corrected, 'images')} of the catalogue ${progress.corrected === 1 ? 'has' : 'have'} a corrected ${safe(progress.tag, 60)} now.${rest}`
}

function words({ kind, value, found, others, images }: Decision): string {
  const was = found.map((each) => `${shown(each.value)} (${count(each.images)})`)
  const from = [...was, ...(others > 0 ? [`other values (${count(others)})`] : [])].join(', ')
  const of = `${counted(images, 'images')}: ${from}`
  if (kind === 'accept') return `${of} → ${shown(value)}`
  return kind === 'reject' ? `${of} is right, not ${shown(value)}` : `${of} skipped`
}

function shown(value: string): string {
  return value === '' ? 'no value' : `"${safe(value, 40)}"`
}

function history({ tag, entries }: CorrectionHistoryReport): string {
  if (entries.length === 0) return `Nobody has decided anything about ${safe(tag, 60)}.`
  return table(
    ['entry', 'when', 'who', '', 'what', 'why'],
    entries.map(({ entry, created, author, change, of, isUndone }: CorrectionEntry) => [
      String(entry),
      created.slice(0, 16).replace('T', ' '),
      safe(author, 32),
      isUndone ? 'undone' : '',
      'entry' in change ? `${change.kind} of ${change.entry}` : words(change),
      safe(('entry' in change ? of : change)?.reason ?? '', 60)
    ]),
    '><<<<<'
  )
}
