import { describe, expect, test } from 'vitest'
import { standardEntry, tagText } from '../../../src/core/dicom/dictionary.ts'
import { VR } from '../../../src/core/dicom/vr.ts'
import { attributesOf } from '../../../src/core/features/attributes.ts'
import { CONFIDENTIAL_SEQUENCES } from '../../../src/core/features/confidential.ts'
import { decide, isPhi } from '../../../src/core/features/decide.ts'
import { hasTableE11, tableE11 } from '../../table-e11.ts'
import type { TagId } from '../../../src/core/catalogue/types.ts'

/** Few values for many images: as attractive a feature as there is. */
const FEW = { nonEmpty: 1000, distinct: 4 }

/** Sequences that describe the image, so that what makes an element below them confidential is the element. */
const HARMLESS = ['AnatomicRegionSequence', 'AnatomicRegionModifierSequence', 'ViewCodeSequence']

/** What a sequence may hold that is no confidential attribute itself. */
const CONTENT = [
  { tag: '(0008,0104)', vr: 'LO', keyword: 'CodeMeaning' },
  { tag: '(0018,0015)', vr: 'CS', keyword: 'BodyPartExamined' },
  { tag: '(0018,0060)', vr: 'DS', keyword: 'KVP' }
]

function attribute(tag: string, vr: string, keyword: string, above: readonly string[] = []) {
  const path = above.length === 0 ? '' : [...above, keyword || tag].join('.')
  return attributesOf([{ id: 1 as TagId, tag, vr, keyword, path, privateCreator: '' }])[0]
}

describe.skipIf(!hasTableE11)('PS3.15, table E.1-1', () => {
  const rows = hasTableE11 ? tableE11() : []

  test('has 620 rows of attributes with numbers', () => {
    expect(rows).toHaveLength(620)
  })

  test.each([0, 1, 2, 3])('%i sequences deep, none of its attributes is a feature or shown', (depth) => {
    const above = HARMLESS.slice(0, depth)
    const eligible = rows.flatMap(({ tag, vr, keyword }) => {
      const each = attribute(tag, vr, keyword, above)
      return isPhi(each, FEW) && decide(each, FEW) !== undefined ? [] : [each.name]
    })
    expect(eligible).toEqual([])
  })

  test.each([0, 1, 2, 3])('%i sequences deep, nothing below its sequences is a feature or shown', (depth) => {
    const sequences = rows.filter(({ vr }) => vr === 'SQ')
    expect(sequences.length).toBeGreaterThan(60)
    const eligible = sequences.flatMap((sequence) =>
      CONTENT.flatMap(({ tag, vr, keyword }) => {
        const direct = attribute(tag, vr, keyword, [...HARMLESS.slice(0, depth), sequence.keyword])
        const deeper = attribute(tag, vr, keyword, [sequence.keyword, ...HARMLESS.slice(0, depth)])
        return [direct, deeper]
          .filter((each) => !isPhi(each, FEW) || decide(each, FEW) === undefined)
          .map(({ name }) => name)
      })
    )
    expect(eligible).toEqual([])
  })

  test.each(['SH', 'CS', 'DS'])('an attribute that a file declares as %s is confidential all the same', (vr) => {
    const eligible = rows.filter(({ tag, keyword }) => !isPhi(attribute(tag, vr, keyword), FEW))
    expect(eligible.map(({ keyword }) => keyword)).toEqual([])
  })
})

test.each([
  ['patients', 0x0010, 'PatientInsurancePlanCodeSequence'],
  ['clinical trials', 0x0012, 'ConsentForClinicalTrialUseSequence'],
  ['requests', 0x0032, 'RequestingPhysicianIdentificationSequence'],
  ['visits', 0x0038, 'DischargeDiagnosisCodeSequence'],
  ['interpretations', 0x4008, 'InterpretationDiagnosisCodeSequence']
])('every element and sequence of the group of %s that the dictionary knows is confidential', (_, group, example) => {
  const sequences: string[] = []
  const open: string[] = []
  for (let element = 1; element <= 0xffff; element++) {
    const tag = (group << 16) | element
    const entry = standardEntry(tag)
    if (entry?.vr === VR.SQ) sequences.push(entry.keyword)
    else if (entry && !isPhi(attribute(tagText(tag), 'CS', entry.keyword), FEW)) open.push(entry.keyword)
  }
  expect(sequences.filter((keyword) => !CONFIDENTIAL_SEQUENCES.has(keyword))).toEqual([])
  expect(sequences).toContain(example)
  expect(open).toEqual([])
})

test('a sequence of group 0010 that the dictionary does not know is confidential, too', () => {
  // Gender Identity Sequence, added to PS3.6 after the dictionary was made.
  expect(standardEntry(0x00100041)).toBeUndefined()
  const meaning = attribute('(0008,0104)', 'LO', 'CodeMeaning', ['(0010,0041)', '(0010,0044)'])
  expect(decide(meaning, FEW)?.reason).toBe('phi')
  expect(isPhi(meaning, FEW)).toBe(true)
})

test('of an element that the standard does not have, nobody can say what it holds', () => {
  expect(standardEntry(0x00089998)).toBeUndefined()
  for (const each of [
    attribute(tagText(0x00089998), 'LO', ''),
    attribute('(0018,0015)', 'CS', 'BodyPartExamined', ['(0008,9998)'])
  ]) {
    expect(decide(each, FEW)?.reason).toBe('unknown')
    expect(isPhi(each, FEW)).toBe(true)
  }
})

test('curves are confidential, the geometry of overlays is not', () => {
  expect(decide(attribute('(5002,0005)', 'US', 'CurveDimensions'), FEW)?.reason).toBe('phi')
  const rows = attribute('(6000,0010)', 'US', 'OverlayRows')
  expect(isPhi(rows, FEW)).toBe(false)
  expect(isPhi(attribute('(6000,4000)', 'LT', 'OverlayComments'), FEW)).toBe(true)
})
