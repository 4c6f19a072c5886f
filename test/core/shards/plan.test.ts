import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Plan, planOf, rangeOf, readPlan, writePlan } from '../../../src/core/shards/plan.ts'

const PLAN = planOf({
  root: '/data/pacs',
  shards: 3,
  files: 30,
  ranges: [
    { from: null, to: 'a/7', files: 10 },
    { from: 'a/7', to: '\0a-\xfc', files: 12 },
    { from: '\0a-\xfc', to: null, files: 8 }
  ],
  seenLinks: ['z/again']
})

function stored(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'plan-')), 'plan.json')
  writeFileSync(path, text)
  return path
}

test('a plan is read as it was written, names that are not UTF-8 among its paths', () => {
  expect(readPlan(stored(writePlan(PLAN)))).toEqual(PLAN)
  expect(rangeOf(PLAN, 1)).toEqual({
    from: 'a/7',
    to: Buffer.from([0x61, 0x2d, 0xfc]),
    seenLinks: new Set(['z/again'])
  })
})

test('its id is of all of it', () => {
  const { id, ...parts } = PLAN
  expect(planOf(parts).id).toBe(id)
  expect(planOf({ ...parts, root: '/data/pacs2' }).id).not.toBe(id)
  expect(planOf({ ...parts, seenLinks: [] }).id).not.toBe(id)
})

test('there is no shard beyond its ranges', () => {
  for (const shard of [-1, 3]) expect(() => rangeOf(PLAN, shard)).toThrow(`The plan has no shard ${shard}:`)
})

describe('what is not the plan that was written is refused', () => {
  const edited = (change: Partial<Plan>) => stored(writePlan({ ...PLAN, ...change }))
  const withRanges = (ranges: Plan['ranges']) => stored(writePlan(planOf({ ...PLAN, ranges })))

  test.each([
    ['no JSON', () => stored('{"format'), 'JSON'],
    ['another file', () => stored('{"format":"other"}'), 'plan.format has to be one of medoid-plan'],
    ['another root', () => edited({ root: '/data' }), 'its contents are not those that its id is of'],
    ['no range', () => withRanges([]), 'a range does not begin where the one before it ends'],
    ['a gap', () => withRanges([PLAN.ranges[0], PLAN.ranges[2]]), 'a range does not begin where'],
    [
      'another order',
      () =>
        withRanges([
          { from: null, to: 'b', files: 1 },
          { from: 'b', to: 'a', files: 1 },
          { from: 'a', to: null, files: 1 }
        ]),
      'its ranges are not in the order of their paths'
    ],
    [
      'a path out of the archive',
      () =>
        withRanges([
          { from: null, to: '../b', files: 1 },
          { from: '../b', to: null, files: 1 }
        ]),
      'its ranges are not in the order of their paths'
    ]
  ])('%s', (_name, file, problem) => {
    expect(() => readPlan(file())).toThrow(problem)
  })

  test('one of a newer format', () => {
    expect(() => readPlan(stored('{"format":"medoid-plan","version":2}'))).toThrow('was made by a newer Medoid')
  })

  test('none', () => {
    expect(() => readPlan('/nowhere/plan.json')).toThrow('There is no plan at /nowhere/plan.json')
  })
})
