import type { Command } from 'commander'
import { labelSets, removeLabelSet, restoreLabelSet } from '../../jobs/definitions/label-sets.ts'
import type { LabelSetsReport } from '../../jobs/label-sets.ts'
import { count, counted } from '../../messages/format.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { safe, table } from '../text.ts'

export function register(program: Command): void {
  const command = common(program.command(labelSets.command))
    .summary('list, remove, restore and compare imported labels')
    .description(
      'Lists the labels that were imported. Each is a condition: --where Label[NAME]=VALUE. The names of clusters are another matter: medoid annotate.'
    )
    .action(async (options: CommonOptions) => {
      await perform(await labelSets.load(), { catalogue: options.catalogue }, options, describe)
    })
  withParameters(common(command.command('remove')), removeLabelSet.parameters)
    .description('Removes imported labels; "labels restore" undoes it until other labels get the name.')
    .action(async (_name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await removeLabelSet.load(), given(command, removeLabelSet), options, ({ set }) => {
        return `"${safe(set.name, 100)}" of ${counted(set.images, 'images')} is removed.`
      })
    })
  withParameters(common(command.command('restore')), restoreLabelSet.parameters)
    .description('Restores imported labels that were removed.')
    .action(async (_name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await restoreLabelSet.load(), given(command, restoreLabelSet), options, ({ set }) => {
        return `"${safe(set.name, 100)}" has labels of ${counted(set.images, 'images')}.`
      })
    })
}

function describe({ sets }: LabelSetsReport): string {
  if (sets.length === 0) {
    return 'No labels were imported yet: medoid import labels FILE --key SeriesInstanceUID'
  }
  return table(
    ['name', 'images', 'labels', 'gone', 'since', 'file'],
    sets.map(({ name, images, labels, gone, created, origin }) => [
      safe(name, 48),
      count(images),
      count(labels.length),
      gone === 0 ? '' : count(gone),
      created.slice(0, 16).replace('T', ' '),
      safe(origin.file, 60)
    ]),
    '<>>><<'
  )
}
