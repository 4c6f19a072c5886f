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

const column = (tag: number, chunk: number): StoredColumn => ({
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
    [1, 20],
    [2, 8],
    [1, 0],
    [1, 7],
    [2, 7],
    [1, 8]
  ]) {
    put(column(tag, chunk))
  }
  return catalogue
}
const chunksOf = (columns: Iterable<StoredColumn>): number[] => Array.from(columns, ({ chunk }) => chunk)

test('the chunks of a tag come in ascending order across the parts of the archive, from any chunk on', () => {
  const { db } = withColumns()
  const read = rawColumnsReader(db)
  expect(chunksOf(columnsReader(db)(1))).toEqual([0, 7, 8, 20])
  expect(chunksOf(read(1, 7))).toEqual([7, 8, 20])
  expect(chunksOf(read(1, 9))).toEqual([20])
  expect(chunksOf(read(3))).toEqual([])
  expect(columnFinder(db)(2, 8)).toMatchObject({ tag: 2, chunk: 8, empty: 1000 })
  expect(columnFinder(db)(2, 9)).toBeUndefined()
})

test('a chunk that is written again takes the place of the one that was there', () => {
  const { db } = withColumns()
  columnWriter(db)({ ...column(1, 7), empty: 5 })
  expect(chunksOf(columnsReader(db)(1))).toEqual([0, 7, 8, 20])
  expect(columnFinder(db)(1, 7)).toMatchObject({ empty: 5 })
})

test('all chunks of a tag are taken away, and no other', () => {
  const { db } = withColumns()
  dropColumns(db, 1)
  expect(chunksOf(columnsReader(db)(1))).toEqual([])
  expect(chunksOf(columnsReader(db)(2))).toEqual([7, 8])
})

test('values of a tag are counted in the chunks before one', () => {
  const { db } = withColumns()
  const count = valuesCounter(db)
  // 4,096 instances a chunk, less 96 absent and 1,000 empty.
  expect([count(1, 0), count(1, 1), count(1, 8), count(1, 9), count(1, 100)]).toEqual([0, 3000, 6000, 9000, 12_000])
  expect([count(2, 8), count(3, 8)]).toEqual([3000, 0])
})

test('a chunk in a place that is not its own is damage', () => {
  const { db } = withColumns()
  db.pragma('ignore_check_constraints = ON')
  db.exec('UPDATE column SET place = place + 2 WHERE tag = 1 AND chunk = 8')
  expect(() => chunksOf(columnsReader(db)(1))).toThrow(MedoidError)
  expect(() => chunksOf(columnsReader(db)(1))).toThrow('column.place (tag 1, chunk 8)')
})

test('what the rows of a chunk hold is looked at as it is read, and its damage is named', () => {
  const { db } = withColumns()
  const find = columnsFinder(db)
  expect(find(1, 7, 7)).toEqual([{ chunk: 7, encoding: 0, data: 3 }])
  db.exec('UPDATE column SET absent = 97 WHERE tag = 1 AND chunk = 7')
  expect(find(1, 7, 7)).toEqual([{ chunk: 7, encoding: 0, data: 3 }])
  db.exec('UPDATE column SET data = 4 WHERE tag = 1 AND chunk = 8')
  expect(() => find(1, 8, 11)).toThrow('column.data (tag 1, chunk 8)')
  db.pragma('ignore_check_constraints = ON')
  db.exec('UPDATE column SET place = place + 2 WHERE tag = 2 AND chunk = 8')
  expect(() => find(2, 8, 11)).toThrow('column.place (tag 2, chunk 8)')
})

test('chunks of several parts are read at a time, those of one tag alone, and damage of any is named', () => {
  const { db } = withColumns()
  const find = columnsFinder(db)
  const found = (tag: number, first: number, last: number) => find(tag, first, last).map(({ chunk }) => chunk)
  expect(found(1, 0, 20)).toEqual([0, 7, 8, 20])
  expect(found(1, 7, 8)).toEqual([7, 8])
  expect(found(1, 1, 6)).toEqual([])
  db.exec('UPDATE column SET data = 4 WHERE tag = 2 AND chunk = 8')
  expect(found(2, 0, 7)).toEqual([7])
  expect(() => find(2, 0, 20)).toThrow('column.data (tag 2, chunk 8)')
})

test('a chunk without a sum, of a catalogue that had none, is read', () => {
  const { db } = withColumns()
  db.exec('UPDATE column SET sums = NULL WHERE tag = 1 AND chunk = 8')
  expect(columnsFinder(db)(1, 8, 8)).toEqual([{ chunk: 8, encoding: 0, data: 3 }])
  db.exec("UPDATE column SET sums = x'' WHERE tag = 1 AND chunk = 8")
  expect(() => columnsFinder(db)(1, 8, 8)).toThrow('column.sums (tag 1, chunk 8)')
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
