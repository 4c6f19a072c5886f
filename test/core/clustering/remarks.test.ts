import { expect, test } from 'vitest'
import { hasBest, sweepRemarks } from '../../../src/core/clustering/remarks.ts'
import { sentencesOf } from '../../sentences.ts'

const remarksOf = (...given: Parameters<typeof sweepRemarks>) => sentencesOf(sweepRemarks(...given))

const sweep = (...silhouettes: (number | null)[]) => silhouettes.map((silhouette, at) => ({ k: at + 1, silhouette }))
const sound = {
  algorithm: 'fasterpam',
  n: 11,
  pairsWithoutSharedFeature: 0,
  distinctRows: null,
  sweep: sweep(null, 0.4, 0.1)
}

test('of a sound sweep nothing is remarked, nor of one cluster alone', () => {
  expect(remarksOf(sound, 'images')).toEqual([])
  expect(remarksOf({ ...sound, sweep: sweep(null) }, 'images')).toEqual([])
})

test('each K that exceeds the distinct rows is named', () => {
  expect(remarksOf({ ...sound, distinctRows: 2 }, 'images')).toEqual([
    'K = 3 exceeds the 2 distinct rows: images that are equal in every feature are split arbitrarily. Choose a smaller K, or more features.'
  ])
  expect(remarksOf({ ...sound, distinctRows: 1 }, 'rows')[0]).toContain('K = 2 and 3 exceed the 1 distinct row: rows')
  expect(remarksOf({ ...sound, distinctRows: 1, sweep: sweep(null, 0.4, 0.1, 0.1) }, 'rows')[0]).toContain(
    'K = 2, 3 and 4 exceed'
  )
})

test('where no silhouette is above 0.00, no K is the best', () => {
  const none =
    'No K is the best: no mean silhouette is above 0, so by these features the images form no clusters. Choose other features, or other images.'
  expect(remarksOf({ ...sound, sweep: sweep(null, 0, -0.2) }, 'images')).toEqual([none])
  expect(remarksOf({ ...sound, sweep: sweep(null, 0.0049) }, 'images')).toEqual([none])
  expect(remarksOf({ ...sound, sweep: sweep(null, 0.005) }, 'images')).not.toContain(none)
})

test('pairs that share no feature are counted', () => {
  expect(remarksOf({ ...sound, pairsWithoutSharedFeature: 12 }, 'images')).toEqual([
    'No feature is shared by 12 of the 55 pairs of images; their distance counts as 1.'
  ])
})

test('a K is the best where its silhouette is above 0.00 and its clusters differ', () => {
  const { sweep, algorithm } = sound
  expect(hasBest({ sweep, algorithm, best: { k: 2, silhouette: 0.4 }, distinctRows: null })).toBe(true)
  expect(hasBest({ sweep, algorithm, best: { k: 2, silhouette: 0.4 }, distinctRows: 2 })).toBe(true)
  expect(hasBest({ sweep, algorithm, best: { k: 2, silhouette: 0.4 }, distinctRows: 1 })).toBe(false)
  expect(hasBest({ sweep, algorithm, best: { k: 2, silhouette: 0.004 } })).toBe(false)
  expect(hasBest({ sweep, algorithm, best: { k: 1, silhouette: null } })).toBe(false)
})

test('the largest K is not called the best, as larger ones may fit better', () => {
  const rising = { ...sound, sweep: sweep(null, 0.3, 0.4) }
  expect(hasBest({ ...rising, best: { k: 3, silhouette: 0.4 } })).toBe(false)
  expect(remarksOf(rising, 'images')).toEqual([
    'The silhouette is highest for the largest K, 3, and may be higher still beyond it: so no K is called the best. Try larger values of K.'
  ])
  // In whatever order they are given; of equals the smaller K counts.
  expect(remarksOf({ ...rising, sweep: rising.sweep.toReversed() }, 'images')).toHaveLength(1)
  expect(remarksOf({ ...rising, sweep: sweep(null, 0.4, 0.4) }, 'images')).toEqual([])
})

test('one K alone is neither the best nor the largest', () => {
  const alone = { ...sound, sweep: [{ k: 4, silhouette: 0.4 }] }
  expect(hasBest({ ...alone, best: { k: 4, silhouette: 0.4 } })).toBe(false)
  expect(remarksOf(alone, 'images')).toEqual([])
})

test('silhouettes that are all below 0.25 show no substantial structure', () => {
  expect(remarksOf({ ...sound, sweep: sweep(null, 0.2499, 0.1) }, 'images')).toEqual([
    'No mean silhouette reaches 0.25: by Kaufman and Rousseeuw’s bands, no K shows a substantial structure. Look at the clusters one by one before you use them, or choose other features.'
  ])
  expect(remarksOf({ ...sound, sweep: sweep(null, 0.25, 0.1) }, 'images')).toEqual([])
})

test('where silhouettes were searched for, they are no judges, and no K is the best', () => {
  const raised = { ...sound, algorithm: 'fastermsc' }
  const told =
    'The medoids of this run were chosen for high silhouettes, so these do not judge its clusters: they may be higher than those of other algorithms for that reason alone, and no K is called the best. Look at the clusters, or evaluate them by their pictures.'
  expect(remarksOf(raised, 'images')).toEqual([told])
  expect(remarksOf({ ...raised, sweep: sweep(null, 0.3, 0.4) }, 'images')).toEqual([told])
  expect(remarksOf({ ...raised, sweep: sweep(null) }, 'images')).toEqual([])
  expect(hasBest({ ...raised, best: { k: 2, silhouette: 0.4 } })).toBe(false)
})
