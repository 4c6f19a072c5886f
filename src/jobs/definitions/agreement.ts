import * as v from 'valibot'
import { text } from '../../core/schema.ts'
import { defineCommand, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { run } from './common.ts'

const parameters = {
  run,
  naming: parameter(text({ max: 1000 }), {
    label: 'Naming',
    help: 'the naming of a second reader, as given to annotate',
    placeholder: 'name'
  }),
  with: parameter(v.optional(text({ max: 1000, empty: true }), ''), {
    label: 'Compared with',
    help: 'another naming to compare it with instead of the names that everybody shares',
    placeholder: 'name'
  })
}
export type AgreementParameters = Task<typeof parameters>

/** How far two readers agree on the names of clusters; a window asks its host. */
export const agreement = defineCommand({
  command: 'agreement',
  parameters,
  load: async () => (await import('../agreement.ts')).agreementJob
})
