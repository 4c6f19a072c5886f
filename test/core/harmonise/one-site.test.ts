import { expect, test } from 'vitest'
import { oneSiteClusters, oneSiteRemarks } from '../../../src/core/harmonise/one-site.ts'
import { archive, lookInto, threeKinds, twoSites } from '../../jobs/archive.ts'
import { sentencesOf } from '../../sentences.ts'

const remarksOf = (...given: Parameters<typeof oneSiteRemarks>) => sentencesOf(oneSiteRemarks(...given))

const headers = (count: number, site: number) =>
  threeKinds(count).map((header, i) => ({ ...header, SOPInstanceUID: `1.${site}.${i}` }))
const sample = Uint32Array.from({ length: 40 }, (_, instance) => instance)
const clustersOf = (file: string, label: (instance: number) => number) =>
  lookInto(file, (db) =>
    oneSiteClusters(db, sample, Array.from(sample, label)).map(({ cluster, site }) => `${cluster}: ${site.name}`)
  )
const named = (clusters: number[]) =>
  clusters.map((cluster) => ({ cluster, site: { name: '/archive', sources: [1], images: 1 } }))

test('clusters of images of one site only are told, where chance would hardly have made them', () => {
  const file = twoSites(headers(20, 0), headers(20, 1))
  // 0: ten of the first site; 1: ten of each; 2: ten of the second.
  expect(clustersOf(file, (instance) => (instance < 10 ? 0 : instance < 30 ? 1 : 2))).toEqual([
    '0: /archive',
    '2: /other'
  ])
  // Nine images of one of two sites that are equally large come together by chance once in 512 times.
  expect(clustersOf(file, (instance) => (instance < 9 ? 0 : 1))).toEqual([])
})

test('in a catalogue of one site there are none', () => {
  expect(clustersOf(archive(headers(40, 0)), (instance) => (instance < 20 ? 0 : 1))).toEqual([])
})

test('the remark names the first of them', () => {
  expect(remarksOf([], 5)).toEqual([])
  expect(remarksOf(named([3]), 5)[0]).toMatch(/^1 of 5 clusters has images of one site only: 3\. /)
  const many = Array.from({ length: 12 }, (_, cluster) => cluster)
  expect(remarksOf(named(many), 15)[0]).toMatch(
    /^12 of 15 clusters have .*: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, and 2 more\. /
  )
})
