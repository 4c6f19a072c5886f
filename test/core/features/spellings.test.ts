import { describe, expect, test } from 'vitest'
import { buildTable } from '../../../src/core/features/build.ts'
import { selectFeatures } from '../../../src/core/features/select.ts'
import { samenessOf } from '../../../src/core/features/spellings.ts'
import type { SpellingChanges } from '../../../src/core/catalogue/stored/features.ts'
import fc from '../../fast-check.ts'
import { MemorySource } from './memory-source.ts'

function same(a: string, b: string, changes: Partial<SpellingChanges> = {}, vr = 'CS'): boolean {
  const { key } = samenessOf(vr, { separate: [], join: [], ...changes })
  return key(a) === key(b)
}

describe('spellings', () => {
  test('are one category by how they are written', () => {
    expect(same('T_SPINE', 'TSPINE')).toBe(true)
    expect(same('HEAD', 'SKULL')).toBe(false)
  })

  test('a separate one stands for itself alone, the others stay together', () => {
    const changes = { separate: ['TSPINE'] }
    expect(same('TSPINE', 'T_SPINE', changes)).toBe(false)
    expect(same('T_SPINE', 't spine', changes)).toBe(true)
  })

  test('joined ones bring along what is spelt like them, and what those are joined with', () => {
    const changes = {
      join: [
        ['HEAD', 'SKULL'],
        ['Skull', 'CRANIUM']
      ]
    }
    expect(same('head', 'skull', changes)).toBe(true)
    expect(same('HEAD', 'Cranium', changes)).toBe(true)
    expect(same('HEAD', 'NECK', changes)).toBe(false)
  })

  test('a separate one may be joined with something else, alone', () => {
    const changes = { separate: ['TSPINE'], join: [['TSPINE', 'LSPINE']] }
    expect(same('TSPINE', 'L_SPINE', changes)).toBe(true)
    expect(same('T_SPINE', 'L_SPINE', changes)).toBe(false)
  })

  test('of numbers are those of one number', () => {
    expect(same('1', '1.0', {}, 'DS')).toBe(true)
    expect(same('0', '-0.00', {}, 'DS')).toBe(true)
    expect(same('1', '10', {}, 'DS')).toBe(false)
    expect(same('1', '1.0', { separate: ['1.0'] }, 'DS')).toBe(false)
  })
})

/** Spellings that are often one category, so that changes matter. */
const spelling = fc.constantFrom('A', 'a', 'A_B', 'AB', 'a b', 'B', 'C', 'c', 'T_1', 'T1', '1', '01', 'Ä', 'A\u0308')
const spellings = fc.uniqueArray(spelling, { minLength: 2, maxLength: 14 })
const changes = fc.record({
  separate: fc.uniqueArray(spelling, { maxLength: 4 }),
  join: fc.array(fc.uniqueArray(spelling, { minLength: 2, maxLength: 3 }), { maxLength: 2 })
})

test('what is joined is one; a separate spelling that is not joined is one with nothing else; the rest is as the rules say', () => {
  fc.assert(
    fc.property(spellings, changes, fc.constantFrom('CS', 'DS'), (values, { separate, join }, vr) => {
      const joined = new Set(join.flat())
      for (const list of join) for (const other of list) expect(same(list[0], other, { separate, join }, vr)).toBe(true)
      for (const a of values) {
        for (const b of values) {
          if (a === b) continue
          const now = same(a, b, { separate, join }, vr)
          if ([a, b].some((each) => separate.includes(each) && !joined.has(each))) expect(now).toBe(false)
          else if (join.length === 0 && !separate.includes(a) && !separate.includes(b))
            expect(now).toBe(same(a, b, {}, vr))
        }
      }
    })
  )
})

test('a table has one level for what is one category, also for later images, which the plan has not seen', async () => {
  const images = fc.tuple(spellings, fc.array(spelling, { maxLength: 8 }), changes)
  await fc.assert(
    fc.asyncProperty(images, async ([seen, later, { separate, join }]) => {
      const values = [...seen, ...later]
      const source = new MemorySource([
        { tag: '(0018,0015)', vr: 'CS', keyword: 'BodyPartExamined', values },
        { tag: '(0028,0010)', vr: 'US', keyword: 'Rows', values: values.map(() => '512') }
      ])
      const { features } = await selectFeatures(source, source.images().subarray(0, seen.length), {
        include: ['BodyPartExamined'],
        separate: [{ tag: 'BodyPartExamined', values: separate }],
        join: join.map((values) => ({ tag: 'BodyPartExamined', values }))
      })
      // As a run keeps it.
      const plan = JSON.parse(JSON.stringify(features)) as typeof features
      const column = buildTable(source, plan, source.images()).columns.find(({ name }) => name === 'BodyPartExamined')!
      if (column.kind !== 'nominal') throw new Error('It is nominal.')
      values.forEach((a, i) => {
        values.forEach((b, j) => {
          expect(column.codes[i] === column.codes[j]).toBe(same(a, b, { separate, join }))
        })
      })
    }),
    { numRuns: 60 }
  )
})
