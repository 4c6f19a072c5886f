import { describe, expect, test } from 'vitest'
import { RAMP, SERIES } from '../../../src/core/marks/series.ts'
import { type ThemeName, TOKENS } from '../../../src/renderer/theme/tokens.ts'

type Colour = [red: number, green: number, blue: number]

/** Linear light from 0 to 1. */
function linear(hex: string): Colour {
  return [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as Colour
}

const times = (matrix: readonly (readonly number[])[], [r, g, b]: Colour): Colour =>
  matrix.map((row) => row[0] * r + row[1] * g + row[2] * b) as Colour

/** How colours are seen: by most people, and with protanopia, deuteranopia and tritanopia (Machado et al. 2009, severity 1). */
const SEEN = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1]
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998]
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881]
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039]
  ]
}

/** OKLab (Ottosson 2020). */
function oklab(colour: Colour): Colour {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005]
    ],
    colour.map((part) => Math.max(0, Math.min(1, part))) as Colour
  ).map(Math.cbrt) as Colour
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766]
    ],
    cones
  )
}

function leastDistance(colours: readonly string[], matrix: readonly (readonly number[])[]): number {
  const seen = colours.map((hex) => oklab(times(matrix, linear(hex))))
  const distances = seen.flatMap((a, i) => seen.slice(0, i).map((b) => Math.hypot(...a.map((part, k) => part - b[k]))))
  return Math.min(...distances)
}

/** WCAG 2.1, section 1.4.11. */
function contrast(a: string, b: string): number {
  const [low, high] = [a, b]
    .map((hex) => times([[0.2126, 0.7152, 0.0722]], linear(hex))[0] + 0.05)
    .sort((x, y) => x - y)
  return high / low
}

describe.each<ThemeName>(['dark', 'light'])('in the %s theme', (theme) => {
  test('colours of categories stand out from the ground of a map', () => {
    for (const colour of SERIES[theme]) expect(contrast(colour, TOKENS[theme].surface)).toBeGreaterThanOrEqual(3)
  })

  test.each(Object.entries(SEEN))('the first ten are told apart with %s sight', (_, matrix) => {
    expect(leastDistance(SERIES[theme].slice(0, 10), matrix)).toBeGreaterThan(0.07)
  })

  test('all twenty are told apart by most people', () => {
    expect(new Set(SERIES[theme]).size).toBe(20)
    expect(leastDistance(SERIES[theme], SEEN.normal)).toBeGreaterThan(0.06)
  })

  test('the steps of a number stand out more and more from the ground', () => {
    const contrasts = RAMP[theme].map((colour) => contrast(colour, TOKENS[theme].surface))
    expect(contrasts).toEqual(contrasts.toSorted((a, b) => a - b))
    expect(contrasts[0]).toBeGreaterThan(2)
  })
})
