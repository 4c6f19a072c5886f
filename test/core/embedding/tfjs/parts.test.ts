import { expect, test } from 'vitest'
import { architectureNamed } from '../../../../src/core/embedding/architecture.ts'
import { partsOf } from '../../../../src/core/embedding/tfjs/parts.ts'

const PAPER = architectureNamed('manojlovic2020')
const MB = 2 ** 20

test('a batch that fits is one part', () => {
  expect(partsOf(40, PAPER, { tensorBytes: Infinity, memoryBytes: Infinity })).toEqual([40])
})

test("a picture's largest tensor is 128 × 128 × 2 × 2 × 20 floats, 5 MB: of 128 MB, 25 pictures at once, so two equal parts", () => {
  expect(partsOf(40, PAPER, { tensorBytes: 128 * MB, memoryBytes: Infinity })).toEqual([20, 20])
  expect(partsOf(41, PAPER, { tensorBytes: 128 * MB, memoryBytes: Infinity })).toEqual([21, 20])
})

test('a picture has 61 MB of tensors in a step: of 1 GB, 16 pictures at once', () => {
  expect(partsOf(40, PAPER, { tensorBytes: Infinity, memoryBytes: 1024 * MB })).toEqual([14, 13, 13])
})

test('a picture that does not fit is tried nevertheless, alone', () => {
  expect(partsOf(3, PAPER, { tensorBytes: 1, memoryBytes: 1 })).toEqual([1, 1, 1])
})

test('no pictures are no parts', () => {
  expect(partsOf(0, PAPER, { tensorBytes: MB, memoryBytes: MB })).toEqual([])
})
