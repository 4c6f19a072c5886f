import type { RUN_REMARKS } from '../../../src/messages/en/run-remarks.ts'
import type { Examples } from './example.ts'

export const runRemarks: Examples<keyof typeof RUN_REMARKS> = {
  'more-clusters-than-rows': [
    { k: [3], distinctRows: 1, things: 'rows' },
    { k: [3, 4, 5], distinctRows: 2, things: 'images' }
  ],
  'clusters-not-found': [{ things: 'images' }],
  'structure-weak': [{ least: 0.25 }],
  'largest-k-highest': [{ k: 30 }],
  'silhouettes-searched-for': [{}],
  'pairs-share-nothing': [{ without: 12, pairs: 4950, things: 'images' }],
  'sample-by-series': {
    raised: { why: 'raised', perSeries: 200, raisedFrom: 4, series: 1 },
    few: { why: 'few', perSeries: 4, images: 812, series: 203 }
  },
  'sample-by-site': [
    { sites: [{ sources: [1], images: 300, drawn: 30 }], more: 0 },
    { sites: [{ sources: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], images: 300, drawn: 30 }], more: 2 }
  ],
  'clusters-of-one-site': [
    { clusters: [3], of: 1, k: 5 },
    { clusters: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], of: 12, k: 30 }
  ],
  'compared-by-sample': [{ clusterings: ['1.3', '2.4'] }],
  'distances-differ': [{}],
  'evaluations-differ': [{}]
}
