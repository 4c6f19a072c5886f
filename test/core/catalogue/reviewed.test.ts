import type { Database } from 'better-sqlite3'
import { beforeEach, expect, test } from 'vitest'
import { check } from '../../../src/core/catalogue/check.ts'
import type { Catalogue } from '../../../src/core/catalogue/database.ts'
import { loadReviewed, markReviewed, reviewedClusterings } from '../../../src/core/catalogue/reviewed.ts'
import { newCatalogue } from './synthetic.ts'

let catalogue: Catalogue
let db: Database
beforeEach(() => {
  catalogue = newCatalogue()
  ;({ db } = catalogue)
})

const NAME = { run: 1, k: 3 }
/** Instance and cluster of all that is remembered. */
const remembered = (name = NAME): [number, number][] =>
  [...loadReviewed(db, name)].flatMap(([chunk, clusters]) =>
    [...clusters].flatMap((cluster, row): [number, number][] =>
      cluster === 65535 ? [] : [[chunk * 4096 + row, cluster]]
    )
  )

test('images are remembered with the clusters that they are right in, in chunks, by clustering', () => {
  markReviewed(
    db,
    NAME,
    [
      { instance: 4096, cluster: 2 },
      { instance: 3, cluster: 0 }
    ],
    true
  )
  markReviewed(db, NAME, [{ instance: 4, cluster: 1 }], true)
  markReviewed(db, { run: 1, k: 4 }, [{ instance: 3, cluster: 3 }], true)
  expect(remembered()).toEqual([
    [3, 0],
    [4, 1],
    [4096, 2]
  ])
  expect(remembered({ run: 1, k: 4 })).toEqual([[3, 3]])
  expect(reviewedClusterings(db)).toEqual([
    { run: 1, k: 3 },
    { run: 1, k: 4 }
  ])
})

test('an image is right in one cluster: the last that somebody said', () => {
  markReviewed(db, NAME, [{ instance: 3, cluster: 0 }], true)
  markReviewed(db, NAME, [{ instance: 3, cluster: 2 }], true)
  expect(remembered()).toEqual([[3, 2]])
})

test('forgetting takes back what was said of the same cluster, and nothing else', () => {
  markReviewed(
    db,
    NAME,
    [
      { instance: 3, cluster: 2 },
      { instance: 5, cluster: 2 }
    ],
    true
  )
  markReviewed(
    db,
    NAME,
    [
      { instance: 3, cluster: 1 },
      { instance: 5, cluster: 2 },
      { instance: 9000, cluster: 0 }
    ],
    false
  )
  expect(remembered()).toEqual([[3, 2]])
})

test('a chunk that is damaged is refused, for reading and for adding to it', () => {
  markReviewed(db, NAME, [{ instance: 3, cluster: 2 }], true)
  db.exec('UPDATE reviewed_chunk SET clusters = zeroblob(8192)')
  expect(() => loadReviewed(db, NAME)).toThrow(expect.objectContaining({ code: 'catalogue-damaged' }))
  expect(() => markReviewed(db, NAME, [{ instance: 4, cluster: 2 }], true)).toThrow(
    expect.objectContaining({ code: 'catalogue-damaged' })
  )
})

test('check finds what is of a clustering that is not there', async () => {
  markReviewed(db, NAME, [{ instance: 3, cluster: 2 }], true)
  const { findings } = await check(catalogue)
  expect(findings).toContainEqual({
    code: 'damaged-name',
    count: 1,
    examples: ['reviewed images of 1.3: there is no such clustering']
  })
})
