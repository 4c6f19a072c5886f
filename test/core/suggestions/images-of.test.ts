import { expect, test } from 'vitest'
import { attributesOf } from '../../../src/core/features/attributes.ts'
import { findAttribute } from '../../../src/core/features/names.ts'
import { imagesOf } from '../../../src/core/suggestions/images-of.ts'
import { archiveOf } from './archive.ts'

const source = archiveOf([
  { series: 'a', bodyPart: 'HEAD' },
  { series: 'b' },
  { series: 'a', bodyPart: 'KNEE' },
  { series: 'a' },
  { series: 'b', bodyPart: 'HEAD' },
  { series: 'a', bodyPart: 'HEAD' },
  { bodyPart: 'HEAD' },
  {}
])
const target = findAttribute(attributesOf(source.tags()), 'BodyPartExamined', 'BodyPartExamined')
const of = (...asked: { instance: number; present: string | null }[]) => [
  ...imagesOf(source, target, source.images(), asked)
]

test('the images of a suggestion are those of its series that have the same value', () => {
  expect(of({ instance: 0, present: 'HEAD' })).toEqual([0, 5])
  expect(of({ instance: 3, present: null })).toEqual([3])
  expect(of({ instance: 1, present: null }, { instance: 2, present: 'KNEE' })).toEqual([1, 2])
})

test('an image without a series stands for itself', () => {
  expect(of({ instance: 6, present: 'HEAD' })).toEqual([6])
  expect(of({ instance: 7, present: null })).toEqual([7])
})
