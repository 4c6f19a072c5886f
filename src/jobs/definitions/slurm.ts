import * as v from 'valibot'
import { boolean, list, oneOf, text } from '../../core/schema.ts'
import { defineCommand } from '../definition.ts'
import { type Given, parameter } from '../parameter.ts'
import { scriptOptions } from '../slurm/script-options.ts'
import { STEP_NAMES } from '../slurm/steps.ts'

/** Work on an archive as batch jobs of a SLURM cluster: only a shell there can start it. */

const folder = parameter(text(), {
  label: 'Run folder',
  help: 'the folder that holds plan.json, on a disk that all nodes share',
  isArgument: true
})

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
