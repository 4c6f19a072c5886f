import type { MERGE } from '../../../src/messages/en/merge.ts'
import { type Examples, OWN } from './example.ts'

const path = OWN

export const merge: Examples<keyof typeof MERGE> = {
  'shards-missing': [
    { shards: 512, missing: 4, array: '3,17-19', unfit: [] },
    { shards: 512, missing: 1, array: '3', unfit: [] },
    { shards: 512, missing: 0, array: '3', unfit: [OWN] }
  ],
  'shard-damaged': [{ path, shard: 3, reason: 'database disk image is malformed' }],
  'merge-too-large': [{ most: 4_278_190_080 }],
  'merge-nothing': [{}]
}
