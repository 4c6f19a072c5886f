import { expect, test } from 'vitest'
import { ChangedColumn } from '../../../src/core/catalogue/corrections/column-source.ts'
import { MappedColumns } from '../../../src/core/catalogue/mapped-columns.ts'
import type { Mapping } from '../../../src/core/catalogue/stored/mapping.ts'
import type { Tag, TagId } from '../../../src/core/catalogue/types.ts'

const PART = { name: 'BodyPartExamined', tag: '(0018,0015)', path: '', keyword: 'BodyPartExamined', privateCreator: '' }
const THICK = { name: 'SliceThickness', tag: '(0018,0050)', path: '', keyword: 'SliceThickness', privateCreator: '' }
const part: Tag = { id: 1 as TagId, ...PART, vr: 'CS' }
const thick: Tag = { id: 2 as TagId, ...THICK, vr: 'DS' }
const nested: Tag = {
  ...thick,
  id: 3 as TagId,
  path: 'SharedFunctionalGroupsSequence.PixelMeasuresSequence.SliceThickness'
}

const ORIGINS = {
  sources: (instances: Uint32Array) => instances.map((instance) => (instance < 10 ? 1 : 2)),
  modalities: (instances: Uint32Array) => Array.from(instances, (instance) => (instance % 2 === 0 ? 'CT' : 'MR'))
}

/** The values of instances as mappings read them; null stands for an empty value. */
function read(mappings: Mapping[], tag: Tag, values: Record<number, string | null>): (string | null)[] {
  const instances = Uint32Array.from(Object.keys(values), Number)
  const texts = ['', '', ...new Set(Object.values(values).filter((value) => value !== null))]
  const codes = Uint32Array.from(Object.values(values), (value) => (value === null ? 1 : texts.indexOf(value, 2)))
  const column = new ChangedColumn({ codes, texts })
  new MappedColumns(mappings, ORIGINS).apply(tag, instances, column)
  return Array.from(codes, (code) => (code < 2 ? null : column.texts[code]))
}

const synonym = (from: string[], to: string): Mapping => ({ kind: 'synonym', ...PART, from, to })

test('a word is read as another one, in each of the spellings that a mapping lists and in no others', () => {
  const mappings = [synonym(['KOPF', 'Kopf'], 'HEAD')]
  const values = { 1: 'KOPF', 2: 'Kopf', 3: 'kopf', 4: 'HEAD', 5: null }
  expect(read(mappings, part, values)).toEqual(['HEAD', 'HEAD', 'kopf', 'HEAD', null])
})

test('mappings go on from one another, and two that are each other’s opposite change nothing', () => {
  const chain = [synonym(['CALVARIA'], 'SCHAEDEL'), synonym(['SCHAEDEL'], 'SKULL')]
  expect(read(chain, part, { 1: 'CALVARIA', 2: 'SCHAEDEL' })).toEqual(['SKULL', 'SKULL'])
  const circle = [synonym(['A'], 'B'), synonym(['B'], 'A')]
  expect(read(circle, part, { 1: 'A', 2: 'B' })).toEqual(['A', 'B'])
})

test('of several values each is read by itself', () => {
  expect(read([synonym(['KOPF'], 'HEAD')], part, { 1: 'KOPF\\HALS', 2: 'KOPFHALS' })).toEqual([
    'HEAD\\HALS',
    'KOPFHALS'
  ])
})

test('numbers are scaled for the images of their sources, and of their modality', () => {
  const unit: Mapping = { kind: 'unit', ...THICK, sources: [2], modality: null, scale: 10, offset: 0 }
  expect(read([unit], thick, { 1: '0.3', 12: '0.3', 13: '0,15\\x', 14: '' })).toEqual(['0.3', '3', '1.5\\x', ''])
  const range: Mapping = { kind: 'range', ...THICK, sources: [2], modality: 'CT', scale: 0.5, offset: 1 }
  // The unit first: ranges are in that of the standard.
  expect(read([range, unit], thick, { 12: '0.4', 13: '0.4', 4: '4' })).toEqual(['4', '3', '4'])
})

test('a plain attribute is read below the functional groups, too, and no other tag is', () => {
  const unit: Mapping = { kind: 'unit', ...THICK, sources: [1], modality: null, scale: 10, offset: 0 }
  expect(read([unit], nested, { 1: '0.3' })).toEqual(['3'])
  expect(read([unit], part, { 1: '0.3' })).toEqual(['0.3'])
})
