import type { RESULTS } from '../../../src/messages/en/results.ts'
import { type Examples, OWN } from './example.ts'

export const results: Examples<keyof typeof RESULTS> = {
  'results-missing': [
    { folder: OWN, missing: null, shards: null },
    { folder: OWN, missing: [3, 7, 8, 9], shards: 64 },
    { folder: OWN, missing: [3], shards: 64 }
  ],
  'result-unfit': {
    damaged: { why: 'damaged', path: OWN, problem: 'it is not finished' },
    settings: { why: 'settings', path: OWN, settings: [{ name: 'model', was: '1', is: null }] }
  },
  'several-devices': [{ devices: ['wasm (2 threads)', 'webgpu (NVIDIA)'] }]
}
