import { describe, expect, test } from 'vitest'
import { drawDatasets, type DrawRequest, roomFor } from '../../../src/core/evaluation/draw.ts'
import fc from '../../fast-check.ts'

const upTo = (n: number): Uint32Array => Uint32Array.from({ length: n }, (_, at) => at)

const request = (given: Partial<DrawRequest>): DrawRequest => ({
  images: upTo(100),
  excluded: [],
  datasets: 4,
  size: 20,
  leastSize: 6,
  seed: 1,
  fit: false,
  ...given
})

/** Ten images a series. */
const bySeries = (ids: Uint32Array): Int32Array => Int32Array.from(ids, (id) => Math.floor(id / 10))

describe('datasets', () => {
  test('are of the size wanted, ascending, and the same for the same seed', () => {
    const { datasets, size } = drawDatasets(request({}))
    expect(size).toBe(20)
    expect(datasets.map((ids) => ids.length)).toEqual([20, 20, 20, 20])
    for (const ids of datasets) expect(ids).toEqual(ids.toSorted())
    expect(drawDatasets(request({})).datasets).toEqual(datasets)
    expect(drawDatasets(request({ seed: 2 })).datasets).not.toEqual(datasets)
  })

  test('share no image with one another, nor with what is excluded', () => {
    // Also what is excluded twice, or is not among the images.
    const excluded = [Uint32Array.of(99, 3, 500), Uint32Array.of(3, 50)]
    const { datasets } = drawDatasets(request({ excluded, datasets: 97, size: 1, leastSize: 1 }))
    const drawn = datasets.flatMap((ids) => [...ids]).sort((a, b) => a - b)
    expect(drawn).toEqual(Array.from(upTo(100)).filter((id) => ![3, 50, 99].includes(id)))
  })

  test('share no group either', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 4 }), (seed, datasets) => {
        const excluded = [Uint32Array.of(15, 777)]
        const { datasets: drawn } = drawDatasets(request({ excluded, datasets, size: 20, groups: bySeries, seed }))
        const series = drawn.map((ids) => new Set(bySeries(ids)))
        expect(new Set(series.flatMap((set) => [...set])).size).toBe(series.reduce((sum, set) => sum + set.size, 0))
        for (const set of series) expect(set.has(1)).toBe(false)
      })
    )
  })

  test('are proved to be disjoint on every run: an id that turns into another while they are drawn is noticed', () => {
    const images = Uint32Array.of(0, 1, 2, 3)
    const groups = (ids: Uint32Array): Int32Array => {
      images[3] = 2
      return new Int32Array(ids.length).fill(-1)
    }
    expect(() => drawDatasets(request({ images, datasets: 4, size: 1, leastSize: 1, groups }))).toThrow(
      'Datasets are not disjoint: image 2 is in two sets.'
    )
  })

  test('groups are asked for once, for all ids', () => {
    const asked: number[][] = []
    const groups = (ids: Uint32Array): Int32Array => {
      asked.push(Array.from(ids))
      return new Int32Array(ids.length).fill(-1)
    }
    drawDatasets(
      request({ images: upTo(4), excluded: [Uint32Array.of(9, 2)], datasets: 3, size: 1, leastSize: 1, groups })
    )
    expect(asked).toEqual([[0, 1, 2, 3, 9]])
  })
})

describe('too small an archive', () => {
  test('the largest numbers that fit are named, and do fit', () => {
    const tooLarge = request({ datasets: 4, size: 30 })
    expect(() => drawDatasets(tooLarge)).toThrow(
      '4 datasets of 30 images do not fit: of 100 images, 100 are left that neither trained the model nor chose K. ' +
        'Take size 25 with 4 datasets, or datasets 3 of 30 images, or fit, which takes what fits; or add images.'
    )
    drawDatasets({ ...tooLarge, size: 25 })
    drawDatasets({ ...tooLarge, datasets: 3 })
  })

  test('with groups, too', () => {
    const tooLarge = request({ datasets: 3, size: 35, groups: bySeries, excluded: [Uint32Array.of(0)] })
    // Nine series of ten images are left.
    expect(() => drawDatasets(tooLarge)).toThrow(
      /of 100 images, 90 are left .* each series or patient .* Take size 30 with 3 datasets, or datasets 2 of 35 images/
    )
    drawDatasets({ ...tooLarge, size: 30 })
    drawDatasets({ ...tooLarge, datasets: 2 })
  })

  test('says so where nothing would help', () => {
    const hopeless = request({ images: upTo(10), leastSize: 6 })
    expect(() => drawDatasets(hopeless)).toThrow(/Not even two datasets of 6 images/)
    expect(() => drawDatasets({ ...hopeless, fit: true })).toThrow(/Not even two datasets of 6 images/)
  })
})

