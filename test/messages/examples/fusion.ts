import type { FUSION } from '../../../src/messages/en/fusion.ts'
import { type Examples, OWN } from './example.ts'

const first = { path: OWN, reason: { code: 'no-pixels', parameters: {} } }

export const fusion: Examples<keyof typeof FUSION> = {
  'compared-by-tags-alone': [
    { without: 1203, images: 5000, first },
    { without: 1, images: 2, first }
  ],
  'vector-without-direction': [{}],
  'no-picture-vectors': [{ model: 2, images: 30, first }],
  'fused-batch': [{ algorithm: 'onebatchpam' }],
  'fused-sample-too-large': [{ images: 30_000, most: 25_000 }],
  'fused-model-changed': [{ run: 3, model: 2, epochs: { then: 20, now: 40 } }],
  'medoid-without-vector': [{ clustering: '3.10', cluster: 4, ...first }],
  'evaluation-circular': [{ run: 3, model: 2 }],
  'evaluation-circular-in-part': [{ run: 3, model: 2, alpha: 0.25 }]
}
