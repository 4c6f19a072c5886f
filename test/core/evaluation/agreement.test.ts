import { describe, expect, test } from 'vitest'
import {
  adjustedMutualInformation,
  adjustedRandIndex,
  agreement,
  meanAdjustedRandIndex
} from '../../../src/core/evaluation/agreement.ts'
import { Random } from '../../../src/core/random.ts'
import fc from '../../fast-check.ts'

const clusters = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2]
// CT CT CT MR MR MR CT US US CT
const classes = [0, 0, 0, 1, 1, 1, 0, 2, 2, 0]

describe('agreement with classes', () => {
  test('of ten images, as R computes the definitions', () => {
    // p <- table(classes, clusters) / 10; pc <- rowSums(p); pk <- colSums(p)
    // H <- function(p) -sum(p[p > 0] * log(p[p > 0])); I <- H(pc) + H(pk) - H(p)
    const found = agreement(clusters, classes)!
    expect(found.homogeneity).toBeCloseTo(0.41063392178216523, 12) // I / H(pc)
    expect(found.completeness).toBeCloseTo(0.3882913626718702, 12) // I / H(pk)
    expect(found.nmi).toBeCloseTo(0.3991502288153317, 12) // 2 * I / (H(pc) + H(pk))
    expect(found.nmiCeiling).toBeCloseTo(0.9720342320551748, 12) // 2 * min(H(pc), H(pk)) / (H(pc) + H(pk))
    expect(found).toMatchObject({ images: 10, classes: 3 })
  })

  test('clusters that split classes are homogeneous, and not complete', () => {
    // By hand: H(C) = ln 2, H(K) = ln 4, I = ln 2.
    const found = agreement([0, 1, 2, 3], [0, 0, 1, 1])!
    expect(found.homogeneity).toBeCloseTo(1, 12)
    expect(found.completeness).toBeCloseTo(0.5, 12)
    expect(found.nmi).toBeCloseTo(2 / 3, 12)
    expect(found.nmiCeiling).toBeCloseTo(2 / 3, 12)
  })

  test('clusters that have nothing to do with classes', () => {
    const found = agreement([0, 1, 0, 1], [0, 0, 1, 1])!
    expect(found).toEqual({ homogeneity: 0, completeness: 0, nmi: 0, nmiCeiling: 1, images: 4, classes: 2 })
  })

  // What sklearn.metrics.homogeneity_completeness_v_measure and normalized_mutual_info_score define.
  test.each([
    ['one class, one cluster', [0, 0], [0, 0], { homogeneity: 1, completeness: 1, nmi: 1, nmiCeiling: 1 }],
    ['one class', [0, 1], [0, 0], { homogeneity: 1, completeness: 0, nmi: 0, nmiCeiling: 0 }],
    ['one cluster', [0, 0], [0, 1], { homogeneity: 0, completeness: 1, nmi: 0, nmiCeiling: 0 }]
  ])('%s', (_, clusters, classes, expected) => {
    expect(agreement(clusters, classes)).toMatchObject(expected)
  })

  test('images without a value do not count', () => {
    expect(agreement([...clusters, 0, 5], [...classes, -1, -1])).toEqual(agreement(clusters, classes))
    expect(agreement([0, 1], [-1, -1])).toBeNull()
  })

  test('is within its bounds, and names do not matter', () => {
    const pairs = fc.array(fc.tuple(fc.nat(6), fc.nat(9)), { minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(pairs, (pairs) => {
        const [clusters, classes] = [pairs.map(([cluster]) => cluster), pairs.map(([, ofClass]) => ofClass)]
        const found = agreement(clusters, classes)!
        expect(found.nmi).toBeLessThanOrEqual(found.nmiCeiling + 1e-15)
        for (const value of [found.homogeneity, found.completeness, found.nmi, found.nmiCeiling]) {
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThanOrEqual(1)
        }
        const renamed = agreement(
          clusters.map((cluster) => 6 - cluster),
          classes.map((ofClass) => 9 - ofClass)
        )!
        expect(renamed.nmi).toBeCloseTo(found.nmi, 12)
        const swapped = agreement(classes, clusters)!
        expect(swapped.homogeneity).toBeCloseTo(found.completeness, 12)
      })
    )
  })
})

describe('adjusted mutual information', () => {
  // sklearn.metrics.adjusted_mutual_info_score of scikit-learn 1.9.1.
  test('of ten images', () => {
    expect(adjustedMutualInformation(clusters, classes)).toBeCloseTo(0.17514345624349276, 12)
  })

  test('of sixty images, seven clusters and nine classes', () => {
    const a = Array.from({ length: 60 }, (_, i) => (i * i) % 7)
    const b = Array.from({ length: 60 }, (_, i) => (Math.floor(i / 6) + ((i * i * i) % 5)) % 9)
    expect(adjustedMutualInformation(a, b)).toBeCloseTo(0.03016028767811625, 12)
    expect(adjustedRandIndex(a, b)).toBeCloseTo(0.012634295277149682, 12)
    const found = agreement(b, a)!
    expect(found.homogeneity).toBeCloseTo(0.21481167490803574, 12)
    expect(found.completeness).toBeCloseTo(0.1332344058152127, 12)
  })

  test.each([
    ['the same by other names', [0, 0, 1, 1], [1, 1, 0, 0], 1],
    ['independent', [0, 1, 0, 1], [0, 0, 1, 1], -0.5],
    ['each image by itself', [0, 1, 2, 3], [0, 0, 1, 1], 0],
    ['one cluster', [0, 0, 0, 0], [0, 1, 2, 3], 0],
    ['one cluster and one class', [0, 0], [1, 1], 1],
    ['each image by itself, in both', [0, 1], [1, 0], 1],
    ['images without a value do not count', [0, 0, 1, 1, 1], [0, 0, 1, 1, -1], 1]
  ])('%s', (_, a, b, expected) => {
    expect(adjustedMutualInformation(a, b)).toBeCloseTo(expected, 12)
  })

  test('is null where no image has a value', () => {
    expect(adjustedMutualInformation([0, 1], [-1, -1])).toBeNull()
  })

  test('is zero on average for labels that have nothing to do with each other, however many clusters there are', () => {
    const random = new Random(1)
    const ofClusters = (k: number): number => {
      const indices = Array.from({ length: 200 }, () => {
        const draw = (below: number): number[] => Array.from({ length: 60 }, () => random.below(below))
        return adjustedMutualInformation(draw(k), draw(5))!
      })
      return indices.reduce((sum, index) => sum + index, 0) / indices.length
    }
    for (const k of [2, 10, 30]) expect(Math.abs(ofClusters(k))).toBeLessThan(0.01)
  })
})

describe('adjusted Rand index', () => {
  test('of ten images, as R computes the definition', () => {
    // t <- table(classes, clusters); s <- sum(choose(t, 2)); x <- sum(choose(rowSums(t), 2)); y <- sum(choose(colSums(t), 2))
    // e <- x * y / choose(10, 2); (s - e) / ((x + y) / 2 - e)
    expect(adjustedRandIndex(clusters, classes)).toBeCloseTo(0.1366906474820144, 12)
  })

  test.each([
    // From scikit-learn's documentation of adjusted_rand_score.
    [[0, 0, 1, 1], [0, 0, 1, 1], 1],
    [[0, 0, 1, 1], [1, 1, 0, 0], 1],
    [[0, 0, 1, 2], [0, 0, 1, 1], 0.5714285714285714],
    [[0, 0, 0, 0], [0, 1, 2, 3], 0],
    [[0, 0, 1, 1], [0, 1, 0, 1], -0.5],
    // What cannot differ is the same.
    [[0, 0, 0], [1, 1, 1], 1],
    [[0, 1, 2], [2, 1, 0], 1],
    [[0], [0], 1]
  ])('%j and %j: %d', (a, b, expected) => {
    expect(adjustedRandIndex(a, b)).toBeCloseTo(expected, 12)
    expect(adjustedRandIndex(b, a)).toBeCloseTo(expected, 12)
  })

  test('mean of all pairs', () => {
    const [a, b, c] = [
      [0, 0, 1, 1],
      [1, 1, 0, 0],
      [0, 1, 0, 1]
    ]
    expect(meanAdjustedRandIndex([a, b, c])).toBeCloseTo((1 - 0.5 - 0.5) / 3, 12)
    expect(meanAdjustedRandIndex([a])).toBeNull()
  })
})
