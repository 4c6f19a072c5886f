import type { WINDOW } from '../../../src/messages/en/window.ts'
import { type Examples, OWN } from './example.ts'

export const window: Examples<keyof typeof WINDOW> = {
  'no-catalogue': [{}],
  'service-ended': [{}],
  'too-many-questions': [{}],
  'host-closed': [{}],
  'opener-died': [{ detail: '' }, { detail: OWN }],
  'no-such-instance': [{}],
  'no-such-duplicate': [{}],
  'no-page': [{ file: null }, { file: OWN }],
  'no-download': [{ file: null }, { file: OWN }],
  'untrusted-sender': [{}],
  'network-path': [{ path: OWN }],
  'window-not-built': [{ folder: OWN }],
  'port-taken': [{ port: 8080 }]
}
