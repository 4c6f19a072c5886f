import * as v from 'valibot'
import { integer, text } from '../../core/schema.ts'
import { defineJob, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { seed } from './common.ts'

/** Suggestions of each kind that a command tells, at most. */
const MOST_TOLD = 1000

const parameters = {
  tag: parameter(text({ max: 1000 }), {
    label: 'Tag',
    help: 'the tag whose values are suggested: a keyword, a path, (gggg,eeee) or (0019,xx0A)[CREATOR]',
    placeholder: 'keyword'
  }),
  count: parameter(v.optional(integer(1, MOST_TOLD), 20), {
    label: 'Suggestions',
    unit: 'suggestions',
    help: 'how many suggestions of each kind are told; all are kept with the catalogue'
  }),
  seed: seed(1)
}
export type SuggestParameters = Task<typeof parameters>

export const suggest = defineJob({
  id: 'suggest',
  title: 'Suggest values',
  command: 'suggest',
  writes: false,
  computes: true,
  stages: [
    'Reading values',
    'Choosing features',
    'Fitting forests',
    'Looking through images',
    'Explaining suggestions'
  ],
  parameters,
  load: async () => (await import('../suggest.ts')).suggestJob,
  tell: ({ tag, images, counts }) => ({
    message: {
      code: 'values-suggested',
      parameters: { tag, images, missing: counts.missing, wrong: counts.wrong }
    },
    outcome: {}
  })
})
