import { expect, test } from 'vitest'
import { type Rejected, sortRejected } from '../../../../src/renderer/views/features/rejected.ts'

const tag = (name: string, missingShare: number, reason: Rejected['reason'], number = '(0018,0050)'): Rejected => ({
  name,
  tag: number,
  path: '',
  keyword: name.startsWith('(') ? '' : name,
  privateCreator: '',
  privateName: '',
  missingShare,
  reason,
  explanation: ''
})
const LENGTH = tag('FileMetaInformationGroupLength', 0, 'bookkeeping', '(0002,0000)')
const PATIENT = tag('PatientName', 0.1, 'phi', '(0010,0010)')
const RARE = tag('ContrastBolusAgent', 0.9, 'limit')
const LEFT_OUT = tag('KVP', 0.5, 'excluded', '(0018,0060)')
const ALL = [LENGTH, PATIENT, RARE, LEFT_OUT]
const byPerson = ({ reason }: Rejected): boolean => reason === 'excluded'
const names = (...order: Parameters<typeof sortRejected> extends [unknown, unknown, ...infer O] ? O : never) =>
  sortRejected(ALL, byPerson, ...order).map(({ name }) => name)

test('what a person left out comes first, and lengths of groups last, whatever the rest is sorted by', () => {
  expect(names('missing', false)).toEqual([
    'KVP',
    'PatientName',
    'ContrastBolusAgent',
    'FileMetaInformationGroupLength'
  ])
  expect(names('missing', true)).toEqual(['KVP', 'ContrastBolusAgent', 'PatientName', 'FileMetaInformationGroupLength'])
  expect(names('name', false)).toEqual(['KVP', 'ContrastBolusAgent', 'PatientName', 'FileMetaInformationGroupLength'])
  expect(names('reason', true)).toEqual(['KVP', 'PatientName', 'ContrastBolusAgent', 'FileMetaInformationGroupLength'])
})