describe('--fit', () => {
  const fitted = (given: Partial<DrawRequest>) => {
    const { datasets, size } = drawDatasets(request({ fit: true, ...given }))
    expect(datasets.every((ids) => ids.length === size)).toBe(true)
    return [datasets.length, size]
  }

  test.each([
    ['what fits is left as it is', {}, [4, 20]],
    ['datasets become smaller', { datasets: 4, size: 50 }, [4, 25]],
    ['not below 20 images: rather fewer', { datasets: 10, size: 50 }, [5, 20]],
    ['not below twice the least size: rather fewer', { datasets: 10, size: 50, leastSize: 16 }, [3, 33]],
    ['at last two, of the least size', { images: upTo(17), datasets: 10, size: 50, leastSize: 6 }, [2, 8]],
    ['whole series', { datasets: 4, size: 50, groups: bySeries }, [4, 20]]
  ])('%s', (_, given, expected) => {
    expect(fitted(given)).toEqual(expected)
  })
})

test('ids out of order are a defect', () => {
  expect(() => drawDatasets(request({ images: Uint32Array.of(2, 1) }))).toThrow(/not ascending/)
})

test('what there is room for is what fits when it is drawn', () => {
  // 100 images, 5 of them excluded (99 twice), in datasets of 20: four fit, of ten wanted smaller ones do not pay.
  const excluded = [Uint32Array.of(0, 1, 2, 99), Uint32Array.of(3, 99, 500)]
  const asked = request({ excluded, datasets: 10, size: 5000, fit: true })
  expect(roomFor(asked)).toEqual({ images: 100, left: 95, fitting: { datasets: 4, size: 23 }, helps: null })
  const { datasets, size } = drawDatasets(asked)
  expect([datasets.length, size]).toEqual([4, 23])
  expect(roomFor(request({ datasets: 4, size: 20 })).fitting).toEqual({ datasets: 4, size: 20 })
  expect(roomFor(request({ datasets: 2, size: 20, leastSize: 60 })).fitting).toBeNull()
})

describe('what makes room where nothing fits', () => {
  const upTo = (count: number) => Uint32Array.from({ length: count }, (_, i) => i)
  const helps = (given: Partial<DrawRequest>) =>
    roomFor(request({ datasets: 2, size: 20, leastSize: 6, ...given })).helps

  test('a smaller sample, where the sample is the archive: a smaller K cannot help', () => {
    expect(helps({ excluded: [upTo(100), upTo(30)] })).toEqual({ k: null, byImage: false, sample: 50, training: false })
  })
  test('training on fewer images, where that has learnt from all', () => {
    expect(helps({ excluded: [upTo(50), upTo(100)] })).toEqual({
      k: null,
      byImage: false,
      sample: null,
      training: true
    })
  })
  test('a smaller K, where there is room for one', () => {
    // Ten images are left: two datasets of five, which K = 4 takes.
    expect(helps({ excluded: [upTo(90)] })).toMatchObject({ k: 4, sample: 50 })
  })
  test('single images, where every series has one that was seen', () => {
    const groups = (ids: Uint32Array) => Int32Array.from(ids, (id) => Math.floor(id / 2))
    const odd = Uint32Array.from({ length: 50 }, (_, i) => 2 * i)
    expect(helps({ excluded: [odd], groups })).toEqual({ k: null, byImage: true, sample: null, training: false })
  })
})
