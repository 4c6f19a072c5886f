import { describe, expect, test } from 'vitest'
import { searchCodes } from '../../../src/core/labels/codes.ts'

const ALL_CODES = searchCodes('', Infinity)

/** As PS3.16 (2025e) has them. */
test.each([
  ['69536005', 'SCT', 'Head', 'CID 4031'],
  ['89546000', 'SCT', 'Skull', 'CID 4031'],
  ['816094009', 'SCT', 'Chest', 'CID 4031'],
  ['818981001', 'SCT', 'Abdomen', 'CID 4031'],
  ['818982008', 'SCT', 'Abdomen and Pelvis', 'CID 4031'],
  ['816092008', 'SCT', 'Pelvis', 'CID 4031'],
  ['122494005', 'SCT', 'Cervical spine', 'CID 4031'],
  ['122495006', 'SCT', 'Thoracic spine', 'CID 4031'],
  ['122496007', 'SCT', 'Lumbar spine', 'CID 4031'],
  ['72696002', 'SCT', 'Knee', 'CID 4031'],
  ['76752008', 'SCT', 'Breast', 'CID 4031'],
  ['38266002', 'SCT', 'Entire body', 'CID 4031'],
  ['416775004', 'SCT', 'Chest, Abdomen and Pelvis', 'CID 4031'],
  ['12738006', 'SCT', 'Brain', 'CID 4'],
  ['39607008', 'SCT', 'Lung', 'CID 4'],
  ['10200004', 'SCT', 'Liver', 'CID 4'],
  ['15825003', 'SCT', 'Aorta', 'CID 4'],
  ['CT', 'DCM', 'Computed Tomography', 'CID 29'],
  ['MR', 'DCM', 'Magnetic Resonance', 'CID 29'],
  ['PT', 'DCM', 'Positron emission tomography', 'CID 29'],
  ['SR', 'DCM', 'Structured Report Document', 'CID 33'],
  ['77477000', 'SCT', 'Computed tomography', 'CID 10005'],
  ['71651007', 'SCT', 'Mammography', 'CID 10005'],
  ['7771000', 'SCT', 'Left', 'CID 244'],
  ['24028007', 'SCT', 'Right', 'CID 244'],
  ['51440002', 'SCT', 'Bilateral', 'CID 244']
])('%s (%s) is %s in %s', (code, scheme, meaning, group) => {
  expect(ALL_CODES.find((each) => each.code === code)).toMatchObject({ code, scheme, meaning, group })
})

test('no code is there twice, each fits into its element, and SNOMED CT identifiers have a right check digit', () => {
  expect(ALL_CODES.length).toBeGreaterThan(250)
  expect(new Set(ALL_CODES.map(({ code, scheme }) => `${scheme} ${code}`)).size).toBe(ALL_CODES.length)
  for (const { code, scheme, meaning, groupName } of ALL_CODES) {
    // SH and LO of PS3.3, section 8.8.
    expect(code.length).toBeLessThanOrEqual(16)
    expect(meaning.length).toBeLessThanOrEqual(64)
    expect(groupName).toBeDefined()
    if (scheme === 'SCT') expect([code, isIdentifier(code)]).toEqual([code, true])
  }
})

/** Verhoeff's check digit (SNOMED CT Technical Implementation Guide, appendix B), over the dihedral group of ten elements. */
function isIdentifier(code: string): boolean {
  const permuted = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
  const multiply = (a: number, b: number): number => {
    const turn = a < 5 ? (a + b) % 5 : (a - b + 5) % 5
    return a < 5 === b < 5 ? turn : 5 + turn
  }
  let check = 0
  ;[...code].reverse().forEach((digit, i) => {
    let value = Number(digit)
    for (let times = 0; times < i % 8; times++) value = permuted[value]
    check = multiply(check, value)
  })
  return check === 0
}

describe('codes are found', () => {
  const first = (text: string): string | undefined => searchCodes(text)[0]?.meaning

  test.each([
    ['head', 'Head'],
    ['HEAD', 'Head'],
    ['skull', 'Skull'],
    ['thorax', 'Chest'],
    ['brain', 'Brain'],
    ['c-spine', 'Cervical spine'],
    ['CSPINE', 'Cervical spine'],
    ['T SPINE', 'Thoracic spine'],
    ['oesophagus', 'Esophagus'],
    ['Œsophagus', undefined],
    ['whole body', 'Entire body'],
    ['pelvis abdomen', 'Abdomen and Pelvis'],
    ['mri', 'Magnetic Resonance'],
    ['mr', 'Magnetic Resonance'],
    ['Computéd  tomo', 'Computed Tomography'],
    ['69536005', 'Head'],
    ['wrist', 'Wrist joint'],
    ['kneecap', 'Patella'],
    ['left', 'Left'],
    ['nothing of the kind', undefined]
  ])('%s: %s', (text, meaning) => {
    expect(first(text)).toBe(meaning)
  })

  test('by the beginning of a word, the shortest name first', () => {
    expect(searchCodes('ches').map(({ meaning }) => meaning)).toEqual([
      'Chest',
      'Chest and Abdomen',
      'Chest, Abdomen and Pelvis',
      'Neck and Chest',
      'Neck, Chest and Abdomen',
      'Neck, Chest, Abdomen and Pelvis'
    ])
  })

  test('no more than asked for; without words the first ones', () => {
    expect(searchCodes('e', 3)).toHaveLength(3)
    expect(searchCodes(' - ', 1).map(({ meaning }) => meaning)).toEqual(['Abdomen'])
  })
})
