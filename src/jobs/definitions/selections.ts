import * as v from 'valibot'
import { text } from '../../core/schema.ts'
import { defineCommand, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { where } from './common.ts'

/** Images that somebody selects and names. */

const name = parameter(text({ max: 1000, empty: true }), {
  label: 'Name',
  help: 'its name, for conditions: --where Selection=NAME; exports with such a condition hold it',
  isArgument: true
})

export const selections = defineCommand({
  command: 'selections',
  parameters: {},
  load: async () => (await import('../selections.ts')).selectionsJob
})

const addParameters = {
  name,
  where,
  images: parameter(v.optional(text()), {
    label: 'Images',
    help: 'only images of this file: a SOP Instance UID a line, or a CSV file with a column SOPInstanceUID',
    placeholder: 'file'
  }),
  note: parameter(v.optional(text({ max: 10_000, empty: true }), ''), {
    label: 'Note',
    help: 'anything worth remembering',
    placeholder: 'text'
  })
}
export type AddSelectionParameters = Task<typeof addParameters>

export const addSelection = defineCommand({
  command: 'selections add',
  parameters: addParameters,
  load: async () => (await import('../selections.ts')).addSelectionJob
})

export const removeSelection = defineCommand({
  command: 'selections remove',
  parameters: { name },
  load: async () => (await import('../selections.ts')).removeSelectionJob
})

export const restoreSelection = defineCommand({
  command: 'selections restore',
  parameters: { name },
  load: async () => (await import('../selections.ts')).restoreSelectionJob
})
