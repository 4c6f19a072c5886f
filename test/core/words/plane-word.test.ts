import { expect, test } from 'vitest'
import { planeIn } from '../../../src/core/words/plane-word.ts'

test.each([
  ['Ax T2 FSE', 'axial'],
  ['t2_tse_tra', 'axial'],
  ['T1 SAG', 'sagittal'],
  ['PD koronar', 'coronal'],
  ['T2 aksijalno', 'axial'],
  ['SE obl', 'oblique'],
  ['Ax/Cor MPR', null],
  ['Thorax', null]
] as const)('%s: %s', (text, plane) => {
  expect(planeIn(text)).toBe(plane)
})
