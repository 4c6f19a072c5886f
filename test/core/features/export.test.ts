import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildTables } from '../../../src/core/features/build.ts'
import { writeFeatures, writeTypes } from '../../../src/core/features/export.ts'
import { selectFeatures } from '../../../src/core/features/select.ts'
import type { Feature } from '../../../src/core/catalogue/stored/features.ts'
import type { FeatureTable } from '../../../src/core/features/table.ts'
import { readParquetRows } from '../tables/read-parquet.ts'
import { MemorySource } from './memory-source.ts'

let folder: string
let features: Feature[]
let tables: () => Iterable<FeatureTable>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'medoid-features-'))
  const source = new MemorySource([
    { tag: '(0028,0010)', vr: 'US', keyword: 'Rows', values: ['512', '512', '64'] },
    { tag: '(0028,0030)', vr: 'DS', keyword: 'PixelSpacing', values: ['0.1\\0.30000000000000004', '', '1e-7\\2'] },
    { tag: '(0018,5101)', vr: 'CS', keyword: 'ViewPosition', values: ['NA', '+X', 'a, "b"'] },
    { tag: '(0010,0010)', vr: 'PN', keyword: 'PatientName', values: ['Doe^Jane', 'Roe^Jim', 'DOE^JANE'] }
  ])
  features = (await selectFeatures(source, source.images(), { include: ['PatientName'] })).features
  tables = () => buildTables(source, features, source.images())
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('CSV', () => {
  test('has a row an image, empty cells for missing values, and no text of PHI', async () => {
    const path = join(folder, 'features.csv')
    expect(await writeFeatures(path, 'csv', features, tables())).toMatchObject({ rows: 3 })
    expect(readFileSync(path, 'utf8')).toBe(
      'PatientName,ViewPosition,Rows,PixelSpacing[1],PixelSpacing[2]\n' +
        "category 1,'NA,512,0.1,0.30000000000000004\n" +
        "category 2,'+X,512,,\n" +
        'category 1,"a, ""b""",64,1e-7,2\n'
    )
  })

  test('read back, every number is the same and every two categories differ as before', async () => {
    const path = join(folder, 'features.csv')
    await writeFeatures(path, 'csv', features, tables())
    const rows = parse<Record<string, string>>(readFileSync(path), { columns: true })
    expect(rows.map((row) => Number(row['PixelSpacing[2]']))).toEqual([0.30000000000000004, 0, 2])
    expect(new Set(rows.map((row) => row.ViewPosition)).size).toBe(3)
  })
})

test('Parquet, read by another library: numbers as doubles, text as it is, nulls', async () => {
  const path = join(folder, 'features.parquet')
  await writeFeatures(path, 'parquet', features, tables())
  expect(readParquetRows(path)).toEqual({
    columns: { PatientName: 'u', ViewPosition: 'u', Rows: 'g', 'PixelSpacing[1]': 'g', 'PixelSpacing[2]': 'g' },
    rows: [
      {
        PatientName: 'category 1',
        ViewPosition: 'NA',
        Rows: 512,
        'PixelSpacing[1]': 0.1,
        'PixelSpacing[2]': 0.30000000000000004
      },
      { PatientName: 'category 2', ViewPosition: '+X', Rows: 512, 'PixelSpacing[1]': null, 'PixelSpacing[2]': null },
      { PatientName: 'category 1', ViewPosition: 'a, "b"', Rows: 64, 'PixelSpacing[1]': 1e-7, 'PixelSpacing[2]': 2 }
    ]
  })
})

test('the types file says what each column is', async () => {
  const path = join(folder, 'types.json')
  await writeTypes(path, features)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    PatientName: 'nominal',
    ViewPosition: 'nominal',
    Rows: 'numeric',
    'PixelSpacing[1]': 'numeric',
    'PixelSpacing[2]': 'numeric'
  })
})

test('no features make no file', async () => {
  await expect(writeFeatures(join(folder, 'x.csv'), 'csv', [], [])).rejects.toThrow(
    expect.objectContaining({ code: 'no-features' })
  )
})
