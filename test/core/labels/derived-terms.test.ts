import { expect, test } from 'vitest'
import { derivedTerms } from '../../../src/core/labels/derived-terms.ts'

const terms = (values: Record<string, string>): string[] =>
  derivedTerms(
    Object.entries(values).map(([keyword, value]) => ({ keyword, value, share: 0.9, shareElsewhere: 0.2 }))
  ).map(({ term }) => term.text)
const cosines = (values: string[]): Record<string, string> =>
  Object.fromEntries(values.map((value, i) => [`ImageOrientationPatient[${i + 1}]`, value]))

// Direction cosines of rows and columns, PS3.3 section C.7.6.2.1.1; tilted ones are still of their plane.
test.each([
  [['1', '0', '0', '0', '1', '0'], 'axial'],
  [['0.95–1', '-0.1–0.1', '0', '0', '0.9–0.99', '-0.4–-0.1'], 'axial'],
  [['0', '1', '0', '0', '0', '-1'], 'sagittal'],
  [['1', '0', '0', '0', '0', '-1'], 'coronal'],
  [['-1', '0', '0', '0', '-1', '0'], 'axial']
])('%j is %s', (values, plane) => {
  expect(terms(cosines(values))).toEqual([plane])
})

test('a plane needs no more than what tells it apart; an oblique or mixed one has no name', () => {
  expect(terms(cosines(['0.7', '0.7', '0', '0', '0', '-1']))).toEqual([])
  expect(terms(cosines(['0–1', '0–1', '0', '0', '0', '-1–0']))).toEqual([])
  expect(terms({ 'ImageOrientationPatient[6]': '-1' })).toEqual([])
  expect(terms({ 'ImageOrientationPatient[6]': '-1', 'ImageOrientationPatient[2]': '-0.1–0.1' })).toEqual(['coronal'])
})

test.each([
  [{ EchoTime: '12', RepetitionTime: '500' }, ['T1']],
  [{ EchoTime: '95', RepetitionTime: '4000–5200' }, ['T2']],
  [{ EchoTime: '15', RepetitionTime: '2500' }, ['PD']],
  [{ EchoTime: '120', RepetitionTime: '9000', InversionTime: '2500' }, ['FLAIR']],
  [{ EchoTime: '45', RepetitionTime: '1500' }, []],
  [{ EchoTime: '10–100', RepetitionTime: '500' }, []],
  [{ EchoTime: '95' }, []],
  [{ EchoTime: '3', RepetitionTime: '8' }, []],
  [{ EchoTime: '95', RepetitionTime: '4000', 'ScanningSequence[1]': 'EP' }, []]
])('%j is %j', (values, expected) => {
  expect(terms(values)).toEqual(expected)
})

test('the gain is that of the numbers', () => {
  expect(
    derivedTerms([{ keyword: 'ImageOrientationPatient[5]', value: '1', share: 0.75, shareElsewhere: 0.5 }])
  ).toEqual([{ term: { slot: 'detail', rank: 1, text: 'axial' }, gain: 0.25 }])
})
