import { describe, expect, test } from 'vitest'
import { comparePaths, parseName } from '../../../src/core/catalogue/names.ts'
import { CutFinder } from '../../../src/core/shards/cuts.ts'
import type { PlannedRange } from '../../../src/core/shards/plan.ts'
import fc from '../../fast-check.ts'

/** Ranges of an archive with a folder for each number, of so many files. */
function cut(folders: readonly number[], shards: number): PlannedRange[] {
  const cuts = new CutFinder(shards)
  cuts.folder('')
  folders.forEach((files, i) => {
    const folder = `f${String(i).padStart(6, '0')}`
    cuts.folder(folder)
    for (let file = 0; file < files; file++) cuts.file(folder, String(file).padStart(8, '0'))
  })
  return cuts.ranges(shards)
}

const sizes = (ranges: readonly PlannedRange[]): number[] => ranges.map(({ files }) => files)

test('ranges begin with folders where these are near', () => {
  expect(cut([10, 9, 11, 10], 4)).toEqual([
    { from: null, to: 'f000001', files: 10 },
    { from: 'f000001', to: 'f000002', files: 9 },
    { from: 'f000002', to: 'f000003', files: 11 },
    { from: 'f000003', to: null, files: 10 }
  ])
})

test('a folder that holds more than a share is cut between its files', () => {
  expect(cut([3, 90, 3], 3)).toEqual([
    { from: null, to: 'f000001/00000029', files: 32 },
    { from: 'f000001/00000029', to: 'f000001/00000061', files: 32 },
    { from: 'f000001/00000061', to: null, files: 32 }
  ])
})

test('an archive of fewer files than shards has a range a file', () => {
  expect(sizes(cut([1, 2], 5))).toEqual([1, 1, 1])
  expect(cut([1], 3)).toEqual([{ from: null, to: null, files: 1 }])
})

test('of folders that begin at the same file the outermost is where a range begins', () => {
  const cuts = new CutFinder(2)
  for (const folder of ['a', 'b', 'b/c', 'b/c/d']) {
    cuts.folder(folder)
    if (folder === 'a' || folder === 'b/c/d') for (const name of ['1', '2']) cuts.file(folder, name)
  }
  expect(cuts.ranges(2)).toMatchObject([{ to: 'b' }, { from: 'b' }])
})

describe('whatever the folders', () => {
  const archive = fc.oneof(
    fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 60 }),
    fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 4 })
  )

  test('ranges follow one another and have all files, none more than half a share more or less than the others', () => {
    fc.assert(
      fc.property(archive, fc.integer({ min: 1, max: 40 }), (folders, shards) => {
        const files = folders.reduce((sum, n) => sum + n, 0)
        fc.pre(files > 0)
        const ranges = cut(folders, shards)
        expect(ranges).toHaveLength(Math.min(shards, files))
        expect(sizes(ranges).reduce((sum, n) => sum + n, 0)).toBe(files)
        const share = files / ranges.length
        for (const size of sizes(ranges)) {
          expect(size).toBeGreaterThan(0)
          // A border is off by a quarter of a share for a folder, or by a half of a file.
          expect(Math.abs(size - share)).toBeLessThanOrEqual(Math.max(share / 2, 1))
        }
        ranges.slice(1).forEach(({ from }, i) => {
          expect(from).toBe(ranges[i].to)
          if (i > 0) expect(comparePaths(parseName(ranges[i].from!), parseName(from!))).toBeLessThan(0)
        })
      }),
      { numRuns: 200 }
    )
  })
})

test('as many places are kept of a large archive as of a small one', () => {
  const kept = (files: number): number => {
    const cuts = new CutFinder(8)
    for (let i = 0; i < files; i++) {
      const folder = `f${Math.floor(i / 3)}`
      if (i % 3 === 0) cuts.folder(folder)
      cuts.file(folder, String(i))
    }
    return cuts.places
  }
  expect(kept(3_000_000)).toBeLessThanOrEqual(2 * kept(10_000))
})
