import { expect, test } from 'vitest'
import { standardEntry, tagText } from '../../../src/core/dicom/dictionary.ts'
import { VR, VR_NAMES, vrOfLetters, vrOfName } from '../../../src/core/dicom/vr.ts'

test.each([
  [0x00080060, 'Modality', 'CS'],
  [0x00100010, 'PatientName', 'PN'],
  [0x7fe00010, 'PixelData', 'OW'],
  // Repeating groups (PS3.5 section 7.6).
  [0x60020010, 'OverlayRows', 'US'],
  [0x50040005, 'CurveDimensions', 'US'],
  // Where dcmjs 0.52.2 says otherwise than PS3.6.
  [0x00660040, 'LongPrimitivePointIndexList', 'OL'],
  [0x006862f0, 'ViewOrientationModifierCodeSequence', 'SQ'],
  [0x0040a803, 'NumberOfTableColumns', 'UL'],
  // Group length: in every group, without a keyword but in groups 0000 and 0002.
  [0x00020000, 'FileMetaInformationGroupLength', 'UL'],
  [0x00080000, '', 'UL'],
  [0x00180000, '', 'UL']
])('%s is %s, %s', (tag, keyword, vr) => {
  const entry = standardEntry(tag | 0)
  expect(entry?.keyword).toBe(keyword)
  expect(VR_NAMES[entry?.vr ?? 0]).toBe(vr)
})

test('US or SS is US until Pixel Representation says otherwise', () => {
  expect(standardEntry(0x00280106)).toEqual({ keyword: 'SmallestImagePixelValue', vr: VR.US, usOrSs: true })
})

test('a tag that the standard does not have is not there', () => {
  expect(standardEntry(0x00080003)).toBeUndefined()
})

test('tags are written in upper-case hex', () => {
  expect(tagText(0x7fe0000a)).toBe('(7FE0,000A)')
  expect(tagText(0xfffee0dd | 0)).toBe('(FFFE,E0DD)')
})

test('a VR is one of 34 pairs of letters', () => {
  expect(vrOfName('UN')).toBe(VR.UN)
  expect(VR_NAMES[vrOfLetters(0x4c, 0x4f)]).toBe('LO')
  expect(vrOfName('XX')).toBe(VR.NONE)
  expect(vrOfLetters(0, 0)).toBe(VR.NONE)
  expect(vrOfName('LOL')).toBe(VR.NONE)
})
