import type { Command } from 'commander'
import { watch } from '../../jobs/definitions/watch.ts'
import type { WatchReport } from '../../jobs/watch.ts'
import { count, counted, decimal, percent } from '../../messages/format.ts'
import { common, type CommonOptions, perform } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { table } from '../text.ts'

export function register(program: Command): void {
  withParameters(common(program.command(watch.command)), watch.parameters)
    .summary('look for new files, and assign new images')
    .description(
      `Looks for new and changed files again and again, reads them into the catalogue, and gives new images their nearest medoid. It says how many of them lie farther from it than 95% of the images that the clusters were made of, where about 5% are expected: many more say that the clusters do not describe what comes now. It never clusters by itself.

Files that were changed in the last 10 seconds may still be copied, and wait. Lines of the log have counts alone. Ctrl-C ends it.

  medoid watch /data/incoming --run 3.20
  medoid watch --run 3.20 --once            for cron: every folder that was scanned before`
    )
    .action(async (_folders: string[], options: CommonOptions, command: Command) => {
      await perform(await watch.load(), given(command, watch), options, describe)
    })
}

function describe({ clustering, looks, assigned, new: come, far, last }: WatchReport): string {
  const lines = [`Looked ${counted(looks, 'times')}: ${counted(assigned, 'images')} assigned to ${clustering}.`]
  const resting = last?.files.resting ?? 0
  if (resting > 0) lines.push(`${counted(resting, 'files')} may still be copied, and wait for the next time.`)
  if (come > 0)
    lines.push(
      `Of ${counted(come, 'new images')}, ${count(far)} (${percent(far / come)}) lie farther from their medoid than 95% of the images of the fit; 5% are expected.`
    )
  const rows = (last?.drift?.clusters ?? []).map((each) => [
    String(each.cluster),
    count(each.images),
    count(each.far),
    decimal(each.limit)
  ])
  return rows.length === 0
    ? lines.join('\n')
    : [...lines, '', table(['cluster', 'new images', 'far', 'beyond'], rows, '>>>>')].join('\n')
}
