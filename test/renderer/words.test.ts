import { expect, test } from 'vitest'
import {
  bestWords,
  clustersNow,
  clustersWords,
  distanceWords,
  printedPart,
  shortPath
} from '../../src/renderer/words.ts'

test('of a long path the end tells files apart', () => {
  expect(shortPath('/data/export/PA1/ST2/SE3/IM4.dcm')).toBe('…/ST2/SE3/IM4.dcm')
  expect(shortPath('/data/c.sqlite')).toBe('/data/c.sqlite')
})

test('a K is called the best only where it is', () => {
  expect(bestWords({ k: 4, silhouette: 0.35, structure: 'weak', isBest: true })).toBe(
    'best K = 4, silhouette 0.35: weak structure'
  )
  expect(bestWords({ k: 3, silhouette: 0.004, structure: 'none', isBest: false })).toBe(
    'highest silhouette 0.00 at K = 3: no substantial structure'
  )
  expect(bestWords({ k: 1, silhouette: null, structure: null, isBest: false })).toBe(
    'K = 1: a silhouette takes at least two clusters'
  )
})

test('of clusters that people changed as many are told as there are, beside K', () => {
  expect(clustersWords({ k: 4, edited: null })).toBe('4 clusters')
  expect(clustersWords({ k: 4, edited: { clusters: 5, silhouette: 0.3 } })).toBe('5 clusters as edited (K = 4)')
  expect(clustersWords({ k: 2, edited: { clusters: 1, silhouette: null } })).toBe('1 cluster as edited (K = 2)')
  expect([
    clustersNow({ k: 4, edited: null }),
    clustersNow({ k: 4, edited: { clusters: 5, silhouette: 0.3 } })
  ]).toEqual([4, 5])
})

test('a distance tells on how many columns it rests, once that is known', () => {
  expect(distanceWords(0.1234, { shared: 66, of: 98 })).toBe('0.123 on 66 of 98')
  expect(distanceWords(0.1234, null)).toBe('0.123')
})

test('a list that is longer than what is in sight says which part of it is printed', () => {
  expect(printedPart({ first: 0, last: 29, of: 4049 })).toBe('Printed: 1 to 30 of 4,049, as they were in sight.')
  expect(printedPart({ first: 4020, last: 4050, of: 4049 })).toBe(
    'Printed: 4,021 to 4,049 of 4,049, as they were in sight.'
  )
})

test('a list that is in sight as a whole says nothing, also one of nothing', () => {
  expect(printedPart({ first: 0, last: 29, of: 30 })).toBeNull()
  expect(printedPart({ first: 0, last: 0, of: 0 })).toBeNull()
})
