import type { Command } from 'commander'
import { dirname, join } from 'node:path'
import { plan } from '../../jobs/definitions/shards.ts'
import type { PlanReport } from '../../jobs/plan.ts'
import { commandLine } from '../../messages/command-line.ts'
import { counted, range } from '../../messages/format.ts'
import { type OutputOptions, perform, withOutput } from '../host.ts'
import { read, withParameters } from '../options.ts'

export function register(program: Command): void {
  withParameters(withOutput(program.command(plan.command)), plan.parameters)
    .summary('cut an archive into shards, which several machines may scan')
    .description(
      'Walks the archive once, without opening a file, and cuts it into ranges of about as many files each. They are written into plan.json of the run folder, which never changes: files that come later are in one of the ranges, too. Asked for again, the same plan is left as it is.'
    )
    .action(async (_root: string, options: OutputOptions, command: Command) => {
      const { planJob } = await import('../../jobs/plan.ts')
      await perform(planJob, read(command, plan.parameters), options, describe)
    })
}

function describe({ plan: path, files, shards, smallest, largest, unreadable }: PlanReport): string {
  const scan = commandLine('scan', [
    ['plan', path],
    ['shard', 0],
    ['out', join(dirname(path), 'shards')]
  ])
  const lines = [
    `${unreadable === null ? 'There is this plan already' : 'Planned'}: ${counted(files, 'files')} in ${counted(shards, 'shards')} of ${range(smallest, largest)}, numbered from 0 to ${shards - 1}.`,
    `Each is scanned with a command of its own, on any machine that sees the archive and ${dirname(path)}:`,
    `  ${scan}`
  ]
  if (unreadable !== null && unreadable > 0)
    lines.splice(1, 0, `${counted(unreadable, 'folders')} or files could not be looked at; the scans tell of them.`)
  return lines.join('\n')
}
