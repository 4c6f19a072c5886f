import { expect, test } from 'vitest'
import { openForReading, openForWriting } from '../../../../src/core/catalogue/database.ts'
import { decidedMappings, decideMappings } from '../../../../src/core/catalogue/mappings.ts'
import { oldCatalogue } from '../../../fixtures/old-catalogue.ts'
import { MAPPINGS } from '../stored/examples.ts'

test('a catalogue of 0.1.0 has no mappings, only read or brought up to date, and keeps them then', () => {
  const file = oldCatalogue()
  const old = openForReading(file)
  expect(decidedMappings(old.db).accepted).toEqual([])
  old.close()

  const now = openForWriting(file, 'test')
  decideMappings(now.db, { author: 'Ann', program: '1' }, 'accept', MAPPINGS)
  expect(decidedMappings(now.db).accepted).toEqual(MAPPINGS)
  now.close()
})
