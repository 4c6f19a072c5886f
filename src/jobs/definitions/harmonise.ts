import * as v from 'valibot'
import { boolean, list, text } from '../../core/schema.ts'
import { defineCommand, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { author, out, overwrite } from './common.ts'

const ids = v.optional(list(text({ max: 40 })), [])

const harmoniseParameters = {
  accept: parameter(ids, {
    label: 'Accept',
    help: 'accept these mappings; commas or repeated',
    placeholder: 'ids',
    syntax: 'names'
  }),
  reject: parameter(ids, {
    label: 'Reject',
    help: 'reject these mappings; commas or repeated',
    placeholder: 'ids',
    syntax: 'names'
  }),
  acceptAll: parameter(v.optional(boolean, false), {
    label: 'Accept all',
    help: 'accept all that nobody has decided on yet',
    option: 'accept-all'
  }),
  ranges: parameter(v.optional(boolean, false), {
    label: 'Ranges of each site',
    help: 'list, and accept with all, ranges: what a site sets higher, lower or wider is read on the scale of the largest site, modality by modality; that takes away real differences as well'
  }),
  undo: parameter(v.optional(boolean, false), { label: 'Undo', help: 'first undo the last decision' }),
  redo: parameter(v.optional(boolean, false), {
    label: 'Redo',
    help: 'first redo the decision that was undone last'
  }),
  author: author('who decides')
}
export type HarmoniseParameters = Task<typeof harmoniseParameters>

export const harmonise = defineCommand({
  command: 'harmonise',
  parameters: harmoniseParameters,
  load: async () => (await import('../harmonise.ts')).harmoniseJob
})

const exportParameters = { out: out(), overwrite }
export type MappingsExportParameters = Task<typeof exportParameters>

export const exportMappings = defineCommand({
  command: 'export mappings',
  parameters: exportParameters,
  load: async () => (await import('../share-mappings.ts')).exportMappingsJob
})

const importParameters = {
  file: parameter(text(), { label: 'File', help: 'what an export of mappings has written', isArgument: true }),
  author: author('who decides')
}
export type MappingsImportParameters = Task<typeof importParameters>

export const importMappings = defineCommand({
  command: 'import mappings',
  parameters: importParameters,
  load: async () => (await import('../share-mappings.ts')).importMappingsJob
})
