import { closeSync, copyFileSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, test } from 'vitest'
import { SUMMED, type SummedTable } from '../../../src/core/catalogue/checksums.ts'
import { openForWriting } from '../../../src/core/catalogue/database.ts'
import { addCorrection } from '../../../src/core/catalogue/corrections/log.ts'
import { addFeatureSet, keepChoices, keptChoices } from '../../../src/core/catalogue/feature-sets.ts'
import { saveComparison } from '../../../src/core/catalogue/comparisons.ts'
import { saveEvaluation } from '../../../src/core/catalogue/evaluations.ts'
import { addLabelSet, LabelCodes } from '../../../src/core/catalogue/label-sets.ts'
import { addSelection } from '../../../src/core/catalogue/selections.ts'
import { decidedMappings, decideMappings } from '../../../src/core/catalogue/mappings.ts'
import { saveMap } from '../../../src/core/catalogue/maps.ts'
import { saveModel } from '../../../src/core/catalogue/models.ts'
import { saveProjection } from '../../../src/core/catalogue/projections.ts'
import { renameRun } from '../../../src/core/catalogue/run-notes.ts'
import { loadReviewed, markReviewed } from '../../../src/core/catalogue/reviewed.ts'
import { sampleLength, sampleOfRun } from '../../../src/core/catalogue/runs.ts'
import { saveSuggestions, suggestionPage, suggestionRuns } from '../../../src/core/catalogue/suggestions.ts'
import { saveTree } from '../../../src/core/catalogue/trees.ts'
import { MedoidError } from '../../../src/core/errors.ts'
import { annotateJob, annotationsJob } from '../../../src/jobs/annotate.ts'
import { assignJob } from '../../../src/jobs/assign.ts'
import { checkJob } from '../../../src/jobs/check.ts'
import { clusterJob } from '../../../src/jobs/cluster.ts'
import { countValuesJob } from '../../../src/jobs/count-values.ts'
import { rejectJob } from '../../../src/jobs/edit.ts'
import { editHistoryJob } from '../../../src/jobs/edit-history.ts'
import { exportLabelsJob } from '../../../src/jobs/export-labels.ts'
import { reading } from '../../../src/jobs/catalogues.ts'
import { featureSetsJob } from '../../../src/jobs/feature-sets.ts'
import { featuresJob } from '../../../src/jobs/features.ts'
import { labelSetsJob } from '../../../src/jobs/label-sets.ts'
import { listSourcesJob } from '../../../src/jobs/sources.ts'
import { tagJob, tagsJob } from '../../../src/jobs/tags.ts'
import fc from '../../fast-check.ts'
import { archive, clusterParameters, removeInstances, threeKinds, WORK } from '../../jobs/archive.ts'
import {
  CHOICES,
  comparisonReport,
  CORRECTION,
  evaluationReport,
  LABELS_FROM,
  MAP,
  MAPPINGS,
  ORIGIN,
  PROJECTION,
  SUGGESTION_REPORT_OF,
  SUGGESTIONS,
  trainingReport,
  TREE
} from './stored/examples.ts'
import { temporaryFolder } from './synthetic.ts'
import { featureParameters } from '../../../src/jobs/definitions/feature-parameters.ts'
import { withDefaults } from '../../../src/jobs/parameter.ts'
import type { TagId } from '../../../src/core/catalogue/types.ts'

let sound: string
const folder = temporaryFolder()
const catalogue = join(folder, 'c.sqlite')

