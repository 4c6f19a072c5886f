import { expect, test } from 'vitest'
import { mapSection } from '../../../../src/core/report/sections/map.ts'
import { exampleMap, exampleReport } from '../example.ts'

const section = (maps = [exampleMap()]): string => mapSection(exampleReport({ maps })).text.replaceAll(/\s+/g, ' ')

test('images are dots of the colour of their cluster, the largest one first in the legend and last in the drawing', () => {
  const text = section()
  const paths = [...text.matchAll(/<path class="(series-\d)" d="([^"]*)"/g)].map(([, series, dots]) => [
    series,
    dots.split('M').length - 1
  ])
  expect(paths).toEqual([
    ['series-2', 3],
    ['series-1', 3],
    ['series-0', 4]
  ])
  expect(
    [...text.matchAll(/class="map-key (series-\d)" aria-hidden="true"><\/span\s*>(\d)/g)].map(([, ...each]) => each)
  ).toEqual([
    ['series-0', '0'],
    ['series-1', '1'],
    ['series-2', '2']
  ])
})

test('what the dots show stands in a table, too', () => {
  const rows = [...section().matchAll(/<tr class="">(.*?)<\/tr>/g)].map(([, row]) =>
    row
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim()
  )
  expect(rows[0]).toMatch(/^0 .* 4 100.0 % –$/)
  expect(rows[1]).toMatch(/^1 .* 3 75.0 % 2$/)
})

test('images without a place are told of, with how to give them one', () => {
  expect(section([exampleMap({ placed: { images: 1200, without: 7 } })])).toContain(
    '7 of 1,200 images have no place on the map: they were scanned after it was made'
  )
  expect(section()).not.toContain('have no place')
})

test('of more than ten clusters the largest have a colour', () => {
  const ids = [...Array(12).keys()]
  const places = ids.map((id) => Array.from({ length: 2 * (id + 1) }, (_, at) => at))
  const clusters = ids.map((id) => ({ id, images: id + 1, own: 1, beside: null }))
  const text = section([exampleMap({ places, clusters })])
  expect(text).toContain('the 10 largest clusters in colour, the other 2 in grey')
  expect([...text.matchAll(/<path class="(series-\d|)"/g)].filter(([, series]) => series === '')).toHaveLength(2)
})

test('an empty map, and images that are all at one place, are drawn without a hole in a number', () => {
  for (const places of [
    [[], [], []],
    [[2, 2, 2, 2], [2, 2], []]
  ]) {
    expect(section([exampleMap({ places })])).not.toMatch(/NaN|Infinity/)
  }
})

test('where there is no map, the section says how to make one', () => {
  expect(section([])).toContain('medoid map 2')
})
