import type { Database } from 'better-sqlite3'
import { migrate as initial } from './001-initial.ts'
import { migrate as models } from './002-models.ts'
import { migrate as vrs } from './003-vrs.ts'
import { migrate as checksums } from './004-checksums.ts'
import { migrate as comparisons } from './005-comparisons.ts'
import { migrate as explore } from './006-explore.ts'
import { migrate as shape } from './007-shape.ts'
import { migrate as reviewed } from './008-reviewed.ts'
import { migrate as sortedRuns } from './009-sorted-runs.ts'
import { migrate as tallies } from './010-tally.ts'
import { migrate as projections } from './011-projections.ts'
import { migrate as corrections } from './012-corrections.ts'
import { migrate as mappings } from './013-mappings.ts'
import { migrate as suggestions } from './014-suggestions.ts'

/** In order; the catalogue's `user_version` is how many of them have been applied. */
export const migrations: readonly ((db: Database) => void)[] = [
  initial,
  models,
  vrs,
  checksums,
  comparisons,
  explore,
  shape,
  reviewed,
  sortedRuns,
  tallies,
  projections,
  corrections,
  mappings,
  suggestions
]

/** The migration since which rows have checksums. */
export const SUMS_SINCE = 4
