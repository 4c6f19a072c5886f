import type { PROGRAM } from '../../../src/messages/en/program.ts'
import { type Examples, OWN } from './example.ts'

const bytes = 3.2e9

export const program: Examples<keyof typeof PROGRAM> = {
  cancelled: {
    any: { what: 'any' },
    training: { what: 'training', epoch: 3, step: 7, steps: 75, model: 2, catalogue: OWN },
    embedding: { what: 'embedding', images: 1 },
    shard: { what: 'shard', shard: 3, shards: 64 }
  },
  'memory-exhausted': {
    sample: { purpose: 'sample', bytes },
    map: { purpose: 'map', bytes },
    dataset: { purpose: 'dataset', bytes, images: 600 },
    training: { purpose: 'training', bytes, architecture: 'compact', threads: 1 },
    components: { purpose: 'components', bytes, vectors: 2048 },
    vectors: { purpose: 'vectors', bytes, images: 668_849 }
  },
  'kernels-missing': [{}],
  'private-elements-missing': [{}]
}
