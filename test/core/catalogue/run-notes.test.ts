import { beforeEach, expect, test } from 'vitest'
import { openForReading, openForWriting } from '../../../src/core/catalogue/database.ts'
import { presentRuns, removeRun, renameRun, restoreRun, runNotes } from '../../../src/core/catalogue/run-notes.ts'
import { runsWithin } from '../../../src/core/catalogue/run-rows.ts'
import { assignedClusterings, findClustering, listRuns } from '../../../src/core/catalogue/runs.ts'
import { addSelection } from '../../../src/core/catalogue/selections.ts'
import { clusterJob } from '../../../src/jobs/cluster.ts'
import { oldCatalogue } from '../../fixtures/old-catalogue.ts'
import { archive, clusterParameters, lookInto, threeKinds, WORK } from '../../jobs/archive.ts'
import { ORIGIN } from './stored/examples.ts'

let file: string
const change = <T>(use: (db: ReturnType<typeof openForWriting>['db']) => T): T => {
  const catalogue = openForWriting(file, 'test')
  try {
    return use(catalogue.db)
  } finally {
    catalogue.close()
  }
}
const names = () => lookInto(file, (db) => listRuns(db).map(({ id, name }) => [id, name]))

beforeEach(async () => {
  file = archive(threeKinds(30))
  for (const seed of [1, 2]) await clusterJob.run(clusterParameters(file, { seed }), WORK)
})

test('a run is called what somebody calls it, and the name before is told', () => {
  expect(names()).toEqual([
    [1, ''],
    [2, '']
  ])
  expect(change((db) => renameRun(db, 2, ' By patient '))).toBe('')
  expect(change((db) => renameRun(db, 2, 'Knees'))).toBe('By patient')
  expect(names()).toEqual([
    [1, ''],
    [2, 'Knees']
  ])
  expect(change((db) => renameRun(db, 2, ''))).toBe('Knees')
})

test('a name that cannot be shown, or of a run that there is not, is refused', () => {
  expect(() => change((db) => renameRun(db, 1, 'a\u0007b'))).toThrow('The name holds a control character.')
  expect(() => change((db) => renameRun(db, 1, 'x'.repeat(101)))).toThrow('The name has 101 characters')
  expect(() => change((db) => renameRun(db, 3, 'x'))).toThrow('There is no run "3".')
})

test('a run that is removed is in no list and cannot be named, and comes back as it was', () => {
  const all = lookInto(file, (db) => assignedClusterings(db))
  change((db) => renameRun(db, 1, 'First'))
  change((db) => removeRun(db, 1))
  expect(names()).toEqual([[2, '']])
  expect(lookInto(file, (db) => assignedClusterings(db).map(({ run }) => run))).toEqual([2])
  for (const name of ['1', '1.3', '1.99'])
    expect(() => lookInto(file, (db) => findClustering(db, name))).toThrow('Run 1 is removed.')
  expect(() => lookInto(file, (db) => findClustering(db, '7'))).toThrow('There is no run "7". There are: 2.')
  expect(() => change((db) => removeRun(db, 1))).toThrow('Run 1 is removed.')
  change((db) => restoreRun(db, 1))
  expect(names()).toEqual([
    [1, 'First'],
    [2, '']
  ])
  expect(lookInto(file, (db) => assignedClusterings(db))).toEqual(all)
})

test('runs inside the clusters of another one are told', async () => {
  change((db) =>
    addSelection(
      db,
      { program: '1', name: 'Inside', note: '', origin: { ...ORIGIN, clustering: '1.3' } },
      [0, 3, 6, 9, 12]
    )
  )
  const where = [{ tag: 'Selection', operator: 'is' as const, value: 'Inside' }]
  await clusterJob.run(clusterParameters(file, { where, k: [2], include: ['Rows'] }), WORK)
  expect(lookInto(file, (db) => [runsWithin(db, 1), runsWithin(db, 2)])).toEqual([[3], []])
})

test('a catalogue of 0.1.0 has no notes, only read or brought up to date, and takes one then', () => {
  file = oldCatalogue()
  const old = openForReading(file)
  expect(runNotes(old.db)).toEqual(new Map())
  const [first] = presentRuns(old.db)
  old.close()
  change((db) => renameRun(db, first, 'Old'))
  expect(lookInto(file, (db) => runNotes(db))).toEqual(new Map([[first, { name: 'Old', removed: false }]]))
})
