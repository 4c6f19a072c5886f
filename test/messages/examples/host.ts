import type { HOST } from '../../../src/messages/en/host.ts'
import { type Examples, OWN } from './example.ts'

export const host: Examples<keyof typeof HOST> = {
  'system-error': [{ reason: `EACCES: permission denied, open '${OWN}'` }],
  defect: [{ reason: OWN }],
  'as-written': [{ text: OWN }],
  'unknown-message': [{ code: '' }, { code: OWN }],
  'invalid-arguments': [{ where: 'tags.list', path: '.limit', expected: 'a whole number from 1 to 1000' }]
}
