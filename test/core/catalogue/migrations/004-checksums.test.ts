import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
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
import type { TrainingReport } from '../../../../src/core/catalogue/stored/model.ts'
import type { EvaluationReport } from '../../../../src/core/catalogue/stored/evaluation.ts'
import type { ClusterDescription } from '../../../../src/core/catalogue/stored/clustering.ts'
import { annotations } from '../../../../src/core/labels/annotate.ts'
import { temporaryFolder } from '../synthetic.ts'

const FIXTURES = new URL('../../../fixtures/', import.meta.url)
/** What version 0.1.0 printed about the catalogue that it made, see the README there. */
const PRINTED = JSON.parse(readFileSync(new URL('catalogue-0.1.0.json', FIXTURES), 'utf8')) as Record<string, unknown>

function fixture(): string {
  const file = join(temporaryFolder(), 'old.sqlite')
  writeFileSync(file, gunzipSync(readFileSync(new URL('catalogue-0.1.0.sqlite.gz', FIXTURES))))
  return file
}

/** The same of a catalogue as it is now. */
function shown(db: Database.Database): Record<string, unknown> {
  const name = { run: 1, k: 8 }
  const best = loadClustering(db, name)
  const sizes = new Map<number, number>()
  for (const { clusters } of assignedChunks(db, name)) {
    for (const cluster of clusters) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1)
  }
  const [evaluation] = listEvaluations(db, 1)
  const { run, clustered, permuted, datasets } = evaluation.result as EvaluationReport & { run: string }
  const { architecture, epochs } = loadModel(db, '1').report as TrainingReport
  return {
    totals: readSummary(new CatalogueReader(db))!.totals,
    sweep: [3, 5, 8].map((k) => {
      const { loss, silhouette } = loadClustering(db, { run: 1, k })
      return { k, loss, silhouette }
    }),
    clusters: (best.clusters as ClusterDescription[]).map(({ id, size, medoid }) => ({
      id,
      size,
      medoid: medoid.instance
    })),
    assigned: Array.from({ length: 8 }, (_, id) => ({ id, size: sizes.get(id) })),
    names: [...annotations(db, 1, 8).values()].map(({ cluster, label, code, scheme, meaning, note }) => {
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
  const file = fixture()
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
  const file = fixture()
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
  const file = fixture()
  const now = openForWriting(file, 'test')
  expect(now.db.prepare("SELECT value FROM meta WHERE key = 'orphans'").pluck().get()).toBe(1)
  now.close()
})
