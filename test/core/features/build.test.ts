import { describe, expect, test } from 'vitest'
import { buildTable, buildTables, TableBuilder } from '../../../src/core/features/build.ts'
import { selectFeatures } from '../../../src/core/features/select.ts'
import type { Feature } from '../../../src/core/catalogue/stored/features.ts'
import type { FeatureTable } from '../../../src/core/features/table.ts'
import { MemorySource, type MemoryTag } from './memory-source.ts'

const ROWS = { tag: '(0028,0010)', vr: 'US', keyword: 'Rows', values: ['512', '256', '512', '64'] }
const TYPE = {
  tag: '(0008,0008)',
  vr: 'CS',
  keyword: 'ImageType',
  values: ['ORIGINAL\\PRIMARY', 'DERIVED\\PRIMARY', 'original\\SECONDARY', undefined]
}
const THICKNESS = { tag: '(0018,0050)', vr: 'DS', keyword: 'SliceThickness', values: ['0', '1.5 mm', '', '2.50'] }

async function plan(tags: MemoryTag[], include: string[] = []): Promise<{ source: MemorySource; features: Feature[] }> {
  const source = new MemorySource(tags)
  return { source, features: (await selectFeatures(source, source.images(), { include })).features }
}

/** A table as plain rows by column name; null = missing. */
function cells({ columns }: FeatureTable): Record<string, (string | number | null)[]> {
  return Object.fromEntries(
    columns.map((column) => [
      column.name,
      'codes' in column
        ? Array.from(column.codes, (code) => (code < 0 ? null : column.levels[code]))
        : Array.from(column.values, (value) => (Number.isNaN(value) ? null : value))
    ])
  )
}

describe('a feature table', () => {
  test('holds numbers, and one spelling of each category; what is missing or does not parse is missing, not 0', async () => {
    const { source, features } = await plan([ROWS, TYPE, THICKNESS])
    const table = buildTable(source, features, source.images())
    expect(table.rows).toBe(4)
    expect(cells(table)).toEqual({
      Rows: [512, 256, 512, 64],
      'ImageType[1]': ['ORIGINAL', 'DERIVED', 'ORIGINAL', null],
      'ImageType[2]': ['PRIMARY', 'PRIMARY', 'SECONDARY', null],
      SliceThickness: [0, null, null, 2.5]
    })
  })

  test('has the rows that are asked for, in their order, with the same columns and codes', async () => {
    const { source, features } = await plan([ROWS, TYPE])
    const all = buildTable(source, features, source.images())
    const some = buildTable(source, features, Uint32Array.of(1, 3))
    expect(cells(some)['ImageType[1]']).toEqual(['DERIVED', null])
    expect(some.columns.map(({ name }) => name)).toEqual(all.columns.map(({ name }) => name))
    expect(some.columns[1]).toMatchObject({ levels: ['ORIGINAL', 'DERIVED'], codes: Int32Array.of(1, -1) })
  })

  test('ages are years', async () => {
    const age = { tag: '(0010,1010)', vr: 'AS', keyword: 'PatientAge', values: ['045Y', '006M', '45', '000Y'] }
    const { source, features } = await plan([ROWS, age], ['PatientAge'])
    expect(cells(buildTable(source, features, source.images())).PatientAge).toEqual([45, 0.5, null, 0])
  })
})

describe('a plan that is stored as JSON', () => {
  const later = new MemorySource([
    ROWS,
    { ...TYPE, values: ['LOCALIZER', 'localizer\\PRIMARY\\X', 'Derived', 'MPR'] },
    {
      ...THICKNESS,
      path: 'SharedFunctionalGroupsSequence.PixelMeasuresSequence.SliceThickness',
      values: ['7', undefined, undefined, undefined]
    },
    THICKNESS
  ])

  test('makes the same columns of other instances; categories that are new keep their text', async () => {
    const stored = JSON.parse(JSON.stringify((await plan([ROWS, TYPE, THICKNESS])).features)) as Feature[]
    const table = buildTable(later, stored, later.images())
    expect(cells(table)).toEqual({
      Rows: [512, 256, 512, 64],
      'ImageType[1]': ['LOCALIZER', 'LOCALIZER', 'DERIVED', 'MPR'],
      'ImageType[2]': [null, 'PRIMARY', null, null],
      SliceThickness: [0, null, null, 2.5]
    })
    expect(table.columns[1]).toMatchObject({
      levels: ['ORIGINAL', 'DERIVED', 'LOCALIZER', 'MPR'],
      codes: Int32Array.of(2, 2, 1, 3)
    })
  })

  test('a category that is new in one table is not taken into the next', async () => {
    const builder = new TableBuilder(later, (await plan([ROWS, TYPE, THICKNESS])).features)
    expect(builder.build(Uint32Array.of(3)).columns[1]).toMatchObject({ levels: ['ORIGINAL', 'DERIVED', 'MPR'] })
    expect(builder.build(Uint32Array.of(0, 3)).columns[1]).toMatchObject({
      levels: ['ORIGINAL', 'DERIVED', 'LOCALIZER', 'MPR'],
      codes: Int32Array.of(2, 3)
    })
  })

  test('is refused by a catalogue that lacks one of its tags', async () => {
    const { features } = await plan([ROWS, TYPE])
    expect(() => buildTable(new MemorySource([ROWS]), features, Uint32Array.of(0))).toThrow(
      'This catalogue has no tag ImageType, which the run uses. Use the catalogue that the run was made with.'
    )
  })
})

describe('tables in pieces', () => {
  const rows = { ...ROWS, values: Array.from({ length: 70_000 }, (_, i) => String(i % 7)) }

  test('of 65,536 rows', async () => {
    const { source, features } = await plan([rows])
    const tables = [...buildTables(source, features, source.images())]
    expect(tables.map((table) => table.rows)).toEqual([65_536, 4464])
    expect(cells(tables[1]).Rows.slice(0, 3)).toEqual([2, 3, 4])
  })

  test('stop when they are cancelled', async () => {
    const { source, features } = await plan([rows])
    const tables = buildTables(source, features, source.images(), { signal: AbortSignal.abort() })
    expect(() => tables.next()).toThrow(expect.objectContaining({ code: 'cancelled' }))
  })
})
