import { expect, test } from 'vitest'
import { openForReading, openForWriting } from '../../../../src/core/catalogue/database.ts'
import { saveSuggestions, suggestionPage, suggestionRuns } from '../../../../src/core/catalogue/suggestions.ts'
import { oldCatalogue } from '../../../fixtures/old-catalogue.ts'
import { SUGGESTION_REPORT_OF, SUGGESTIONS } from '../stored/examples.ts'

test('a catalogue of 0.1.0 has no suggestions, only read or brought up to date, and keeps them then', () => {
  const file = oldCatalogue()
  const old = openForReading(file)
  expect(suggestionRuns(old.db)).toEqual([])
  old.close()

  const now = openForWriting(file, 'test')
  const run = saveSuggestions(now.db, '1', SUGGESTION_REPORT_OF('Modality'), SUGGESTIONS)
  expect(suggestionPage(now.db, run, { kind: 'wrong' }, 0, 10).rows).toMatchObject(SUGGESTIONS.wrong)
  now.close()
})
