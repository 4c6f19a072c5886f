import { describe, expect, test } from 'vitest'
import { proposeWords } from '../../../src/core/harmonise/propose-words.ts'
import { STRATA, wordsOf } from './profiles.ts'

/** What is proposed for the texts of a tag, by images of the first site and of the second: `kind: from, from → to`. */
function proposed(keyword: string, texts: Record<string, number[]>, vr = 'CS'): string[] {
  return proposeWords(wordsOf(keyword, texts, vr), STRATA, 2).map(
    ({ mapping: { kind, from, to } }) => `${kind}: ${from.join(', ')} → ${to}`
  )
}

test.each([
  ['words of two languages', 'BodyPartExamined', { HEAD: [30, 0], KOPF: [0, 20] }, ['synonym: KOPF → HEAD']],
  [
    'the word of the standard, although fewer images have it',
    'BodyPartExamined',
    { HEAD: [5, 0], KOPF: [0, 90] },
    ['synonym: KOPF → HEAD']
  ],
  [
    'all spellings of a word together',
    'BodyPartExamined',
    { CSPINE: [9, 0], HWS: [0, 5], hws: [0, 2] },
    ['synonym: HWS, hws → CSPINE']
  ],
  ['spellings', 'TransmitCoilName', { Body: [9, 0], BODY: [0, 20], 'BO DY': [0, 1] }, ['spelling: Body → BODY']],
  ['accents and punctuation', 'FilterType', { 'Plat.': [9, 0], PLÀT: [0, 20] }, ['spelling: Plat. → PLÀT']],
  [
    'names of one maker',
    'Manufacturer',
    { SIEMENS: [9, 0], 'Siemens Healthineers': [0, 9] },
    ['synonym: Siemens Healthineers → SIEMENS']
  ],
  [
    'names that makers have for one sequence',
    'SequenceName',
    { 'MP-RAGE': [9, 0], BRAVO: [0, 9] },
    ['synonym: BRAVO → MP-RAGE']
  ],
  [
    'answers',
    'ParallelAcquisition',
    { YES: [9, 0], NO: [2, 0], Y: [0, 9], N: [0, 3] },
    ['synonym: Y → YES', 'synonym: N → NO']
  ],
  [
    'positions spelled out',
    'PatientPosition',
    { HFS: [9, 0], 'HEAD FIRST-SUPINE': [0, 9] },
    ['synonym: HEAD FIRST-SUPINE → HFS']
  ]
])('%s are one value', (_, keyword, texts, expected) => {
  expect(proposed(keyword, texts)).toEqual(expected)
})

describe('nothing is proposed for', () => {
  test.each([
    ['words that both sites write', 'BodyPartExamined', { HEAD: [30, 10], KOPF: [3, 20] }],
    ['different parts', 'BodyPartExamined', { KNEE: [30, 0], HAND: [0, 20] }],
    [
      'parts of one region that a site tells apart',
      'BodyPartExamined',
      { HEAD: [30, 0], BRAIN: [9, 0], SKULL: [0, 20] }
    ],
    ['a value with words besides', 'BodyPartExamined', { HEAD: [30, 0], 'KOPF nativ': [0, 20] }],
    ['an answer beside values that are none', 'ScanMode', { YES: [9, 0], Y: [0, 9], AUTO: [0, 1] }],
    ['numbers that differ by a separator', 'ConvolutionKernel', { 'B 15': [9, 0], 'B 1 5': [0, 9] }],
    ['signs that mean something', 'SequenceVariant', { 'T2*': [9, 0], T2: [0, 9] }],
    ['a maker that is not known', 'Manufacturer', { Kestrel: [9, 0], Nordlicht: [0, 9] }]
  ])('%s', (_, keyword, texts) => {
    expect(proposed(keyword, texts)).toEqual([])
  })
})

test('sites that have one word each for a region mean the same part by it', () => {
  expect(proposed('BodyPartExamined', { BRAIN: [30, 0], SKULL: [0, 20] })).toEqual(['synonym: SKULL → BRAIN'])
})

test('evidence is how many images of each site have the two values', () => {
  const [{ images, evidence }] = proposeWords(wordsOf('BodyPartExamined', { HEAD: [30, 0], KOPF: [0, 20] }), STRATA, 2)
  expect(images).toBe(20)
  expect(evidence).toEqual({
    kind: 'words',
    source: 'SNOMED CT, PS3.16, CID 4031 and Annex L',
    from: [0, 20],
    to: [30, 0]
  })
})
