import { describe, expect, test } from 'vitest'
import { CONTRADICTION_RULES } from '../../../src/core/contradictions/find.ts'
import { textOfCondition } from '../../../src/core/text-of-condition.ts'

const TODAY = '20261130'

/** The conditions that images of a contradiction satisfy, as they are written; null where a rule finds none. */
function found(code: string, values: Record<string, string>): string[] | null {
  const rule = CONTRADICTION_RULES.find((each) => each.code === code)!
  const where = rule.contradicts((keyword) => {
    expect(rule.keywords).toContain(keyword)
    return values[keyword] ?? ''
  }, TODAY)
  return where && where.map(textOfCondition)
}

/** By rule: values of an image, and what is found; null: nothing contradicts itself. */
const CASES: Record<string, [values: Record<string, string>, where: string[] | null][]> = {
  'foreign-tags': [
    [{ Modality: 'CT', EchoTime: '90' }, ['Modality=CT', 'EchoTime!=""|0']],
    [
      { Modality: 'MR', KVP: '120', ConvolutionKernel: 'B30f' },
      ['Modality=MR', 'KVP!=""|0', 'ConvolutionKernel!=""|0']
    ],
    [{ Modality: 'CT', EchoTime: '0', KVP: '120' }, null],
    [{ Modality: 'MR', EchoTime: '90' }, null],
    // A PET scanner has a CT or a magnet beside it.
    [{ Modality: 'PT', KVP: '120', EchoTime: '4' }, null],
    [{ EchoTime: '90' }, null]
  ],
  'sop-class': [
    [
      { SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', Modality: 'MR' },
      ['SOPClassUID=1.2.840.10008.5.1.4.1.1.2', 'Modality=MR']
    ],
    [{ SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', Modality: 'CT' }, null],
    [{ SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', Modality: '' }, null],
    // Secondary capture is of any modality.
    [{ SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', Modality: 'MR' }, null]
  ],
  orientation: [
    // Rows run to the left, columns to the back: an axial image.
    [{ PatientOrientation: 'L\\P', ImageOrientationPatient: '1\\0\\0\\0\\1\\0' }, null],
    [{ PatientOrientation: 'L\\F', ImageOrientationPatient: '1\\0\\0\\0\\0\\-1' }, null],
    [
      { PatientOrientation: 'R\\P', ImageOrientationPatient: '1\\0\\0\\0\\1\\0' },
      ['PatientOrientation=R\\P', 'ImageOrientationPatient=1\\0\\0\\0\\1\\0']
    ],
    [
      { PatientOrientation: 'L\\F', ImageOrientationPatient: '1\\0\\0\\0\\1\\0' },
      ['PatientOrientation=L\\F', 'ImageOrientationPatient=1\\0\\0\\0\\1\\0']
    ],
    // Oblique: mostly to the left, also to the back.
    [{ PatientOrientation: 'LP\\FL', ImageOrientationPatient: '0.8\\0.6\\0\\0.1\\0\\-0.99' }, null],
    // A quadruped has a head and a tail where nobody has letters for them here.
    [{ PatientOrientation: 'CR\\D', ImageOrientationPatient: '1\\0\\0\\0\\1\\0' }, null],
    [{ PatientOrientation: 'L\\P', ImageOrientationPatient: '1\\0\\0' }, null],
    [{ PatientOrientation: '', ImageOrientationPatient: '1\\0\\0\\0\\1\\0' }, null]
  ],
  laterality: [
    [{ Laterality: 'R', SeriesDescription: 'Knee left' }, ['Laterality=R', 'SeriesDescription=Knee left']],
    [{ ImageLaterality: 'L', ProtocolName: 'RECHTES KNIE' }, ['ImageLaterality=L', 'ProtocolName=RECHTES KNIE']],
    [{ Laterality: 'L', SeriesDescription: 'Knee left' }, null],
    [{ Laterality: 'B', SeriesDescription: 'Knee left' }, null],
    [{ Laterality: 'R', SeriesDescription: 'both knees' }, null],
    [{ Laterality: 'R', SeriesDescription: 'Left ventricle' }, null]
  ],
  units: [
    [{ MagneticFieldStrength: '15000' }, ['MagneticFieldStrength=25..']],
    [{ ImagingFrequency: '63870000' }, ['ImagingFrequency=2000..']],
    [{ KVP: '120000' }, ['KVP=1000..']],
    [{ MagneticFieldStrength: '7', ImagingFrequency: '298.06', KVP: '140' }, null]
  ],
  implausible: [
    [{ SliceThickness: '509' }, ['SliceThickness=100..']],
    [{ SliceThickness: '-1' }, ['SliceThickness=..-0.001']],
    [{ PixelSpacing: '0\\0' }, ['PixelSpacing=0\\0']],
    [{ PatientAge: '999Y' }, ['PatientAge=130..']],
    [{ RescaleSlope: '0' }, ['RescaleSlope=0..0']],
    [{ SliceThickness: '5', PixelSpacing: '0.5\\0.5', PatientAge: '089Y', FlipAngle: '90', RescaleSlope: '-1' }, null],
    [{ SliceThickness: 'thick' }, null]
  ],
  dates: [
    [{ StudyDate: '00950101' }, ['StudyDate=00950101']],
    [{ AcquisitionDateTime: '20991231120000' }, ['AcquisitionDateTime=20991231120000']],
    [{ PatientBirthDate: '20200101', StudyDate: '20190101' }, ['PatientBirthDate=20200101', 'StudyDate=20190101']],
    [{ StudyDate: '20261130', PatientBirthDate: '19000101' }, null],
    [{ StudyDate: '1997.04.24' }, null],
    [{ StudyDate: 'yesterday' }, null]
  ]
}

describe.each(Object.entries(CASES))('%s', (code, cases) => {
  test.each(cases)('%j', (values, where) => {
    expect(found(code, values)).toEqual(where)
  })
})

test('every rule has its cases', () => {
  expect(CONTRADICTION_RULES.map(({ code }) => code).sort()).toEqual(Object.keys(CASES).sort())
})
