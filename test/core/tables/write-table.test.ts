import { createHash } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TABLE_FORMATS, type TableBatch, type TableColumn } from '../../../src/core/tables/table.ts'
import { writeTable } from '../../../src/core/tables/write-table.ts'
import { readParquetRows } from './read-parquet.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medoid-table-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const COLUMNS: TableColumn[] = [
  { name: 'label', type: 'string' },
  { name: 'cluster', type: 'int32' },
  { name: 'distance', type: 'float' },
  { name: 'thickness', type: 'double' },
  { name: 'isMedoid', type: 'boolean' }
]
const BATCHES: TableBatch[] = [
  [
    ['CT, thorax', 'Schädel "nativ"', null],
    [0, 1, 2],
    Float32Array.of(0, 0.1, NaN),
    [0.1, null, 5],
    [true, false, null]
  ],
  [['日本 😀\nzwei'], [-1], [1], [1 / 3], [false]]
]
const ROWS = [
  { label: 'CT, thorax', cluster: 0, distance: 0, thickness: 0.1, isMedoid: true },
  { label: 'Schädel "nativ"', cluster: 1, distance: 0.1, thickness: null, isMedoid: false },
  { label: null, cluster: 2, distance: null, thickness: 5, isMedoid: null },
  { label: '日本 😀\nzwei', cluster: -1, distance: 1, thickness: 1 / 3, isMedoid: false }
]

test('csv-parse reads the CSV back', async () => {
  const path = join(folder, 'table.csv')
  await writeTable(path, 'csv', COLUMNS, BATCHES)
  expect(parse(await readFile(path), { columns: true })).toEqual([
    { label: 'CT, thorax', cluster: '0', distance: '0', thickness: '0.1', isMedoid: 'true' },
    { label: 'Schädel "nativ"', cluster: '1', distance: '0.1', thickness: '', isMedoid: 'false' },
    { label: '', cluster: '2', distance: '', thickness: '5', isMedoid: '' },
    { label: '日本 😀\nzwei', cluster: '-1', distance: '1', thickness: '0.3333333333333333', isMedoid: 'false' }
  ])
})

test('JSON.parse reads the JSONL back, line by line', async () => {
  const path = join(folder, 'table.jsonl')
  await writeTable(path, 'jsonl', COLUMNS, BATCHES)
  const lines = (await readFile(path, 'utf8')).split('\n')
  expect(lines.pop()).toBe('')
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual(ROWS)
})

test("Rust's parquet reads the Parquet back, with types and nulls", async () => {
  const path = join(folder, 'table.parquet')
  await writeTable(path, 'parquet', COLUMNS, BATCHES)
  const { columns, rows } = readParquetRows(path)
  // Arrow C data interface: u = utf8, i = int32, f = float32, g = float64, b = boolean
  expect(columns).toEqual({ label: 'u', cluster: 'i', distance: 'f', thickness: 'g', isMedoid: 'b' })
  expect(rows).toEqual(ROWS.map((row) => ({ ...row, distance: row.distance && Math.fround(row.distance) })))
})

test('a Parquet file of several row groups comes back whole', async () => {
  const path = join(folder, 'table.parquet')
  const columns: TableColumn[] = [
    { name: 'uid', type: 'string' },
    { name: 'n', type: 'int32' },
    { name: 'kind', type: 'string' },
    { name: 'silhouette', type: 'float' }
  ]
  const batches = function* (): Iterable<TableBatch> {
    for (let start = 0; start < 200_000; start += 4096) {
      const n = Array.from({ length: Math.min(4096, 200_000 - start) }, (_, i) => start + i)
      yield [
        n.map((i) => `1.2.3.${i}`),
        n,
        n.map((i) => (i % 3 === 0 ? null : 'CT')),
        n.map((i) => (i % 40 ? null : 0.5))
      ]
    }
  }
  expect((await writeTable(path, 'parquet', columns, batches())).rows).toBe(200_000)
  const { rows } = readParquetRows(path)
  expect(rows.length).toBe(200_000)
  const wrong = rows.findIndex(
    (row, i) =>
      row.uid !== `1.2.3.${i}` ||
      row.n !== i ||
      row.kind !== (i % 3 === 0 ? null : 'CT') ||
      row.silhouette !== (i % 40 ? null : 0.5)
  )
  expect(wrong).toBe(-1)
})

test('a table without rows still has its columns', async () => {
  await writeTable(join(folder, 'a.csv'), 'csv', COLUMNS, [])
  expect(await readFile(join(folder, 'a.csv'), 'utf8')).toBe('label,cluster,distance,thickness,isMedoid\n')
  await writeTable(join(folder, 'a.jsonl'), 'jsonl', COLUMNS, [])
  expect(await readFile(join(folder, 'a.jsonl'), 'utf8')).toBe('')
  await writeTable(join(folder, 'a.parquet'), 'parquet', COLUMNS, [])
  expect(readParquetRows(join(folder, 'a.parquet'))).toEqual({
    columns: { label: 'u', cluster: 'i', distance: 'f', thickness: 'g', isMedoid: 'b' },
    rows: []
  })
})

test.each(TABLE_FORMATS)('%s: rows, bytes and SHA-256 are those of the file', async (format) => {
  const path = join(folder, 'table')
  const written = await writeTable(path, format, COLUMNS, BATCHES)
  const bytes = await readFile(path)
  expect(written).toEqual({
    rows: 4,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex')
  })
})

test.each(TABLE_FORMATS)('%s: when the rows fail half-way, the old file stays', async (format) => {
  const path = join(folder, 'table')
  await writeFile(path, 'old')
  const batches = function* (): Iterable<TableBatch> {
    yield BATCHES[0]
    throw new Error('no more rows')
  }
  await expect(writeTable(path, format, COLUMNS, batches())).rejects.toThrow('no more rows')
  expect(await readFile(path, 'utf8')).toBe('old')
  expect(await readdir(folder)).toEqual(['table'])
})
