import type { SHARDS } from '../../../src/messages/en/shards.ts'
import { type Examples, OWN } from './example.ts'

const path = OWN

export const shards: Examples<keyof typeof SHARDS> = {
  'plan-missing': [{ path }],
  'plan-damaged': [{ path, problem: 'plan.root has to be a text' }],
  'plan-exists': [{ path, root: '/data/pacs', shards: 512 }],
  'plan-inside': [{ run: OWN, root: '/data' }],
  'too-many-links': [{ root: OWN, most: 1_000_000 }],
  'plan-root': {
    unusable: { why: 'unusable', root: OWN, host: 'node7', reason: '/data/pacs is not there.' },
    empty: { why: 'empty', root: OWN, host: 'node7', shard: 3, planned: 60_000 }
  },
  'scratch-unfit': {
    network: { why: 'network', place: OWN },
    full: { why: 'full', place: OWN }
  },
  'plan-newer': [{ path }],
  'no-such-shard': [
    { shard: 7, ranges: 1 },
    { shard: 512, ranges: 512 }
  ],
  'shard-unfit': {
    'no-shard': { why: 'no-shard', path, shard: 3 },
    plan: { why: 'plan', path, shard: 3 },
    number: { why: 'number', path, shard: 3, found: 4 },
    version: { why: 'version', path, shard: 3, found: '0.3.0', program: OWN }
  }
}
