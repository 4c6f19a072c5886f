import { describe, expect, test } from 'vitest'
import { readCondition } from '../../../src/core/condition-text.ts'
import type { Condition, Test } from '../../../src/core/conditions.ts'
import { matching } from '../../../src/core/features/where.ts'
import fc from '../../fast-check.ts'
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
  ...matching(
    source,
    conditions.map((text) => readCondition(text).condition),
    source.live()
  )
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

  test.each([
    ['Modality=CT|MR', [0, 1, 2]],
    ['Modality!=CT|MR', [3, 4]],
    ['NOT Modality=CT|MR', [3, 4]],
    ['Modality=CT OR PatientAge=0..1', [0, 1]],
    ['Modality=MR AND (SliceThickness=0 OR SeriesDescription=T2)', [1, 2]],
    ['Modality=MR AND SliceThickness=0 OR SeriesDescription~flair', [0, 1]],
    ['NOT (Modality=MR OR ImageType=PRIMARY)', [3, 4]],
    // An element without a value, and one that is not there.
    ['Modality=""', [3, 4]],
    ['Modality!=""', [0, 1, 2]],
    ['Modality=CT|""', [0, 3, 4]],
    ['SliceThickness!=1..5 AND SliceThickness!=""', [1]]
  ])('%s', (condition, instances) => {
    expect(matches(condition)).toEqual(instances)
  })

  test('the instances that are asked about stay in their order', () => {
    expect([...matching(source, [readCondition('Modality!=CT').condition], Uint32Array.of(0, 2, 4))]).toEqual([2, 4])
  })
})

test('a tag that the catalogue does not have is named with its condition', () => {
  expect(() => matches('Modalty=CT')).toThrow(
    'Modalty is CT: this catalogue has no tag Modalty. Did you mean Modality?'
  )
})

describe('joined tests hold where a reader of single rows says so', () => {
  const VALUES = [undefined, '', 'CT', 'MR', '5', '5.0', '1\\7', '12']
  const tag = fc.constantFrom('Modality', 'SliceThickness')
  const single: fc.Arbitrary<Test> = fc.oneof(
    fc.record({ tag, operator: fc.constantFrom('is', 'is-not', 'contains'), value: fc.constantFrom('CT', '5', '7') }),
    fc.record({ tag, operator: fc.constantFrom('is', 'is-not'), range: fc.constant({ from: 2, to: 7 }) }),
    fc.record({ tag, operator: fc.constantFrom('is', 'is-not'), empty: fc.constant(true as const) })
  )
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => {
    const parts = fc.array(tie('condition'), { minLength: 2, maxLength: 3 })
    const joined = [fc.record({ any: parts }), fc.record({ all: parts }), fc.record({ not: tie('condition') })]
    return { condition: fc.oneof({ maxDepth: 4 }, single, ...joined) }
  })
  const rows = fc.array(fc.tuple(fc.constantFrom(...VALUES), fc.constantFrom(...VALUES)), {
    minLength: 1,
    maxLength: 12
  })
  const sourceOf = (all: readonly (readonly [string | undefined, string | undefined])[]): MemorySource =>
    new MemorySource([
      { tag: '(0008,0060)', vr: 'CS', keyword: 'Modality', values: all.map(([value]) => value) },
      { tag: '(0018,0050)', vr: 'DS', keyword: 'SliceThickness', values: all.map(([, value]) => value) }
    ])
  const found = (source: MemorySource, given: Condition): number[] => [...matching(source, [given], source.live())]

  /** One row after the other, and each test by itself. */
  function holds(source: MemorySource, given: Condition, row: number): boolean {
    if ('any' in given) return given.any.some((each) => holds(source, each, row))
    if ('all' in given) return given.all.every((each) => holds(source, each, row))
    if ('not' in given) return !holds(source, given.not, row)
    return matching(source, [given], Uint32Array.of(row)).length === 1
  }

  test('any, all and not', () => {
    fc.assert(
      fc.property(rows, condition, (all, given) => {
        const source = sourceOf(all)
        expect(found(source, given)).toEqual([...source.live()].filter((row) => holds(source, given, row)))
      }),
      { numRuns: 500 }
    )
  })

  test("De Morgan's laws", () => {
    fc.assert(
      fc.property(rows, condition, condition, (all, a, b) => {
        const source = sourceOf(all)
        expect(found(source, { not: { any: [a, b] } })).toEqual(found(source, { all: [{ not: a }, { not: b }] }))
        expect(found(source, { not: { all: [a, b] } })).toEqual(found(source, { any: [{ not: a }, { not: b }] }))
        expect(found(source, { not: { not: a } })).toEqual(found(source, a))
        expect([...matching(source, [a, b], source.live())]).toEqual(found(source, { all: [a, b] }))
      }),
      { numRuns: 500 }
    )
  })

  test('is-not is the opposite of is', () => {
    fc.assert(
      fc.property(rows, single, (all, given) => {
        fc.pre(given.operator === 'is')
        const source = sourceOf(all)
        const opposite = { ...given, operator: 'is-not' } as Test
        expect(found(source, opposite)).toEqual(found(source, { not: given }))
      })
    )
  })
})

test('a column is read once for all tests of it', () => {
  const read: number[] = []
  class Counting extends MemorySource {
    override column(tag: number, instances: Uint32Array) {
      read.push(tag)
      return super.column(tag, instances)
    }
  }
  const counting = new Counting([{ tag: '(0008,0060)', vr: 'CS', keyword: 'Modality', values: ['CT', 'MR', 'CR'] }])
  const { condition } = readCondition('Modality=CT|MR|US OR NOT (Modality!="" AND Modality~c)')
  expect([...matching(counting, [condition], counting.live())]).toEqual([0, 1])
  expect(read).toEqual([1])
})
