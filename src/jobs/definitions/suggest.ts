import * as v from 'valibot'
import { integer, text } from '../../core/schema.ts'
import { defineJob, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { author, seed } from './common.ts'

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
    help: 'how many suggestions of each kind are shown; all are kept with the catalogue'
  }),
  seed: seed(1),
  acceptAbove: parameter(
    v.optional(
      v.pipe(
        v.number(),
        v.check((given) => given >= 0.5 && given < 1, 'a probability from 0.5 to below 1, e.g. 0.99')
      )
    ),
    {
      label: 'Accept above',
      help: 'accept values for images that have none where the probability is higher, without a person; they are listed, and can be undone. A value that is there is never replaced this way',
      option: 'accept-above',
      placeholder: 'probability'
    }
  ),
  author: author('with --accept-above: who decides')
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
  step: { readsOnly: ['values'], changes: ['values'] },
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
