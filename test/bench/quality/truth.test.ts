import { describe, expect, test } from 'vitest'
import { classCodes, regionOf, sequenceOf, vendorOf } from '../../../bench/quality/truth.ts'

describe('the part of the body', () => {
  test.each([
    [['BRAIN'], 'head'],
    [['LSPINE'], 'lumbar spine'],
    [['T_SPINE'], 'thoracic spine'],
    [['CTA Carotids'], 'neck'],
    // The first text that names one counts: the body part before descriptions.
    [['', '', 'MR Knee left', 'localizer head coil'], 'knee'],
    [['UNKNOWN', '', 'Abdomen 1.5 mm'], 'abdomen'],
    // The most specific one of a text.
    [['CHEST BREAST'], 'breast'],
    [['', 'AX T2'], '']
  ])('of %j is %s', (texts, expected) => {
    expect(regionOf(...texts)).toBe(expected)
  })
})

describe('the sequence of an MR image', () => {
  test.each([
    ['MR', 'AX_T2_FLAIR', '', 'FLAIR'],
    ['MR', 'ep2d_diff_ADC', '', 'ADC'],
    ['MR', 'SAG MPRAGE 220 FOV', '', 'T1'],
    ['MR', 'ep2d', 'ORIGINAL\\PRIMARY\\DIFFUSION', 'DWI'],
    ['MR', 'ep2d', 'ORIGINAL\\PRIMARY', ''],
    ['CT', 'T2', '', '']
  ])('%s, %s, %s is %j', (modality, description, imageType, expected) => {
    expect(sequenceOf(modality, description, imageType)).toBe(expected)
  })
})

test.each([
  ['GE MEDICAL SYSTEMS', 'GE'],
  ['GENESIS_SIGNA', 'GE'],
  ['Philips Medical Systems', 'Philips'],
  ['TOSHIBA_MEC', 'Canon'],
  ['A manufacturer with a long name', 'A MANUFACTURER WITH '],
  ['', '']
])('the vendor of %j is %j', (manufacturer, expected) => {
  expect(vendorOf(manufacturer)).toBe(expected)
})

test('classes are numbered in the order in which they come, and nothing is no class', () => {
  expect(classCodes(['MR', '', 'CT', 'MR'])).toEqual(Int32Array.of(0, -1, 1, 0))
})
