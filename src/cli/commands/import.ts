import type { Command } from 'commander'
import type { ImportedLabels } from '../../core/labels/import-labels.ts'
import { importMappings } from '../../jobs/definitions/harmonise.ts'
import { importLabels } from '../../jobs/definitions/label-sets.ts'
import type { ImportedMappings } from '../../jobs/share-mappings.ts'
import { count, counted } from '../../messages/format.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { safe } from '../text.ts'

export function register(program: Command): void {
  const imported = program
    .command('import')
    .summary('read labels from a file')
    .description('Reads what others know about the images of the catalogue from files.')
  withParameters(common(imported.command('labels')), importLabels.parameters)
    .description(
      'Reads labels of images, series or studies from a table, to compare clusters with. They are kept in the catalogue; clusters and their names stay as they are.'
    )
    .action(async (_file: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await importLabels.load(), given(command, importLabels), options, describe)
    })
  withParameters(common(imported.command('mappings')), importMappings.parameters)
    .description(
      'Accepts the mappings that another site has written with medoid export mappings; medoid harmonise --undo undoes it.'
    )
    .action(async (_file: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await importMappings.load(), given(command, importMappings), options, mappingWords)
    })
}

function mappingWords({ mappings, known }: ImportedMappings): string {
  return `${counted(mappings, 'mappings')} accepted${known === 0 ? '' : `, ${count(known)} accepted before`}.`
}

function describe({ set, rows, withoutLabel, withoutKey, unmatched, conflicts }: ImportedLabels): string {
  const { name, images, unlabelled, labels, origin } = set
  const empty = [
    ...(withoutLabel > 0 ? [`${count(withoutLabel)} without a label`] : []),
    ...(withoutKey > 0 ? [`${count(withoutKey)} without a ${origin.key}`] : [])
  ]
  return [
    `"${safe(name, 100)}": ${counted(images, 'images')} with ${counted(labels.length, 'labels')}, ${count(unlabelled)} without; ${counted(rows, 'rows')} read${empty.length === 0 ? '' : `, ${empty.join(', ')}`}.`,
    ...(unmatched.keys === 0
      ? []
      : [
          `${count(unmatched.keys)} ${unmatched.keys === 1 ? 'UID is' : 'UIDs are'} of no image of the catalogue, e.g.:`,
          ...unmatched.examples.map(({ key, line }) => `  line ${line}: ${safe(key, 64)}`)
        ]),
    ...(conflicts.keys === 0
      ? []
      : [
          `${count(conflicts.keys)} ${conflicts.keys === 1 ? 'UID has' : 'UIDs have'} several labels, of which the first counts, e.g.:`,
          ...conflicts.examples.map(
            ({ key, line, label, first }) =>
              `  line ${line}: ${safe(key, 64)} is "${safe(label, 60)}", before that "${safe(first, 60)}"`
          )
        ])
  ].join('\n')
}
