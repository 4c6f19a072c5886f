import type { Command } from 'commander'
import { listSourcesJob, moveSourceJob, removeSourceJob, type SourcesReport } from '../../jobs/sources.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { count } from '../../messages/format.ts'
import { safe, table } from '../text.ts'

export function register(program: Command): void {
  const sources = common(program.command('sources'))
    .summary('list the folders that were scanned; take one out, or say where it moved')
    .description('Lists the folders that the catalogue was made from.')
    .action(async (options: CommonOptions) => {
      await perform(listSourcesJob, { catalogue: options.catalogue }, options, describe)
    })
  common(sources.command('remove <source>'))
    .description('Takes a source, named by its number or folder, out of the catalogue. Its files are not touched.')
    .action(async (source: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(removeSourceJob, { catalogue: options.catalogue, source }, options, describe)
    })
  common(sources.command('move <source> <folder>'))
    .description('Says that a source now lies elsewhere, so that nothing has to be read again.')
    .action(async (source: string, folder: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(moveSourceJob, { catalogue: options.catalogue, source, folder }, options, describe)
    })
}

function describe({ sources }: SourcesReport): string {
  if (sources.length === 0) return 'The catalogue has no sources. Add one: medoid scan FOLDER'
  return table(
    ['source', 'folder', 'files', 'instances', 'last whole scan'],
    sources.map(({ id, root, files, instances, scanned }) => [
      String(id),
      safe(root, 80),
      count(files),
      count(instances),
      scanned === null ? 'never' : scanned.slice(0, 16).replace('T', ' ')
    ]),
    '><>><'
  )
}
