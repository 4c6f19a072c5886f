import { describe, expect, test } from 'vitest'
import { roleOf, type SlideImage, slideImagesOf } from '../../../src/core/pixels/slide-images.ts'

function image(instance: number, imageType: string, columns: number, rows: number, more: Partial<SlideImage> = {}) {
  return { instance, imageType, columns, rows, frameOfReference: '', pyramid: '', container: '', ...more }
}

const VOLUME = 'ORIGINAL\\PRIMARY\\VOLUME\\NONE'
const RESAMPLED = 'DERIVED\\PRIMARY\\VOLUME\\RESAMPLED'

test.each([
  [VOLUME, 'volume'],
  ['ORIGINAL\\PRIMARY\\LABEL\\NONE', 'label'],
  ['ORIGINAL\\PRIMARY\\OVERVIEW\\NONE', 'overview'],
  ['ORIGINAL\\PRIMARY\\LOCALIZER\\NONE', 'overview'],
  ['DERIVED\\PRIMARY\\THUMBNAIL\\RESAMPLED', 'thumbnail'],
  ['derived\\primary\\label', 'label'],
  ['', 'volume']
])('%s is a %s', (imageType, role) => {
  expect(roleOf(imageType)).toBe(role)
})

describe('the images of a slide', () => {
  // The sizes of a slide of an Aperio scanner: each level a quarter of the one before, in whole pixels.
  const base = image(3, VOLUME, 46_000, 32_914)
  const quarter = image(5, RESAMPLED, 11_500, 8228)
  const sixteenth = image(4, RESAMPLED, 2875, 2057)
  const thumbnail = image(1, 'DERIVED\\PRIMARY\\THUMBNAIL\\RESAMPLED', 1073, 768)
  const label = image(2, 'ORIGINAL\\PRIMARY\\LABEL\\NONE', 387, 463)
  const overview = image(0, 'ORIGINAL\\PRIMARY\\OVERVIEW\\NONE', 1280, 431)
  const all = [overview, thumbnail, label, base, sixteenth, quarter]

  test('are its levels, the largest first, and its label and overview', () => {
    const found = slideImagesOf(sixteenth, all)
    expect(found.levels.map(({ instance, columns }) => [instance, columns])).toEqual([
      [3, 46_000],
      [5, 11_500],
      [4, 2875],
      [1, 1073]
    ])
    expect(found.role).toBe('volume')
    expect(found.others).toEqual([
      { instance: 0, role: 'overview' },
      { instance: 2, role: 'label' }
    ])
  })

  test('lead from a label to the largest image of the slide', () => {
    expect(slideImagesOf(label, all)).toEqual({
      levels: [{ instance: 2, columns: 387, rows: 463 }],
      role: 'label',
      others: [
        { instance: 0, role: 'overview' },
        { instance: 1, role: 'thumbnail' },
        { instance: 3, role: 'volume' }
      ]
    })
  })

  test('of one size are not mixed: the one that is looked at counts', () => {
    const other = image(9, VOLUME, 46_000, 32_914)
    expect(slideImagesOf(other, [base, other, quarter]).levels.map(({ instance }) => instance)).toEqual([9, 5])
    expect(slideImagesOf(quarter, [base, other, quarter]).levels.map(({ instance }) => instance)).toEqual([3, 5])
  })

  test.each([
    ['of another shape', image(9, RESAMPLED, 11_500, 8240)],
    ['of another frame of reference', image(9, RESAMPLED, 11_500, 8228, { frameOfReference: '1.3' })],
    ['of another pyramid', image(9, RESAMPLED, 11_500, 8228, { pyramid: '1.3' })],
    ['of another slide', image(9, RESAMPLED, 11_500, 8228, { container: 'B' })],
    ['without a size', image(9, RESAMPLED, NaN, 8228)],
    ['of size 0', image(9, RESAMPLED, 0, 0)]
  ])('are no levels where they are %s', (_what, other) => {
    const own = { ...base, frameOfReference: '1.2', pyramid: '1.2', container: 'A' }
    expect(slideImagesOf(own, [own, other]).levels.map(({ instance }) => instance)).toEqual([3])
  })

  test('are a bounded number, however many a series has', () => {
    const many = Array.from({ length: 5000 }, (_, i) => image(i, VOLUME, 10_000 + i, 10_000 + i))
    const { levels } = slideImagesOf(many[70], many)
    expect(levels).toHaveLength(32)
    expect(levels.map(({ instance }) => instance)).toContain(70)
  })

  test('are at least the image itself, whatever it does not say', () => {
    expect(slideImagesOf(image(7, '', NaN, NaN), [image(7, '', NaN, NaN)])).toEqual({
      levels: [],
      others: [],
      role: 'volume'
    })
  })
})
