import { describe, expect, test } from 'vitest'
import { attributeColumn, attributeFrequencies, attributesOf } from '../../../src/core/features/attributes.ts'
import { MemorySource } from './memory-source.ts'
import { namedTags, type TagName } from './named-tags.ts'

const SHARED = 'SharedFunctionalGroupsSequence'
const PER_FRAME = 'PerFrameFunctionalGroupsSequence'

/** Six instances: two classic ones, four enhanced ones, the last of which has no spacing at all. */
const source = new MemorySource([
  { tag: '(5200,9229)', vr: 'SQ', keyword: SHARED, values: [undefined, undefined, '1', '1', '1', '1'] },
  { tag: '(5200,9230)', vr: 'SQ', keyword: PER_FRAME, values: [undefined, undefined, '9', '9', '9', '9'] },
  {
    tag: '(0028,0030)',
    vr: 'DS',
    keyword: 'PixelSpacing',
    path: `${PER_FRAME}.PixelMeasuresSequence.PixelSpacing`,
    values: [undefined, undefined, '7\\7', undefined, '3\\3', '']
  },
  {
    tag: '(0028,0030)',
    vr: 'DS',
    keyword: 'PixelSpacing',
    path: `${SHARED}.PixelMeasuresSequence.PixelSpacing`,
    values: [undefined, undefined, '2\\2', '1\\1', undefined, '']
  },
  {
    tag: '(0028,0030)',
    vr: 'DS',
    keyword: 'PixelSpacing',
    values: ['1\\1', '4\\4', undefined, undefined, '', undefined]
  }
])
const texts = (instances: number[]): string[] => {
  const [spacing] = attributesOf(source.tags())
  const { codes, texts } = attributeColumn(source, spacing, Uint32Array.from(instances))
  return Array.from(codes, (code) => (code === 0 ? 'absent' : code === 1 ? 'empty' : texts[code]))
}

describe('functional groups', () => {
  test('are read as the plain attribute: the top level, else shared, else the first frame', () => {
    expect(attributesOf(source.tags()).map(({ name }) => name)).toEqual(['PixelSpacing', SHARED, PER_FRAME])
    expect(texts([0, 1, 2, 3, 4, 5])).toEqual(['1\\1', '4\\4', '2\\2', '1\\1', '3\\3', 'empty'])
  })

  test('for any list of instances', () => {
    expect(texts([])).toEqual([])
    expect(texts([4])).toEqual(['3\\3'])
    expect(texts([0, 5])).toEqual(['1\\1', 'empty'])
  })

  test('count towards frequencies and distinct values', () => {
    const attributes = attributesOf(source.tags())
    expect(attributeFrequencies(source, attributes, source.live())[0]).toEqual({ nonEmpty: 5, distinct: 4 })
    expect(attributeFrequencies(source, attributes, Uint32Array.of(0, 5))[0]).toEqual({ nonEmpty: 1, distinct: 1 })
  })
})

test('more distinct values than can be compared are counted as an upper bound', () => {
  const many = Array.from({ length: 50_001 }, (_, i) => String(i))
  const path = `${SHARED}.FrameContentSequence.SliceLocation`
  const half = new MemorySource([
    { tag: '(5200,9229)', vr: 'SQ', keyword: SHARED, values: many.map((_, i) => (i < 2 ? '1' : undefined)) },
    { tag: '(0020,1041)', vr: 'DS', keyword: 'SliceLocation', values: many.map((text, i) => (i < 2 ? '' : text)) },
    { tag: '(0020,1041)', vr: 'DS', keyword: 'SliceLocation', path, values: ['7', '8'] }
  ])
  const [location] = attributeFrequencies(half, attributesOf(half.tags()), half.live())
  expect(location).toEqual({ nonEmpty: 50_001, distinct: 50_001 })
})

describe('names', () => {
  const names = (...tags: TagName[]): string[] => attributesOf(namedTags(...tags)).map(({ name }) => name)

  test('a deeper path stays a path without its functional group', () => {
    expect(
      names(
        ['(0008,0104)', 'CodeMeaning', `${SHARED}.FrameAnatomySequence.AnatomicRegionSequence.CodeMeaning`],
        ['(0008,0104)', 'CodeMeaning', 'AnatomicRegionSequence.CodeMeaning']
      )
    ).toEqual(['AnatomicRegionSequence.CodeMeaning'])
  })

  test('elements of a code keep the name of its sequence', () => {
    expect(names(['(0008,0104)', 'CodeMeaning', `${SHARED}.PatientOrientationInFrameSequence.CodeMeaning`])).toEqual([
      'PatientOrientationInFrameSequence.CodeMeaning'
    ])
  })

  test('the macro sequence itself and private ones stay where they are', () => {
    expect(
      names(
        ['(0028,9110)', 'PixelMeasuresSequence', `${SHARED}.PixelMeasuresSequence`],
        ['(0018,0081)', 'EchoTime', `${PER_FRAME}.(2005,xx0F)[MAKER].EchoTime`]
      )
    ).toEqual([`${PER_FRAME}.(2005,xx0F)[MAKER].EchoTime`, `${SHARED}.PixelMeasuresSequence`])
  })

  test('private elements have their creator, unnamed ones their tag, and none has the name of another', () => {
    expect(
      names(
        ['(0019,xx0A)', '', '', 'MAKER'],
        ['(0009,0010)', '', ''],
        ['(6000,0010)', 'OverlayRows', ''],
        ['(6002,0010)', 'OverlayRows', '']
      )
    ).toEqual(['(0009,0010)', '(0019,xx0A)[MAKER]', 'OverlayRows(6000,0010)', 'OverlayRows(6002,0010)'])
  })
})
