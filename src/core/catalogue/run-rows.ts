import type { Database } from 'better-sqlite3'
import { SELECTION_TAG, testsOf } from '../conditions.ts'
import { MedoidError } from '../errors.ts'
import { assignedClusterings, listRuns } from './runs.ts'
import { presentRuns, runNotes, unknownRun } from './run-notes.ts'
import { findSelection } from './selections.ts'

/** What a list of runs tells of one. */
export interface RunBrief {
  run: number
  /** '' where nobody named it. */
  name: string
  created: string
  /** Clustered, and how many there were to draw from. */
  sample: number
  images: number
  method: string
  k: number[]
  /** Those K whose images are all assigned. */
  assigned: number[]
  best: { k: number; silhouette: number | null }
}

/** All runs that are not removed, ascending. */
export function runBriefs(db: Database): RunBrief[] {
  const assigned = assignedClusterings(db)
  return listRuns(db).map(({ id, name, created, parameters, result }) => ({
    run: id,
    name,
    created,
    sample: result.n,
    images: result.images,
    method: parameters.method,
    k: result.sweep.map(({ k }) => k),
    assigned: assigned.flatMap(({ run, k }) => (run === id ? [k] : [])),
    best: { k: result.best.k, silhouette: result.best.silhouette }
  }))
}

/** Runs that somebody removed, ascending. */
export function removedRuns(db: Database): { run: number; name: string }[] {
  return [...runNotes(db)].flatMap(([run, { name, removed }]) => (removed ? [{ run, name }] : []))
}

/** Runs within a selection of images that was made of the clusters of another run. */
export function runsWithin(db: Database, run: number): number[] {
  return listRuns(db).flatMap(({ id, created, parameters }) => {
    const names = parameters.where
      .flatMap(testsOf)
      .flatMap((test) => (test.tag === SELECTION_TAG && 'value' in test ? [test.value] : []))
    const isWithin = names.some((name) => originOf(db, name, created)?.startsWith(`${run}.`) === true)
    return isWithin && id !== run ? [id] : []
  })
}

/** The clustering that a selection was made of; null where there is none any more. */
function originOf(db: Database, name: string, asOf: string): string | null {
  try {
    return findSelection(db, name, asOf).origin.clustering
  } catch (error) {
    if (error instanceof MedoidError && error.code === 'unknown-selection') return null
    throw error
  }
}

/** The run that a person named by its number. @param among those that are there, or those that are removed @throws MedoidError `unknown-run` */
export function findRun(db: Database, name: string, among: 'present' | 'removed' = 'present'): number {
  const run = /^\d{1,9}$/.test(name) ? Number(name) : NaN
  const there = among === 'present' ? presentRuns(db) : [...presentRuns(db), ...removedRuns(db).map((each) => each.run)]
  if (!there.includes(run)) throw unknownRun(db, name)
  return run
}
