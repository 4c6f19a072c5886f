import { expect, test } from 'vitest'
import { knownChoices } from '../../../src/core/features/known-choices.ts'
import { MedoidError } from '../../../src/core/errors.ts'
import { CHOICES } from '../catalogue/stored/examples.ts'
import { MemorySource } from './memory-source.ts'

class Source extends MemorySource {
  override selected(): never {
    throw new MedoidError('unknown-selection', { name: 'Bright', isRemoved: false, selections: [] })
  }
}
const source = new Source([
  { tag: '(0008,0060)', vr: 'CS', keyword: 'Modality', values: ['CT'] },
  { tag: '(0018,0060)', vr: 'DS', keyword: 'KVP', values: ['100'] }
])
const ct = { tag: 'Modality', operator: 'is' as const, value: 'CT' }
const gone = { tag: 'Gone', operator: 'is' as const, value: '1' }
const named = { tag: 'Selection', operator: 'is' as const, value: 'Bright' }

test('choices that name what is there stay as they are', () => {
  const choices = {
    ...CHOICES,
    where: [ct],
    include: ['KVP'],
    exclude: ['(0008,0060)'],
    kind: [],
    separate: [],
    join: [],
    weights: []
  }
  expect(knownChoices(source, choices)).toEqual({ choices, unknownTags: [], unknownConditions: [] })
})

test('tags and conditions that the catalogue does not have are left out and named', () => {
  const found = knownChoices(source, {
    ...CHOICES,
    where: [ct, { any: [ct, { not: gone }] }, named],
    include: ['KVP', 'Gone'],
    exclude: ['Lost'],
    kind: [{ tag: 'Gone', kind: 'nominal' }],
    separate: [{ tag: 'Lost', values: ['a'] }],
    join: [{ tag: 'Modality', values: ['CT', 'MR'] }],
    weights: [
      { tag: 'Weighed', weight: 2 },
      { tag: 'KVP', weight: 1 }
    ]
  })
  expect(found.choices).toMatchObject({
    where: [ct],
    include: ['KVP'],
    exclude: [],
    kind: [],
    separate: [],
    join: [{ tag: 'Modality', values: ['CT', 'MR'] }],
    weights: [{ tag: 'KVP', weight: 1 }]
  })
  expect(found.unknownTags).toEqual(['Gone', 'Lost', 'Weighed'])
  expect(found.unknownConditions).toEqual(['Modality is CT or not (Gone is 1)', 'Selection is Bright'])
})
