import { expect, test } from 'vitest'
import { elementTitle } from '../../../src/core/dicom/element-title.ts'

test.each([
  ['(0018,0015)', 'BodyPartExamined', '', 'BodyPartExamined'],
  ['(0019,xx23)', '', 'Table Speed [mm/rotation]', 'Table Speed [mm/rotation]'],
  ['(0008,0000)', '', '', 'Group Length'],
  ['(0009,0000)', '', '', 'Group Length'],
  ['(0019,0010)', '', '', 'Private Creator'],
  ['(0019,00FF)', '', '', 'Private Creator'],
  ['(0019,xx23)', '', '', 'Private element'],
  // Below the block that creators are reserved in (PS3.5, section 7.8.1).
  ['(0001,0001)', '', '', 'Private element'],
  ['(0018,9999)', '', '', 'Unknown element']
])('%s %s%s is called so', (tag, keyword, privateName, title) => {
  expect(elementTitle({ tag, keyword, privateName })).toBe(title)
})
