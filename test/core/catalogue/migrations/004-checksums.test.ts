import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { check } from '../../../../src/core/catalogue/check.ts'
import { type SummedTable, SUMMED } from '../../../../src/core/catalogue/checksums.ts'
import { openForReading, openForWriting } from '../../../../src/core/catalogue/database.ts'
import { listEvaluations } from '../../../../src/core/catalogue/evaluations.ts'
import { migrations } from '../../../../src/core/catalogue/migrations/index.ts'
import { loadModel } from '../../../../src/core/catalogue/models.ts'
import { CatalogueReader } from '../../../../src/core/catalogue/reader.ts'
import { assignedChunks, loadClustering } from '../../../../src/core/catalogue/runs.ts'
import { readSummary } from '../../../../src/core/catalogue/summary.ts'
import { clusterLabels } from '../../../../src/core/labels/annotate.ts'
import { oldCatalogue } from '../../../fixtures/old-catalogue.ts'

const FIXTURES = new URL('../../../fixtures/', import.meta.url)
/** What version 0.1.0 printed about the catalogue that it made, see the README there. */
const PRINTED = JSON.parse(readFileSync(new URL('catalogue-0.1.0.json', FIXTURES), 'utf8')) as Record<string, unknown>

/** The same of a catalogue as it is now. */
function shown(db: Database.Database): Record<string, unknown> {
  const name = { run: 1, k: 8 }
  const best = loadClustering(db, name)
  const sizes = new Map<number, number>()
  for (const { clusters } of assignedChunks(db, name)) {
    for (const cluster of clusters) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1)
  }
  const [evaluation] = listEvaluations(db, 1)
  const { run, clustered, permuted, datasets } = evaluation.result
  const { architecture, epochs } = loadModel(db, '1').report
  return {
    totals: readSummary(new CatalogueReader(db))!.totals,
    sweep: [3, 5, 8].map((k) => {
      const { loss, silhouette } = loadClustering(db, { run: 1, k })
      return { k, loss, silhouette }
    }),
    clusters: best.clusters.map(({ id, size, medoid }) => ({
      id,
      size,
      medoid: medoid.instance
    })),
    assigned: Array.from({ length: 8 }, (_, id) => ({ id, size: sizes.get(id) })),
    names: [...clusterLabels(db, { run: 1, k: 8 }).values()].map(({ cluster, label, code, scheme, meaning, note }) => {
      return { cluster, label, code, scheme, meaning, note }
    }),
    model: {
      architecture,
      epochs: epochs.map(({ epoch, loss, validationLoss }) => ({ epoch, loss, validationLoss }))
    },
    evaluation: {
      run,
      clustered: clustered.mean,
      permuted: permuted.mean,
      datasets: datasets.map((each) => ({ clustered: each.clustered, permuted: each.permuted }))
    }
  }
}

test('a catalogue of 0.1.0 shows the same clusters, names and evaluation, only read and brought up to date', () => {
  const file = oldCatalogue()
  const before = readFileSync(file)
  const old = openForReading(file)
  expect(old.db.pragma('user_version', { simple: true })).toBe(2)
  expect(shown(old.db)).toEqual(PRINTED)
  old.close()
  // Reading changed nothing.
  expect(readFileSync(file).equals(before)).toBe(true)

  openForWriting(file, 'test').close()
  const now = openForReading(file)
  expect(now.db.pragma('user_version', { simple: true })).toBe(migrations.length)
  expect(shown(now.db)).toEqual(PRINTED)
  now.close()
})

test('every row has its checksum afterwards, and nothing is damaged', async () => {
  const file = oldCatalogue()
  openForWriting(file, 'test').close()
  const now = openForReading(file)
  const { db } = now
  for (const table of Object.keys(SUMMED) as SummedTable[]) {
    expect(db.prepare(`SELECT count(*) FROM ${table} WHERE sums IS NULL`).pluck().get(), table).toBe(0)
  }
  const { findings } = await check(now)
  // Its archive lay in a folder for temporary files.
  const onDisk = ['source-missing', 'file-missing', 'file-changed']
  expect(findings.filter(({ code }) => !onDisk.includes(code))).toEqual([])
  now.close()
})

test('duplicates that lost their instance before are looked for once', () => {
  const file = oldCatalogue()
  const now = openForWriting(file, 'test')
  expect(now.db.prepare("SELECT value FROM meta WHERE key = 'orphans'").pluck().get()).toBe(1)
  now.close()
})

test('a table that is summed later changes nothing of this migration', () => {
  const db = new Database(oldCatalogue())
  const summed = SUMMED as Record<string, unknown>
  summed.later = { key: ['id'], groups: [['value']] }
  try {
    for (const migrate of migrations.slice(2, 4)) migrate(db)
  } finally {
    delete summed.later
  }
  expect(db.prepare('SELECT count(*) FROM file WHERE sums IS NULL').pluck().get()).toBe(0)
  db.close()
})

test('what schema 4 sums is summed as it was then', () => {
  const db = new Database(':memory:')
  for (const migrate of migrations.slice(0, 3)) migrate(db)
  db.exec("INSERT INTO source VALUES(1, '/data', '2026-01-01', NULL, 0); INSERT INTO live VALUES(0, x'ff01')")
  db.exec("INSERT INTO assignment VALUES(1, 2, 0, x'0100', x'00000000')")
  migrations[3](db)
  const sums = (table: string): unknown => db.prepare(`SELECT sums FROM ${table}`).pluck().get()
  // A number where a table has one group of columns: the sum of its key and fields, each with a letter for its type.
  expect(sums('source')).toBe(crc32('n1\0s/data\0s2026-01-01\0-n0\0'))
  expect(sums('live')).toBe(crc32(Buffer.from([0xff, 1]), crc32('n0\0b')))
  // Else four bytes a group, little-endian.
  const sum = (...bytes: number[]): number => crc32(Buffer.from(bytes), crc32('n1\0n2\0n0\0b'))
  const expected = Buffer.alloc(8)
  expected.writeUInt32LE(sum(1, 0), 0)
  expected.writeUInt32LE(sum(0, 0, 0, 0), 4)
  expect(sums('assignment')).toEqual(expected)
  db.close()
})
