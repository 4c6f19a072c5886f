import { expect, it } from 'vitest'
import { placeCard } from '../../../../src/renderer/frame/tour/place-card.ts'

const CARD = { width: 300, height: 150 }
const VIEW = { width: 1280, height: 800 }

it.each([
  ['beside what it is about', { left: 10, top: 100, width: 140, height: 30 }, { left: 162, top: 100 }],
  ['above the edge of the window', { left: 10, top: 760, width: 140, height: 30 }, { left: 162, top: 638 }],
  ['below it where there is no room beside it', { left: 1200, top: 5, width: 60, height: 30 }, { left: 960, top: 47 }],
  ['to the lower right where it is not in sight', null, { left: 968, top: 638 }]
])('a card goes %s', (_where, about, expected) => {
  expect(placeCard(about, CARD, VIEW)).toEqual(expected)
})

it('a card goes to the upper left of a window that is smaller than it', () => {
  expect(placeCard(null, CARD, { width: 200, height: 100 })).toEqual({ left: 12, top: 12 })
})
