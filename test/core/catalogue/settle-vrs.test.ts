import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CHUNK } from '../../../src/core/catalogue/chunks.ts'

import { type Catalogue, openForWriting } from '../../../src/core/catalogue/database.ts'
import { FileStatus } from '../../../src/core/catalogue/file-table.ts'
import { Intake } from '../../../src/core/catalogue/intake.ts'
import { InstanceWriter } from '../../../src/core/catalogue/instance-writer.ts'
import { migrations } from '../../../src/core/catalogue/migrations/index.ts'
import { type AppendedVrs, settleVrs } from '../../../src/core/catalogue/settle-vrs.ts'
import { nextRevision } from '../../../src/core/catalogue/summary.ts'
import fc from '../../fast-check.ts'
import { appendHeaders, batchOf, newCatalogue, temporaryFolder } from './synthetic.ts'

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

/** What is stored of VRs, counted anew. */
function counted({ db }: Catalogue, appended?: AppendedVrs): unknown {
  db.exec('DELETE FROM vr_tally; DELETE FROM counted; UPDATE tag SET vr = first_vr, sums = NULL')
  nextRevision(db)
  settleVrs(db, appended)
  const tallies = db.prepare('SELECT tag, counts FROM vr_tally ORDER BY tag').all() as { tag: number; counts: string }[]
  return {
    tags: db.prepare('SELECT keyword, vr FROM tag ORDER BY keyword').raw().all(),
    tallies: tallies.map(({ tag, counts }) => [tag, (JSON.parse(counts) as [number, number][]).toSorted()])
  }
}

test('what is counted while instances are appended is what their columns say', () => {
  const headers = fc.array(
    fc.record({ Rows: fc.constantFrom('4', '5', '', undefined), Columns: fc.constantFrom('6') }),
    {
      minLength: 1,
      maxLength: 12
    }
  )
  const part = fc.record({ vr: fc.constantFrom('LO', 'IS', 'UN'), headers, isFlushed: fc.boolean() })
  fc.assert(
    fc.property(fc.nat(8), fc.array(part, { minLength: 1, maxLength: 6 }), (short, parts) => {
      const catalogue = newCatalogue()
      const writer = new InstanceWriter(catalogue.db)
      const flush = catalogue.db.transaction(() => writer.flush())
      const first = {
        vr: 'IS',
        headers: Array.from({ length: CHUNK - short }, () => ({ Rows: '4' })),
        isFlushed: false
      }
      for (const [worker, { vr, headers, isFlushed }] of [first, ...parts].entries()) {
        const batch = batchOf(headers, vr)
        writer.beginBatch(worker, batch)
        headers.forEach((_, i) => {
          writer.append(worker, batch, i, 1, `IM${worker}.${i}`, '')
          if (writer.full) flush()
        })
        if (isFlushed) flush()
      }
      flush()
      expect(writer.appendedVrs).toBeDefined()
      const said = counted(catalogue, writer.appendedVrs)
      expect(said).toEqual(counted(catalogue))
      writer.live.remove(0)
      expect(writer.appendedVrs).toBeUndefined()
      catalogue.close()
    }),
    { numRuns: 25 }
  )
})
