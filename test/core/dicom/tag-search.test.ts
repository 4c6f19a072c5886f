import { describe, expect, test } from 'vitest'
import { missingWords, readSearch, tagNames, valuesWith } from '../../../src/core/dicom/tag-search.ts'

const body = { tag: '(0018,0015)', path: '', keyword: 'BodyPartExamined', privateCreator: '', privateName: '' }
const speed = {
  ...{ tag: '(0019,xx23)', path: '', keyword: '', privateCreator: 'GEMS_ACQU_01' },
  privateName: 'Table Speed [mm/rotation]'
}
const nested = {
  ...{ tag: '(0008,0104)', keyword: 'CodeMeaning', privateCreator: '', privateName: '' },
  path: 'SharedFunctionalGroupsSequence.AnatomicRegionSequence.CodeMeaning'
}
const missing = (search: string, named: typeof body): string[] => missingWords(readSearch(search), tagNames(named))

describe('a tag is found by', () => {
  test.each([
    ['00180015', body],
    ['(0018,0015)', body],
    ['0018 0015', body],
    ['0018,00', body],
    ['bodypart', body],
    ['Body Part Examined', body],
    ['0019xx23', speed],
    ['(0019,1023)', speed],
    ['(0019,xx23)[GEMS_ACQU_01]', speed],
    ['table speed', speed],
    ['gems_acqu_01', speed],
    ['AnatomicRegionSequence.CodeMeaning', nested],
    ['shared region', nested],
    ["Patient's Name", { ...body, tag: '(0010,0010)', keyword: 'PatientName' }],
    ['X-Ray tube', { ...body, tag: '(0018,1151)', keyword: 'XRayTubeCurrent' }],
    ['group length', { ...body, tag: '(0008,0000)', keyword: '' }]
  ])('%s', (search, named) => {
    expect(missing(search, named)).toEqual([])
  })
})

test('a number is that of one tag and of no other with the same digits', () => {
  expect(missing('0015 0018', body)).toEqual([])
  expect(missing('00150018', body)).toEqual(['00150018'])
  expect(missing('(0019,1024)', speed)).toEqual(['(0019,1024)'])
})

test('what the names of a tag lack, a value has to have', () => {
  expect(missing('bodypart L_SPINE', body)).toEqual(['l_spine'])
  expect(missing('L_SPINE', body)).toEqual(['l_spine'])
})

describe('values are found by', () => {
  test.each([
    ['l_spine', 'L_SPINE'],
    ['sp l_', 'L_SPINE'],
    ['ΟΔΌΣ', 'οδός'],
    ['ct image', '1.2.840.10008.5.1.4.1.1.2'],
    ['ct image', '1.2.3\\1.2.840.10008.5.1.4.1.1.2'],
    ['10008.5', '1.2.840.10008.5.1.4.1.1.2']
  ])('%s', (search, value) => {
    const { holds, mayHold } = valuesWith(readSearch(search).words)
    expect(holds(value)).toBe(true)
    expect(holds('another')).toBe(false)
    expect(mayHold(`before${value.toLowerCase()}behind`.replaceAll('ς', 'σ'))).toBe(true)
    expect(mayHold('another')).toBe(false)
  })
})

test('a UID is not found by the name of one that it begins with', () => {
  // Implicit VR Little Endian is 1.2.840.10008.1.2.
  expect(valuesWith(['implicit']).holds('1.2.840.10008.1.2.4.50')).toBe(false)
})
