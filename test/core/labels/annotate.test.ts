import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Catalogue, openForWriting } from '../../../src/core/catalogue/database.ts'
import { saveRun } from '../../../src/core/catalogue/runs.ts'
import { clustering, RUN, runResult } from '../catalogue/stored/examples.ts'
import {
  annotate,
  annotateAll,
  clusterLabels,
  givenLabels,
  labelHistory,
  namingsOf
} from '../../../src/core/labels/annotate.ts'

let folder: string
let catalogue: Catalogue
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'medoid-annotate-'))
  catalogue = openForWriting(join(folder, 'c.sqlite'), 'test')
  addRun([2, 3])
})
afterEach(() => {
  catalogue.close()
  rmSync(folder, { recursive: true, force: true })
})

function addRun(ks: number[]): void {
  saveRun(
    catalogue.db,
    RUN,
    ks.map((k) => clustering(k, null)),
    runResult
  )
}

const current = (run: number, k: number): [number, string][] =>
  [...clusterLabels(catalogue.db, { run, k })].map(([cluster, { label }]) => [cluster, label])

test('the latest label counts, and the history keeps all', () => {
  annotate(catalogue.db, { run: 1, k: 3, cluster: 2, label: 'CT head' })
  annotate(catalogue.db, { run: 1, k: 3, cluster: 0, label: 'Chest PA' })
  annotate(catalogue.db, { run: 1, k: 3, cluster: 2, label: 'CT brain', note: 'was called head\nby A.' })
  expect(current(1, 3)).toEqual([
    [0, 'Chest PA'],
    [2, 'CT brain']
  ])
  expect(labelHistory(catalogue.db, { run: 1, k: 3 }, 2)).toMatchObject([
    { label: 'CT head', note: '', code: '' },
    { label: 'CT brain', note: 'was called head\nby A.' }
  ])
  expect(labelHistory(catalogue.db, { run: 1, k: 3 }, 2)[0].created).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
})

test('a name says who gave it', () => {
  annotate(catalogue.db, { run: 1, k: 3, cluster: 2, label: 'CT head', author: ' ada ' })
  annotate(catalogue.db, { run: 1, k: 3, cluster: 2, label: 'CT brain' })
  expect(labelHistory(catalogue.db, { run: 1, k: 3 }, 2)).toMatchObject([
    { label: 'CT head', author: 'ada' },
    { label: 'CT brain', author: '' }
  ])
  expect(() => annotate(catalogue.db, { run: 1, k: 3, cluster: 2, label: 'CT', author: 'x'.repeat(101) })).toThrow(
    expect.objectContaining({
      code: 'bad-label',
      parameters: { field: 'author', why: 'too-long', length: 101, most: 100 }
    })
  )
})

test('a second naming keeps names of its own: neither sees, follows or changes the other', () => {
  const name = { run: 1, k: 3 }
  expect(namingsOf(catalogue.db, name)).toEqual([])
  const shared = annotate(catalogue.db, { ...name, cluster: 0, label: 'Head' })
  expect(shared.former).toBe(0)
  // The second reader names the cluster as if nobody had.
  expect(annotate(catalogue.db, { ...name, cluster: 0, label: 'Brain', follows: 0 }, 'Second ')).toMatchObject({
    former: 0,
    before: null,
    now: { label: 'Brain', naming: 'Second' }
  })
  expect(annotate(catalogue.db, { ...name, cluster: 0, label: 'Skull', follows: shared.entry }).former).toBe(
    shared.entry
  )
  expect(current(1, 3)).toEqual([[0, 'Skull']])
  expect(clusterLabels(catalogue.db, name, 'Second').get(0)?.label).toBe('Brain')
  expect(labelHistory(catalogue.db, name, 0, 'Second').map(({ label }) => label)).toEqual(['Brain'])
  expect([...givenLabels(catalogue.db, 'Second')].map(({ label }) => label)).toEqual(['Brain'])
  expect(namingsOf(catalogue.db, name)).toEqual(['', 'Second'])
  annotate(catalogue.db, { ...name, cluster: 0, label: '' }, 'Second')
  expect(namingsOf(catalogue.db, name)).toEqual([''])
})

test('clusters that are named together are named all or, where one of them was named meanwhile, not at all', () => {
  const name = { run: 1, k: 3 }
  const { entry } = annotate(catalogue.db, { ...name, cluster: 1, label: 'CT' })
  const both = (follows: number) => [
    { cluster: 0, label: 'Head' },
    { cluster: 1, label: 'Head', follows }
  ]
  expect(() => annotateAll(catalogue.db, name, both(0))).toThrow(
    expect.objectContaining({ code: 'changed-meanwhile', parameters: { cluster: 1 } })
  )
  expect(current(1, 3)).toEqual([[1, 'CT']])
  expect(annotateAll(catalogue.db, name, both(entry))).toMatchObject([
    { former: 0, before: null, now: { label: 'Head' } },
    { former: entry, before: { label: 'CT' }, now: { label: 'Head' } }
  ])
  expect(current(1, 3)).toEqual([
    [0, 'Head'],
    [1, 'Head']
  ])
})

test('an empty label takes the name away and stays in the history', () => {
  annotate(catalogue.db, { run: 1, k: 2, cluster: 0, label: 'CT' })
  annotate(catalogue.db, { run: 1, k: 2, cluster: 0, label: ' ' })
  expect(current(1, 2)).toEqual([])
  expect(labelHistory(catalogue.db, { run: 1, k: 2 }, 0).map(({ label }) => label)).toEqual(['CT', ''])
})

