import * as v from 'valibot'
import { integer, text } from '../../core/schema.ts'
import { type Given, parameter } from '../parameter.ts'

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

/** Words that a shell takes as they are. */
const medoidOptions = v.pipe(
  text({ max: 1000 }),
  v.check((value) => /^--[\w .,:=@%+/-]*$/.test(value), 'options of the command, such as --model 1, without quotes')
)

/** Of a step whose parts no plan counts. */
export const USUAL_TASKS = 64

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
  }),
  train: parameter(v.optional(medoidOptions), {
    label: 'Options of train',
    help: 'as "medoid train" takes them: "--images 30000 --epochs 100"',
    placeholder: 'options'
  }),
  embed: parameter(v.optional(medoidOptions), {
    label: 'Options of embed',
    help: 'as "medoid embed" takes them: "--model 1 --run 1 --precision f16"',
    placeholder: 'options'
  }),
  evaluate: parameter(v.optional(medoidOptions), {
    label: 'Options of evaluate',
    help: 'as "medoid evaluate" takes them: "--model 1 --run 1"',
    placeholder: 'options'
  }),
  tasks: parameter(v.optional(integer(1, 100_000)), {
    label: 'Tasks',
    unit: 'tasks',
    help: 'so many tasks share the images of embed, and the datasets of evaluate',
    usual: USUAL_TASKS
  })
}

export type ScriptOptions = Given<typeof scriptOptions>
