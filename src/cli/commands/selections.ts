import type { Command } from 'commander'
import { addSelection, removeSelection, restoreSelection, selections } from '../../jobs/definitions/selections.ts'
import type { SelectionsReport } from '../../jobs/selections.ts'
import { count, counted } from '../../messages/format.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { safe, table } from '../text.ts'

export function register(program: Command): void {
  const command = common(program.command(selections.command))
    .summary('list, add, remove and restore named selections of images')
    .description('Lists the named selections of images. Each is a condition: --where Selection=NAME.')
    .action(async (options: CommonOptions) => {
      await perform(await selections.load(), { catalogue: options.catalogue }, options, describe)
    })
  withParameters(common(command.command('add')), addSelection.parameters)
    .description('Names the images that satisfy all conditions; with --images, those of the list that do.')
    .action(async (_name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await addSelection.load(), given(command, addSelection), options, ({ selection, unknown }) => {
        const verb = unknown === 1 ? 'names' : 'name'
        const rest = unknown ? `; ${counted(unknown, 'UIDs')} of the list ${verb} no image of the catalogue` : ''
        return `"${safe(selection.name, 100)}" has ${counted(selection.images, 'images')}${rest}.`
      })
    })
  withParameters(common(command.command('remove')), removeSelection.parameters)
    .description(
      'Removes a name. The images stay; "selections restore" undoes it until another selection gets the name.'
    )
    .action(async (_name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await removeSelection.load(), given(command, removeSelection), options, ({ selection }) => {
        return `"${safe(selection.name, 100)}" of ${counted(selection.images, 'images')} is removed.`
      })
    })
  withParameters(common(command.command('restore')), restoreSelection.parameters)
    .description('Restores a named selection that was removed.')
    .action(async (_name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await restoreSelection.load(), given(command, restoreSelection), options, ({ selection }) => {
        return `"${safe(selection.name, 100)}" has ${counted(selection.images, 'images')}.`
      })
    })
}

function describe({ selections }: SelectionsReport): string {
  if (selections.length === 0) {
    return 'No images are named yet. Name some: medoid selections add NAME --where Modality=CT'
  }
  return table(
    ['name', 'images', 'gone', 'since', 'note'],
    selections.map(({ name, images, gone, created, note }) => [
      safe(name, 48),
      count(images),
      gone === 0 ? '' : count(gone),
      created.slice(0, 16).replace('T', ' '),
      safe(note)
    ]),
    '<>><<'
  )
}