beforeAll(async () => {
  sound = archive(threeKinds(90, (i) => ({ StationName: `ST${i % 11}` })))
  removeInstances(sound, 7)
  const open = openForWriting(sound, 'test')
  const { db } = open
  const file = db.prepare('INSERT INTO file(dir, name, size, mtime, status, instance) VALUES(1, ?, 1, 1, 0, ?)')
  for (let i = 0; i < 90; i++) if (i !== 7) file.run(`IM${i}`, i)
  // As if all instances had a tag with its first VR.
  db.exec('INSERT INTO vr(tag, chunk, encoding, data) VALUES(1, 0, 0, 0)')
  // As if there were full chunks, whose values were counted.
  db.exec(`INSERT INTO tally(tag, counts, plain, distinct_values, top) VALUES(1, x'0001', 2, 3, '[]')`)
  db.exec("INSERT INTO vr_tally(tag, counts) VALUES(1, '[[0,1]]')")
  db.exec("INSERT INTO counted(what, chunk, bits) VALUES('vrs', 0, zeroblob(512))")
  db.exec("INSERT INTO issue(dir, name, code, message) VALUES(1, 'IM3', 'bad-length', 'It is bad.')")
  const drawn = { training: Uint32Array.of(1, 2), validation: Uint32Array.of(3) }
  saveModel(db, { program: '1', trainer: 't', ...drawn, report: trainingReport })
  saveProjection(db, PROJECTION)
  saveSuggestions(db, '1', SUGGESTION_REPORT_OF('Modality'), SUGGESTIONS)
  const evaluated = { instances: Uint32Array.of(4, 5, 6), labels: Uint16Array.of(0, 1, 1) }
  saveEvaluation(db, { program: '1', run: 1, k: 3, model: 1, ...evaluated, result: evaluationReport })
  saveComparison(db, '1', comparisonReport)
  open.close()
  await countValuesJob.run({ catalogue: sound }, WORK)
  await clusterJob.run(clusterParameters(sound, { k: [2, 3] }), WORK)
  const grown = openForWriting(sound, 'test')
  const [first] = sampleOfRun(grown.db, 1)
  saveTree(grown.db, { ...TREE, k: 3, prototypes: TREE.prototypes.fill(first) })
  grown.close()
  await assignJob.run({ catalogue: sound, run: '1' }, WORK)
  await rejectJob.run({ catalogue: sound, run: '1', author: 'Ann', where: [], instances: [4, 8] }, WORK)
  drawMap(sound)
  select(sound)
  label(sound)
  choose(sound)
  harmonise(sound)
  name(sound)
  review(sound)
  correct(sound)
  await annotateJob.run({ catalogue: sound, run: '1', cluster: 0, label: 'Head' }, WORK)
  // What a test has inserted as it stands in the table gets its sums as a migration gives them.
  const sealing = new Database(sound)
  const { sumsOf } = await import('../../../src/core/catalogue/checksums.ts')
  for (const table of ['file', 'issue', 'source', 'dir', 'vr', 'tally', 'vr_tally', 'counted'] as const) {
    const key = SUMMED[table].key
    for (const row of sealing.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[]) {
      const where = key.map((name) => `${name} = ?`).join(' AND ')
      sealing
        .prepare(`UPDATE ${table} SET sums = ? WHERE ${where}`)
        .run(sumsOf(table, row), ...key.map((name) => row[name]))
    }
  }
  sealing.pragma('wal_checkpoint(TRUNCATE)')
  sealing.close()
})

/** A named selection, one of whose images has gone. */
function select(path: string): void {
  const open = openForWriting(path, 'test')
  addSelection(open.db, { program: '1', name: 'Some', note: 'Dark ones', origin: ORIGIN }, [3, 7, 30, 31, 60])
  open.close()
}

/** What somebody calls the run. */
function name(path: string): void {
  const open = openForWriting(path, 'test')
  renameRun(open.db, 1, 'First')
  open.close()
}

/** Images that somebody found right in their clusters. */
function review(path: string): void {
  const open = openForWriting(path, 'test')
  markReviewed(open.db, { run: 1, k: 3 }, [{ instance: 5, cluster: 2 }], true)
  open.close()
}

/** Another name of a station, of some images. */
function correct(path: string): void {
  const open = openForWriting(path, 'test')
  const tag = open.db.prepare("SELECT id FROM tag WHERE keyword = 'StationName'").pluck().get() as TagId
  addCorrection(open.db, { ...CORRECTION, tag }, [{ tag, instances: [3, 30, 31] }])
  open.close()
}

/** Labels from elsewhere, of some images. */
function label(path: string): void {
  const open = openForWriting(path, 'test')
  const codes = LabelCodes.of(['T1', 'T2'], Uint32Array.of(3, 30, 60), [1, 2, 2])
  addLabelSet(open.db, { program: '1', name: 'Truth', origin: LABELS_FROM }, codes)
  open.close()
}

