import { expect, test } from 'vitest'
import { listFeatures, shownFeatures, tagRows } from '../../../src/core/report/feature-list.ts'
import { EQUAL_WEIGHT, type Feature, type RunFeatures } from '../../../src/core/catalogue/stored/features.ts'
import { MemorySource } from '../features/memory-source.ts'

const source = new MemorySource([
  { tag: '(0008,0060)', vr: 'CS', keyword: 'Modality', values: ['CT', 'CT', 'MR', 'MR'] },
  { tag: '(0008,1010)', vr: 'SH', keyword: 'StationName', values: ['SMITH', 'SMITH', 'DOE', undefined] },
  { tag: '(0018,0060)', vr: 'DS', keyword: 'KVP', values: ['120', '100', '', undefined] },
  { tag: '(0018,0015)', vr: 'CS', keyword: 'BodyPartExamined', values: ['HEAD', '', '', ''] }
])

function feature(name: string, phi: boolean): Feature {
  const { tag, vr, path, keyword, privateCreator } = source.tags().find((each) => each.keyword === name)!
  return {
    ...{ name, tag, vr, path, keyword, privateCreator, phi },
    kind: 'nominal',
    parser: 'category',
    columns: [{ name, position: 1, levels: [] }],
    dropped: [],
    included: false,
    missingShare: 0,
    distinct: 2,
    unparsed: 0,
    commas: 0,
    weighting: EQUAL_WEIGHT
  }
}

const spelling = (column: string) => ({ name: column, keyword: column, column, value: 'x', rawValues: [] })

const run: RunFeatures = {
  images: 4,
  features: [feature('Modality', false), feature('StationName', true)],
  rejected: [{ name: 'BodyPartExamined', reason: 'constant' }],
  normalised: [spelling('Modality'), spelling('StationName')],
  model: { columns: [], absence: null },
  fusion: null
}

test('values are told of features that tell of no person, and of nothing else', () => {
  const shown = shownFeatures(run, source.tags())
  const rows = tagRows(source.frequencies(source.live(), 10), 4, run, shown)
  expect(rows.map(({ name, decision, values }) => [name, decision, values?.map(({ value }) => value)])).toEqual([
    ['Modality', 'feature', ['CT', 'MR']],
    ['StationName', 'feature', undefined],
    // The run did not know it.
    ['KVP', null, undefined],
    ['BodyPartExamined', 'constant', undefined]
  ])
  expect(rows.map(({ missingShare }) => missingShare)).toEqual([0, 0.25, 0.5, 0.75])
})

test('why eligible tags are none depends on how tags were chosen', () => {
  const limited: RunFeatures = { ...run, rejected: [{ name: 'KVP', reason: 'limit' }] }
  const told = (select = 'missing') =>
    listFeatures(limited, shownFeatures(limited, source.tags()), { select, method: 'paper' }).rejected.map(
      ({ explanation }) => explanation
    )
  expect(told()).toEqual(['Eligible, but the tags that the fewest images lack came first.'])
  expect(told('laplacian')).toEqual(['Eligible, but the tags that differ least between similar images came first.'])
  expect(told('newer')).toEqual(['Eligible, but the tags that “newer” puts first came first.'])
})

test('a feature that the rules of now call personal is so, whatever the run says', () => {
  const old = { ...run, features: [feature('StationName', false), feature('Modality', false)] }
  expect([...shownFeatures(old, source.tags()).keys()]).toEqual(['Modality'])
  expect(listFeatures(old, shownFeatures(old, source.tags())).normalised.map(({ column }) => column)).toEqual([
    'Modality'
  ])
})

test('what was not chosen stands under its reason', () => {
  const { rejected, chosen } = listFeatures(run, shownFeatures(run, source.tags()))
  expect(rejected).toEqual([
    {
      reason: 'constant',
      explanation: 'All images that have a value have the same one.',
      tags: 1,
      names: ['BodyPartExamined']
    }
  ])
  expect(chosen.map(({ name, phi }) => [name, phi])).toEqual([
    ['Modality', false],
    ['StationName', true]
  ])
})

test('what the dictionary calls a private element is told of every one, its creator of features only', () => {
  const held = new MemorySource([
    { tag: '(2001,xx03)', vr: 'FL', privateCreator: 'Philips Imaging DD 001', values: ['0', '800'] }
  ])
  const name = '(2001,xx03)[Philips Imaging DD 001]'
  const selection: RunFeatures = { ...run, features: [], rejected: [{ name, reason: 'private' }], normalised: [] }
  expect(tagRows(held.frequencies(held.live(), 10), 2, selection, new Map())).toMatchObject([
    { name: '', privateName: 'Diffusion B-Factor', tag: '(2001,xx03)', values: null }
  ])
})

test('private elements are counted; what their creators call themselves is told of features only', () => {
  const held = new MemorySource(
    ['0A', '0B'].map((element) => ({
      tag: `(0019,xx${element})`,
      vr: 'LO',
      privateCreator: 'ST ELSEWHERE',
      values: ['a', 'b']
    }))
  )
  const [first, second] = held.tags().map((tag) => ({ ...tag, name: `${tag.tag}[${tag.privateCreator}]` }))
  const asked = { ...feature('Modality', false), ...first, phi: true, included: true }
  const selection: RunFeatures = {
    ...run,
    features: [asked],
    rejected: [{ name: second.name, reason: 'constant' }],
    normalised: []
  }
  const shown = shownFeatures(selection, held.tags())
  expect(listFeatures(selection, shown).rejected).toMatchObject([{ reason: 'constant', tags: 1, names: [] }])
  expect(tagRows(held.frequencies(held.live(), 10), 2, selection, shown).map(({ name }) => name)).toEqual([
    '(0019,xx0A)[ST ELSEWHERE]',
    ''
  ])
})

test('remarks on values keep to the rules for values: those of a person are not named', () => {
  const outlying = { min: 1.5, max: 15_000, low: 1.5, high: 3 }
  const numeric = (name: string): Feature => ({
    ...feature(name, false),
    kind: 'numeric',
    parser: 'number',
    columns: [{ name, position: 1, outlying }],
    unparsed: 2,
    commas: 1
  })
  const remarked = { ...run, features: [numeric('KVP'), numeric('StationName')] }
  const [kvp, station] = listFeatures(remarked, shownFeatures(remarked, source.tags())).chosen
  expect(kvp.remarks).toEqual([
    '2 values cannot be read as a number, and are missing.',
    '1 value is written with a decimal comma, and read as meant.',
    'reaches from 1.5 to 15000, and nine of ten values lie between 1.5 and 3: these count as nearly equal. Look at its values, which may be wrong or in two units, or leave it out.'
  ])
  expect(station.phi).toBe(true)
  expect(station.remarks[2]).toMatch(/^has a range over 1,000 times as wide/)
  expect(station.remarks.join()).not.toContain('15000')
})
