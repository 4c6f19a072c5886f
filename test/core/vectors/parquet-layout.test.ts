import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { VectorFile } from '../../../src/core/vectors/vector-file.ts'
import { readParquetRows } from '../tables/read-parquet.ts'

let out: string
beforeEach(async () => {
  out = join(await mkdtemp(join(tmpdir(), 'medoid-vectors-')), 'out.parquet')
})
afterEach(() => rm(join(out, '..'), { recursive: true, force: true }))

async function write(rows: number, length: number, groupRows?: number) {
  const uids = Array.from({ length: rows }, (_, i) => (i % 3 === 0 ? '' : `1.2.840.${'9'.repeat(i % 50)}`))
  const clusters = Int32Array.from(uids, (_, i) => i * 1000 - 1)
  const vectors = Float32Array.from({ length: rows * length }, (_, i) => (i % 7 === 0 ? 0 : (i - 20) / 3))
  const file = await VectorFile.open({ path: out, format: 'parquet', rows, length, groupRows, source: {} })
  await file.write({ instances: Array.from({ length: rows }, (_, i) => i), uids, clusters, vectors })
  await file.finish()
  return uids.map((uid, i) => ({
    SOPInstanceUID: uid,
    cluster: clusters[i],
    vector: [...vectors.subarray(i * length, (i + 1) * length)]
  }))
}

test('halves are FLOAT16, and come back as the nearest ones', async () => {
  const vectors = Float32Array.of(0, 1, -2.5, 0.1, 65_504, 6e-8)
  const given = { path: out, format: 'parquet', precision: 'f16', rows: 2, length: 3, source: {} } as const
  const file = await VectorFile.open(given)
  await file.write({ instances: [0, 1], uids: ['1.2', '1.3'], clusters: [0, 1], vectors })
  await file.finish()
  // numpy: np.array([0, 1, -2.5, .1, 65504, 6e-8], '<f2').astype(float)
  expect(await hyparquetRows()).toEqual([
    { SOPInstanceUID: '1.2', cluster: 0, vector: [0, 1, -2.5] },
    { SOPInstanceUID: '1.3', cluster: 1, vector: [0.0999755859375, 65_504, 5.960464477539063e-8] }
  ])
  expect(readParquetRows(out).columns).toEqual({ SOPInstanceUID: 'u', cluster: 'i', vector: '+l' })
})

async function hyparquetRows() {
  return parquetReadObjects({ file: new Uint8Array(await readFile(out)).buffer })
}

test.each([
  [1, 1],
  [10, 1],
  [5, 2],
  // Runs of levels get longer varints from 64 and 8,192 values on.
  [9, 64],
  [9, 65],
  [4, 8193],
  // Pages of 3 vectors.
  [7, 81_920]
])('%d vectors of %d values come back from two readers', async (rows, length) => {
  const expected = await write(rows, length, 4)
  const { columns, rows: read } = readParquetRows(out)
  // Arrow C data interface: u = utf8, i = int32, +l = list
  expect(columns).toEqual({ SOPInstanceUID: 'u', cluster: 'i', vector: '+l' })
  expect(read).toEqual(expected)
  expect(await hyparquetRows()).toEqual(expected)
})

test('row groups and columns lie where the metadata says, end to end', async () => {
  await write(11, 3, 4)
  const bytes = await readFile(out)
  const { row_groups, num_rows } = parquetMetadata(new Uint8Array(bytes).buffer)
  expect([num_rows, row_groups.map((group) => group.num_rows)]).toEqual([11n, [4n, 4n, 3n]])
  let offset = 4n
  for (const { columns, total_byte_size } of row_groups) {
    const from = offset
    for (const { meta_data } of columns) {
      expect(meta_data!.data_page_offset).toBe(offset)
      offset += meta_data!.total_compressed_size
    }
    expect(offset - from).toBe(total_byte_size)
  }
  const footer = bytes.readUInt32LE(bytes.length - 8)
  expect(Number(offset)).toBe(bytes.length - 8 - footer)
})

test('no vectors at all are a table without rows', async () => {
  await write(0, 3)
  expect(readParquetRows(out)).toEqual({ columns: { SOPInstanceUID: 'u', cluster: 'i', vector: '+l' }, rows: [] })
})
