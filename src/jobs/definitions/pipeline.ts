import * as v from 'valibot'
import { boolean, text } from '../../core/schema.ts'
import { defineCommand } from '../definition.ts'
import { type Given, parameter } from '../parameter.ts'

const runParameters = {
  file: parameter(text(), { label: 'Pipeline', help: 'the JSON file that lists the steps', isArgument: true }),
  catalogue: parameter(v.optional(text()), {
    label: 'Catalogue',
    help: 'the tag catalogue (default: the one that the file names, or the usual one)',
    placeholder: 'file'
  }),
  print: parameter(v.optional(boolean, false), {
    label: 'Only print',
    help: 'say of each step whether it is done or would run, with the command that does the same'
  })
}
export type RunPipelineParameters = Given<typeof runParameters>

/** It runs the jobs of `index.ts`, so that it stands above that list, and not in it. */
export const runPipeline = defineCommand({
  command: 'run',
  parameters: runParameters,
  load: async () => (await import('../run-pipeline.ts')).runPipelineJob
})
