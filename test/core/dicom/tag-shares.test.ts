import { expect, test } from 'vitest'
import { shareOf } from '../../../src/core/dicom/tag-shares.ts'

const place = (tag: string, keyword = '', privateCreator = '', path = '') => ({ tag, path, keyword, privateCreator })

test.each([
  ['an element of the standard', place('(0008,0060)', 'Modality')],
  ['a group length', place('(0008,0000)')],
  ['a private element that a dictionary has', place('(2001,xx03)', '', 'Philips Imaging DD 001')],
  ['the name of a creator, in a group of vendors', place('(0019,0010)')]
])('%s at the top level is known', (_what, of) => {
  expect(shareOf(of).share).toBe('known')
})

test.each([
  place('(0008,1155)', 'ReferencedSOPInstanceUID', '', 'ReferencedImageSequence.ReferencedSOPInstanceUID'),
  place(
    '(0008,1155)',
    'ReferencedSOPInstanceUID',
    '',
    '(2005,xx0E)[Philips MR Imaging DD 005].ReferencedImageSequence.ReferencedSOPInstanceUID'
  )
])('what is known in sequences that are known is nested (%#)', (of) => {
  expect(shareOf(of)).toEqual({ share: 'nested', creator: '' })
})

test.each([
  [place('(0019,xx0A)', '', 'ACME'), 'ACME'],
  [place('(0019,1000)'), ''],
  [place('(0ABC,1000)'), ''],
  // The names of creators where there are none of vendors, or too many.
  [place('(0AAB,0010)'), '(gggg,00bb)'],
  [place('(0019,00F0)'), '(gggg,00bb)'],
  // In a sequence of somebody, it is theirs; whatever characters their name has.
  [place('(0008,0060)', 'Modality', '', '(0019,xx0A)[A.B].Modality'), 'A.B'],
  [place('(0008,0060)', 'Modality', '', '(0019,xx0A)[A] (1.2).Modality'), '']
])('the rest counts against its creator (%#)', (of, creator) => {
  expect(shareOf(of)).toEqual({ share: 'other', creator })
})
