import type { Command } from 'commander'
import { status } from '../../jobs/definitions/slurm.ts'
import { arrayList } from '../../jobs/slurm/array.ts'
import type { StatusReport } from '../../jobs/status.ts'
import { commandLine } from '../../messages/command-line.ts'
import { count, counted } from '../../messages/format.ts'
import { sayMessage } from '../../messages/message.ts'
import { ExitCode, type OutputOptions, perform, withOutput } from '../host.ts'
import { given, withParameters } from '../options.ts'
import { SHELL_TERMS } from '../terms.ts'
import { safe, table } from '../text.ts'

/** Of each kind. */
const SHOWN = 5

export function register(program: Command): void {
  withParameters(withOutput(program.command(status.command)), status.parameters)
    .summary('what is done, running and missing of a planned scan')
    .description(
      'Tells what is done from the files of the run folder, and what is running and waiting from squeue, if that answers. Exits with 0 when everything is done, else with 1.'
    )
    .action(async (_folder: string, options: OutputOptions, command: Command) => {
      const { isComplete } = await perform(await status.load(), given(command, status), options, describe)
      if (!isComplete) process.exitCode = ExitCode.failed
    })
}

function describe({ folder, isComplete, steps, isQueueKnown, leftovers }: StatusReport): string {
  const rows = steps.map(({ step, tasks, done, running, waiting, missing, unfit }) => [
    step,
    ...[tasks, done].map(count),
    ...[running, waiting].map((tasks) => (isQueueKnown ? count(tasks) : '–')),
    count(missing.length),
    count(unfit.length)
  ])
  const lines = [table(['step', 'tasks', 'done', 'running', 'waiting', 'missing', 'unfit'], rows, '<>>>>>>')]
  if (!isQueueKnown) lines.push('squeue does not answer: what is missing may be running or waiting.')
  for (const { step, tasks, missing, unfit } of steps) {
    if (tasks > 1 && missing.length > 0) lines.push(`Missing of ${step}: ${safe(arrayList(missing), 200)}`)
    lines.push(...some(unfit.map(({ task, why }) => `${step} ${task}: ${sayMessage(why, SHELL_TERMS)}`)))
  }
  if (leftovers.length > 0) {
    lines.push(
      `${counted(leftovers.length, 'copies')} of attempts that were killed, or are about to finish:`,
      ...some(leftovers)
    )
  }
  const isMissing = steps.some(({ missing }) => missing.length > 0)
  const undone = steps.filter(({ tasks, done }) => done < tasks).map(({ step }) => step)
  if (isComplete) lines.push('Everything is done.')
  else if (isMissing) {
    const options = [
      ['', folder],
      ['steps', undone.join(',')]
    ] as const
    lines.push(`To submit what is missing: ${commandLine('submit', options)}`)
  }
  return lines.join('\n')
}

function some(lines: readonly string[]): string[] {
  const shown = lines.slice(0, SHOWN).map((line) => `  ${safe(line, 1000)}`)
  return lines.length > SHOWN ? [...shown, `  … and ${count(lines.length - SHOWN)} more`] : shown
}
