import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MedoidError } from '../core/errors.ts'
import { writeAtomically } from '../core/files.ts'
import { throwIfCancelled, type Work } from '../core/work.ts'
import type { Message } from '../messages/message.ts'
import type { Job } from './contract.ts'
import type { SubmitParameters } from './definitions/slurm.ts'
import { PROGRAM_VERSION } from './program.ts'
import { batchScript, isEdited, type Installation } from './slurm/batch-script.ts'
import { keepOptions } from './slurm/kept-options.ts'
import { maxArraySize, queueOf, slurm } from './slurm/queue.ts'
import type { ScriptOptions } from './slurm/script-options.ts'
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
  unfit: { step: StepName; task: number; why: Message }[]
}

/** Submits what is missing of some steps, and is not in the queue. */
export const submitJob: Job<SubmitParameters, SubmitReport> = {
  run: async ({ folder, steps, print, ...given }, work) => {
    const run = openRunFolder(folder)
    const options = await keepOptions(run, given)
    for (const step of ['embed', 'evaluate'] as const) {
      if (steps.includes(step) && options[step] === undefined) throw new MedoidError('step-needs-options', { step })
    }
    const wanted = STEPS.filter(({ name }) => steps.includes(name)).map((step) => ({
      step,
      files: filesOf(step.name, run, options.tasks)
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
      unfit: wanted.flatMap(({ step, files }) => files.unfit.map((each) => ({ step: step.name, ...each })))
    }
  }
}

async function writeScripts(
  run: RunFolder,
  names: readonly StepName[],
  options: ScriptOptions,
  work: Work
): Promise<void> {
  const place: Installation = {
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
