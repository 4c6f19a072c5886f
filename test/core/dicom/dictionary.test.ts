import dcmjs from 'dcmjs'
import { expect, test } from 'vitest'
import { standardEntry, tagText } from '../../../src/core/dicom/dictionary.ts'
import { ELEMENT_WORDS } from '../../../src/core/dicom/element-words.ts'
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

test('the table is that of the dcmjs that is installed', () => {
  const { dictionary, nameMap } = dcmjs.data.DicomMetaDictionary
  const lines = ELEMENT_WORDS.trim().split('\n')
  expect(lines).toHaveLength(5166)
  for (const line of lines) {
    const tag = `(${line.slice(0, 4)},${line.slice(4, 8)})`
    expect(line).toBe(`${line.slice(0, 8)} ${dictionary[tag]?.vr} ${dictionary[tag]?.name}`)
  }
  const tags = new Set(lines.map((line) => line.slice(0, 8)))
  for (const entry of Object.values(nameMap)) expect(tags).toContain(entry!.tag.replaceAll(/[(),]/g, ''))
})

test.each(['50', '60', '7F'])('groups %s00 to %sFF are the same', (upper) => {
  const { dictionary } = dcmjs.data.DicomMetaDictionary
  const keywords = ELEMENT_WORDS.split('\n').flatMap((line) => (line.startsWith(`${upper}00`) ? [line] : []))
  expect(keywords.length).toBeGreaterThan(4)
  for (const line of keywords) {
    const element = line.slice(4, 8)
    const name = line.slice(12).replace('RETIRED_', '')
    expect(dictionary[`(${upper}02,${element})`]?.name).toBe(line.slice(12))
    expect(standardEntry(Number.parseInt(`${upper}02${element}`, 16) | 0)?.keyword).toBe(element === '0000' ? '' : name)
  }
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
