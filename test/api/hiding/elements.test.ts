import { expect, test } from 'vitest'
import { hideElements } from '../../../src/api/hiding/elements.ts'
import type { ListedElement } from '../../../src/core/dicom/listed-element.ts'

const element = (depth: number, tag: string, keyword: string, vr: string, value: string | null): ListedElement => ({
  depth,
  tag,
  vr,
  keyword,
  creator: '',
  privateName: '',
  value,
  length: null
})

/** The values, with an asterisk in place of those that are hidden. */
function shown(...elements: ListedElement[]): (string | null)[] {
  const list = { elements, incomplete: '', remarks: [] }
  return hideElements(list, () => '*').elements.map(({ value }) => value)
}

test('names, dates, UIDs, descriptions and private elements are hidden; what says how an image was made is not', () => {
  expect(
    shown(
      element(0, '(0008,0016)', 'SOPClassUID', 'UI', '1.2.840.10008.5.1.4.1.1.2'),
      element(0, '(0008,0018)', 'SOPInstanceUID', 'UI', '1.2.3'),
      element(0, '(0008,0020)', 'StudyDate', 'DA', '20100105'),
      element(0, '(0008,0060)', 'Modality', 'CS', 'CT'),
      element(0, '(0008,103E)', 'SeriesDescription', 'LO', 'Doe, abdomen'),
      element(0, '(0010,0010)', 'PatientName', 'PN', 'Doe'),
      element(0, '(0018,0050)', 'SliceThickness', 'DS', '5'),
      element(0, '(0019,1001)', '', 'LO', 'Doe'),
      element(0, '(0018,9999)', '', 'LO', 'Doe')
    )
  ).toEqual(['1.2.840.10008.5.1.4.1.1.2', '*', '*', 'CT', '*', '*', '5', '*', '*'])
})

test('what stands within a sequence that tells of a person is hidden, whatever it is, and what follows it is not', () => {
  expect(
    shown(
      element(0, '(0008,0096)', 'ReferringPhysicianIdentificationSequence', 'SQ', null),
      element(1, '', '', '', null),
      element(2, '(0008,0104)', 'CodeMeaning', 'LO', 'Doe'),
      element(0, '(0008,2218)', 'AnatomicRegionSequence', 'SQ', null),
      element(1, '', '', '', null),
      element(2, '(0008,0104)', 'CodeMeaning', 'LO', 'Chest')
    )
  ).toEqual([null, null, '*', null, null, 'Chest'])
})

test('a value that is not there stays so', () => {
  expect(shown(element(0, '(0019,1001)', '', 'OB', null))).toEqual([null])
})
