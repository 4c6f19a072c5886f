import type { PIPELINE } from '../../../src/messages/en/pipeline.ts'
import { type Examples, OWN } from './example.ts'

const NAME = { path: OWN, place: '.steps[1].with.run', near: [], known: ['last', 'groups'] }

export const pipeline: Examples<keyof typeof PIPELINE> = {
  'pipeline-unreadable': [{ path: OWN, reason: 'ENOENT: no such file or directory' }],
  'pipeline-not-json': [{ path: OWN, reason: 'Unexpected token' }],
  'pipeline-invalid': [
    { path: OWN, place: '', expected: 'an object' },
    { path: OWN, place: '.steps[1].with.k', expected: 'a list' }
  ],
  'pipeline-value': [{ path: OWN, place: '.steps[1].with.k', problem: '"5..x" has to be a range.' }],
  'pipeline-unknown-name': {
    command: { ...NAME, place: '.steps[1].command', name: 'clutser', what: 'command', near: ['cluster'] },
    parameter: { ...NAME, place: '.steps[1].with.kk', name: 'kk', what: 'parameter', near: ['k'] },
    run: { ...NAME, name: 'first', what: 'run' },
    model: { ...NAME, name: 'first', what: 'model' },
    evaluation: { ...NAME, name: 'first', what: 'evaluation' }
  },
  'pipeline-result-invalid': [{ path: OWN, reason: 'The result.steps has to be a list' }],
  'pipeline-step': [
    { step: 2, steps: 8, title: 'Cluster', name: 'groups' },
    { step: 3, steps: 8, title: 'Assign images', name: null }
  ],
  'pipeline-step-done': [
    { step: 2, steps: 8, title: 'Cluster', name: 'groups' },
    { step: 3, steps: 8, title: 'Assign images', name: null }
  ]
}
