import { expect, test } from 'vitest'
import { EXAMS, type Modality, type SeriesPlan } from '../../src/phantom/exams.ts'
import { drawFrame, type PixelFormat } from '../../src/phantom/picture.ts'

const SIZE = 32
const FORMAT: PixelFormat = {
  columns: SIZE,
  rows: SIZE,
  bitsAllocated: 16,
  bitsStored: 16,
  signed: false,
  photometric: 'MONOCHROME2',
  slope: 1,
  intercept: -2000
}

/** A picture from 0 to 1, as the autoencoder will see it (DESIGN section 7). */
function grey(modality: Modality, plan: SeriesPlan, body: number): number[] {
  const slope = ['CT', 'MR'].includes(modality) ? 1 : 0.001
  const intercept = modality === 'CT' ? -2000 : 0
  const format = { ...FORMAT, slope, intercept }
  const values = [...drawFrame({ modality, plan, format, body, side: 1 }, 0.35 + 0.03 * body, body)]
  const lowest = Math.min(...values)
  const highest = Math.max(...values)
  return values.map((value) => (value - lowest) / (highest - lowest))
}

function distance(a: number[], b: number[]): number {
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0) / a.length)
}

test('pictures of one group look more alike than pictures of different groups', () => {
  const groups = EXAMS.filter(({ modality }) => modality !== 'US').flatMap(({ modality, series }) =>
    series.map((plan) => Array.from({ length: 4 }, (_, body) => grey(modality, plan, body)))
  )
  let within = 0
  let between = 0
  let nearestIsOwn = 0
  groups.forEach((pictures, group) => {
    const own = Math.min(...pictures.slice(1).map((picture) => distance(pictures[0], picture)))
    const others = groups.flatMap((other, index) =>
      index === group ? [] : other.map((one) => distance(pictures[0], one))
    )
    within += own
    between += others.reduce((sum, value) => sum + value, 0) / others.length
    if (own < Math.min(...others)) nearestIsOwn++
  })
  expect(between / within).toBeGreaterThan(2)
  // CR and DX of the chest, and soft and bone kernels of one head, are meant to look alike.
  expect(nearestIsOwn / groups.length).toBeGreaterThan(0.75)
})

test('no picture holds a number that its bits cannot store', () => {
  for (const { modality, series } of EXAMS) {
    for (const plan of series) {
      const format = { ...FORMAT, bitsStored: 12, intercept: 0 }
      const values = drawFrame({ modality, plan, format, body: 1, side: -1 }, 0, 1)
      expect(Math.max(...values)).toBeLessThan(4096)
    }
  }
})

test('MONOCHROME1 stores the same picture upside down', () => {
  const plan = EXAMS.find(({ modality }) => modality === 'CR')!.series[0]
  const style = { modality: 'CR' as const, plan, body: 1, side: 1 }
  const format = { ...FORMAT, bitsStored: 12, slope: 0.001, intercept: 0 }
  const dark = drawFrame({ ...style, format }, 0.5, 9)
  const light = drawFrame({ ...style, format: { ...format, photometric: 'MONOCHROME1' } }, 0.5, 9)
  expect([...light]).toEqual([...dark].map((value) => 4095 - value))
})
