import type { EVALUATION } from '../../../src/messages/en/evaluation.ts'
import { type Examples, OWN } from './example.ts'

const asked = { datasets: 50, size: 600, images: 9000, left: 4000, leastSize: 31 }

export const evaluation: Examples<keyof typeof EVALUATION> = {
  't-test-undefined': { 'one-dataset': { why: 'one-dataset' }, 'no-variance': { why: 'no-variance' } },
  'archive-too-small': [
    {
      ...asked,
      hasGroups: true,
      fitting: { size: 80, datasets: 6, isPossible: true },
      helps: { k: 40, byImage: true, sample: null, training: false }
    },
    {
      ...asked,
      hasGroups: false,
      fitting: { size: null, datasets: null, isPossible: false },
      helps: { k: null, byImage: false, sample: 4500, training: true }
    },
    {
      ...asked,
      hasGroups: true,
      fitting: { size: null, datasets: null, isPossible: false },
      helps: { k: 4, byImage: true, sample: 4500, training: true }
    }
  ],
  'dataset-too-large': [{ images: 30_000, most: 25_000 }],
  'too-few-datasets': [{ datasets: 1 }],
  'too-many-datasets': [{ datasets: 20_000, most: 10_000 }],
  'permutations-impossible': [{ permutations: 0, most: 100_000 }],
  'no-groups': [{ keyword: 'PatientID', unit: 'patient' }],
  'vector-not-finite': [
    { dataset: null, row: 3, column: 2, value: 'NaN' },
    { dataset: 2, row: 3, column: 2, value: 'Infinity' }
  ],
  'vector-lengths': [{ dataset: 2, longest: { row: 1, length: 1e20 }, shortest: { row: 2, length: 1e-20 } }],
  'centre-impossible': [{}],
  'evaluation-of-another-run': [{ evaluation: OWN, of: '3.10', asked: '4.5' }]
}
