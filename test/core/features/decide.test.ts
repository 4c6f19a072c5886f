import { describe, expect, test } from 'vitest'
import { type Attribute, attributesOf } from '../../../src/core/features/attributes.ts'
import { decide, isPhi } from '../../../src/core/features/decide.ts'
import type { TagId } from '../../../src/core/catalogue/types.ts'

const SOME = { nonEmpty: 1000, distinct: 7 }

function attribute(tag: string, vr: string, keyword: string, path = '', privateCreator = ''): Attribute {
  return attributesOf([{ id: 1 as TagId, tag, vr, keyword, path, privateCreator }])[0]
}

describe('each rule, by example', () => {
  test.each([
    ['identifier', '(0020,000D)', 'UI', 'StudyInstanceUID', ''],
    ['identifier', '(0008,0016)', 'UI', 'SOPClassUID', ''],
    ['identifier', '(0020,0013)', 'IS', 'InstanceNumber', ''],
    ['phi', '(0010,0010)', 'PN', 'PatientName', ''],
    ['phi', '(0010,0040)', 'CS', 'PatientSex', ''],
    ['phi', '(0010,1010)', 'AS', 'PatientAge', ''],
    ['phi', '(0010,2210)', 'CS', 'AnatomicalOrientationType', ''],
    ['phi', '(0008,0080)', 'LO', 'InstitutionName', ''],
    ['phi', '(0018,1000)', 'LO', 'DeviceSerialNumber', ''],
    ['phi', '(0040,0241)', 'AE', 'PerformedStationAETitle', ''],
    [
      'phi',
      '(0040,0007)',
      'LO',
      'ScheduledProcedureStepDescription',
      'RequestAttributesSequence.ScheduledProcedureStepDescription'
    ],
    ['phi', '(0040,0275)', 'SQ', 'RequestAttributesSequence', ''],
    ['free-text', '(0020,4000)', 'LT', 'ImageComments', ''],
    ['free-text', '(0008,103E)', 'LO', 'SeriesDescription', ''],
    ['free-text', '(0018,1030)', 'LO', 'ProtocolName', ''],
    ['free-text', '(0018,9423)', 'LO', 'AcquisitionProtocolName', ''],
    ['free-text', '(0008,0104)', 'LO', 'CodeMeaning', 'ProcedureCodeSequence.CodeMeaning'],
    ['date-time', '(0008,0020)', 'DA', 'StudyDate', ''],
    ['date-time', '(0008,0030)', 'TM', 'StudyTime', ''],
    ['binary', '(0028,2000)', 'OB', 'ICCProfile', ''],
    ['binary', '(0021,1000)', 'UN', '', ''],
    ['sequence', '(0008,2218)', 'SQ', 'AnatomicRegionSequence', ''],
    ['private', '(0019,0010)', 'LO', '', ''],
    ['private', '(0018,0081)', 'DS', 'EchoTime', '(2005,xx0F)[MAKER].EchoTime'],
    ['bookkeeping', '(0002,0001)', 'US', 'FileMetaInformationVersion', ''],
    ['bookkeeping', '(0008,0000)', 'UL', '', ''],
    ['bookkeeping', '(0028,0102)', 'US', 'HighBit', ''],
    ['bookkeeping', '(6000,0010)', 'US', 'OverlayRows', ''],
    ['bookkeeping', '(0028,0009)', 'AT', 'FrameIncrementPointer', ''],
    ['bookkeeping', '(0008,0100)', 'SH', 'CodeValue', 'AnatomicRegionSequence.CodeValue']
  ])('%s: %s %s %s %s', (reason, tag, vr, keyword, path) => {
    expect(decide(attribute(tag, vr, keyword, path), SOME)?.reason).toBe(reason)
  })

  test('private, with its creator', () => {
    expect(decide(attribute('(0019,xx0A)', 'US', '', '', 'SIEMENS MR HEADER'), SOME)?.reason).toBe('private')
  })

  test('a code sequence is eligible by its meaning', () => {
    expect(
      decide(attribute('(0008,0104)', 'LO', 'CodeMeaning', 'AnatomicRegionSequence.CodeMeaning'), SOME)
    ).toBeUndefined()
  })

  test.each([
    ['(0008,0060)', 'CS', 'Modality'],
    ['(0008,0008)', 'CS', 'ImageType'],
    ['(0018,0015)', 'CS', 'BodyPartExamined'],
    ['(0018,0060)', 'DS', 'KVP'],
    ['(0018,0080)', 'DS', 'RepetitionTime'],
    ['(0020,0037)', 'DS', 'ImageOrientationPatient'],
    ['(0028,0010)', 'US', 'Rows'],
    ['(0028,0030)', 'DS', 'PixelSpacing'],
    ['(0008,0070)', 'LO', 'Manufacturer'],
    ['(0018,5101)', 'CS', 'ViewPosition']
  ])('nothing speaks against %s %s %s', (tag, vr, keyword) => {
    expect(decide(attribute(tag, vr, keyword), SOME)).toBeUndefined()
    expect(isPhi(attribute(tag, vr, keyword), SOME)).toBe(false)
  })
})

describe('the values decide', () => {
  const kernel = attribute('(0018,1210)', 'SH', 'ConvolutionKernel')
  const location = attribute('(0020,1041)', 'DS', 'SliceLocation')

  test('a tag that no image has a value for is empty', () => {
    expect(decide(kernel, { nonEmpty: 0, distinct: 0 })?.reason).toBe('empty')
  })

  test('one value is a constant', () => {
    expect(decide(kernel, { nonEmpty: 9, distinct: 1 })?.reason).toBe('constant')
  })

  test('text with more than one value for two images is an identifier, numbers are not', () => {
    expect(decide(kernel, { nonEmpty: 100, distinct: 51 })?.reason).toBe('identifier')
    expect(decide(kernel, { nonEmpty: 100, distinct: 50 })).toBeUndefined()
    expect(decide(location, { nonEmpty: 100, distinct: 100 })).toBeUndefined()
  })

  test('of fewer than 20 values, all may differ', () => {
    expect(decide(kernel, { nonEmpty: 19, distinct: 19 })).toBeUndefined()
    expect(decide(kernel, { nonEmpty: 20, distinct: 20 })?.reason).toBe('identifier')
  })
})

test('the rules come in the order of the design: identifier, constant, person, …', () => {
  const uid = attribute('(0020,000D)', 'UI', 'StudyInstanceUID')
  const name = attribute('(0010,0010)', 'PN', 'PatientName')
  expect(decide(uid, { nonEmpty: 9, distinct: 1 })?.reason).toBe('identifier')
  expect(decide(name, { nonEmpty: 9, distinct: 1 })?.reason).toBe('constant')
})

test('what may name a person is PHI, whichever rule comes first', () => {
  const phi = [
    attribute('(0010,0010)', 'PN', 'PatientName'),
    attribute('(0020,000D)', 'UI', 'StudyInstanceUID'),
    attribute('(0008,103E)', 'LO', 'SeriesDescription'),
    attribute('(0008,0020)', 'DA', 'StudyDate'),
    attribute('(0019,xx0A)', 'LO', '', '', 'GEMS_ACQU_01')
  ]
  expect(phi.map((a) => isPhi(a, { nonEmpty: 9, distinct: 1 }))).toEqual([true, true, true, true, true])
  expect(isPhi(attribute('(0008,0016)', 'UI', 'SOPClassUID'), SOME)).toBe(false)
  expect(isPhi(attribute('(0020,0013)', 'IS', 'InstanceNumber'), SOME)).toBe(false)
})
