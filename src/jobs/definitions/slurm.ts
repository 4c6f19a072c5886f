import * as v from 'valibot'
import { boolean, integer, list, oneOf, text } from '../../core/schema.ts'
import { defineCommand } from '../definition.ts'
import { type Given, parameter } from '../parameter.ts'
import { STEP_NAMES } from '../slurm/steps.ts'

/** Work on an archive as batch jobs of a SLURM cluster: only a shell there can start it. */

const folder = parameter(text(), {
  label: 'Run folder',
  help: 'the folder that holds plan.json, on a disk that all nodes share',
  isArgument: true
})

const sbatchOptions = v.pipe(
  text({ max: 1000 }),
  v.check((value) => /^-[^\n]*$/.test(value), 'options of sbatch on one line, such as --time=4:00:00')
)
/** The shell of the node replaces variables in it, and nothing else. */
const scratchFolder = v.pipe(
  text({ max: 1000 }),
  v.check(
    (value) => /^[^"`\\\n]*$/.test(value) && !value.includes('$('),
    'a folder, with nothing of the shell but variables such as $SLURM_JOB_ID'
  )
)
const image = v.pipe(
  text({ max: 1000 }),
  v.check((value) => value.endsWith('.sif'), 'an image of Apptainer (.sif)')
)

/** What goes into the scripts, and is kept for the next time. */
export const scriptOptions = {
  sbatch: parameter(v.optional(sbatchOptions), {
    label: 'Options of sbatch',
    help: 'for every job, as sbatch takes them: "--account=lab --partition=long --time=4:00:00 --mem=8G"',
    placeholder: 'options'
  }),
  gpu: parameter(v.optional(sbatchOptions), {
    label: 'Options of sbatch on a graphics card',
    help: 'further ones for steps that compute on a graphics card: "--partition=gpu --gres=gpu:1"',
    placeholder: 'options'
  }),
  simultaneous: parameter(v.optional(integer(1, 100_000)), {
    label: 'Tasks at once',
    unit: 'tasks',
    help: 'so many tasks of a job array run at once, at most'
  }),
  scratch: parameter(v.optional(scratchFolder), {
    label: 'Scratch folder',
    help: "a folder on a disk of the node itself (default: SLURM_TMPDIR, else TMPDIR, else /tmp); quote variables that the node has to replace: '/local/$SLURM_JOB_ID'",
    placeholder: 'folder'
  }),
  image: parameter(v.optional(image), {
    label: 'Container image',
    help: 'run Medoid from this Apptainer image',
    placeholder: 'file.sif'
  })
}

const submitParameters = {
  folder,
  steps: parameter(v.optional(list(oneOf(...STEP_NAMES), STEP_NAMES.length), ['scan', 'merge']), {
    label: 'Steps',
    help: `what to do: some of ${STEP_NAMES.join(', ')}`,
    placeholder: 'list',
    syntax: 'names'
  }),
  ...scriptOptions,
  print: parameter(v.optional(boolean, false), {
    label: 'Only print',
    help: 'write the scripts and print the commands that would submit them, without SLURM'
  })
}
export type SubmitParameters = Given<typeof submitParameters>

export const submit = defineCommand({
  command: 'submit',
  parameters: submitParameters,
  load: async () => (await import('../submit.ts')).submitJob
})

const statusParameters = { folder }
export type StatusParameters = Given<typeof statusParameters>

export const status = defineCommand({
  command: 'status',
  parameters: statusParameters,
  load: async () => (await import('../status.ts')).statusJob
})
