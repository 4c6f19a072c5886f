import type { Command } from 'commander'
import type { CommandDefinition } from '../../jobs/definition.ts'
import {
  editHistory,
  mergeClusters,
  moveImages,
  redoEdit,
  rejectImages,
  splitCluster,
  undoEdit
} from '../../jobs/definitions/edit.ts'
import type { EditReport } from '../../jobs/edit.ts'
import type { EditHistoryReport } from '../../jobs/edit-history.ts'
import { counted } from '../../messages/format.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { safe, table } from '../text.ts'

/** What each subcommand says of itself. */
const CHANGES: readonly [CommandDefinition, summary: string, description: string][] = [
  [
    mergeClusters,
    'make several clusters one',
    `Makes several clusters one. It has the number of the largest, or of --into, and the name that its parts have, where it is one only.

  medoid edit merge 1.15 3 4
  medoid edit merge 1.15 3 4 7 --into 4 --name "Brain MR, axial"`
  ],
  [
    splitCluster,
    'make one cluster several',
    `Makes one cluster several: with --parts by clustering its images, or the images that are chosen are a new cluster, or each cluster of another clustering is one. The largest part keeps the number.

  medoid edit split 1.15 5 --parts 3
  medoid edit split 1.15 5 --parts 2..10
  medoid edit split 1.15 5 --where ImageType~LOCALIZER
  medoid edit split 1.15 5 --where Selection="Odd ones"
  medoid edit split 1.15 5 --by 2.4`
  ],
  [
    moveImages,
    'move images to another cluster, or to a new one',
    `Moves images to another cluster, or with --new to one of their own. Rejected images are moved only where a list names them.

  medoid edit move 1.15 --to 3 --where SOPInstanceUID=1.2.840.113619.2.5
  medoid edit move 1.15 --to 3 --images odd.csv
  medoid edit move 1.15 --new --where Modality=SC`
  ],
  [
    rejectImages,
    'take images out of all clusters',
    `Takes images out of all clusters: they are in no export, and in none of what is computed from clusters. "edit move" puts them back.

  medoid edit reject 1.15 --where BurnedInAnnotation=YES`
  ],
  [undoEdit, 'undo the last change', 'Undoes the last change that has an effect, whoever made it.'],
  [redoEdit, 'redo what was undone', 'Redoes the change that was undone last, unless there was another one since.']
]

export function register(program: Command): void {
  const command = program
    .command('edit')
    .summary('change clusters: merge, split, move, reject, undo')
    .description(
      `Changes the clusters of a clustering, of which every image is assigned. Exports, evaluations, maps and reports see them as they were changed; R.K@method names the clustering as the method made it. Every change can be undone, also later and by others.

  medoid edit merge 1.15 3 4
  medoid edit history 1.15
  medoid compare 1.15@method 1.15`
    )
  for (const [definition, summary, description] of CHANGES) {
    const [, name] = definition.command.split(' ')
    withParameters(common(command.command(name)), definition.parameters)
      .summary(summary)
      .description(description)
      .action(async (...all: unknown[]) => {
        const command = all.at(-1) as Command
        const options = command.optsWithGlobals<CommonOptions>()
        await perform(await definition.load(), given(command, definition), options, (report) =>
          told(report as EditReport)
        )
      })
  }
  withParameters(common(command.command('history')), editHistory.parameters)
    .summary('list what was changed')
    .description('Lists what was changed, by whom, and which changes have no effect as they were undone.')
    .action(async (_run: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await editHistory.load(), given(command, editHistory), options, history)
    })
}

function told({ clustering, words, clusters, rejected }: EditReport): string {
  const out = rejected === 0 ? '' : `, and ${counted(rejected, 'rejected images')}`
  return `${safe(words, 1000)}\n${clustering} has ${counted(clusters.length, 'clusters')} now${out}.`
}

function history({ clustering, entries, rejected }: EditHistoryReport): string {
  if (entries.length === 0) return `Nobody has changed the clusters of ${clustering}.`
  const rows = entries.map(({ entry, created, author, words, isUndone }) => [
    String(entry),
    created.slice(0, 16).replace('T', ' '),
    safe(author, 32),
    isUndone ? 'undone' : '',
    safe(words, 200)
  ])
  return [
    table(['entry', 'when', 'who', '', 'what'], rows, '><<<<'),
    ...(rejected === 0 ? [] : ['', `${counted(rejected, 'images')} rejected.`])
  ].join('\n')
}
