import { expect, test } from 'vitest'
import { contrastIn, contrastOfAgent } from '../../../src/core/words/contrast.ts'

test.each([
  ['CT HEAD W/O CONTRAST', 'no'],
  ['CT CHEST W', 'yes'],
  ['MRI BRAIN W/WO CONTRAST', null],
  ['CT ABD C+', 'yes'],
  ['Schädel nativ', 'no'],
  ['CT Thorax mit KM', 'yes'],
  ['MRT Leber ohne und mit KM', null],
  ['MR mozga s kontrastom', 'yes'],
  ['MSCT abdomena nativno', 'no'],
  ['Scanner cérébral sans injection', 'no'],
  ['TDM TAP avec injection', 'yes'],
  ['TC cráneo sin contraste', 'no'],
  ['TC torace con mdc', 'yes'],
  ['TC cranio senza mdc', 'no'],
  ['2D phase contrast', null],
  ['REST1 w SMS PF7-8', null],
  ['t2_tse_tra', null]
] as const)('%s: %s', (text, contrast) => {
  expect(contrastIn(text)).toBe(contrast)
})

test.each([
  ['OMNIPAQUE 350', 'yes'],
  ['NONE', 'no'],
  ['No Contrast', 'no'],
  [' ', null]
] as const)('ContrastBolusAgent %j: %s', (agent, contrast) => {
  expect(contrastOfAgent(agent)).toBe(contrast)
})
