import { expect, test } from 'vitest'
import { openReader } from '../../../../src/core/catalogue/corrections/column-source.ts'
import {
  addCorrection,
  decidedTags,
  lastCorrection,
  loadHistory
} from '../../../../src/core/catalogue/corrections/log.ts'
import { openForReading, openForWriting } from '../../../../src/core/catalogue/database.ts'
import { oldCatalogue } from '../../../fixtures/old-catalogue.ts'
import { CORRECTION } from '../stored/examples.ts'
import type { TagId } from '../../../../src/core/catalogue/types.ts'

test('a catalogue of 0.1.0 has no corrections, only read or brought up to date, and keeps them then', () => {
  const file = oldCatalogue()
  const old = openForReading(file)
  expect([lastCorrection(old.db), decidedTags(old.db), loadHistory(old.db, 1 as TagId).entries]).toEqual([0, [], []])
  const { id } = openReader(old.db).find('Modality')!
  old.close()

  const now = openForWriting(file, 'test')
  addCorrection(now.db, { ...CORRECTION, tag: id }, [{ tag: id, instances: [0, 1, 2] }])
  expect(loadHistory(now.db, id).entries).toMatchObject([{ id: 1, ...CORRECTION, tag: id }])
  const { codes, texts } = openReader(now.db).column(id, Uint32Array.of(0, 1, 2))
  expect(Array.from(codes, (code) => texts[code])).toEqual(['HEAD', 'HEAD', 'HEAD'])
  now.close()
})
