import { expect, test } from 'vitest'
import { clusterName, commonParts } from '../../../src/core/labels/label-parts.ts'

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

test('a cluster is called by its name, else by the suggested one, else nothing', () => {
  expect([clusterName('Heads', 'CT · HEAD'), clusterName(undefined, 'CT · HEAD'), clusterName(undefined, '')]).toEqual([
    'Heads',
    'CT · HEAD',
    'unnamed'
  ])
})
