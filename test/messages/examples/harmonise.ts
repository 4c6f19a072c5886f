import type { HARMONISE } from '../../../src/messages/en/harmonise.ts'
import { type Examples, OWN } from './example.ts'

export const harmonise: Examples<keyof typeof HARMONISE> = {
  'one-site': [{ sources: 1 }, { sources: 0 }],
  'too-many-sites': [{ sites: 140, most: 100 }],
  'unknown-mapping': [{ id: '0f3a91bc' }],
  'no-mapping-step': [{ way: 'undo' }, { way: 'redo' }],
  'not-mappings': [{ file: OWN, problem: 'mappings has to be a list' }],
  'sites-apart': [
    { before: { images: 300, accuracy: 0.98, chance: 0.5 }, after: { images: 300, accuracy: 0.71, chance: 0.5 } },
    { before: { images: 300, accuracy: null, chance: 0.5 }, after: { images: 300, accuracy: null, chance: 0.5 } }
  ],
  'site-mapping': [
    { name: 'BodyPartExamined', from: [OWN], to: 'HEAD' },
    { name: 'MagneticFieldStrength', scale: 0.0001, offset: -2, modality: 'MR', sources: [1, 3] },
    { name: 'ScanOptions', kind: 'omission' }
  ],
  'mapping-evidence': [
    { kind: 'words', source: 'SNOMED CT', from: [12, 0], to: [0, 40] },
    {
      kind: 'numbers',
      before: { low: 14_000, median: 15_000, high: 15_000 },
      after: { low: 1.4, median: 1.5, high: 1.5 },
      others: { low: 1.5, median: 1.5, high: 3 }
    },
    { kind: 'shares', shares: [{ modality: 'MR', bySite: [0.25, null] }] }
  ],
  'mappings-of-a-site': [{ mappings: 3 }, { mappings: 1 }]
}
