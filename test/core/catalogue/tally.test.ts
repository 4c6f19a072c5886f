import { expect, test } from 'vitest'
import { CHUNK } from '../../../src/core/catalogue/chunks.ts'
import { encodeCodes } from '../../../src/core/catalogue/code-columns.ts'
import { InstanceSet } from '../../../src/core/catalogue/instance-set.ts'
import { encodePlain } from '../../../src/core/catalogue/plain-columns.ts'
import { allValues, type StoredChunk, tally } from '../../../src/core/catalogue/tally.ts'
import fc from '../../fast-check.ts'

type Value = string | undefined

/** One tag over consecutive chunks as it would be stored, its first chunks coded and the others plain. */
class StoredTag {
  readonly chunks: StoredChunk[] = []
  readonly values: Value[] = []
  private readonly texts = ['', '']

  coded(values: Value[]): this {
    const codes = values.map((value) => {
      if (value === undefined || value === '') return value === '' ? 1 : 0
      if (!this.texts.includes(value)) this.texts.push(value)
      return this.texts.indexOf(value, 2)
    })
    return this.add(values, encodeCodes(Uint32Array.from(codes), values.length))
  }

  plain(values: Value[]): this {
    return this.add(values, encodePlain(values, values.length))
  }

  /** @param asked ascending ids; default: all */
  tally(top: number, asked = Uint32Array.from(this.values.keys())) {
    const set = new InstanceSet(asked, this.values.length)
    const text = (code: number) => this.texts[code]
    return { ...tally(() => this.chunks, set, text, top), values: allValues(() => this.chunks, set, text) }
  }

  private add(values: Value[], { encoding, data }: { encoding: number; data: Buffer | number }): this {
    this.chunks.push({ chunk: this.chunks.length, encoding, data, rows: values.length })
    this.values.push(...values)
    return this
  }
}

/** A full chunk: the values given, and absent behind them. */
const chunk = (values: Value[]): Value[] => [...values, ...Array<Value>(CHUNK - values.length).fill(undefined)]

test('a value that went through the dictionary and later did not is one value', () => {
  const tag = new StoredTag().coded(chunk(['a', 'b', 'a', ''])).plain(['a', 'c', '', undefined])
  expect(tag.tally(2)).toEqual({
    present: 7,
    nonEmpty: 5,
    distinct: 3,
    top: [
      { value: 'a', count: 3 },
      { value: 'b', count: 1 }
    ],
    values: [
      { value: 'a', count: 3 },
      { value: 'b', count: 1 },
      { value: 'c', count: 1 }
    ]
  })
})

test('only the instances that were asked for count, in every kind of chunk', () => {
  const tag = new StoredTag()
    .coded(Array<Value>(CHUNK).fill('same'))
    .coded(chunk(['a', 'b', 'a', 'b']))
    .plain(['c', 'c', 'd'])
  const asked = Uint32Array.of(0, 1, CHUNK, CHUNK + 3, 2 * CHUNK, 2 * CHUNK + 2)
  expect(tag.tally(9, asked).values).toEqual([
    { value: 'same', count: 2 },
    { value: 'a', count: 1 },
    { value: 'b', count: 1 },
    { value: 'c', count: 1 },
    { value: 'd', count: 1 }
  ])
  expect(tag.tally(0, asked)).toMatchObject({ present: 6, nonEmpty: 6, distinct: 5, top: [] })
})

test('nothing was asked for, or nothing is there', () => {
  const nothing = { present: 0, nonEmpty: 0, distinct: 0, top: [], values: [] }
  expect(new StoredTag().tally(5)).toEqual(nothing)
  expect(new StoredTag().plain(['a']).tally(5, new Uint32Array())).toEqual(nothing)
  expect(new StoredTag().plain([undefined]).tally(5)).toEqual(nothing)
  expect(new StoredTag().plain(['']).tally(5)).toEqual({ ...nothing, present: 1 })
})

test('counts are those of a Map, whatever the values and the instances', () => {
  const value = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('1.2', '1.3', '1.20', 'a', 'ä', 'b\nc', '0') },
    { weight: 1, arbitrary: fc.constantFrom(undefined, '') }
  )
  const some = fc.array(value, { maxLength: 60 })
  const last = fc.array(value, { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(some, some, last, fc.nat(8), fc.func(fc.boolean()), (first, second, third, top, asked) => {
      const tag = new StoredTag().coded(chunk(first)).plain(chunk(second)).plain(third)
      const ids = [...tag.values.keys()].filter((id) => asked(id % 100))
      const values = ids.map((id) => tag.values[id]).filter((value) => value !== undefined)
      const counts = Map.groupBy(
        values.filter((value) => value !== ''),
        (value) => value
      )
      const expected = Array.from(counts, ([value, those]) => ({ value, count: those.length })).sort(
        (a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)
      )
      expect(tag.tally(top, Uint32Array.from(ids))).toEqual({
        present: values.length,
        nonEmpty: values.filter((value) => value !== '').length,
        distinct: expected.length,
        top: expected.slice(0, top),
        values: expected
      })
    }),
    { numRuns: 30 }
  )
})

test('more values than fit into a pass are counted in several, each value in one of them', () => {
  const texts = Array.from({ length: CHUNK }, (_, i) => String(10_000 + (i % 4000)))
  const plain = { ...encodePlain(texts, CHUNK), rows: CHUNK }
  const coded = { ...encodeCodes(Uint32Array.of(2, 2), 2), rows: 2 }
  let calls = 0
  // At the first look there are 4,096,000 values, which makes two passes; to count so many for real would take seconds.
  function* chunks(): Iterable<StoredChunk> {
    const times = calls++ === 0 ? 1000 : 1
    for (let time = 0; time < times; time++) yield { chunk: 0, ...plain }
    yield { chunk: 1, ...coded }
  }
  const ids = Uint32Array.from({ length: CHUNK + 2 }, (_, id) => id)
  expect(tally(chunks, new InstanceSet(ids, ids.length), () => '10007', 4)).toMatchObject({
    distinct: 4000,
    top: [
      { value: '10007', count: 4 },
      { value: '10000', count: 2 },
      { value: '10001', count: 2 },
      { value: '10002', count: 2 }
    ]
  })
  expect(calls).toBe(5)
})
