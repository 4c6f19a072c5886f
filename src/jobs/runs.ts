import { removedRuns, type RunBrief, runBriefs, findRun, runsWithin } from '../core/catalogue/run-rows.ts'
import { removeRun, renameRun, restoreRun, runNotes } from '../core/catalogue/run-notes.ts'
import { adding, reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { OneRun, RenameRunParameters } from './definitions/runs.ts'

export interface RunsReport {
  runs: RunBrief[]
  /** They can be restored. */
  removed: { run: number; name: string }[]
}

export const runsJob: Job<{ catalogue: string }, RunsReport> = {
  run: ({ catalogue }) => reading(catalogue, ({ db }) => ({ runs: runBriefs(db), removed: removedRuns(db) }))
}

interface RenamedRun {
  run: number
  name: string
  /** What it was called before, or ''. */
  before: string
}

export const renameRunJob: Job<RenameRunParameters, RenamedRun> = {
  run: ({ catalogue, run: asked, name }) =>
    adding(catalogue, ({ db }) => {
      const run = findRun(db, asked)
      const before = renameRun(db, run, name)
      return { run, name: runNotes(db).get(run)!.name, before }
    })
}

export interface ChangedRun {
  run: number
  name: string
  /** Runs of images that were selected in clusters of this one: they stay as they are. */
  within: number[]
}

export const removeRunJob: Job<OneRun, ChangedRun> = {
  run: ({ catalogue, run: asked }) =>
    adding(catalogue, ({ db }) => {
      const run = findRun(db, asked)
      removeRun(db, run)
      return { run, name: runNotes(db).get(run)!.name, within: runsWithin(db, run) }
    })
}

export const restoreRunJob: Job<OneRun, ChangedRun> = {
  run: ({ catalogue, run: asked }) =>
    adding(catalogue, ({ db }) => {
      const run = findRun(db, asked, 'removed')
      restoreRun(db, run)
      return { run, name: runNotes(db).get(run)?.name ?? '', within: runsWithin(db, run) }
    })
}
