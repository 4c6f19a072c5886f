import { beforeEach, describe, expect, test } from 'vitest'
import type { Catalogue } from '../../../src/core/catalogue/database.ts'
import {
  saveSuggestions,
  suggestionAt,
  suggestionPage,
  suggestionPairs,
  suggestionRun,
  suggestionRuns
} from '../../../src/core/catalogue/suggestions.ts'
import { SUGGESTION_REPORT_OF, SUGGESTIONS } from './stored/examples.ts'
import { newCatalogue } from './synthetic.ts'

let catalogue: Catalogue
let run: number
const save = (tag: string, rows = SUGGESTIONS): number =>
  saveSuggestions(catalogue.db, '1', SUGGESTION_REPORT_OF(tag), rows)
beforeEach(() => {
  catalogue = newCatalogue()
  run = save('BodyPartExamined')
})

test('what is stored comes back, a page of a kind at a time', () => {
  const { total, rows } = suggestionPage(catalogue.db, run, { kind: 'missing' }, 1, 1)
  expect([total, rows]).toEqual([2, [{ kind: 'missing', place: 1, ...SUGGESTIONS.missing[1] }]])
  expect(suggestionAt(catalogue.db, run, 'wrong', 0)).toEqual({ kind: 'wrong', place: 0, ...SUGGESTIONS.wrong[0] })
  expect(suggestionRun(catalogue.db, run).report).toEqual(SUGGESTION_REPORT_OF('BodyPartExamined'))
})

test('rows of one pair of values, of none and one, too', () => {
  const of = (kind: 'missing' | 'wrong', present: string | null, suggested: string): number[] =>
    suggestionPage(catalogue.db, run, { kind, pair: { present, suggested } }, 0, 10).rows.map(({ place }) => place)
  expect([of('missing', null, 'KNEE'), of('wrong', 'HEAD', 'KNEE'), of('wrong', 'HEAD', 'CHEST')]).toEqual([
    [0],
    [0],
    []
  ])
  expect(suggestionPairs(catalogue.db, run)).toEqual([
    { kind: 'wrong', present: 'HEAD', suggested: 'KNEE', series: 1, images: 7 },
    { kind: 'missing', present: null, suggested: 'CHEST', series: 1, images: 5 },
    { kind: 'missing', present: null, suggested: 'KNEE', series: 1, images: 4 }
  ])
})

describe('suggestions that are made again', () => {
  test('take the place of those of the same tag, under a new number', () => {
    const again = save('BodyPartExamined', { missing: [], wrong: SUGGESTIONS.wrong })
    expect(again).toBe(run + 1)
    expect(suggestionRuns(catalogue.db).map(({ id }) => id)).toEqual([again])
    expect(suggestionPage(catalogue.db, again, { kind: 'missing' }, 0, 10).total).toBe(0)
    expect(() => suggestionAt(catalogue.db, run, 'missing', 0)).toThrow(/There are no such suggestions/)
  })

  test('leave those of other tags', () => {
    const other = save('Modality')
    expect(suggestionRuns(catalogue.db).map(({ id, report }) => [id, report.tag])).toEqual([
      [other, 'Modality'],
      [run, 'BodyPartExamined']
    ])
  })
})

test('a place beyond the last, and a run that never was, are told as what is not there', () => {
  expect(() => suggestionAt(catalogue.db, run, 'missing', 2)).toThrow(/There are no such suggestions/)
  expect(() => suggestionRun(catalogue.db, 99)).toThrow(/There are no such suggestions 99/)
})

test('a row that somebody changed is told as damage', () => {
  catalogue.db.exec("UPDATE suggestion SET suggested = 'TOE' WHERE kind = 1")
  expect(() => suggestionAt(catalogue.db, run, 'wrong', 0)).toThrow(/suggestion/)
})
