import { describe, expect, test } from 'vitest'
import { conditionOfText } from '../../../src/core/command-syntax.ts'
import { matching } from '../../../src/core/features/where.ts'
import { MemorySource } from './memory-source.ts'

const source = new MemorySource([
  { tag: '(0008,0060)', vr: 'CS', keyword: 'Modality', values: ['CT', 'MR', 'MR', '', undefined] },
  { tag: '(0018,0050)', vr: 'DS', keyword: 'SliceThickness', values: ['5.0', '0', '1,5', '2.5\\10', ''] },
  {
    tag: '(0008,0008)',
    vr: 'CS',
    keyword: 'ImageType',
    values: ['ORIGINAL\\PRIMARY', 'DERIVED\\PRIMARY', 'x', '', undefined]
  },
  { tag: '(0010,1010)', vr: 'AS', keyword: 'PatientAge', values: ['045Y', '006M', '0', '', undefined] },
  {
    tag: '(0008,103E)',
    vr: 'LO',
    keyword: 'SeriesDescription',
    values: ['AX Flair (a+)+', 'a..b', 'T2', '', undefined]
  },
  { tag: '(0019,xx0A)', vr: 'LO', privateCreator: 'A=B', values: ['yes', 'no', '', undefined, undefined] }
])
const matches = (...conditions: string[]): number[] => [
  ...matching(source, conditions.map(conditionOfText), source.live())
]

describe('conditions', () => {
  test.each([
    ['Modality=CT', [0]],
    ['Modality = CT', [0]],
    ['(0008,0060)=CT', [0]],
    ['Modality=ct', []],
    ['Modality!=CT', [1, 2, 3, 4]],
    ['Modality~m', [1, 2]],
    ['SeriesDescription~flair', [0]],
    ['SeriesDescription~(a+)+', [0]],
    ['SeriesDescription=a..b', [1]],
    ['(0019,xx0A)[A=B]=yes', [0]],
    ['(0019,xx0A)[A=B]!=yes', [1, 2, 3, 4]]
  ])('%s', (condition, instances) => {
    expect(matches(condition)).toEqual(instances)
  })

  test('numbers are compared as numbers, and what is none, or missing, is not 0', () => {
    expect(matches('SliceThickness=5')).toEqual([0])
    expect(matches('SliceThickness=0')).toEqual([1])
    expect(matches('SliceThickness=..5')).toEqual([0, 1, 2, 3])
    expect(matches('SliceThickness=1.5')).toEqual([2])
    expect(matches('SliceThickness=1,5')).toEqual([2])
  })

  test('all values of an element are compared as numbers, too', () => {
    expect(matches('SliceThickness=2.500\\1e1')).toEqual([3])
    expect(matches('SliceThickness=10\\2.5')).toEqual([])
  })

  test('ranges hold both ends', () => {
    expect(matches('SliceThickness=2.5..5')).toEqual([0, 3])
    expect(matches('SliceThickness=2.51..4.99')).toEqual([])
    expect(matches('SliceThickness=5..')).toEqual([0, 3])
    expect(matches('SliceThickness!=5..')).toEqual([1, 2, 4])
  })

  test('ages are years in a range', () => {
    expect(matches('PatientAge=0.4..1')).toEqual([1])
    expect(matches('PatientAge=045Y')).toEqual([0])
  })

  test('one of several values is enough, and the whole counts too', () => {
    expect(matches('ImageType=PRIMARY')).toEqual([0, 1])
    expect(matches('ImageType!=PRIMARY')).toEqual([2, 3, 4])
    expect(matches('ImageType=DERIVED\\PRIMARY')).toEqual([1])
    expect(matches('ImageType~al\\p')).toEqual([0])
  })

  test('several conditions must all hold', () => {
    expect(matches('Modality=MR', 'SliceThickness=0..1')).toEqual([1])
    expect(matches()).toEqual([0, 1, 2, 3, 4])
  })

  test('the instances that are asked about stay in their order', () => {
    expect([...matching(source, [conditionOfText('Modality!=CT')], Uint32Array.of(0, 2, 4))]).toEqual([2, 4])
  })
})

test('a tag that the catalogue does not have is named with its condition', () => {
  expect(() => matches('Modalty=CT')).toThrow(
    'Modalty is CT: this catalogue has no tag Modalty. Did you mean Modality?'
  )
})
