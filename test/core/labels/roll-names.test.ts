import { expect, test } from 'vitest'
import type { Label } from '../../../src/core/labels/annotate.ts'
import { type NamedClustering, rollNames } from '../../../src/core/labels/roll-names.ts'

const label = (text: string, code = ''): Label => ({ label: text, code, scheme: '', meaning: '', note: 'mine' })
const named = (labels: number[], names: Record<number, Label>): NamedClustering => ({
  k: Math.max(...labels) + 1,
  labels,
  names: new Map(Object.entries(names).map(([cluster, each]) => [Number(cluster), each]))
})
const rolled = (labels: number[], ...others: NamedClustering[]) =>
  rollNames(3, { k: Math.max(...labels) + 1, labels }, others).map(({ cluster, label, note }) => [cluster, label, note])

test('a part of a named cluster gets its name, with its code', () => {
  const coarse = named([0, 0, 0, 1], { 0: { ...label('Knee', '72696002'), scheme: 'SCT', meaning: 'Knee' } })
  expect(rollNames(3, { k: 3, labels: [0, 0, 2, 1] }, [coarse])).toEqual([
    { cluster: 0, label: 'Knee', code: '72696002', scheme: 'SCT', meaning: 'Knee', note: 'from cluster 0 of 3.2' },
    { cluster: 2, label: 'Knee', code: '72696002', scheme: 'SCT', meaning: 'Knee', note: 'from cluster 0 of 3.2' }
  ])
})

test('a cluster whose parts all have one name gets it', () => {
  const fine = named([0, 1, 2, 3], { 0: label('Head'), 1: label('Head'), 2: label('Head') })
  expect(rolled([0, 0, 0, 1], fine)).toEqual([[0, 'Head', 'from clusters 0, 1 and 2 of 3.4']])
})

test.each([
  ['other names', { 0: label('Head'), 1: label('Neck') }],
  ['other codes', { 0: label('Head', 'a'), 1: label('Head', 'b') }],
  ['no name', { 0: label('Head') }]
])('but not where one of them has %s', (_, names) => {
  expect(rolled([0, 0, 1], named([0, 1, 2], names))).toEqual([])
})

test('of several cuts the nearest one counts, whichever side it is on', () => {
  const coarse = named([0, 0, 0, 0, 0, 0], { 0: label('All') })
  const near = named([0, 0, 0, 1, 1, 2], { 1: label('Near') })
  const fine = named([0, 1, 2, 3, 4, 5], { 0: label('Fine'), 3: label('Fine'), 4: label('Fine') })
  const labels = [0, 1, 1, 2, 2, 3]
  expect(rolled(labels, coarse, near, fine)).toEqual([
    [0, 'Fine', 'from cluster 0 of 3.6'],
    [1, 'All', 'from cluster 0 of 3.1'],
    [2, 'Near', 'from cluster 1 of 3.3'],
    [3, 'All', 'from cluster 0 of 3.1']
  ])
})

test('a note names some of many clusters', () => {
  const ids = Array.from({ length: 30 }, (_, id) => id)
  const fine = named(ids, Object.fromEntries(ids.map((id) => [id, label('Head')])))
  const [[, , note]] = rolled(
    ids.map(() => 0),
    fine
  )
  expect(note).toBe(`from clusters ${ids.slice(0, 20).join(', ')} and others of 3.30`)
})
