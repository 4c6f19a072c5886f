import { join } from 'node:path'
import { expect, test } from 'vitest'
import { vectorTable } from '../../../src/core/catalogue-export/vectors.ts'
import { reading } from '../../../src/jobs/catalogues.ts'
import { archive } from '../../jobs/archive.ts'
import { temporaryFolder } from '../catalogue/synthetic.ts'
import { readParquetRows } from '../tables/read-parquet.ts'

const VECTORS = new Map([
  [0, [1, 0]],
  [2, [0.6, 0.8]]
])

test('stored vectors by instance, with their UIDs as they are mapped; an instance that is gone has none', async () => {
  const path = join(temporaryFolder(), 'vectors-3.parquet')
  const catalogue = archive(['1.1', '1.2', '1.3'].map((uid) => ({ SOPInstanceUID: uid, Rows: '4' })))
  const stored = {
    model: 3,
    length: 2,
    // There is no instance 9 any more.
    instances: Uint32Array.of(0, 2, 9),
    vector: (instance: number, into: Float32Array) => into.set(VECTORS.get(instance)!)
  }
  await reading(catalogue, async (reader) => {
    const table = vectorTable(
      reader,
      stored,
      (uid) => `x${uid}`,
      () => undefined,
      undefined
    )
    expect(table.name).toBe('vectors-3')
    expect(await table.write(path, async () => {})).toMatchObject({ rows: 2 })
  })
  expect(readParquetRows(path).rows).toEqual([
    { SOPInstanceUID: 'x1.1', instance: 0, vector: [1, 0] },
    { SOPInstanceUID: 'x1.3', instance: 2, vector: [Math.fround(0.6), Math.fround(0.8)] }
  ])
})
