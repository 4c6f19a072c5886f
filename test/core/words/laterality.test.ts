import { expect, test } from 'vitest'
import { sideIn, sideOfTerm } from '../../../src/core/words/laterality.ts'

test.each([
  ['XR HAND LT 3V', 'left'],
  ['RT ANKLE', 'right'],
  ['Knie links in 2 Ebenen', 'left'],
  ['Unterarm re.', 'right'],
  ['RTG ramena desno', 'right'],
  ['RTG šake lijevo', 'left'],
  ['Epaule droite', 'right'],
  ['Main gauche face', 'left'],
  ['Hombro izquierdo', 'left'],
  ['RM rodilla derecha', 'right'],
  ['RX gomito sn', 'left'],
  ['RX spalla dx', 'right'],
  ['Mammographie beidseits', 'both'],
  ['RMLO', 'right'],
  ['Left and right hip', 'both'],
  ['EPI PE L-R', null],
  ['MR left ventricle', null],
  ['Thorax', null]
] as const)('%s: %s', (text, side) => {
  expect(sideIn(text)).toBe(side)
})

// PS3.3, section C.7.3.1; U is unpaired.
test.each([
  ['L', 'left'],
  ['r ', 'right'],
  ['B', 'both'],
  ['U', null],
  ['LEFT', null]
] as const)('Laterality %j: %s', (term, side) => {
  expect(sideOfTerm(term)).toBe(side)
})
