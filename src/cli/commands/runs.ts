import type { Command } from 'commander'
import { textOfNumbers } from '../../core/number-list.ts'
import { removeRun, renameRun, restoreRun, runs } from '../../jobs/definitions/runs.ts'
import type { RunsReport } from '../../jobs/runs.ts'
import { count, decimal } from '../../messages/format.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { safe, table } from '../text.ts'

export function register(program: Command): void {
  const command = common(program.command(runs.command))
    .summary('list, rename, remove and restore runs')
    .description('Lists the runs of the catalogue: what was clustered, for which K, and how well.')
    .action(async (options: CommonOptions) => {
      await perform(await runs.load(), { catalogue: options.catalogue }, options, describe)
    })
  withParameters(common(command.command('rename')), renameRun.parameters)
    .description('Gives a run a name, which lists show beside its number.')
    .action(async (_run: string, _name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await renameRun.load(), given(command, renameRun), options, ({ run, name, before }) => {
        const was = before === '' || before === name ? '' : `; before: "${safe(before, 100)}"`
        return name === '' ? `Run ${run} has no name any more${was}.` : `Run ${run} is now "${safe(name, 100)}"${was}.`
      })
    })
  withParameters(common(command.command('remove')), removeRun.parameters)
    .description(
      'Removes a run from all lists, with its clusterings, maps, trees, evaluations and names. Nothing is deleted: "runs restore" undoes it.'
    )
    .action(async (_run: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await removeRun.load(), given(command, removeRun), options, ({ run, within }) => {
        const others =
          within.length === 0 ? '' : ` Made inside its clusters, and still there: run ${within.join(', ')}.`
        return `Run ${run} is removed. To undo it: medoid runs restore ${run}.${others}`
      })
    })
  withParameters(common(command.command('restore')), restoreRun.parameters)
    .description('Restores a run that was removed, with all that was made of it.')
    .action(async (_run: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>()
      await perform(await restoreRun.load(), given(command, restoreRun), options, ({ run }) => `Run ${run} is there.`)
    })
}

function describe({ runs, removed }: RunsReport): string {
  const gone =
    removed.length === 0
      ? []
      : [`Removed: ${removed.map(({ run }) => run).join(', ')}. To undo it: medoid runs restore RUN`]
  if (runs.length === 0) return ['No runs yet. Make one: medoid cluster', ...gone].join('\n')
  const rows = runs.map(({ run, name, created, sample, images, method, k, assigned, best }) => [
    String(run),
    safe(name, 48),
    created.slice(0, 16).replace('T', ' '),
    count(sample),
    count(images),
    method,
    textOfNumbers(k),
    textOfNumbers(assigned),
    `${best.k} (${decimal(best.silhouette)})`
  ])
  const heads = ['run', 'name', 'made', 'sample', 'of images', 'method', 'K', 'assigned', 'highest silhouette']
  return [table(heads, rows, '><<>><<<<'), ...gone].join('\n')
}
