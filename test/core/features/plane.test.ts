import { expect, test } from 'vitest'
import { planeOf } from '../../../src/core/features/plane.ts'

test.each([
  ['1\\0\\0\\0\\1\\0', 'axial'],
  // Feet first, upside down: the normal counts, not its direction.
  ['-1\\0\\0\\0\\1\\0', 'axial'],
  ['1\\0\\0\\0\\0\\-1', 'coronal'],
  ['0\\1\\0\\0\\0\\-1', 'sagittal'],
  // A gantry tilted by 20°: cos 20° = 0.94.
  ['1\\0\\0\\0\\0.93969\\-0.34202', 'axial'],
  // Turned by 45°: 0.71 along two axes.
  ['1\\0\\0\\0\\0.70711\\-0.70711', 'oblique'],
  // Cosines of a scanner that writes few digits.
  ['0.99\\0\\0\\0\\0.98\\0', 'axial']
])('%s is %s', (text, plane) => {
  expect(planeOf(text.split('\\'))).toBe(plane)
})

test.each([
  ['no values', ''],
  ['zeros', '0\\0\\0\\0\\0\\0'],
  ['rows and columns along each other', '1\\0\\0\\1\\0\\0'],
  ['five values', '1\\0\\0\\0\\1'],
  ['text', '1\\0\\0\\0\\one\\0'],
  ['infinite numbers', '1e308\\0\\0\\0\\1e308\\0']
])('%s are no plane', (_, text) => {
  expect(planeOf(text.split('\\'))).toBe('')
})
