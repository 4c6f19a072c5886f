import type { Command } from 'commander'
import { moveSource, removeSource, sources } from '../../jobs/definitions/archive.ts'
import type { SourcesReport } from '../../jobs/sources.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { count } from '../../messages/format.ts'
import { safe, table } from '../text.ts'

export function register(program: Command): void {
  const command = common(program.command(sources.command))
    .summary('list the folders that were scanned; take one out, or say where it moved')
    .description('Lists the folders that the catalogue was made from.')
    .action(async (options: CommonOptions) => {
      await perform(await sources.load(), { catalogue: options.catalogue }, options, describe)
    })
  withParameters(common(command.command('remove')), removeSource.parameters)
    .description('Takes a source, named by its number or folder, out of the catalogue. Its files are not touched.')
    .action(async (_source: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await removeSource.load(), given(command, removeSource), options, describe)
    })
  withParameters(common(command.command('move')), moveSource.parameters)
    .description('Says that a source now lies elsewhere, so that nothing has to be read again.')
    .action(async (_source: string, _folder: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await moveSource.load(), given(command, moveSource), options, describe)
    })
}

function describe({ sources }: SourcesReport): string {
  if (sources.length === 0) return 'The catalogue has no sources. Add one: medoid scan FOLDER'
  const isMerged = sources.some(({ name }) => name !== null)
  return table(
    ['source', 'folder', ...(isMerged ? ['merged from'] : []), 'files', 'instances', 'last whole scan'],
    sources.map(({ id, root, name, files, instances, scanned }) => [
      String(id),
      safe(root, 80),
      ...(isMerged ? [safe(name ?? '', 40)] : []),
      count(files),
      count(instances),
      scanned === null ? 'never' : scanned.slice(0, 16).replace('T', ' ')
    ]),
    isMerged ? '><<>><' : '><>><'
  )
}
