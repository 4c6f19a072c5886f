import { expect, test } from 'vitest'
import { typedChoices } from '../../../../src/core/catalogue/stored/typed-choices.ts'

const typed = {
  where: [
    { tag: 'Modality', operator: 'is', value: 'CT' },
    { tag: 'SliceThickness', operator: 'is', range: { from: 1, to: 5 } }
  ],
  kind: [{ tag: 'SliceThickness', kind: 'nominal' }],
  separate: [{ tag: 'BodyPartExamined', values: ['TSPINE'] }],
  join: [{ tag: 'BodyPartExamined', values: ['HEAD', 'SKULL'] }],
  sample: 5000
}

test('texts, as Medoid 0.1.0 kept them, become typed values', () => {
  expect(
    typedChoices({
      where: ['Modality=CT', 'SliceThickness=1..5'],
      kind: ['SliceThickness=nominal'],
      separate: ['BodyPartExamined=TSPINE'],
      join: ['BodyPartExamined=HEAD=SKULL'],
      sample: 5000
    })
  ).toEqual(typed)
})

test('what is typed, or not there, stays as it is', () => {
  expect(typedChoices(typed)).toEqual(typed)
  expect(typedChoices({ where: [] })).toEqual({ where: [] })
  expect(typedChoices({ run: '3.10' })).toEqual({ run: '3.10' })
})

test('a text that is no condition is refused', () => {
  expect(() => typedChoices({ where: ['Modality'] })).toThrow(expect.objectContaining({ code: 'invalid-condition' }))
})
