import { beforeEach, expect, test } from 'vitest'
import { openForWriting } from '../../../src/core/catalogue/database.ts'
import {
  decidedMappings,
  decideMappings,
  mappingDecisions,
  mappingId,
  stepMappings
} from '../../../src/core/catalogue/mappings.ts'
import type { Mapping } from '../../../src/core/catalogue/stored/mapping.ts'
import { archive, lookInto, threeKinds } from '../../jobs/archive.ts'
import { MAPPINGS } from './stored/examples.ts'

const [HEAD, THICKNESS, OMISSION] = MAPPINGS
const BY = { author: 'Ann', program: '1' }

let file: string
const change = <T>(use: (db: ReturnType<typeof openForWriting>['db']) => T): T => {
  const catalogue = openForWriting(file, 'test')
  try {
    return use(catalogue.db)
  } finally {
    catalogue.close()
  }
}
const decide = (kind: 'accept' | 'reject', ...mappings: Mapping[]) =>
  change((db) => decideMappings(db, BY, kind, mappings))
const step = (way: 'undo' | 'redo') => change((db) => stepMappings(db, BY, way).id)
const state = () => lookInto(file, (db) => decidedMappings(db))

beforeEach(() => {
  file = archive(threeKinds(3))
})

test('of a mapping the last decision counts, and every decision is kept with who made it', () => {
  decide('accept', HEAD, THICKNESS)
  decide('reject', HEAD, OMISSION)
  expect(state()).toMatchObject({ accepted: [THICKNESS], rejected: [HEAD, OMISSION] })
  const kept = lookInto(file, (db) => mappingDecisions(db))
  expect(kept.map(({ id, author, decision }) => [id, author, decision.kind, decision.mappings])).toEqual([
    [1, 'Ann', 'accept', [HEAD, THICKNESS]],
    [2, 'Ann', 'reject', [HEAD, OMISSION]]
  ])
})

test('decisions are undone and made again one by one, and a new one ends what could be made again', () => {
  decide('accept', HEAD)
  decide('accept', THICKNESS)
  expect(step('undo')).toBe(2)
  expect(state().accepted).toEqual([HEAD])
  expect(step('undo')).toBe(1)
  expect(state().accepted).toEqual([])
  expect(() => step('undo')).toThrow('No decision about mappings is left to undo.')
  expect(step('redo')).toBe(1)
  expect(state().accepted).toEqual([HEAD])
  decide('accept', OMISSION)
  expect(() => step('redo')).toThrow('No undone decision is left to redo.')
  expect(state().accepted).toEqual([HEAD, OMISSION])
})

test('what was decided up to a decision can be asked for later', () => {
  decide('accept', HEAD)
  decide('accept', THICKNESS)
  step('undo')
  expect(lookInto(file, (db) => decidedMappings(db, 2).accepted)).toEqual([HEAD, THICKNESS])
  expect(lookInto(file, (db) => decidedMappings(db, 0).accepted)).toEqual([])
})

test('a mapping keeps its name whatever numbers its archive has, and in whichever order its spellings stand', () => {
  expect(mappingId(HEAD)).toMatch(/^[0-9a-f]{8}$/)
  const reordered = { ...HEAD, from: [...(HEAD as { from: string[] }).from].reverse() } as Mapping
  expect(mappingId(reordered)).toBe(mappingId(HEAD))
  expect(new Set(MAPPINGS.map(mappingId)).size).toBe(MAPPINGS.length)
  const range = { ...THICKNESS, kind: 'range', scale: 0.5 } as Mapping
  expect(mappingId({ ...range, scale: 0.6, offset: 2 } as Mapping)).toBe(mappingId(range))
})
