import { list, text } from '../../core/schema.ts'
import { defineCommand, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'

const mergeParameters = {
  inputs: parameter(list(text(), 1000), {
    label: 'Catalogues',
    help: 'the run folder of a plan, whose shards are merged; or catalogues, in their order',
    isArgument: true,
    syntax: 'arguments'
  })
}
export type MergeParameters = Task<typeof mergeParameters>

export const merge = defineCommand({
  command: 'merge',
  parameters: mergeParameters,
  load: async () => (await import('../merge.ts')).mergeJob
})
