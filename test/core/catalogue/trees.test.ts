import type { Database } from 'better-sqlite3'
import { beforeEach, describe, expect, test } from 'vitest'
import { check } from '../../../src/core/catalogue/check.ts'
import type { Catalogue } from '../../../src/core/catalogue/database.ts'
import { saveRun } from '../../../src/core/catalogue/runs.ts'
import { loadTree, prototypeOf, saveTree, treesOf } from '../../../src/core/catalogue/trees.ts'
import fc from '../../fast-check.ts'
import { clustering, RUN, runResult, TREE } from './stored/examples.ts'
import { newCatalogue } from './synthetic.ts'

let catalogue: Catalogue
let db: Database
beforeEach(() => {
  catalogue = newCatalogue()
  ;({ db } = catalogue)
  saveRun(db, RUN, [clustering(2, 0.3)], runResult)
})

const ofClusters = {
  ...TREE,
  k: 2,
  left: Uint32Array.of(0),
  right: Uint32Array.of(1),
  height: Float64Array.of(0.5),
  prototypes: Uint32Array.of(3, 3, 70_000),
  result: { ...TREE.result, leaves: 2, cophenetic: null, cuts: [{ k: 2, silhouette: null }] }
}

test('the tree of a sample and that over the clusters of a clustering are read as they were saved', () => {
  saveTree(db, TREE)
  saveTree(db, ofClusters)
  expect(treesOf(db, 1)).toEqual([0, 2])
  const created = expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string
  expect(loadTree(db, 1, 0)).toEqual({ ...TREE, created })
  expect(loadTree(db, 1, 2)).toEqual({ ...ofClusters, created })
})

test('there is none before one is saved', () => {
  expect(loadTree(db, 1, 0)).toBeNull()
  expect(treesOf(db, 1)).toEqual([])
})

test('a tree takes the place of the one that was there', () => {
  saveTree(db, TREE)
  saveTree(db, { ...TREE, height: Float64Array.of(0.25, 0.75) })
  expect(Array.from(loadTree(db, 1, 0)!.height)).toEqual([0.25, 0.75])
})

test('an older catalogue, which knows no trees, has none', () => {
  db.exec('DROP TABLE tree')
  db.pragma('user_version = 5')
  expect(loadTree(db, 1, 0)).toBeNull()
  expect(treesOf(db, 1)).toEqual([])
})

test('the medoids of a node are those of the root and of both sides of each merge', () => {
  const tree = { ...TREE, created: '' }
  expect([0, 1, 2, 3, 4].map((node) => prototypeOf(tree, node))).toEqual([3, 70_000, 70_001, 3, 3])
  expect(prototypeOf(tree, 5)).toBeUndefined()
})

describe('a tree is refused by name, and found by check,', () => {
  const u32 = (...numbers: number[]) => Uint32Array.from(numbers)
  test.each<[what: string, changed: Partial<typeof TREE>, problem: string]>([
    ['of too few merges', { height: Float64Array.of(1) }, 'its merges have to be 2, one fewer than its leaves'],
    ['with a side too few', { right: u32(2) }, 'left and right have to be 2, as many as height'],
    ['that merges a node twice', { left: u32(0, 0) }, 'nodes that an earlier merge has made, each of them once'],
    ['that merges a node with itself', { left: u32(2, 1) }, 'nodes that an earlier merge has made'],
    ['that merges what is not made yet', { right: u32(3, 2) }, 'nodes that an earlier merge has made'],
    ['with a node beyond it', { right: u32(2, 2 ** 32 - 1) }, 'nodes that an earlier merge has made'],
    ['that falls', { height: Float64Array.of(0.5, 0.25) }, 'height has to ascend'],
    ['below 0', { height: Float64Array.of(-1, 0.25) }, 'height has to ascend'],
    ['whose height is no number', { height: Float64Array.of(NaN, 0.25) }, 'height has to ascend'],
    ['of infinite height', { height: Float64Array.of(0.5, Infinity) }, 'height has to ascend'],
    ['without a medoid', { prototypes: u32(3, 3, 3, 3) }, 'prototypes have to be those of its cuts'],
    ['with a medoid from elsewhere', { prototypes: u32(3, 3, 3, 3, 4) }, 'prototypes have to be images of the sample'],
    ['of more leaves than it says', { result: { ...TREE.result, leaves: 4 } }, 'result.leaves has to be 3'],
    ['without a cut', { result: { ...TREE.result, cuts: TREE.result.cuts.slice(1) } }, 'those from 2 to 3']
  ])('%s', async (_what, changed, problem) => {
    saveTree(db, { ...TREE, ...changed })
    expect(() => loadTree(db, 1, 0)).toThrow(
      expect.objectContaining({ code: 'document-damaged', message: expect.stringContaining(problem) as string })
    )
    const { findings } = await check(catalogue)
    expect(findings.flatMap(({ examples }) => examples)).toContainEqual(expect.stringContaining('tree of run 1: '))
  })

  test('over clusters of a clustering that is not there', async () => {
    saveTree(db, { ...TREE, k: 3 })
    expect(() => loadTree(db, 1, 3)).toThrow(expect.objectContaining({ code: 'document-damaged' }))
    const { findings } = await check(catalogue)
    expect(findings.flatMap(({ examples }) => examples)).toContainEqual(expect.stringContaining('tree of 1.3: '))
  })

  test('whatever its bytes are: what is read can be followed from every leaf to the root', () => {
    const nodes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 2 })
    fc.assert(
      fc.property(nodes, nodes, (left, right) => {
        saveTree(db, { ...TREE, left: Uint32Array.from(left), right: Uint32Array.from(right) })
        let tree
        try {
          tree = loadTree(db, 1, 0)!
        } catch {
          return
        }
        for (let node = 0, steps = 0; node !== 4; steps++) {
          const merge = [0, 1].find((each) => tree.left[each] === node || tree.right[each] === node)
          expect(merge).toBeDefined()
          expect(steps).toBeLessThan(4)
          node = 3 + merge!
        }
      })
    )
  })
})
