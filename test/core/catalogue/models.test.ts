import Database from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { check } from '../../../src/core/catalogue/check.ts'
import {
  loadCheckpoints,
  loadModel,
  saveCheckpoint,
  saveModel,
  takeOverModel
} from '../../../src/core/catalogue/models.ts'
import { openForAdding, openForWriting } from '../../../src/core/catalogue/database.ts'
import { migrations } from '../../../src/core/catalogue/migrations/index.ts'
import { trainingReport } from './stored/examples.ts'
import { temporaryFolder } from './synthetic.ts'

const MODEL = {
  program: '1.2.3',
  trainer: 'me',
  training: Uint32Array.of(3, 1, 2),
  validation: Uint32Array.of(9)
}

function catalogueWithModel() {
  const { db, file } = openForWriting(join(temporaryFolder(), 'c.sqlite'), 'test')
  const id = saveModel(db, { ...MODEL, report: trainingReport })
  return { db, file, id }
}

const state = (text: string) => Buffer.from(text)

test('a model comes back as it was saved', () => {
  const { db, id } = catalogueWithModel()
  expect(loadModel(db, String(id))).toMatchObject({
    id: 1,
    program: '1.2.3',
    training: Uint32Array.of(3, 1, 2),
    validation: Uint32Array.of(9),
    report: trainingReport(1)
  })
})

test('a model that is not there is refused with those that are', () => {
  const { db } = catalogueWithModel()
  expect(() => loadModel(db, '2')).toThrow('There is no model "2". There are: 1.')
  expect(() => loadModel(db, 'x')).toThrow('There is no model "x". There are: 1.')
})

test('the last two states are kept, the newest first', () => {
  const { db, id } = catalogueWithModel()
  for (const step of [5, 10, 15])
    saveCheckpoint(db, id, 'me', { step, state: state(`at ${step}`) }, trainingReport(id, { secondsPerStep: step }))
  expect(loadCheckpoints(db, id).map(({ step, state: bytes, intact }) => [step, bytes.toString(), intact])).toEqual([
    [15, 'at 15', true],
    [10, 'at 10', true]
  ])
  expect(loadModel(db, '1').report.secondsPerStep).toBe(15)
})

test('a damaged state is known as such', () => {
  const { db, id } = catalogueWithModel()
  for (const step of [5, 10]) saveCheckpoint(db, id, 'me', { step, state: state(`at ${step}`) }, trainingReport(id))
  db.prepare("UPDATE checkpoint SET state = CAST('at 11' AS BLOB) WHERE step = 10").run()
  expect(loadCheckpoints(db, id).map(({ step, intact }) => [step, intact])).toEqual([
    [10, false],
    [5, true]
  ])
})

test.each(['model = 9', 'step = 11', "saved = '2001-01-01T00:00:00.000Z'", "state = CAST('at 11' AS BLOB)"])(
  'check finds a state whose row has %s now',
  async (damage) => {
    const catalogue = openForWriting(join(temporaryFolder(), 'c.sqlite'), 'test')
    const { db } = catalogue
    const id = saveModel(db, { ...MODEL, report: trainingReport })
    for (const step of [5, 10]) saveCheckpoint(db, id, 'me', { step, state: state(`at ${step}`) }, trainingReport(id))
    db.exec(`UPDATE checkpoint SET ${damage} WHERE step = 10`)
    const { findings } = await check(catalogue)
    expect(findings.filter(({ code }) => code === 'damaged-model')).toEqual([
      expect.objectContaining({ examples: [expect.stringMatching(/^checkpoint\.model, step, saved or state/)] })
    ])
    catalogue.close()
  }
)

test('a state of a version that took the sum of the state alone is whole', () => {
  const { db, id } = catalogueWithModel()
  saveCheckpoint(db, id, 'me', { step: 5, state: state('at 5') }, trainingReport(id))
  db.prepare('UPDATE checkpoint SET sha256 = ?').run(createHash('sha256').update('at 5').digest())
  expect(loadCheckpoints(db, id).map(({ intact }) => intact)).toEqual([true])
})

test('a process that another one has taken the model over from saves no more', () => {
  const { db, id } = catalogueWithModel()
  takeOverModel(db, id, 'another')
  expect(() => saveCheckpoint(db, id, 'me', { step: 5, state: state('') }, trainingReport(id))).toThrow(
    'Model 1 is being trained by another process'
  )
  expect(loadCheckpoints(db, id)).toEqual([])
})

test('models are added to while another process holds the writer’s lock', () => {
  const { file, id } = catalogueWithModel()
  const adder = openForAdding(file)
  saveCheckpoint(adder.db, id, 'me', { step: 1, state: state('x') }, trainingReport(id))
  expect(loadCheckpoints(adder.db, id)).toHaveLength(1)
  adder.close()
})

test('a catalogue from before there were models says so, and is brought up to date when one is added', () => {
  const file = join(temporaryFolder(), 'old.sqlite')
  const old = new Database(file)
  migrations[0](old)
  old.exec('PRAGMA application_id = 0x4d45444f; PRAGMA user_version = 1')
  expect(() => loadModel(old, '1')).toThrow('There is none yet: make one with a training.')
  old.close()
  const { db } = openForAdding(file)
  expect(saveModel(db, { ...MODEL, report: trainingReport })).toBe(1)
  db.close()
})
