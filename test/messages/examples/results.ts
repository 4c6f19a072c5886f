import type { RESULTS } from '../../../src/messages/en/results.ts'
import { type Examples, OWN } from './example.ts'

export const results: Examples<keyof typeof RESULTS> = {
  'results-missing': {
    all: { why: 'all', folder: OWN },
    some: { why: 'some', folder: OWN, missing: 4, shards: 64, tasks: '3,7-9' }
  },
  'result-unfit': {
    damaged: { why: 'damaged', path: OWN, problem: 'it is not finished' },
    settings: { why: 'settings', path: OWN, settings: [{ name: 'model', was: '1', is: null }] }
  },
  'several-devices': [{ devices: ['wasm (2 threads)', 'webgpu (NVIDIA)'] }]
}
