import { describe, expect, test } from 'vitest'
import type { Feature } from '../../../src/core/catalogue/stored/features.ts'
import { selectFeatures, type Selection, type SelectionOptions } from '../../../src/core/features/select.ts'
import { MemorySource } from './memory-source.ts'

const ROWS = { tag: '(0028,0010)', vr: 'US', keyword: 'Rows', values: ['512', '256', '512', '64'] }
const THICKNESS = { tag: '(0018,0050)', vr: 'DS', keyword: 'SliceThickness', values: ['5', '5.0', '1', '2'] }
const PART = {
  tag: '(0018,0015)',
  vr: 'CS',
  keyword: 'BodyPartExamined',
  values: ['T_SPINE', 'TSPINE', 'HEAD', 'SKULL']
}
const MODEL = { tag: '(0008,1090)', vr: 'LO', keyword: 'ManufacturerModelName', values: ['7', '007', 'x', '9'] }
const STATION = { tag: '(0008,1010)', vr: 'SH', keyword: 'StationName', values: ['A', 'B', 'A', 'B'] }

function select(options: SelectionOptions): Promise<Selection> {
  const source = new MemorySource([ROWS, THICKNESS, PART, MODEL, STATION])
  return selectFeatures(source, source.images(), options)
}
async function feature(keyword: string, options: SelectionOptions): Promise<Feature> {
  return (await select(options)).features.find((each) => each.keyword === keyword)!
}

describe('the kind of a tag', () => {
  test('numbers become categories, one for each number', async () => {
    expect(await feature('SliceThickness', {})).toMatchObject({ kind: 'numeric' })
    const { features, normalised } = await select({ kind: [{ tag: 'SliceThickness', kind: 'nominal' }] })
    expect(features.find(({ keyword }) => keyword === 'SliceThickness')).toMatchObject({
      kind: 'nominal',
      columns: [{ name: 'SliceThickness', position: 1, levels: ['5', '1', '2'] }]
    })
    expect(normalised.find(({ keyword }) => keyword === 'SliceThickness')?.rawValues).toEqual([
      { value: '5', count: 1, rules: [] },
      { value: '5.0', count: 1, rules: ['number'] }
    ])
  })

  test('codes become numbers; what is none is missing, and counted', async () => {
    expect(
      await feature('ManufacturerModelName', { kind: [{ tag: 'ManufacturerModelName', kind: 'numeric' }] })
    ).toMatchObject({
      kind: 'numeric',
      parser: 'number',
      unparsed: 1
    })
  })

  test('a tag none of whose values is a number is rejected as a number', async () => {
    const { rejected } = await select({ kind: [{ tag: 'BodyPartExamined', kind: 'numeric' }] })
    expect(rejected.find(({ keyword }) => keyword === 'BodyPartExamined')).toMatchObject({ reason: 'unreadable' })
  })
})

describe('values taken as one', () => {
  test('are those that are spelt alike, and others where a person says so', async () => {
    const levels = async (options: SelectionOptions): Promise<string[]> =>
      (await feature('BodyPartExamined', options)).columns[0].levels!
    expect(await levels({})).toEqual(['TSPINE', 'HEAD', 'SKULL'])
    expect(await levels({ separate: [{ tag: 'BodyPartExamined', values: ['TSPINE'] }] })).toEqual([
      'HEAD',
      'SKULL',
      'TSPINE',
      'T_SPINE'
    ])
    expect(await levels({ join: [{ tag: 'BodyPartExamined', values: ['HEAD', 'SKULL'] }] })).toEqual(['HEAD', 'TSPINE'])
  })

  test('make a numeric tag nominal', async () => {
    expect(await feature('SliceThickness', { join: [{ tag: 'SliceThickness', values: ['1', '2'] }] })).toMatchObject({
      kind: 'nominal',
      columns: [{ levels: ['1', '5'] }],
      spellings: { separate: [], join: [['1', '2']] }
    })
  })

  test('are told with the reason why', async () => {
    const { normalised } = await select({ join: [{ tag: 'BodyPartExamined', values: ['HEAD', 'SKULL'] }] })
    expect(normalised.find(({ value }) => value === 'HEAD')).toEqual({
      name: 'BodyPartExamined',
      keyword: 'BodyPartExamined',
      column: 'BodyPartExamined',
      value: 'HEAD',
      rawValues: [
        { value: 'HEAD', count: 1, rules: [] },
        { value: 'SKULL', count: 1, rules: ['person'] }
      ]
    })
  })
})

test.each<[SelectionOptions, string]>([
  [{ kind: [{ tag: 'Gone', kind: 'nominal' }] }, 'unknown-tag'],
  [
    {
      kind: [
        { tag: 'SliceThickness', kind: 'nominal' },
        { tag: 'SliceThickness', kind: 'numeric' }
      ]
    },
    'contradictory-tags'
  ],
  [
    { kind: [{ tag: 'SliceThickness', kind: 'numeric' }], join: [{ tag: 'SliceThickness', values: ['1', '2'] }] },
    'contradictory-tags'
  ],
  [{ include: ['StationName'], join: [{ tag: 'StationName', values: ['A', 'B'] }] }, 'personal-values']
])('%j is refused: %s', async (options, code) => {
  await expect(select(options)).rejects.toThrow(expect.objectContaining({ code }))
})
