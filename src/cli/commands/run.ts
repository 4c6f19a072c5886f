import { basename, dirname, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { runPipeline } from '../../jobs/definitions/pipeline.ts'
import { EXAMPLE } from '../../jobs/pipeline/example.ts'
import type { PipelineReport, StepReport, WhyDone } from '../../jobs/run-pipeline.ts'
import { counted, duration } from '../../messages/format.ts'
import { type OutputOptions, perform, print, withOutput } from '../host.ts'
import { read, withParameters } from '../options.ts'
import { safe } from '../text.ts'

export function register(program: Command): void {
  withParameters(withOutput(program.command(runPipeline.command)), runPipeline.parameters, ['file'])
    .addOption(new Option('--example', 'print a pipeline from scan to training set, to begin with'))
    .summary('run the whole way from one file')
    .description(
      `Runs the steps of a pipeline, a JSON file, in their order: each is a command with its parameters by name. What is done is not done again: a step is skipped where its parameters, the files and the parts of the catalogue that it rests on are as before, and what it made is there. A scan looks for new files each time. Relative paths count from the folder of the file.

A step names what an earlier one makes: "run": "groups" is the clustering of the step named groups, "groups.20" its K = 20, "last" the latest one. FILE.result.json beside it has versions, seeds and what came of each step: cite both in a methods section.

  medoid run --example > paper.json
  medoid run paper.json --print
  medoid run paper.json`
    )
    .action(
      async (
        file: string | undefined,
        options: OutputOptions & { example?: true; print: boolean },
        command: Command
      ) => {
        if (options.example) {
          await print(`${JSON.stringify(EXAMPLE, null, 2)}\n`)
          return
        }
        if (file === undefined) command.error("error: missing required argument 'file'")
        const { catalogue, ...given } = read(command, runPipeline.parameters)
        // Paths in the file count from where it lies, whoever runs it from wherever.
        const here = { ...given, file: basename(file), catalogue: catalogue && resolve(catalogue) }
        const folder = resolve(dirname(file))
        enter(folder)
        await perform(await runPipeline.load(), here, options, (report) =>
          options.print ? printed(report, folder) : told(report)
        )
      }
    )
}

/** Where there is no such folder, the job says that there is no such file. */
function enter(folder: string): void {
  try {
    process.chdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

const WHY: Readonly<Record<WhyDone, string>> = {
  new: 'would run',
  incremental: 'would look for what is new',
  changed: 'would run again: its parameters, or what it rests on, have changed',
  unfinished: 'would go on: it has not ended',
  gone: 'would run again: what it made is gone, or was changed',
  follows: 'would run again: a step before it would'
}

/** Commands for a shell; all else as its comments. */
function printed({ steps }: PipelineReport, folder: string): string {
  const lines = steps.flatMap((step, i) => [
    `# ${i + 1}. ${safe(heading(step))}: ${step.why === null ? `done: ${outcome(step)}` : WHY[step.why]}`,
    step.command
  ])
  return [`# in ${safe(folder, 1000)}`, ...lines].join('\n')
}

function told({ steps, result }: PipelineReport): string {
  const ran = steps.filter(({ state }) => state === 'ran').length
  return [
    ...steps.map((step, i) => {
      const took = step.state === 'ran' && step.seconds !== null ? `, ${duration(step.seconds)}` : ''
      return `${i + 1}. ${safe(heading(step))} (${step.state === 'ran' ? 'ran' : 'done before'}${took}): ${outcome(step)}`
    }),
    `${counted(ran, 'steps')} of ${counted(steps.length, 'steps')} ran; ${result} has versions and seeds.`
  ].join('\n')
}

/** In one line. */
function outcome({ message }: StepReport): string {
  return safe((message ?? '').replaceAll('\n', ' '), 1000)
}

function heading({ title, name }: StepReport): string {
  return name === null ? title : `${title} (${name})`
}
