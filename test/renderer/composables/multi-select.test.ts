import { expect, test } from 'vitest'
import { shallowRef } from 'vue'
import { stepOf } from '../../../src/renderer/composables/list-keys.ts'
import { useMultiSelect } from '../../../src/renderer/composables/multi-select.ts'

/** A list of 100, 101, … 109, of which only the first `loaded` are here; the keys are about place 2. */
function list({ loaded = 10, count = 10 } = {}) {
  const chosen = shallowRef<ReadonlySet<number>>(new Set())
  const problems: string[] = []
  let at = 2
  let isGone = false
  const choice = useMultiSelect({
    chosen,
    count: () => count,
    current: () => at,
    keyAt: (place) => (place < loaded ? 100 + place : undefined),
    keysOf: async (first, last) => {
      await Promise.resolve()
      if (isGone) throw new Error('gone')
      return Array.from({ length: last - first + 1 }, (_, i) => 100 + first + i)
    },
    failed: ({ message }) => void problems.push(message)
  })
  const modifiers = (held: string) => ({
    shiftKey: held.includes('Shift'),
    ctrlKey: held.includes('Ctrl'),
    metaKey: held.includes('Meta')
  })
  return {
    choice,
    problems,
    chosen: () => [...chosen.value].map((key) => key - 100).sort((a, b) => a - b),
    current: () => at,
    lose: () => (isGone = true),
    click: (place: number, held = ''): void => {
      choice.click(place, modifiers(held))
      at = place
    },
    /** @returns whether the key counts as heard */
    press: (key: string, held = ''): boolean => {
      let isPrevented = false
      const event = { key, altKey: false, target: null, preventDefault: () => void (isPrevented = true) }
      const go = (to: number): void => void (at = to)
      const step = (pressed: string, from: number) => stepOf(pressed, from, { count, page: 4, columns: 3 })
      const isHeard = choice.press({ ...event, ...modifiers(held) }, step, go)
      expect(isPrevented).toBe(isHeard)
      if (!isHeard) at = step(key, at) ?? at
      return isHeard
    }
  }
}

test('a click alone chooses none, and lets go of what was chosen', () => {
  const { click, chosen } = list()
  click(4, 'Ctrl')
  click(1)
  expect(chosen()).toEqual([])
})

test.each(['Ctrl', 'Meta'])('%s with a click chooses one more, and one less', (held) => {
  const { click, chosen } = list()
  click(4, held)
  click(7, held)
  expect(chosen()).toEqual([4, 7])
  click(4, held)
  expect(chosen()).toEqual([7])
})

test('the one that was clicked before is the first, the one that nobody clicked is none', () => {
  const { click, chosen } = list()
  click(4)
  click(7, 'Ctrl')
  expect(chosen()).toEqual([4, 7])
  const other = list()
  other.click(7, 'Ctrl')
  expect(other.chosen()).toEqual([7])
})

test('Shift with a click chooses all from the last one, in either direction, in place of what was chosen', () => {
  const { click, chosen } = list()
  click(4)
  click(6, 'Shift')
  expect(chosen()).toEqual([4, 5, 6])
  click(3, 'Shift')
  expect(chosen()).toEqual([3, 4])
  click(8, 'Ctrl')
  click(9, 'Ctrl Shift')
  expect(chosen()).toEqual([3, 4, 8, 9])
})

test('without a click before, Shift begins at the place that keys are about', () => {
  const { click, chosen } = list()
  click(4, 'Shift')
  expect(chosen()).toEqual([2, 3, 4])
})

test('Shift with arrows chooses all on the way, and goes there', () => {
  const { press, chosen, current } = list()
  expect(press('ArrowRight', 'Shift')).toBe(true)
  press('ArrowDown', 'Shift')
  expect([chosen(), current()]).toEqual([[2, 3, 4, 5, 6], 6])
  press('ArrowLeft', 'Shift')
  expect(chosen()).toEqual([2, 3, 4, 5])
})

test('arrows alone leave what is chosen; Shift begins anew where they led', () => {
  const { press, chosen } = list()
  press('ArrowRight', 'Shift')
  expect(press('ArrowRight')).toBe(false)
  expect(chosen()).toEqual([2, 3])
  press('ArrowRight', 'Shift')
  expect(chosen()).toEqual([4, 5])
})

test('Space chooses one more, and one less; with Ctrl, too', () => {
  const { press, chosen } = list()
  press(' ')
  press('ArrowRight')
  press(' ', 'Ctrl')
  expect(chosen()).toEqual([2, 3])
  press(' ')
  expect(chosen()).toEqual([2])
})

test('Ctrl+A chooses everything, also what is not here yet', async () => {
  const { press, chosen } = list({ loaded: 3 })
  press('a', 'Ctrl')
  await expect.poll(chosen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('what is on its way is chosen when it is here, unless something else was chosen meanwhile', async () => {
  const { click, chosen } = list({ loaded: 3 })
  click(1)
  click(8, 'Shift')
  await expect.poll(chosen).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  click(9, 'Shift')
  click(0, 'Ctrl')
  await Promise.resolve()
  await Promise.resolve()
  expect(chosen()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
})

test('what cannot be chosen is told', async () => {
  const { press, problems, lose, chosen } = list()
  lose()
  press('A', 'Ctrl')
  await expect.poll(() => problems).toEqual(['gone'])
  expect(chosen()).toEqual([])
})

test('other keys are left to others, and in an empty list all of them', () => {
  const { press } = list()
  expect([press('x'), press('Enter'), press('a'), press('z', 'Ctrl')]).toEqual([false, false, false, false])
  expect(list({ count: 0 }).press('a', 'Ctrl')).toBe(false)
})

test('where nothing is chosen, what keys are about is what is done to', () => {
  const { choice, click } = list()
  expect([1, 2].map(choice.isSelected)).toEqual([false, true])
  click(4, 'Ctrl')
  expect([2, 4].map(choice.isSelected)).toEqual([false, true])
})

test('a rectangle chooses what it touches as it is drawn, with Ctrl to what was chosen, and in the end what came later', async () => {
  const { choice, click, chosen } = list({ loaded: 6 })
  click(0, 'Ctrl')
  const held = { shiftKey: false, ctrlKey: true, metaKey: false }
  const draw = choice.draw(held)
  draw([3, 4, 5], false)
  expect(chosen()).toEqual([0, 3, 4, 5])
  draw([3, 4], false)
  expect(chosen()).toEqual([0, 3, 4])
  draw([4, 7], true)
  await expect.poll(chosen).toEqual([0, 4, 7])
  choice.draw({ ...held, ctrlKey: false })([1, 2], true)
  expect(chosen()).toEqual([1, 2])
})
