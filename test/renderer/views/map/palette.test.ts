import { expect, test } from 'vitest'
import { NONE, OTHER } from '../../../../src/api/for-windows.ts'
import { RAMP, SERIES } from '../../../../src/core/marks/series.ts'
import { TOKENS } from '../../../../src/renderer/theme/tokens.ts'
import { colourOf, paletteOf } from '../../../../src/renderer/views/map/palette.ts'

const entries = (many: number) => Array.from({ length: many }, (_, i) => ({ label: `${i}`, count: 1 }))

test('the most frequent categories have colours of their own, others are grey', () => {
  const legend = { entries: entries(30), isRamp: false }
  expect(colourOf(legend, 0, 'dark')).toBe(SERIES.dark[0])
  expect(colourOf(legend, 19, 'light')).toBe(SERIES.light[19])
  expect(colourOf(legend, 20, 'dark')).toBe(TOKENS.dark.textFaint)
  expect(colourOf(legend, OTHER, 'dark')).toBe(TOKENS.dark.textFaint)
  expect(colourOf(legend, NONE, 'dark')).toBe(TOKENS.dark.lineStrong)
})

test('steps of a number go through the whole scale, however many there are', () => {
  const colours = (many: number) =>
    Array.from({ length: many }, (_, code) => colourOf({ entries: entries(many), isRamp: true }, code, 'dark'))
  expect(colours(8)).toEqual(RAMP.dark)
  expect(colours(2)).toEqual([RAMP.dark[0], RAMP.dark[7]])
  expect(colours(1)).toEqual([RAMP.dark[0]])
})

test('what is hidden is not opaque', () => {
  const legend = {
    entries: entries(2),
    isRamp: false,
    unit: '',
    other: { values: 0, count: 0 },
    none: { words: 'no value', count: 0 }
  }
  const palette = paletteOf(legend, new Set([1]), 'dark')
  // #5fbfc6
  expect([...palette.subarray(0, 4)]).toEqual([0x5f, 0xbf, 0xc6, 255])
  expect(palette[7]).toBe(0)
})
