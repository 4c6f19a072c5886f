import { expect, test } from 'vitest'
import { readTagNumber } from '../../src/core/tag-number.ts'

test.each([
  ['(0018,0015)', '00180015', '(0018,0015)', '(0018,0015)'],
  ['00180015', '00180015', '(0018,0015)', '(0018,0015)'],
  ['0018,0015', '00180015', '(0018,0015)', '(0018,0015)'],
  [' ( 0018, 0015 ) ', '00180015', '(0018,0015)', '(0018,0015)'],
  ['0018 0015', '00180015', '(0018,0015)', '(0018,0015)'],
  ['0008103e', '0008103E', '(0008,103E)', '(0008,103E)'],
  // Private elements are the same in every block (PS3.5, section 7.8.1).
  ['0019xx10', '0019xx10', '(0019,xx10)', '(0019,xx10)'],
  ['(0019,1010)', '0019xx10', '(0019,xx10)', '(0019,1010)']
])('%s is a number of a tag', (written, digits, tag, exact) => {
  expect(readTagNumber(written)).toEqual({ digits, tag, exact, creator: undefined })
})

test('a private one may have its creator behind it', () => {
  expect(readTagNumber('(0019,100a)[SIEMENS MR HEADER]')).toMatchObject({
    tag: '(0019,xx0A)',
    creator: 'SIEMENS MR HEADER'
  })
})

test.each(['Modality', '0018', '0018001', '1.2.840', '001800155', ''])('%o is none', (text) => {
  expect(readTagNumber(text)).toBeNull()
})
