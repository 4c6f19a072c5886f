import { expect, test } from 'vitest'
import { readDocument } from '../../../../src/core/catalogue/stored/document.ts'
import { RUN_FEATURES } from '../../../../src/core/catalogue/stored/features.ts'
import { FEATURES } from './examples.ts'

test.each([
  ['a column of numbers', { by: 0, classes: 1, structural: 0.25, other: 0.05 }],
  ['no column', { by: 2, classes: 1, structural: 0.25, other: 0.05 }],
  ['more levels than there are', { by: 1, classes: 3, structural: 0.25, other: 0.05 }]
])('classes of rows that are those of %s are damage', (_, absence) => {
  const document = JSON.stringify({ version: 3, ...FEATURES, model: { ...FEATURES.model, absence } })
  expect(() => readDocument(RUN_FEATURES, document, { kind: 'run', name: 1 }, 'features')).toThrow(
    'a model whose classes are levels of one of its columns'
  )
})
