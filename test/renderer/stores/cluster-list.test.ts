import { expect, test } from 'vitest'
import { type ClusterList, listedClusters } from '../../../src/renderer/stores/cluster-list.ts'

const cluster = (
  id: number,
  size: number,
  silhouette: number | null,
  label: string | null,
  suggestedLabel: string
) => ({
  id,
  size: 1,
  assigned: size,
  silhouette,
  findings:
    silhouette !== null && silhouette < 0.25 ? [{ code: 'low-silhouette' as const, problem: '', remedy: '' }] : [],
  annotation: label === null ? null : { label, code: '', scheme: '', meaning: '', note: '' },
  suggestedLabel,
  distinguishing: [{ keyword: 'BodyPartExamined', value: id === 7 ? 'L_SPINE' : 'HEAD', share: 1, shareElsewhere: 0 }]
})
/** Ids with a gap, as edits leave them. */
const CLUSTERS = [
  cluster(0, 30, 0.5, null, 'MR · HEAD'),
  cluster(2, 90, 0.1, 'Skull 10', 'CT · HEAD'),
  cluster(3, 30, null, null, ''),
  cluster(7, 10, 0.9, 'Skull 9', 'MR · L SPINE')
] as unknown as Parameters<typeof listedClusters>[0]

const ALL: ClusterList = { sort: 'number', isReversed: false, filter: 'all', search: '', current: null }
const ids = (list: Partial<ClusterList>): number[] => listedClusters(CLUSTERS, { ...ALL, ...list }).map(({ id }) => id)

test.each([
  ['number', [0, 2, 3, 7]],
  ['size', [2, 0, 3, 7]],
  ['silhouette', [2, 0, 7, 3]],
  ['name', [7, 2, 0, 3]],
  ['poor', [2, 0, 7, 3]]
] as const)('sorted by %s', (sort, expected) => {
  expect(ids({ sort })).toEqual(expected)
  expect(ids({ sort, isReversed: true })).toEqual(expected.toReversed())
})

test.each([
  ['all', [0, 2, 3, 7]],
  ['named', [2, 7]],
  ['unnamed', [0, 3]],
  ['doubtful', [2]]
] as const)('those that are %s', (filter, expected) => {
  expect(ids({ filter })).toEqual(expected)
})

test.each([
  ['skull', [2, 7]],
  ['SKULL 9', [7]],
  ['l_sp', [7]],
  ['bodypart head', [0, 2, 3]],
  ['mr', [0]],
  ['cluster 3', [3]],
  ['  ', [0, 2, 3, 7]],
  ['knee', []]
])('searching for %j', (search, expected) => {
  expect(ids({ search })).toEqual(expected)
})

test('filter and search hold together, and the cluster that keys are about stays', () => {
  expect(ids({ filter: 'named', search: 'spine' })).toEqual([7])
  expect(ids({ filter: 'unnamed', current: 2 })).toEqual([0, 2, 3])
})
