import { expect, test } from 'vitest'
import {
  drawnPlace,
  imagePlace,
  turnedBy,
  turnedValues,
  turnWords,
  UNTURNED,
  type Turn,
  type Turning
} from '../../../../../src/renderer/views/image/viewer/turn.ts'
import fc from '../../../../fast-check.ts'

// 1 2 3
// 4 5 6
const VALUES = Uint8Array.of(1, 2, 3, 4, 5, 6)
const SIZE = { rows: 2, columns: 3 }

function after(...turnings: Turning[]): number[] {
  return [...turnedValues(VALUES, 1, turnings.reduce(turnedBy, UNTURNED), SIZE)]
}

test('a picture is turned by quarters, mirrored and flipped', () => {
  expect(after()).toEqual([1, 2, 3, 4, 5, 6])
  expect(after('right')).toEqual([4, 1, 5, 2, 6, 3])
  expect(after('left')).toEqual([3, 6, 2, 5, 1, 4])
  expect(after('right', 'right')).toEqual([6, 5, 4, 3, 2, 1])
  expect(after('mirror')).toEqual([3, 2, 1, 6, 5, 4])
  expect(after('flip')).toEqual([4, 5, 6, 1, 2, 3])
})

test('what is seen is mirrored, however it was turned before', () => {
  // 4 1 / 5 2 / 6 3 with its columns exchanged, then with its rows reversed.
  expect(after('right', 'mirror')).toEqual([1, 4, 2, 5, 3, 6])
  expect(after('right', 'flip')).toEqual([6, 3, 5, 2, 4, 1])
  expect(after('mirror', 'right')).toEqual([6, 3, 5, 2, 4, 1])
})

test('colours keep their parts together', () => {
  const rgb = Uint8Array.of(1, 2, 3, 4, 5, 6)
  const mirrored = turnedBy(UNTURNED, 'mirror')
  expect([...turnedValues(rgb, 3, mirrored, { rows: 1, columns: 2 })]).toEqual([4, 5, 6, 1, 2, 3])
})

test('a picture of one row or one column can be turned', () => {
  const right = turnedBy(UNTURNED, 'right')
  expect([...turnedValues(Uint8Array.of(1, 2), 1, right, { rows: 1, columns: 2 })]).toEqual([1, 2])
  expect([...turnedValues(Uint8Array.of(1, 2), 1, right, { rows: 2, columns: 1 })]).toEqual([2, 1])
})

const turnings = fc.array(fc.constantFrom<Turning>('right', 'left', 'mirror', 'flip'), { maxLength: 8 })

test('each place of the image is drawn at one place, and found from there', () => {
  fc.assert(
    fc.property(turnings, fc.nat(3), fc.nat(2), (all, x, y) => {
      const turn: Turn = all.reduce(turnedBy, UNTURNED)
      const place = { x, y }
      expect(imagePlace(drawnPlace(place, turn, SIZE), turn, SIZE)).toEqual(place)
    })
  )
})

test('four quarters, and two mirrors, leave a picture as it was', () => {
  fc.assert(
    fc.property(turnings, fc.constantFrom<Turning>('mirror', 'flip'), (all, twice) => {
      expect(after(...all, twice, twice)).toEqual(after(...all))
      expect(after(...all, 'right', 'right', 'right', 'right')).toEqual(after(...all))
      expect(after(...all, 'right', 'left')).toEqual(after(...all))
    })
  )
})

test('a turn is told in words', () => {
  expect(turnWords(UNTURNED)).toBe('')
  expect(turnWords({ quarters: 1, isMirrored: true })).toBe('mirrored, rotated 90°')
})
