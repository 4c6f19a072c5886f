import { expect, test } from 'vitest'
import { MedoidError } from '../../../src/core/errors.ts'
import {
  columnFinder,
  columnsFinder,
  columnsReader,
  columnWriter,
  dropColumns,
  rawColumnsReader,
  readAtATime,
  type StoredColumn,
  valuesCounter
} from '../../../src/core/catalogue/stored-columns.ts'
import { newCatalogue } from './synthetic.ts'
import type { TagId } from '../../../src/core/catalogue/types.ts'

const [FIRST, SECOND, THIRD] = [1, 2, 3] as TagId[]

const column = (tag: TagId, chunk: number): StoredColumn => ({
  tag,
  chunk,
  encoding: 0,
  absent: 96,
  empty: 1000,
  data: 3
})
/** Chunks of three parts, written in another order than they lie in. */
function withColumns() {
  const catalogue = newCatalogue()
  const put = columnWriter(catalogue.db)
  for (const [tag, chunk] of [
    [FIRST, 20],
    [SECOND, 8],
    [FIRST, 0],
    [FIRST, 7],
    [SECOND, 7],
    [FIRST, 8]
  ] as const) {
    put(column(tag, chunk))
  }
  return catalogue
}
const chunksOf = (columns: Iterable<StoredColumn>): number[] => Array.from(columns, ({ chunk }) => chunk)

test('the chunks of a tag come in ascending order across the parts of the archive, from any chunk on', () => {
  const { db } = withColumns()
  const read = rawColumnsReader(db)
  expect(chunksOf(columnsReader(db)(FIRST))).toEqual([0, 7, 8, 20])
  expect(chunksOf(read(FIRST, 7))).toEqual([7, 8, 20])
  expect(chunksOf(read(FIRST, 9))).toEqual([20])
  expect(chunksOf(read(THIRD))).toEqual([])
  expect(columnFinder(db)(SECOND, 8)).toMatchObject({ tag: 2, chunk: 8, empty: 1000 })
  expect(columnFinder(db)(SECOND, 9)).toBeUndefined()
})

test('a chunk that is written again takes the place of the one that was there', () => {
  const { db } = withColumns()
  columnWriter(db)({ ...column(FIRST, 7), empty: 5 })
  expect(chunksOf(columnsReader(db)(FIRST))).toEqual([0, 7, 8, 20])
  expect(columnFinder(db)(FIRST, 7)).toMatchObject({ empty: 5 })
})

test('all chunks of a tag are taken away, and no other', () => {
  const { db } = withColumns()
  dropColumns(db, FIRST)
  expect(chunksOf(columnsReader(db)(FIRST))).toEqual([])
  expect(chunksOf(columnsReader(db)(SECOND))).toEqual([7, 8])
})

test('values of a tag are counted in the chunks before one', () => {
  const { db } = withColumns()
  const count = valuesCounter(db)
  // 4,096 instances a chunk, less 96 absent and 1,000 empty.
  expect([count(FIRST, 0), count(FIRST, 1), count(FIRST, 8), count(FIRST, 9), count(FIRST, 100)]).toEqual([
    0, 3000, 6000, 9000, 12_000
  ])
  expect([count(SECOND, 8), count(THIRD, 8)]).toEqual([3000, 0])
})

test('a chunk in a place that is not its own is damage', () => {
  const { db } = withColumns()
  db.pragma('ignore_check_constraints = ON')
  db.exec('UPDATE column SET place = place + 2 WHERE tag = 1 AND chunk = 8')
  expect(() => chunksOf(columnsReader(db)(FIRST))).toThrow(MedoidError)
  expect(() => chunksOf(columnsReader(db)(FIRST))).toThrow('column.place (tag 1, chunk 8)')
})

test('what the rows of a chunk hold is looked at as it is read, and its damage is named', () => {
  const { db } = withColumns()
  const find = columnsFinder(db)
  expect(find(FIRST, 7, 7)).toEqual([{ chunk: 7, encoding: 0, data: 3 }])
  db.exec('UPDATE column SET absent = 97 WHERE tag = 1 AND chunk = 7')
  expect(find(FIRST, 7, 7)).toEqual([{ chunk: 7, encoding: 0, data: 3 }])
  db.exec('UPDATE column SET data = 4 WHERE tag = 1 AND chunk = 8')
  expect(() => find(FIRST, 8, 11)).toThrow('column.data (tag 1, chunk 8)')
  db.pragma('ignore_check_constraints = ON')
  db.exec('UPDATE column SET place = place + 2 WHERE tag = 2 AND chunk = 8')
  expect(() => find(SECOND, 8, 11)).toThrow('column.place (tag 2, chunk 8)')
})

test('chunks of several parts are read at a time, those of one tag alone, and damage of any is named', () => {
  const { db } = withColumns()
  const find = columnsFinder(db)
  const found = (tag: TagId, first: number, last: number) => find(tag, first, last).map(({ chunk }) => chunk)
  expect(found(FIRST, 0, 20)).toEqual([0, 7, 8, 20])
  expect(found(FIRST, 7, 8)).toEqual([7, 8])
  expect(found(FIRST, 1, 6)).toEqual([])
  db.exec('UPDATE column SET data = 4 WHERE tag = 2 AND chunk = 8')
  expect(found(SECOND, 0, 7)).toEqual([7])
  expect(() => find(SECOND, 0, 20)).toThrow('column.data (tag 2, chunk 8)')
})

test('a chunk without a sum, of a catalogue that had none, is read', () => {
  const { db } = withColumns()
  db.exec('UPDATE column SET sums = NULL WHERE tag = 1 AND chunk = 8')
  expect(columnsFinder(db)(FIRST, 8, 8)).toEqual([{ chunk: 8, encoding: 0, data: 3 }])
  db.exec("UPDATE column SET sums = x'' WHERE tag = 1 AND chunk = 8")
  expect(() => columnsFinder(db)(FIRST, 8, 8)).toThrow('column.sums (tag 1, chunk 8)')
})

test.each([
  ['chunks of one part, whatever lies between them', [0, 3], 2],
  ['a chunk and the next one, of the next part', [3, 4], 2],
  ['not a part behind a chunk of which nothing is asked', [2, 4], 1],
  ['64 chunks of many', Array.from({ length: 200 }, (_, chunk) => chunk), 64]
])('read at a time are %s', (_, chunks, count) => {
  const instances = Uint32Array.from(chunks, (chunk) => chunk * 4096 + 10)
  expect(readAtATime(instances, 0)).toBe(count)
})
