import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { MedoidError } from '../core/errors.ts'
import { writeAtomically } from '../core/files.ts'
import { object, tryParse } from '../core/schema.ts'
import { runPaths } from '../core/shards/shard-file.ts'
import { throwIfCancelled, type Work } from '../core/work.ts'
import type { Message } from '../messages/message.ts'
import type { Job } from './contract.ts'
import { scriptOptions, type SubmitParameters } from './definitions/slurm.ts'
import type { Given } from './parameter.ts'
import { PROGRAM_VERSION } from './program.ts'
import { batchScript, isEdited, type Place } from './slurm/batch-script.ts'
import { maxArraySize, queueOf, slurm } from './slurm/queue.ts'
import { filesOf, openRunFolder, type RunFolder } from './slurm/run-folder.ts'
import { type StepName, STEPS } from './slurm/steps.ts'
import { sbatchArguments, scriptOf, shellCommands, submissions, type Submission } from './slurm/submissions.ts'

export interface SubmitReport {
  folder: string
  submitted: {
    step: StepName
    tasks: number
    /** null where it was only printed. */
    job: string | null
  }[]
  /** Commands of a shell that submit the same. */
  commands: string[]
  /** Steps of which everything is done or in the queue. */
  nothingToDo: StepName[]
  /** What has to be moved away first: steps after it were not submitted. */
  unfit: Message[]
}

/** Submits what is missing of some steps, and is not in the queue. */
export const submitJob: Job<SubmitParameters, SubmitReport> = {
  run: async ({ folder, steps, print, sbatch, gpu, simultaneous, scratch, image }, work) => {
    const run = openRunFolder(folder)
    const options = await keepOptions(run, {
      ...{ sbatch, gpu, simultaneous, scratch },
      image: image === undefined ? undefined : realpathSync(image)
    })
    const wanted = STEPS.filter(({ name }) => steps.includes(name)).map((step) => ({
      step,
      files: filesOf(step.name, run)
    }))
    // What reads results that are none would fail.
    const last = wanted.findIndex(({ files }) => files.unfit.length > 0)
    const possible = last === -1 ? wanted : wanted.slice(0, last + 1)
    await writeScripts(
      run,
      possible.map(({ step }) => step.name),
      options,
      work
    )
    const queue = await queueOf(run.path)
    const all = submissions(possible, queue ?? [], { most: await maxArraySize(), simultaneous: options.simultaneous })
    const jobs = print ? [] : await submitAll(run, all, work)
    return {
      folder: run.path,
      submitted: all.map(({ step, tasks }, i) => ({ step, tasks, job: jobs[i] ?? null })),
      commands: shellCommands(run.path, all),
      nothingToDo: possible.map(({ step }) => step.name).filter((name) => !all.some(({ step }) => step === name)),
      unfit: wanted.flatMap(({ files }) => files.unfit.map(({ why }) => why))
    }
  }
}

type Options = Given<typeof scriptOptions>

/** Options that were given once are kept, until others are given. @throws MedoidError `run-options-damaged` */
async function keepOptions(run: RunFolder, given: Options): Promise<Options> {
  const { slurm, logs } = runPaths(run.path)
  for (const folder of [slurm, logs]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(slurm, 'options.json')
  const isGiven = ([, value]: [string, unknown]): boolean => value !== undefined
  const options = { ...readOptions(path), ...Object.fromEntries(Object.entries(given).filter(isGiven)) }
  await writeAtomically(path, (file) => file.writeFile(`${JSON.stringify(options, null, 2)}\n`))
  return options
}

function readOptions(path: string): Options {
  if (!existsSync(path)) return {}
  const where = 'options.json'
  let document: unknown
  try {
    document = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new MedoidError('run-options-damaged', { path, problem: (cause as Error).message }, { cause })
  }
  const read = tryParse<Options>(object(scriptOptions), document, where)
  if ('problem' in read) throw new MedoidError('run-options-damaged', { path, problem: read.problem })
  return read.value
}

async function writeScripts(run: RunFolder, names: readonly StepName[], options: Options, work: Work): Promise<void> {
  const place: Place = {
    // As this process was started.
    medoid: [process.execPath, process.argv[1]],
    version: PROGRAM_VERSION,
    folders: [run.plan.root, run.path]
  }
  for (const step of STEPS.filter(({ name }) => names.includes(name))) {
    const path = join(run.path, scriptOf(step.name))
    if (existsSync(path) && isEdited(readFileSync(path, 'utf8'))) {
      work.onMessage?.({ code: 'batch-script-edited', parameters: { path } })
    } else await writeAtomically(path, (file) => file.writeFile(batchScript(step, options, place)))
  }
}

/** @returns numbers of the jobs @throws MedoidError `sbatch-missing`, `sbatch-refused` */
async function submitAll(run: RunFolder, all: readonly Submission[], work: Work): Promise<string[]> {
  const jobs: string[] = []
  // The logs are the user's alone, too: SLURM makes them with the umask of who submits.
  const before = process.umask(0o077)
  try {
    for (const submission of all) {
      throwIfCancelled(work)
      jobs.push(await submitOne(run, submission, jobs))
    }
  } finally {
    process.umask(before)
  }
  return jobs
}

async function submitOne(run: RunFolder, submission: Submission, jobs: readonly string[]): Promise<string> {
  try {
    const said = await slurm('sbatch', sbatchArguments(submission, jobs), run.path)
    // In a federation of clusters the name of one follows.
    return said.trim().split(';')[0]
  } catch (cause) {
    const { code, stderr = '', message } = cause as NodeJS.ErrnoException & { stderr?: string }
    if (code === 'ENOENT') throw new MedoidError('sbatch-missing', {}, { cause })
    const reason = (stderr.trim() || message).replaceAll(/\s*\n\s*/g, ' ')
    throw new MedoidError(
      'sbatch-refused',
      { script: join(run.path, submission.script), reason, submitted: jobs.length },
      { cause }
    )
  }
}
