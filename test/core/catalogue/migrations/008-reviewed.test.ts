import { expect, test } from 'vitest'
import { openForReading, openForWriting } from '../../../../src/core/catalogue/database.ts'
import { loadReviewed, markReviewed, reviewedClusterings } from '../../../../src/core/catalogue/reviewed.ts'
import { oldCatalogue } from '../../../fixtures/old-catalogue.ts'

test('a catalogue of 0.1.0 has nothing that was reviewed, only read or brought up to date, and remembers it then', () => {
  const file = oldCatalogue()
  const old = openForReading(file)
  expect(reviewedClusterings(old.db)).toEqual([])
  expect(loadReviewed(old.db, { run: 1, k: 2 })).toEqual(new Map())
  old.close()

  const now = openForWriting(file, 'test')
  markReviewed(now.db, { run: 1, k: 2 }, [{ instance: 1, cluster: 0 }], true)
  expect(loadReviewed(now.db, { run: 1, k: 2 }).get(0)?.slice(0, 3)).toEqual(Uint16Array.of(65535, 0, 65535))
  now.close()
})
