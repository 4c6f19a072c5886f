import type { OUTCOMES } from '../../../src/messages/en/outcomes.ts'
import { type Examples, OWN } from './example.ts'

export const outcomes: Examples<keyof typeof OUTCOMES> = {
  'sample-made': [{ images: 6000, clusters: 30 }],
  scanned: [
    { files: 40, instances: 39, remarked: 1, issues: 0, refused: [] },
    {
      files: 0,
      instances: 0,
      remarked: 0,
      issues: 2,
      refused: [OWN, { code: 'folder-empty', parameters: { path: OWN, hasUnreadable: false, kept: 0 } }]
    }
  ],
  'removed-source': [{}],
  'moved-source': [{}],
  'values-counted': [{ tags: 40, instances: 300 }],
  'features-compared': [{ images: 300, k: 15, ways: [{ way: 'Laplacian score', stability: '0.82' }] }],
  clustered: [
    { run: 3, images: 300, best: null, remarks: ['No K is the best.'] },
    { run: 3, images: 300, best: 5, remarks: [{ code: 'largest-k-highest', parameters: { k: 5 } }] }
  ],
  assigned: [{ images: 300, clustering: '3.10' }],
  'labels-imported': [
    { name: OWN, images: 300, unlabelled: 20, unmatched: 0, conflicts: 0 },
    { name: OWN, images: 1, unlabelled: 0, unmatched: 1, conflicts: 2 }
  ],
  edited: [
    { clustering: '3.10', words: 'Merged clusters 3 and 4 into cluster 3.', clusters: 9, rejected: 0 },
    { clustering: '3.10', words: 'Rejected 2 images.', clusters: 10, rejected: 12 }
  ],
  mapped: [
    { run: 3, by: 'tags', laidOut: 300, placed: 4000, trustworthiness: 0.998 },
    { run: 3, by: 'pixels', laidOut: 30, placed: null, trustworthiness: null }
  ],
  'tree-cut': [
    { clustering: '3.12', clusters: 12, named: 0 },
    { clustering: '3.12', clusters: 12, named: 4 }
  ],
  'tree-made': [{ clustering: '3.300', clusters: 300 }],
  trained: [{ model: 1, images: 300, epochs: 2, loss: null }],
  'pictures-looked-at': [{ images: 871, looked: 871, constant: 7, dark: 1, duplicates: 1 }],
  'words-read': [{ instances: 871, named: 640, regions: 12 }],
  'values-suggested': [{ tag: 'BodyPartExamined', images: 871, missing: 240, wrong: 12 }],
  'vectors-stored': [
    { model: 1, images: 1, added: 1, skipped: 0 },
    { model: 1, images: 900, added: 871, skipped: 6 }
  ],
  'vectors-written': [{ vectors: 300, values: 5120, file: OWN, skipped: 2 }],
  evaluated: [{ evaluation: 1, clustering: '3.10', model: 1, images: 300 }],
  'report-written': [{ clustering: '3.10', file: OWN, withheld: 1, pictures: 30 }],
  'catalogue-exported': [{ instances: 300, tables: 18, folder: OWN }],
  'tags-exported': [{ images: 300, columns: 86, file: OWN }],
  'dicom-exported': [
    { images: 300, studies: 12, leftOut: 0, folder: OWN },
    { images: 299, studies: 12, leftOut: 1, folder: OWN }
  ],
  'labels-exported': [{ images: 300, file: OWN }],
  'corrections-exported': [{ values: 320, images: 300, file: OWN }],
  'features-exported': [{ images: 300, columns: 40, file: OWN }],
  checked: [{ findings: [] }, { findings: ['damaged-page', 'file-missing'] }]
}
