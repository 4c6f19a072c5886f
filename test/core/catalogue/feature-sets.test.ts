import type { Database } from 'better-sqlite3'
import { beforeEach, describe, expect, test } from 'vitest'
import { check } from '../../../src/core/catalogue/check.ts'
import type { Catalogue } from '../../../src/core/catalogue/database.ts'
import {
  addFeatureSet,
  findFeatureSet,
  findRemovedFeatureSet,
  keepChoices,
  keptChoices,
  listFeatureSets,
  loadFeatureSet,
  removeFeatureSet,
  renameFeatureSet,
  restoreFeatureSet,
  stepChoices
} from '../../../src/core/catalogue/feature-sets.ts'
import fc from '../../fast-check.ts'
import { CHOICES } from './stored/examples.ts'
import { newCatalogue } from './synthetic.ts'

let catalogue: Catalogue
let db: Database
beforeEach(() => {
  catalogue = newCatalogue()
  ;({ db } = catalogue)
})

const BASE = { ...CHOICES, tags: 70 }
const keep = (tags: number): boolean => keepChoices(db, { program: '1', choices: { ...CHOICES, tags }, base: BASE })
const now = () => {
  const { choices, canUndo, canRedo } = keptChoices(db)
  return [choices?.tags ?? null, canUndo, canRedo]
}
const add = (name: string, tags = 5, replace = false) =>
  addFeatureSet(db, { program: '0.3.0', name, choices: { ...CHOICES, tags }, replace })
const names = (): [string, number][] => listFeatureSets(db).map(({ name, choices }) => [name, choices.tags])

describe('what is chosen now', () => {
  test('is nothing as long as nobody chose', () => {
    expect(now()).toEqual([null, false, false])
    expect(keep(70)).toBe(false)
    expect(now()).toEqual([null, false, false])
  })

  test('is what was kept last; undo and redo go through what was kept before', () => {
    for (const tags of [1, 2, 2, 3]) keep(tags)
    expect(now()).toEqual([3, true, false])
    const steps = (['undo', 'undo', 'undo', 'undo', 'redo', 'redo'] as const).map((way) => [
      stepChoices(db, way),
      ...now()
    ])
    expect(steps).toEqual([
      [true, 2, true, true],
      [true, 1, true, true],
      // As it was before anybody chose.
      [true, 70, false, true],
      [false, 70, false, true],
      [true, 1, true, true],
      [true, 2, true, true]
    ])
    keep(9)
    expect(now()).toEqual([9, true, false])
    expect(stepChoices(db, 'redo')).toBe(false)
    stepChoices(db, 'undo')
    expect(now()).toEqual([2, true, true])
  })

  test('goes on behind 200 steps, the first of which are forgotten', () => {
    for (let tags = 1; tags <= 250; tags++) keep(tags)
    let undone = 0
    while (stepChoices(db, 'undo')) undone++
    expect([undone, ...now()]).toEqual([200, 50, false, true])
  })

  test('is what a plain list with a place in it says, whatever is done', () => {
    const action = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom('undo' as const, 'redo' as const))
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
        db.exec('DELETE FROM feature_set')
        let [all, place] = [[70], 0]
        for (const each of actions) {
          if (typeof each === 'number') {
            keep(each)
            if (all[place] !== each) [all, place] = [[...all.slice(0, place + 1), each], place + 1]
          } else {
            stepChoices(db, each)
            place = Math.min(all.length - 1, Math.max(0, place + (each === 'undo' ? -1 : 1)))
          }
        }
        const [tags, ...can] = now()
        expect([tags ?? 70, ...can]).toEqual([all[place], place > 0, place < all.length - 1])
      })
    )
  })

  test('has no name, and cannot be removed, named or found by one', () => {
    keep(1)
    const { entry } = keptChoices(db)
    expect(names()).toEqual([])
    const unknown = expect.objectContaining({ code: 'unknown-feature-set' }) as Error
    expect(() => removeFeatureSet(db, entry!)).toThrow(unknown)
    expect(() => renameFeatureSet(db, entry!, 'A')).toThrow(unknown)
    expect(() => findFeatureSet(db, '')).toThrow(unknown)
    expect(() => findRemovedFeatureSet(db, ' ')).toThrow(unknown)
  })
})

describe('a set', () => {
  test('is read as it was saved', () => {
    const { id } = add(' Knees ')
    expect(loadFeatureSet(db, id)).toEqual({
      id: 1,
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
      program: '0.3.0',
      name: 'Knees',
      choices: { ...CHOICES, tags: 5 },
      removed: false
    })
    expect(findFeatureSet(db, 'Knees').id).toBe(1)
  })

  test('has a name of its own, unless it takes the place of the other one', () => {
    add('A', 1)
    expect(() => add('A', 2)).toThrow('There is a feature set "A" already. Choose another name.')
    expect(names()).toEqual([['A', 1]])
    add('A', 2, true)
    expect(names()).toEqual([['A', 2]])
    // The one before is removed, not gone.
    removeFeatureSet(db, 2)
    expect(restoreFeatureSet(db, 1).choices.tags).toBe(1)
  })

  test('that is removed comes back, unless its name is taken', () => {
    add('A', 1)
    removeFeatureSet(db, 1)
    expect(names()).toEqual([])
    expect(() => findFeatureSet(db, 'A')).toThrow('The feature set "A" was removed.')
    add('A', 2)
    expect(() => restoreFeatureSet(db, findRemovedFeatureSet(db, 'A').id)).toThrow(
      'There is a feature set "A" already.'
    )
    removeFeatureSet(db, 2)
    restoreFeatureSet(db, 1)
    expect(names()).toEqual([['A', 1]])
  })

  test('gets another name, but none that another one has', () => {
    add('A')
    add('B')
    expect(() => renameFeatureSet(db, 1, 'B')).toThrow('There is a feature set "B" already.')
    renameFeatureSet(db, 1, 'A')
    renameFeatureSet(db, 1, 'C')
    expect(names().map(([name]) => name)).toEqual(['C', 'B'])
  })

  test.each([
    ['', 'A feature set needs a name.'],
    ['a\u202eb', 'name'],
    ['x'.repeat(101), '100']
  ])('is not called %j', (name, message) => {
    expect(() => add(name)).toThrow(
      expect.objectContaining({ code: 'bad-feature-set-name', message: expect.stringContaining(message) as string })
    )
  })
})

test('check names a set that is no such document, also of those that were chosen before', async () => {
  keep(1)
  add('A')
  db.prepare(`UPDATE feature_set SET choices = '{"where":[{"not":7}]}', sums = NULL WHERE id IN (2, 3)`).run()
  const { findings } = await check(catalogue)
  expect(findings.find(({ code }) => code === 'damaged-name')?.examples).toEqual([
    expect.stringContaining(
      'feature set 2: Feature set 2 is damaged: choices.where[0].not has to be an object'
    ) as string,
    expect.stringContaining('feature set 3: Feature set 3 is damaged') as string
  ])
  expect(() => listFeatureSets(db)).toThrow(expect.objectContaining({ code: 'document-damaged' }))
  expect(() => keptChoices(db)).toThrow(expect.objectContaining({ code: 'document-damaged' }))
})
