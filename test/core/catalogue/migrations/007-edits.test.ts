import { expect, test } from 'vitest'
import { openForReading, openForWriting } from '../../../../src/core/catalogue/database.ts'
import { editedUpTo, isEdited, loadEdited } from '../../../../src/core/catalogue/edited.ts'
import { addEdit, changedClusterings, hasEdits, lastEdit, loadEdits } from '../../../../src/core/catalogue/edits.ts'
import { clusteringsOf, clusterIds } from '../../../../src/core/catalogue/runs.ts'
import { oldCatalogue } from '../../../fixtures/old-catalogue.ts'

test('nobody has changed clusters of a catalogue of 0.1.0, only read or brought up to date; then somebody can', () => {
  const file = oldCatalogue()
  const read = (withTables: boolean): void => {
    const catalogue = openForReading(file)
    const { db } = catalogue
    const name = { run: 1, k: clusteringsOf(db, 1)[0] }
    expect(hasEdits(db)).toBe(withTables)
    expect(changedClusterings(db)).toEqual([])
    expect([lastEdit(db, name), editedUpTo(db, name), isEdited(db, name)]).toEqual([0, 0, false])
    expect(loadEdits(db, name)).toEqual({ entries: [], done: [], undone: [], last: 0 })
    expect(loadEdited(db, name, 1)).toBeNull()
    expect(clusterIds(db, name)).toEqual([...Array(name.k).keys()])
    catalogue.close()
  }
  read(false)
  const now = openForWriting(file, 'test')
  read(true)
  const name = { run: 1, k: clusteringsOf(now.db, 1)[0] }
  const change = { kind: 'merge' as const, clusters: [0, 1], into: 0, named: 0 }
  expect(addEdit(now.db, { ...name, program: '1', author: 'Ann', change }, [])).toBe(1)
  expect(loadEdits(now.db, name)).toMatchObject({ last: 1, done: [{ author: 'Ann', change }] })
  now.close()
})