test('the name that a cluster has already, or none where it has none, changes nothing', () => {
  const given = { run: 1, k: 2, cluster: 0 }
  expect(annotate(catalogue.db, { ...given, label: '' })).toEqual({ entry: 0, former: 0, now: null, before: null })
  const { entry, now } = annotate(catalogue.db, { ...given, label: 'CT', note: 'thin' })
  expect(annotate(catalogue.db, { ...given, label: ' CT ', note: 'thin' })).toEqual({
    entry,
    former: entry,
    now,
    before: now
  })
  expect(labelHistory(catalogue.db, { run: 1, k: 2 }, 0)).toHaveLength(1)
  expect(annotate(catalogue.db, { ...given, label: 'CT' })).toMatchObject({ former: entry, now: { note: '' } })
})

test('a change that follows an entry is made only while that is the latest of its cluster', () => {
  const given = { run: 1, k: 2, cluster: 0 }
  const { entry } = annotate(catalogue.db, { ...given, label: 'CT', follows: 0 })
  annotate(catalogue.db, { ...given, cluster: 1, label: 'MR' })
  const next = annotate(catalogue.db, { ...given, label: 'CT head', follows: entry })
  expect(next).toMatchObject({ former: entry, before: { label: 'CT' }, now: { label: 'CT head' } })
  expect(() => annotate(catalogue.db, { ...given, label: 'CT', follows: entry })).toThrowError(
    expect.objectContaining({ code: 'changed-meanwhile' })
  )
  expect(current(1, 2)).toEqual([
    [0, 'CT head'],
    [1, 'MR']
  ])
})

test('clusterings of a run have names of their own', () => {
  annotate(catalogue.db, { run: 1, k: 2, cluster: 0, label: 'CT' })
  expect(current(1, 3)).toEqual([])
})

// SNOMED CT codes as in PS3.16 table L-1
test('a code comes with its scheme and its meaning', () => {
  const code = { code: '69536005', scheme: 'SCT', meaning: 'Head' }
  expect(annotate(catalogue.db, { run: 1, k: 2, cluster: 1, label: 'Head', ...code }).now).toMatchObject(code)
  expect(clusterLabels(catalogue.db, { run: 1, k: 2 }).get(1)).toMatchObject(code)
})

test.each([
  [{ run: 7, k: 2, cluster: 0 }, 'unknown-run', 'There are: 1.'],
  [{ run: 1, k: 5, cluster: 0 }, 'unknown-clustering', 'It has: 1.2, 1.3.'],
  [{ run: 1, k: 3, cluster: 3 }, 'unknown-cluster', 'Clustering 1.3 has no cluster 3. Its clusters are 0 to 2.'],
  [{ run: 1, k: 3, cluster: -1 }, 'unknown-cluster', 'has no cluster -1'],
  [{ run: 1, k: 3, cluster: 0.5 }, 'unknown-cluster', 'has no cluster 0.5']
])('%j is refused with what exists', (where, code, message) => {
  expect(() => annotate(catalogue.db, { ...where, label: 'x' })).toThrowError(
    expect.objectContaining({ code, message: expect.stringContaining(message) as string })
  )
})

test('without any run the message says how to make one', () => {
  catalogue.db.exec('DELETE FROM clustering; DELETE FROM run')
  expect(() => annotate(catalogue.db, { run: 1, k: 2, cluster: 0, label: 'x' })).toThrowError(
    /make one with a clustering/
  )
})

test.each([
  ['a line break', { label: 'two\nlines' }, 'bad-label'],
  ['an escape', { label: '\x1b[31mred' }, 'bad-label'],
  ['a change of text direction', { label: 'abc\u202ecba' }, 'bad-label'],
  ['201 characters', { label: 'x'.repeat(201) }, 'bad-label'],
  ['a long note', { label: 'x', note: 'x'.repeat(2001) }, 'bad-label'],
  ['a code without its meaning', { label: 'x', code: '69536005', scheme: 'SCT' }, 'bad-code'],
  ['a meaning alone', { label: 'x', meaning: 'Head' }, 'bad-code'],
  [
    'a code value of 17 characters (SH)',
    { label: 'x', code: '1'.repeat(17), scheme: 'SCT', meaning: 'Head' },
    'bad-code'
  ],
  ['a meaning of 65 characters (LO)', { label: 'x', code: '1', scheme: 'SCT', meaning: 'x'.repeat(65) }, 'bad-code'],
  ['a backslash in a code', { label: 'x', code: '1\\2', scheme: 'SCT', meaning: 'Head' }, 'bad-code'],
  ['a code for no label', { label: '', code: '1', scheme: 'SCT', meaning: 'Head' }, 'bad-code']
])('%s is refused, and nothing is written', (_, annotation, code) => {
  expect(() => annotate(catalogue.db, { run: 1, k: 2, cluster: 0, ...annotation })).toThrowError(
    expect.objectContaining({ code })
  )
  expect(labelHistory(catalogue.db, { run: 1, k: 2 }, 0)).toEqual([])
})

test('200 characters outside the basic plane, accents and quotes are a label', () => {
  const label = '😀'.repeat(200)
  expect(annotate(catalogue.db, { run: 1, k: 2, cluster: 0, label }).now?.label).toBe(label)
  expect(annotate(catalogue.db, { run: 1, k: 2, cluster: 0, label: `Scha\u0308del "nativ"; 'x'` }).now?.label).toBe(
    `Schädel "nativ"; 'x'`
  )
})
