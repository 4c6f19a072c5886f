import type { CHECK } from '../../../src/messages/en/check.ts'
import type { Examples } from './example.ts'

export const check: Examples<keyof typeof CHECK> = {
  'check-advice': {
    'damaged-page': { finding: 'damaged-page' },
    'damaged-column': { finding: 'damaged-column' },
    'damaged-run': { finding: 'damaged-run' },
    'damaged-name': { finding: 'damaged-name' },
    'damaged-model': { finding: 'damaged-model' },
    'damaged-count': { finding: 'damaged-count' },
    'damaged-table': { finding: 'damaged-table' },
    'count-mismatch': { finding: 'count-mismatch' },
    'orphaned-duplicate': { finding: 'orphaned-duplicate' },
    'source-missing': { finding: 'source-missing' },
    'file-unreadable': { finding: 'file-unreadable' },
    'file-missing': { finding: 'file-missing' },
    'file-changed': { finding: 'file-changed' }
  }
}