/** What somebody decided about mappings between sites. */
function harmonise(path: string): void {
  const open = openForWriting(path, 'test')
  decideMappings(open.db, { author: 'Ann', program: '1' }, 'accept', MAPPINGS)
  open.close()
}

/** Choices of features: those of now, and some with a name. */
function choose(path: string): void {
  const open = openForWriting(path, 'test')
  addFeatureSet(open.db, { program: '1', name: 'Some', choices: CHOICES, replace: false })
  const kept = { ...CHOICES, tags: 30 }
  keepChoices(open.db, { program: '1', choices: kept, base: CHOICES })
  open.close()
}

/** A map of run 1, with places of all its images. */
function drawMap(path: string): void {
  const open = openForWriting(path, 'test')
  const positions = new Float32Array(2 * 4096).fill(NaN).fill(1, 0, 2 * 90)
  saveMap(open.db, { ...MAP, positions: new Float32Array(2 * sampleLength(open.db, 1)) }, [{ chunk: 0, positions }])
  open.close()
}

/** Begins with the sound one. */
function restore(): void {
  for (const suffix of ['-wal', '-shm']) if (statSync(catalogue + suffix, { throwIfNoEntry: false })) truncate(suffix)
  copyFileSync(sound, catalogue)
}

function truncate(suffix: string): void {
  closeSync(openSync(catalogue + suffix, 'w'))
}

const out = join(folder, 'labels.csv')
/** What commands say that depends on all of a catalogue, and on no clock. */
const READING: Record<string, () => Promise<unknown>> = {
  tags: () => tagsJob.run({ catalogue }, WORK),
  tag: () => tagJob.run({ catalogue, tag: 'StationName' }, WORK),
  features: () => featuresJob.run({ ...withDefaults(featureParameters, {}), catalogue }, WORK),
  selected: () =>
    featuresJob.run(
      {
        ...withDefaults(featureParameters, { where: [{ tag: 'Selection', operator: 'is-not', value: 'Some' }] }),
        catalogue
      },
      WORK
    ),
  labelled: () =>
    featuresJob.run(
      {
        ...withDefaults(featureParameters, { where: [{ tag: 'Label[Truth]', operator: 'is-not', value: 'T2' }] }),
        catalogue
      },
      WORK
    ),
  'label sets': () => labelSetsJob.run({ catalogue }, WORK),
  sets: () => featureSetsJob.run({ catalogue }, WORK),
  suggestions: () =>
    reading(catalogue, ({ db }) => [suggestionRuns(db), suggestionPage(db, 1, { kind: 'missing' }, 0, 9)]),
  kept: () => reading(catalogue, ({ db }) => keptChoices(db)),
  mappings: () => reading(catalogue, ({ db }) => decidedMappings(db)),
  sources: () => listSourcesJob.run({ catalogue }, WORK),
  edits: () => editHistoryJob.run({ catalogue, run: '1' }, WORK),
  reviewed: () => reading(catalogue, ({ db }) => [...loadReviewed(db, { run: 1, k: 3 })]),
  names: () => annotationsJob.run({ catalogue, run: '1' }, WORK),
  export: async () =>
    (await exportLabelsJob.run({ catalogue, run: '1', format: 'csv', out, where: [], columns: [] }, WORK)).rows,
  assign: async () => ({ ...(await assignJob.run({ catalogue, run: '1' }, WORK)), seconds: 0 })
}

/** What each command says, or the code with which it refuses to; anything else is a defect, and thrown. */
async function answers(): Promise<Record<string, unknown>> {
  const said: Record<string, unknown> = {}
  for (const [name, run] of Object.entries(READING)) {
    try {
      said[name] = await run()
    } catch (error) {
      if (!(error instanceof MedoidError)) throw new Error(`${name}: ${String(error)}`, { cause: error })
      said[name] = error.code
    }
  }
  return said
}

/** The codes that are right to say of a file that is no longer what it was. */
const REFUSALS = ['catalogue-damaged', 'not-a-catalogue', 'catalogue-newer']

