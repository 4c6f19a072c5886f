import type { Database } from 'better-sqlite3'
import { beforeEach, expect, test } from 'vitest'
import { check } from '../../../src/core/catalogue/check.ts'
import { type Catalogue, openForReading } from '../../../src/core/catalogue/database.ts'
import {
  addLabelSet,
  findLabelSet,
  findRemovedLabelSet,
  labelCodes,
  LabelCodes,
  listLabelSets,
  loadLabelSet,
  removeLabelSet,
  restoreLabelSet
} from '../../../src/core/catalogue/label-sets.ts'
import fc from '../../fast-check.ts'
import { oldCatalogue } from '../../fixtures/old-catalogue.ts'
import { LABELS_FROM } from './stored/examples.ts'
import { newCatalogue } from './synthetic.ts'

let catalogue: Catalogue
let db: Database
beforeEach(() => {
  catalogue = newCatalogue()
  ;({ db } = catalogue)
})

const add = (name: string, codes = LabelCodes.of(['T1', 'T2'], Uint32Array.of(0, 5), [2, 1])) =>
  addLabelSet(db, { program: '0.3.0', name, origin: LABELS_FROM }, codes)
const code = (wanted: string) => expect.objectContaining({ code: wanted }) as Error

test('labels are read as they were kept', () => {
  const { id } = add(' Truth ')
  expect(loadLabelSet(db, id)).toEqual({
    id: 1,
    created: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
    program: '0.3.0',
    name: 'Truth',
    origin: LABELS_FROM,
    texts: ['T1', 'T2'],
    removed: false
  })
  const codes = labelCodes(db, id)
  expect([0, 1, 5, 100_000].map((instance) => codes.label(instance))).toEqual(['T2', null, 'T1', null])
})

test('each instance has the label that it was given, whichever and however many', () => {
  const given = fc.uniqueArray(fc.tuple(fc.nat(20_000), fc.nat(3)), {
    minLength: 1,
    selector: ([instance]) => instance
  })
  fc.assert(
    fc.property(given, (pairs) => {
      const sorted = pairs.toSorted(([a], [b]) => a - b)
      const instances = Uint32Array.from(sorted, ([instance]) => instance)
      const { id } = add(
        `Set ${listLabelSets(db).length}`,
        LabelCodes.of(
          ['a', 'b', 'c'],
          instances,
          sorted.map(([, label]) => label)
        )
      )
      const codes = labelCodes(db, id)
      expect(sorted.map(([instance]) => codes.code(instance))).toEqual(sorted.map(([, label]) => label))
    })
  )
})

test.each([
  ['', 'empty'],
  ['Label[x]', 'brackets'],
  ['a\nb', 'unprintable'],
  ['x'.repeat(101), 'too-long']
])('labels cannot be called %j', (name, why) => {
  expect(() => add(name)).toThrow(
    expect.objectContaining({ code: 'bad-label-set-name', parameters: expect.objectContaining({ why }) as object })
  )
})

test('a name is that of one set; removing one frees it, and restoring is refused once another one has it', () => {
  const { id, created } = add('Truth')
  expect(() => add('Truth')).toThrow(code('label-set-name-taken'))
  removeLabelSet(db, id)
  expect(listLabelSets(db)).toEqual([])
  expect(() => findLabelSet(db, 'Truth')).toThrow(
    expect.objectContaining({ code: 'unknown-label-set', parameters: { name: 'Truth', isRemoved: true, sets: [] } })
  )
  // A run of before means those that had the name then.
  expect(findLabelSet(db, 'Truth', created).id).toBe(id)
  expect(restoreLabelSet(db, findRemovedLabelSet(db, 'Truth').id).removed).toBe(false)
  removeLabelSet(db, id)
  add('Truth')
  expect(() => restoreLabelSet(db, id)).toThrow(code('label-set-name-taken'))
})

test('check names labels of images that there are not, and of codes that mean nothing', async () => {
  add('Beyond', LabelCodes.of(['T1'], Uint32Array.of(5_000_000), [1]))
  const { findings } = await check(catalogue)
  expect(findings.filter(({ code }) => code === 'damaged-name')).toMatchObject([
    { examples: [expect.stringContaining('label set 1') as string] }
  ])
  const bytes = Buffer.alloc(8192)
  bytes.writeUInt16LE(7, 0)
  db.prepare('UPDATE label_set_chunk SET codes = ?, sums = NULL').run(bytes)
  expect(() => labelCodes(db, 1)).toThrow(code('catalogue-damaged'))
})

test('an older catalogue that is only read has none', () => {
  const old = openForReading(oldCatalogue())
  expect(listLabelSets(old.db)).toEqual([])
  expect(() => findLabelSet(old.db, 'Truth')).toThrow(code('unknown-label-set'))
  old.close()
})
