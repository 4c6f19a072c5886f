import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CHUNK } from '../../../src/core/catalogue/chunks.ts'

import { type Catalogue, openForWriting } from '../../../src/core/catalogue/database.ts'
import { FileStatus } from '../../../src/core/catalogue/file-table.ts'
import { Intake } from '../../../src/core/catalogue/intake.ts'
import { migrations } from '../../../src/core/catalogue/migrations/index.ts'
import { settleVrs } from '../../../src/core/catalogue/settle-vrs.ts'
import { nextRevision } from '../../../src/core/catalogue/summary.ts'
import { appendHeaders, newCatalogue, temporaryFolder } from './synthetic.ts'

test('a catalogue of the version before keeps the VRs of its tags', () => {
  const file = join(temporaryFolder(), 'old.sqlite')
  const old = new Database(file)
  old.pragma(`application_id = ${0x4d45444f}`)
  const before = 2
  for (const migrate of migrations.slice(0, before)) migrate(old)
  old.pragma(`user_version = ${before}`)
  old.exec("INSERT INTO tag VALUES(1, '(0019,xx0A)', '', '', 'ACME', 'DS', 0)")
  old.close()
  const catalogue = openForWriting(file, 'test')
  settleVrs(catalogue.db)
  expect(catalogue.db.prepare('SELECT vr, first_vr FROM tag').raw().all()).toEqual([['DS', 'DS']])
  catalogue.close()
})

/** Adds instances with two tags, which have a VR; an instance in ten lacks one of them. */
function append(catalogue: Catalogue, count: number, vr: string): void {
  const headers = Array.from({ length: count }, (_, i) => ({ Modality: 'CT', Rows: i % 10 === 0 ? undefined : '4' }))
  appendHeaders(catalogue, headers, vr)
  nextRevision(catalogue.db)
}

/** Takes instances out as a scan does whose files are gone. */
function remove(catalogue: Catalogue, from: number, to: number): void {
  const intake = new Intake(catalogue)
  for (let instance = from; instance < to; instance++) {
    intake.remove(1, `IM${instance}`, { size: 0, mtime: 0, status: FileStatus.instance, instance })
  }
  intake.flush()
}

function vrs(catalogue: Catalogue): unknown[] {
  settleVrs(catalogue.db)
  return catalogue.db.prepare("SELECT vr FROM tag WHERE keyword = 'Rows'").pluck().all()
}

test('VRs follow what comes and goes, in chunks that are full and in the last one', () => {
  const catalogue = newCatalogue()
  append(catalogue, CHUNK + 100, 'LO')
  expect(vrs(catalogue)).toEqual(['LO'])
  append(catalogue, CHUNK + 50, 'IS')
  expect(vrs(catalogue)).toEqual(['LO'])
  remove(catalogue, 0, 60)
  expect(vrs(catalogue)).toEqual(['IS'])
  remove(catalogue, 2 * CHUNK, 2 * CHUNK + 150)
  expect(vrs(catalogue)).toEqual(['LO'])
  append(catalogue, 2 * CHUNK, 'UN')
  expect(vrs(catalogue)).toEqual(['LO'])
  remove(catalogue, 0, 2 * CHUNK + 150)
  expect(vrs(catalogue)).toEqual(['UN'])
})

test('what came and went alone is counted: chunks in which nothing did are not read', () => {
  const catalogue = newCatalogue()
  append(catalogue, CHUNK, 'LO')
  append(catalogue, CHUNK, 'IS')
  append(catalogue, CHUNK, 'IS')
  expect(vrs(catalogue)).toEqual(['IS'])
  // As if nobody had Rows in the chunks of IS.
  catalogue.db.exec('UPDATE column SET encoding = 0, data = 0, absent = 4096, empty = 0, sums = NULL WHERE chunk > 0')
  remove(catalogue, 5, 6)
  expect(vrs(catalogue)).toEqual(['IS'])
  catalogue.db.exec("UPDATE vr_tally SET counts = '[]'")
  remove(catalogue, 6, 7)
  // Damaged, and counted anew.
  expect(vrs(catalogue)).toEqual(['LO'])
})
