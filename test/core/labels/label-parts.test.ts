import { expect, test } from 'vitest'
import { commonParts } from '../../../src/core/labels/label-parts.ts'

test.each([
  [['MR · BRAIN · axial T2', 'MR · BRAIN · sagittal'], 'MR · BRAIN'],
  [['MR · BRAIN · axial', 'MR · KNEE · axial'], 'MR'],
  [['CT · CHEST'], 'CT · CHEST'],
  [['CT · CHEST', 'CT · CHEST · lung'], 'CT · CHEST'],
  [['MR', 'CT'], ''],
  [[], '']
])('what %j have in common at their beginning is “%s”', (labels, common) => {
  expect(commonParts(labels)).toBe(common)
})
