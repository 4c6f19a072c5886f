import type { DATASETS } from '../../../src/messages/en/datasets.ts'
import { type Examples, OWN } from './example.ts'

const counts = {
  images: 5000,
  samples: 5000,
  classes: 12,
  splits: [
    { name: 'train', images: 4000 },
    { name: 'validation', images: 500 },
    { name: 'test', images: 500 }
  ],
  leftOut: 871,
  missing: 1
}

export const datasets: Examples<keyof typeof DATASETS> = {
  'too-few-groups': [
    { unit: 'patient', groups: 1, splits: 3 },
    { unit: 'series', groups: 2, splits: 3 }
  ],
  'pictures-not-looked-at': [{}],
  'dataset-encoding': [{ format: 'parquet', encoding: 'npy' }],
  'dataset-shares': [{ validation: 0.5, test: 0.5 }],
  'dataset-empty': [{ clustering: '3.10', images: 300 }],
  'dataset-folder-taken': [{ folder: OWN }],
  'dataset-differs': [{ folder: OWN }],
  'dataset-unreadable': [{ images: 2000 }],
  'dataset-without-group': [{ images: 30, of: 300, unit: 'patient' }],
  'dataset-large-group': [
    { images: 200, of: 300, unit: 'patient' },
    { images: 200, of: 300, unit: 'series' }
  ],
  'dataset-burned-in-masked': [{ images: 12 }],
  'dataset-burned-in-kept': [{ images: 12 }],
  'dataset-written': [{ ...counts, folder: OWN }],
  'dataset-planned': [
    { ...counts, bytes: 4_000_000, seconds: 12 },
    { ...counts, samples: 9000, classes: 1, leftOut: 0, missing: 0, bytes: 4_000_000, seconds: 12 }
  ]
}
