import { expect, test } from 'vitest'
import { shallowRef } from 'vue'
import { type KeyPress, stepOf, useListKeys } from '../../../src/renderer/composables/list-keys.ts'

const GRID = { count: 10, page: 6, columns: 3 }
const TABLE = { count: 10, page: 4 }

test.each([
  ['ArrowLeft', 4, 3],
  ['ArrowRight', 4, 5],
  ['ArrowUp', 4, 1],
  ['ArrowDown', 4, 7],
  ['PageUp', 7, 1],
  ['PageDown', 2, 8],
  ['Home', 4, 0],
  ['End', 4, 9]
])('in a grid of three columns %s leads from %i to %i', (key, from, to) => {
  expect(stepOf(key, from, GRID)).toBe(to)
})

test.each([
  ['ArrowUp', 4, 3],
  ['ArrowDown', 4, 5],
  ['PageDown', 4, 8],
  ['ArrowLeft', 4, null],
  ['ArrowRight', 4, null],
  ['a', 4, null]
])('in a table %s leads from %i to %s', (key, from, to) => {
  expect(stepOf(key, from, TABLE)).toBe(to)
})

test('keys lead no further than the ends', () => {
  expect(stepOf('ArrowUp', 1, GRID)).toBe(0)
  expect(stepOf('PageDown', 8, GRID)).toBe(9)
})

test('from no place, down leads to the first; where there is nothing, no key leads anywhere', () => {
  expect(stepOf('ArrowDown', -1, TABLE)).toBe(0)
  expect(stepOf('End', 0, { ...GRID, count: 0 })).toBeNull()
})

/** A list of ten with the focus on 4, and what was done when keys were pressed. */
function list() {
  const done: string[] = []
  const element = { focus: () => void done.push('focus') }
  const scroller = shallowRef(element)
  const { press, focus } = useListKeys(scroller, {
    current: () => 4,
    step: (key, from) => stepOf(key, from, TABLE),
    go: (place) => void done.push(`go ${place}`),
    open: (place) => void done.push(`open ${place}`)
  })
  /** @returns whether the key counts as heard */
  const hit = (key: string, more: Partial<KeyPress> = {}): boolean => {
    let isHeard = false
    const modifiers = { ctrlKey: false, metaKey: false, altKey: false }
    press({ key, target: element, preventDefault: () => void (isHeard = true), ...modifiers, ...more })
    return isHeard
  }
  return { done, hit, focus }
}

test('arrows go on, Enter opens, and the page does not scroll', () => {
  const { done, hit } = list()
  expect([hit('ArrowDown'), hit('Enter')]).toEqual([true, true])
  expect(done).toEqual(['go 5', 'open 4'])
})

test('other keys, and keys with a modifier, are left to others', () => {
  const { done, hit } = list()
  expect([
    hit('x'),
    hit('End', { ctrlKey: true }),
    hit('Enter', { altKey: true }),
    hit('Home', { metaKey: true })
  ]).toEqual([false, false, false, false])
  expect(done).toEqual([])
})

test('Enter on a heading within is left to it', () => {
  const { done, hit } = list()
  expect(hit('Enter', { target: {} })).toBe(false)
  expect(done).toEqual([])
})

test('the focus goes to the list', () => {
  const { done, focus } = list()
  focus()
  expect(done).toEqual(['focus'])
})