/** Every field that has a sum, in the row in which it is longest, is changed through SQL, so that the database itself is whole. */
const FIELDS = (Object.keys(SUMMED) as SummedTable[]).flatMap((table) =>
  SUMMED[table].groups.flatMap((group) => group.map((field) => [table, field] as const))
)

function damage(table: string, field: string): void {
  const db = new Database(catalogue)
  const row = db
    .prepare(`SELECT * FROM ${table} ORDER BY length(${field}) DESC, ${field} DESC LIMIT 1`)
    .get() as Record<string, unknown>
  const before = row[field]
  let after: unknown
  if (Buffer.isBuffer(before)) {
    after = Buffer.from(before)
    ;(after as Buffer)[before.length >> 1] ^= 0x55
  } else if (typeof before === 'string') {
    const middle = before.length >> 1
    after = `${before.slice(0, middle)}\u0007${before.slice(middle + 1)}`
  } else after = before === null ? 5 : (before as number) + 1
  const { key } = SUMMED[table as SummedTable]
  const where = key.map((name) => `${name} = ?`).join(' AND ')
  const { changes } = db
    .prepare(`UPDATE ${table} SET ${field} = ? WHERE ${where}`)
    .run(after, ...key.map((name) => row[name]))
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  expect(changes).toBe(1)
}

describe('of a field that changed', () => {
  test('none is without a sum in the catalogue that these tests damage', () => {
    const db = new Database(sound, { readonly: true })
    for (const table of Object.keys(SUMMED)) {
      expect(db.prepare(`SELECT count(*) > 0, count(*) = count(sums) FROM ${table}`).raw().get(), table).toEqual([1, 1])
    }
    db.close()
  })

  test.each(FIELDS)(
    '%s.%s: check names it, and commands answer right or say that the catalogue is damaged',
    async (table, field) => {
      restore()
      const right = await answers()
      expect(Object.values(right).some((answer) => REFUSALS.includes(answer as string))).toBe(false)
      restore()
      damage(table, field)
      const { findings } = await checkJob.run({ catalogue }, WORK)
      const named = findings.flatMap(({ code, examples }) => (code.startsWith('damaged') ? examples : []))
      expect(
        named.some((text) => text.includes(`${table}.`) && text.includes(field)),
        named.join('\n')
      ).toBe(true)
      for (const [name, answer] of Object.entries(await answers())) {
        // What files are is counted by the database; a million rows are verified by check and by a scan only.
        if (name === 'sources' && `${table}.${field}` === 'file.status') continue
        if (answer !== 'catalogue-damaged') expect(answer, name).toEqual(right[name])
      }
    }
  )

  test('a block of hashes of UIDs that is gone is found', async () => {
    restore()
    const db = new Database(catalogue)
    db.exec('DELETE FROM sop_block')
    db.close()
    const { findings } = await checkJob.run({ catalogue }, WORK)
    expect(findings.map(({ examples }) => examples)).toContainEqual([
      'SOP Instance UIDs: The catalogue is damaged: sop_run.entries (id 1) is not what was written.'
    ])
  })
})

test('whatever bytes of the file change, commands answer, or say that the catalogue is damaged, and check ends', async () => {
  restore()
  const { size } = statSync(sound)
  const flip = fc.record({ at: fc.integer({ min: 0, max: size - 1 }), bits: fc.integer({ min: 1, max: 255 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(flip, { minLength: 1, maxLength: 20 }), async (flips) => {
      restore()
      const file = openSync(catalogue, 'r+')
      const byte = Buffer.alloc(1)
      for (const { at, bits } of flips) {
        readSync(file, byte, 0, 1, at)
        byte[0] ^= bits
        writeSync(file, byte, 0, 1, at)
      }
      closeSync(file)
      for (const answer of Object.values(await answers())) {
        if (typeof answer === 'string') expect(answer).toMatch(/^(catalogue-|not-a-catalogue|unknown-|no-|nothing-)/)
      }
      await checkJob.run({ catalogue }, WORK).catch((error: unknown) => {
        if (!(error instanceof MedoidError)) throw error
      })
    }),
    { numRuns: 60 }
  )
})
