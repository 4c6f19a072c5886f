import type { Database } from 'better-sqlite3'
import { beforeEach, expect, test } from 'vitest'
import { openForReading } from '../../../src/core/catalogue/database.ts'
import { SopRuns } from '../../../src/core/catalogue/sop-runs.ts'
import fc from '../../fast-check.ts'
import { newCatalogue } from './synthetic.ts'

let db: Database
let file: string

beforeEach(() => {
  ;({ db, file } = newCatalogue())
})

/** Ascending, as far apart as `step`. */
function entries(count: number, first = 0, step = 1000): { hash: number; instance: number }[] {
  return Array.from({ length: count }, (_, i) => ({ hash: (first + i) * step, instance: first + i }))
}

const sizes = (): unknown[] => db.prepare('SELECT entries FROM sop_run ORDER BY id').pluck().all()
const blocks = (): unknown => db.prepare('SELECT count(*) FROM sop_block').pluck().get()

test('instances are found by their hash, others are not there', () => {
  const runs = new SopRuns(db, false)
  runs.add(entries(1000))
  expect([0, 199_000, 200_000, 999_000].map((hash) => runs.find(hash))).toEqual([[0], [199], [200], [999]])
  expect([1, 199_999, 2 ** 48 - 1].map((hash) => runs.find(hash))).toEqual([[], [], []])
})

test('eight runs are merged into one, and eight of those again', () => {
  const runs = new SopRuns(db, true)
  const add = (i: number): void => runs.add(entries(4096, i * 4096))
  for (let i = 0; i < 7; i++) add(i)
  expect(sizes()).toEqual(Array<number>(7).fill(4096))
  add(7)
  expect([sizes(), blocks()]).toEqual([[32_768], Math.ceil(32_768 / 200)])
  for (let i = 8; i < 64; i++) add(i)
  expect([sizes(), blocks()]).toEqual([[262_144], Math.ceil(262_144 / 200)])
  expect([0, 4095, 4096, 262_143].map((i) => runs.find(i * 1000))).toEqual([[0], [4095], [4096], [262_143]])
})

test('what a scan adds in small portions does not become many runs', () => {
  const runs = new SopRuns(db, true)
  for (let i = 0; i < 1000; i++) runs.add(entries(1, i))
  expect(sizes().length).toBeLessThan(8)
  expect(Array.from({ length: 1000 }, (_, i) => runs.find(i * 1000))).toEqual(
    Array.from({ length: 1000 }, (_, i) => [i])
  )
})

test('more instances of one hash than a block has are all found', () => {
  const runs = new SopRuns(db, false)
  const alike = Array.from({ length: 700 }, (_, i) => ({ hash: 50_000, instance: 1000 + i }))
  runs.add([...entries(100), ...alike])
  expect(runs.find(50_000).toSorted((a, b) => a - b)).toEqual([50, ...alike.map(({ instance }) => instance)])
  expect([runs.find(49_000), runs.find(51_000)]).toEqual([[49], [51]])
})

test('whatever is added in whatever portions, each hash has the instances that it was added with', () => {
  const entry = fc.record({
    hash: fc.oneof(fc.nat(50), fc.constantFrom(0, 2 ** 48 - 1), fc.nat({ max: 2 ** 48 - 1 })),
    instance: fc.nat(0xffffffff)
  })
  const portions = fc.array(fc.array(entry, { maxLength: 500 }), { maxLength: 20 })
  fc.assert(
    fc.property(portions, (all) => {
      const { db: fresh } = newCatalogue()
      const runs = new SopRuns(fresh, true)
      for (const portion of all) runs.add([...portion])
      const opened = new SopRuns(fresh, false)
      opened.verify()
      const added = all.flat()
      for (const hash of new Set([...added.map((each) => each.hash), 7, 2 ** 40])) {
        const expected = added.filter((each) => each.hash === hash).map(({ instance }) => instance)
        for (const each of [runs, opened]) expect([...each.find(hash)].sort(byNumber)).toEqual(expected.sort(byNumber))
      }
      fresh.close()
    }),
    { numRuns: 25 }
  )
})

const byNumber = (a: number, b: number): number => a - b

test('a reader goes on to find everything while runs are added and merged', () => {
  const runs = new SopRuns(db, true)
  runs.add(entries(10))
  const reading = openForReading(file)
  const reader = new SopRuns(reading.db, false)
  expect(reader.find(9000)).toEqual([9])
  for (let i = 1; i < 30; i++) {
    db.transaction(() => runs.add(entries(10, i * 10)))()
    expect([reader.find(i * 10_000), reader.find(9000)]).toEqual([[i * 10], [9]])
  }
  reading.close()
})

test('what was not committed is not found', () => {
  const runs = new SopRuns(db, true)
  db.transaction(() => runs.add(entries(10)))()
  db.exec('BEGIN')
  for (let i = 1; i < 8; i++) runs.add(entries(10, i * 10))
  db.exec('ROLLBACK')
  const opened = new SopRuns(db, false)
  opened.verify()
  expect([opened.find(9000), opened.find(10_000)]).toEqual([[9], []])
})

test('a block that is gone is missed by whoever looks for one of its hashes, and by who verifies', () => {
  new SopRuns(db, false).add(entries(1000))
  db.exec('DELETE FROM sop_block WHERE id = 3')
  const runs = new SopRuns(db, false)
  expect(runs.find(0)).toEqual([0])
  expect(() => runs.find(500_000)).toThrow('The catalogue is damaged')
  expect(() => runs.verify()).toThrow('The catalogue is damaged')
})

test.each([
  ['a block that is too many', "INSERT INTO sop_block VALUES(99, x'00', NULL)"],
  ['a run that is gone', 'DELETE FROM sop_run'],
  ['a run without its sum', 'UPDATE sop_run SET sums = 0'],
  [
    'a block in the place of another',
    'UPDATE sop_block SET data = (SELECT data FROM sop_block WHERE id = 1), sums = (SELECT sums FROM sop_block WHERE id = 1) WHERE id = 2'
  ],
  ['a block that ends early', "UPDATE sop_block SET data = x'00' WHERE id = 2"],
  ['a run with another filter', 'UPDATE sop_run SET filter = zeroblob(length(filter))']
])('%s is found by who verifies', (_, sql) => {
  new SopRuns(db, false).add(entries(1000))
  db.exec(sql)
  expect(() => new SopRuns(db, false).verify()).toThrow('The catalogue is damaged')
})
