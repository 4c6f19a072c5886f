import * as v from 'valibot'
import { conditions } from '../../core/conditions.ts'
import { DEFAULT_ALPHA } from '../../core/fusion/fuse.ts'
import { integer, oneOf, text } from '../../core/schema.ts'
import { BY } from '../../core/similar/similar.ts'
import { defineCommand, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { aboutWhere, clusteringName, raw } from './common.ts'

/** Images that are found, at most. */
export const MOST_SIMILAR = 200

export const weightOfPixels = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1))

const similarParameters = {
  image: parameter(text({ max: 4096 }), {
    label: 'Image',
    help: 'the SOP Instance UID of an image of the catalogue, or the path of any DICOM file',
    isArgument: true
  }),
  run: parameter(v.optional(clusteringName), {
    label: 'Run',
    help: 'the run whose features and ranges images are compared by (default: the latest one)',
    placeholder: 'R'
  }),
  by: parameter(v.optional(oneOf(...BY), 'tags'), {
    label: 'Compare by',
    help: 'what images are compared by; pixels need "medoid vectors"',
    placeholder: 'what',
    choices: { tags: 'Tags', pixels: 'Pixels', both: 'Both' }
  }),
  weight: parameter(v.optional(weightOfPixels, DEFAULT_ALPHA), {
    label: 'Weight of pixels',
    help: 'with --by both: the share of pixels in a distance, from 0 (tags alone) to 1 (pixels alone)',
    placeholder: 'share'
  }),
  count: parameter(v.optional(integer(1, MOST_SIMILAR), 10), {
    label: 'Images',
    unit: 'images',
    help: 'how many images to find'
  }),
  where: parameter(v.optional(conditions, []), { ...aboutWhere, help: `find ${aboutWhere.help}` }),
  raw
}
export type SimilarParameters = Task<typeof similarParameters>

export const similar = defineCommand({
  command: 'similar',
  parameters: similarParameters,
  load: async () => (await import('../similar.ts')).similarJob
})
