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

  /** @param asked ascending ids; default: all @param each values that are counted at a time */
  tally(top: number, asked = Uint32Array.from(this.values.keys()), each?: number) {
    const set = new InstanceSet(asked, this.values.length)
    const text = (code: number) => this.texts[code]
    return { ...tally(() => this.chunks, set, text, top, each), values: allValues(() => this.chunks, set, text) }
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

test('counts are the same where values are counted a few at a time', () => {
  const values = fc.array(fc.constantFrom('1.2', '1.3', '1.20', 'a', 'ä', 'b\nc', '0', '', undefined), {
    maxLength: 80
  })
  fc.assert(
    fc.property(values, values, fc.nat(8), fc.integer({ min: 1, max: 9 }), (first, second, top, each) => {
      const tag = new StoredTag().coded(chunk(first)).plain(chunk(second))
      const { values: _, ...whole } = tag.tally(top)
      expect(tag.tally(top, undefined, each)).toMatchObject(whole)
    }),
    { numRuns: 50 }
  )
})

test('of as many values as an archive has, those that are as frequent come in byte order', () => {
  const texts = Array.from({ length: 4 * CHUNK }, (_, i) => String(20_000 + ((i * 7919) % 16_000)))
  const tag = new StoredTag()
  for (let at = 0; at < texts.length; at += CHUNK) tag.plain(texts.slice(at, at + CHUNK))
  // 16,384 values, 384 of which come twice: those from 20000 on in steps of 7919, modulo 16,000.
  expect(tag.tally(3, undefined, 1000)).toMatchObject({
    nonEmpty: 16_384,
    distinct: 16_000,
    top: Array.from({ length: 384 }, (_, i) => String(20_000 + ((i * 7919) % 16_000)))
      .sort()
      .slice(0, 3)
      .map((value) => ({ value, count: 2 }))
  })
})
