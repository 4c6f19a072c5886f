import { describe, expect, test } from 'vitest'
import { attributesOf } from '../../../src/core/features/attributes.ts'
import { findAttribute } from '../../../src/core/features/names.ts'
import { namedTags } from './named-tags.ts'

const tags = namedTags(
  ['(0008,0060)', 'Modality', '', ''],
  ['(0008,0060)', 'Modality', 'SourceImageSequence.Modality', ''],
  ['(0018,0060)', 'KVP', '', ''],
  ['(0018,0080)', 'RepetitionTime', '', ''],
  ['(0028,0030)', 'PixelSpacing', 'SharedFunctionalGroupsSequence.PixelMeasuresSequence.PixelSpacing', ''],
  ['(0008,0104)', 'CodeMeaning', 'AnatomicRegionSequence.CodeMeaning', ''],
  ['(0008,0104)', 'CodeMeaning', 'ViewCodeSequence.CodeMeaning', ''],
  ['(0019,xx0A)', '', '', 'SIEMENS MR HEADER'],
  ['(0019,xx0A)', '', '', 'GEMS_ACQU_01'],
  ['(0043,xx2F)', '', '', 'GEMS_PARM_01']
)
const attributes = attributesOf(tags)
const found = (name: string): string => findAttribute(attributes, name, { setting: 'include', text: name }).name

describe('a tag is found by', () => {
  test.each([
    ['Modality', 'Modality'],
    [' Modality ', 'Modality'],
    ['(0008,0060)', 'Modality'],
    ['0008,0060', 'Modality'],
    ['PixelSpacing', 'PixelSpacing'],
    ['SharedFunctionalGroupsSequence.PixelMeasuresSequence.PixelSpacing', 'PixelSpacing'],
    ['ViewCodeSequence.CodeMeaning', 'ViewCodeSequence.CodeMeaning'],
    ['(0019,xx0A)[GEMS_ACQU_01]', '(0019,xx0A)[GEMS_ACQU_01]'],
    ['(0019,XX0a)[GEMS_ACQU_01]', '(0019,xx0A)[GEMS_ACQU_01]'],
    ['(0019,100a)[SIEMENS MR HEADER]', '(0019,xx0A)[SIEMENS MR HEADER]'],
    ['(0043,xx2F)', '(0043,xx2F)[GEMS_PARM_01]']
  ])('%s', (given, name) => {
    expect(found(given)).toBe(name)
  })
})

test('an unknown name is refused with near ones', () => {
  expect(() => found('Modalty')).toThrow('include Modalty: this catalogue has no tag Modalty. Did you mean Modality?')
  expect(() => found('Repetition')).toThrow('Did you mean RepetitionTime?')
  expect(() => found('KPV')).toThrow('Did you mean KVP?')
  expect(() => found('Zzzzzzzz')).toThrow('The tags that it has: the list of tags.')
  expect(() => found('(0008,0061)')).toThrow(expect.objectContaining({ code: 'unknown-tag' }))
})

test('a name that fits several tags is refused with the candidates', () => {
  expect(() => found('(0019,xx0A)')).toThrow(
    'include (0019,xx0A): (0019,xx0A) may be any of 2 tags of this catalogue. ' +
      'Name one of them: (0019,xx0A)[GEMS_ACQU_01], (0019,xx0A)[SIEMENS MR HEADER]'
  )
  expect(() => found('CodeMeaning')).toThrow('AnatomicRegionSequence.CodeMeaning, ViewCodeSequence.CodeMeaning')
})
