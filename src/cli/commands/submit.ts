import type { Command } from 'commander'
import { submit } from '../../jobs/definitions/slurm.ts'
import type { SubmitReport } from '../../jobs/submit.ts'
import { counted } from '../../messages/format.ts'
import { sayMessage } from '../../messages/message.ts'
import { ExitCode, type OutputOptions, perform, withOutput } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { SHELL_TERMS } from '../terms.ts'
import { safe } from '../text.ts'

export function register(program: Command): void {
  withParameters(withOutput(program.command(submit.command)), submit.parameters)
    .summary('submit what is missing of a planned scan to SLURM')
    .description(
      `Writes a batch script for each step into the folder slurm of the run folder, and submits what is neither done nor in the queue; again after a failure, it goes on. The options are kept for the next time, and a script that you have changed is used as it is. The catalogue becomes archive.sqlite in the run folder. Exits with 1 where files are in the way of results.

  medoid plan /data/archive --shards 512 --out run
  medoid submit run --sbatch "--account=lab --time=4:00:00" --simultaneous 64
  medoid status run`
    )
    .action(async (_folder: string, options: OutputOptions & { print: boolean }, command: Command) => {
      const { unfit } = await perform(
        await submit.load(),
        given(command, submit),
        options,
        options.print ? printed : told
      )
      if (unfit.length > 0) process.exitCode = ExitCode.failed
    })
}

/** Commands for a shell; all else as its comments. */
function printed(report: SubmitReport): string {
  return [...notes(report).map((line) => `# ${line}`), ...report.commands].join('\n')
}

function told(report: SubmitReport): string {
  const jobs = report.submitted.map(
    ({ step, tasks, job }) => `${step}: ${counted(tasks, 'tasks')} submitted as job ${safe(job ?? '')}`
  )
  return [...jobs, ...notes(report)].join('\n')
}

function notes({ nothingToDo, unfit }: SubmitReport): string[] {
  return [
    ...nothingToDo.map((step) => `${step}: everything is done or in the queue`),
    ...unfit.map(({ step, task, why }) => safe(`${step} ${task}: ${sayMessage(why, SHELL_TERMS)}`, 1000))
  ]
}
