import { expect, test } from 'vitest'
import type { Tag, TagId } from '../../../src/core/catalogue/types.ts'
import type { RunParameters } from '../../../src/core/catalogue/stored/run.ts'
import { PARAMETERS } from '../catalogue/stored/examples.ts'
import { publicConditions, publicParameters } from '../../../src/core/labels/public-parameters.ts'

const tag = (id: number, tag: string, keyword: string, vr: string, path = ''): Tag => ({
  id: id as TagId,
  tag,
  path,
  keyword,
  privateCreator: '',
  vr
})
const TAGS = [
  tag(1, '(0008,0060)', 'Modality', 'CS'),
  tag(2, '(0010,0010)', 'PatientName', 'PN'),
  tag(3, '(0008,0020)', 'StudyDate', 'DA')
]

test('how a run was made stays, conditions on people and dates are withheld', () => {
  const where: RunParameters['where'] = [
    { tag: 'Modality', operator: 'is', value: 'CT' },
    { tag: 'PatientName', operator: 'contains', value: 'smith' },
    { tag: 'StudyDate', operator: 'is', range: { from: 20200101, to: 20201231 } },
    { tag: 'Gone', operator: 'is-not', value: 'smith' }
  ]
  const stored = { ...PARAMETERS, include: ['Modality'], catalogue: '/home/jane/archive.sqlite', where }
  expect(publicParameters(stored, TAGS)).toEqual({
    tags: 70,
    exclude: [],
    k: [2],
    sample: 3,
    seed: 7,
    algorithm: 'fasterpam',
    restarts: 10,
    method: 'paper',
    weights: [],
    groupByScanner: false,
    perSeries: null,
    heldOut: false,
    by: 'image',
    select: 'missing',
    fuse: null,
    include: ['Modality'],
    where: [
      { tag: 'Modality', operator: 'is', value: 'CT' },
      { tag: 'PatientName', operator: 'contains', value: '(withheld)' },
      { tag: 'StudyDate', operator: 'is', value: '(withheld)' },
      { tag: 'Gone', operator: 'is-not', value: '(withheld)' }
    ]
  })
})

test('which values are one stays where the tag tells of nobody', () => {
  const kind: RunParameters['kind'] = [{ tag: 'Modality', kind: 'nominal' }]
  const shown = { tag: 'Modality', values: ['CT', 'PT'] }
  const join = [shown, { tag: 'PatientName', values: ['smith', 'jones'] }]
  const separate = [{ tag: 'Gone', values: ['smith'] }]
  expect(publicParameters({ ...PARAMETERS, kind, join, separate }, TAGS)).toMatchObject({
    kind,
    join: [shown, { tag: 'PatientName', values: ['(withheld)'] }],
    separate: [{ tag: 'Gone', values: ['(withheld)'] }]
  })
})

test('what was not asked for is left out', () => {
  const { k: _, ...parameters } = PARAMETERS
  expect(Object.keys(publicParameters(parameters, TAGS))).not.toContain('k')
})

test('the name of a selection is kept, as somebody gave it for others to read', () => {
  const named = [{ tag: 'Selection', operator: 'is' as const, value: 'Dark knees' }]
  expect(publicConditions(named, TAGS)).toEqual(named)
})
