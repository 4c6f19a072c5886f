import type { Database } from 'better-sqlite3'
import { beforeEach, describe, expect, test } from 'vitest'
import { check } from '../../../src/core/catalogue/check.ts'
import { type Catalogue, openForAdding, openForReading } from '../../../src/core/catalogue/database.ts'
import {
  addSelection,
  findSelection,
  listSelections,
  loadSelection,
  removeSelection,
  restoreSelection,
  selectedInstances
} from '../../../src/core/catalogue/selections.ts'
import { conditionOfText } from '../../../src/core/condition-text.ts'
import fc from '../../fast-check.ts'
import { oldCatalogue } from '../../fixtures/old-catalogue.ts'
import { ORIGIN } from './stored/examples.ts'
import { newCatalogue } from './synthetic.ts'

let catalogue: Catalogue
let db: Database
beforeEach(() => {
  catalogue = newCatalogue()
  ;({ db } = catalogue)
})

const add = (name: string, instances: Iterable<number> = [0], note = '') =>
  addSelection(db, { program: '0.3.0', name, note, origin: ORIGIN }, instances)
const ids = (id: number): number[] => [...selectedInstances(db, id).ids()]
const names = (): string[] => listSelections(db).map(({ name }) => name)

test('a selection is read as it was saved', () => {
  const { id } = add('Dark knees', [5, 4096, 3, 9000], 'Look again')
  expect(loadSelection(db, id)).toEqual({
    id: 1,
    created: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
    program: '0.3.0',
    name: 'Dark knees',
    note: 'Look again',
    origin: ORIGIN,
    removed: false
  })
  expect(ids(id)).toEqual([3, 5, 4096, 9000])
  const selected = selectedInstances(db, id)
  expect([3, 4, 4095, 4096, 100_000].map((instance) => selected.has(instance))).toEqual([
    true,
    false,
    false,
    true,
    false
  ])
})

test('has the images that were selected, whichever and however many', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 20_000 }), { minLength: 1 }), (instances) => {
      const { id } = add(`Some ${listSelections(db).length}`, instances)
      expect(ids(id)).toEqual(instances.toSorted((a, b) => a - b))
    })
  )
})

describe('the name of a selection', () => {
  test('is trimmed, and in the composed form', () => {
    // e with an accent that is a character of its own.
    expect(add('  Te\u0301te ').name).toBe('T\u00e9te')
  })

  test.each([
    ['', 'bad-selection-name'],
    ['a\u0007', 'bad-selection-name'],
    ['x'.repeat(101), 'bad-selection-name'],
    ['1..5', 'bad-selection-name']
  ])('%j is refused', (name, code) => {
    expect(() => add(name)).toThrow(expect.objectContaining({ code }))
    expect(names()).toEqual([])
  })

  test('can be written in a condition, whichever is allowed', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 20 }), (name) => {
        let saved
        try {
          saved = add(name).name
        } catch {
          return
        }
        expect(conditionOfText(`Selection=${saved}`)).toEqual({ tag: 'Selection', operator: 'is', value: saved })
        removeSelection(db, findSelection(db, saved).id)
      })
    )
  })

  test('is that of no other one', () => {
    add('A')
    expect(() => add(' A ')).toThrow(expect.objectContaining({ code: 'selection-name-taken' }))
    expect(listSelections(db, { removed: true })).toHaveLength(1)
  })
})

test('no images are no selection', () => {
  expect(() => add('None', [])).toThrow(expect.objectContaining({ code: 'nothing-selected' }))
})

describe('a selection that is removed', () => {
  test('is in no list and not found by its name, which an error says', () => {
    const { id } = add('A')
    add('B')
    removeSelection(db, id)
    expect(names()).toEqual(['B'])
    expect(() => findSelection(db, 'A')).toThrow('The selection "A" was removed. There are: "B".')
    expect(() => findSelection(db, 'C')).toThrow('There is no selection "C". There are: "B".')
  })

  test('keeps its images, and can be restored', () => {
    const { id } = add('A', [7, 8])
    removeSelection(db, id)
    restoreSelection(db, id)
    expect(names()).toEqual(['A'])
    expect(ids(findSelection(db, 'A').id)).toEqual([7, 8])
  })

  test('leaves its name to another one, and then cannot be restored, whatever becomes of that', () => {
    const first = add('A', [1])
    removeSelection(db, first.id)
    const second = add('A', [2])
    expect(findSelection(db, 'A').id).toBe(second.id)
    const taken = expect.objectContaining({ code: 'selection-name-taken' }) as Error
    expect(() => restoreSelection(db, first.id)).toThrow(taken)
    removeSelection(db, second.id)
    expect(() => restoreSelection(db, first.id)).toThrow(taken)
  })

  test('still is what its name meant at an earlier time', () => {
    const first = add('A', [1])
    removeSelection(db, first.id)
    const second = add('A', [2])
    db.prepare("UPDATE selection SET created = '2030-01-01T00:00:00.000Z', sums = NULL WHERE id = 2").run()
    expect(findSelection(db, 'A', '2029-12-31T00:00:00.000Z').id).toBe(first.id)
    expect(findSelection(db, 'A', '2030-01-02T00:00:00.000Z').id).toBe(second.id)
    expect(() => findSelection(db, 'A', '2000-01-01T00:00:00.000Z')).toThrow(
      expect.objectContaining({ code: 'unknown-selection' })
    )
  })
})

test('errors name some of many selections', () => {
  for (let i = 0; i < 25; i++) add(`S${i}`)
  expect(() => findSelection(db, 'X')).toThrow(/"S19", and 5 more\.$/)
})

test('check names a selection of instances that the catalogue does not have', async () => {
  add('A', [3])
  const { findings } = await check(catalogue)
  expect(findings).toContainEqual({
    code: 'damaged-name',
    count: 1,
    examples: ['selection 1: it holds instance 3 of 0']
  })
})

test('bits that are too few are damage, not images', () => {
  const { id } = add('A', [3])
  db.prepare('UPDATE selection_chunk SET bits = ?, sums = NULL').run(Buffer.alloc(3))
  expect(() => selectedInstances(db, id)).toThrow(expect.objectContaining({ code: 'catalogue-damaged' }))
})

test('nothing of a selection is there when saving it fails half way', () => {
  db.exec(
    "CREATE TRIGGER fail BEFORE INSERT ON selection_chunk WHEN NEW.chunk = 1 BEGIN SELECT RAISE(ABORT, 'stop'); END"
  )
  expect(() => add('A', [0, 5000])).toThrow('stop')
  expect(listSelections(db)).toEqual([])
  expect(db.prepare('SELECT count(*) FROM selection_chunk').pluck().get()).toBe(0)
})

test('a catalogue of 0.1.0 has no selection, only read or brought up to date, and takes one then', () => {
  const file = oldCatalogue()
  const old = openForReading(file)
  expect(listSelections(old.db)).toEqual([])
  expect(() => findSelection(old.db, 'A')).toThrow(expect.objectContaining({ code: 'unknown-selection' }))
  old.close()
  const now = openForAdding(file)
  const { id } = addSelection(now.db, { program: '1', name: 'A', note: '', origin: ORIGIN }, [1])
  expect([...selectedInstances(now.db, id).ids()]).toEqual([1])
  now.close()
})
