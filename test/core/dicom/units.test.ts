import { expect, test } from 'vitest'
import { standardEntry } from '../../../src/core/dicom/dictionary.ts'
import { VR_NAMES } from '../../../src/core/dicom/vr.ts'
import { factWords, unitOf, UNITS, withUnit } from '../../../src/core/dicom/units.ts'

test('units belong to attributes, in sequences and of several values too', () => {
  expect(unitOf('KVP')).toBe('kV')
  expect(unitOf('PixelSpacing[2]')).toBe('mm')
  expect(unitOf('SharedFunctionalGroupsSequence.PixelMeasuresSequence.SliceThickness')).toBe('mm')
  expect(unitOf('Modality')).toBeUndefined()
  // Bq or MBq, as the module has it; the image's own.
  expect(unitOf('RadionuclideTotalDose')).toBeUndefined()
  expect(unitOf('WindowCenter')).toBeUndefined()
  expect(unitOf('(0019,xx0A)[CREATOR]')).toBeUndefined()
})

test('numbers and ranges of them get their unit, other text does not', () => {
  expect(withUnit('KVP', '120')).toBe('120 kV')
  expect(withUnit('FlipAngle', '15')).toBe('15°')
  expect(withUnit('PixelSpacing', '0.5\\0.5')).toBe('0.5\\0.5 mm')
  expect(withUnit('SliceThickness', '0.9–1.5')).toBe('0.9–1.5 mm')
  expect(withUnit('PatientAge', '045Y')).toBe('045Y')
  expect(withUnit('KVP', '')).toBe('')
  expect(withUnit('InstanceNumber', '7')).toBe('7')
})

test('distinguishing values read as numbers: minus signs, no dash between signs, and nothing that rounding left of 0', () => {
  expect(factWords('SliceThickness', '0.9–1.5')).toBe('0.9–1.5 mm')
  expect(factWords('ImageOrientationPatient[2]', '-1–-0.66')).toBe('−1 to −0.66')
  expect(factWords('ImageOrientationPatient[6]', '2.55773e-19')).toBe('0')
  expect(factWords('ImageOrientationPatient[6]', '-1.2e-17–3e-16')).toBe('0')
  expect(factWords('RescaleIntercept', '-1024')).toBe('−1024')
  expect(factWords('FlipAngle', '15–20')).toBe('15–20°')
  expect(factWords('SequenceName', '*epfid2d1_64')).toBe('*epfid2d1_64')
  expect(factWords('ImageType[3]', '1.2.3')).toBe('1.2.3')
})

test('every attribute with a unit is one of the standard, and a quantity', () => {
  const vrs = new Map<string, string>()
  for (const group of [0x0008, 0x0010, 0x0018, 0x0020, 0x0028, 0x0040, 0x0054, 0x3002, 0x300a]) {
    for (let element = 0; element <= 0xffff; element++) {
      const entry = standardEntry((group << 16) | element)
      if (entry !== undefined) vrs.set(entry.keyword, VR_NAMES[entry.vr])
    }
  }
  const strange = [...UNITS.keys()].filter(
    (keyword) => !/^(?:DS|IS|FD|FL|US|UL|SS|SL|AS)$/.test(vrs.get(keyword) ?? '')
  )
  expect(strange).toEqual([])
})
