import { type StoredSuggestion, saveSuggestions } from '../core/catalogue/suggestions.ts'
import type { SuggestionReport } from '../core/catalogue/stored/suggestions.ts'
import { suggestValues } from '../core/suggestions/suggest.ts'
import { adding, reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { SuggestParameters } from './definitions/suggest.ts'
import { PROGRAM_VERSION } from './program.ts'

/** A suggestion as a command tells it. */
export type ToldSuggestion = Omit<StoredSuggestion, 'kind' | 'place'> & { path: string }

export interface SuggestReport extends SuggestionReport {
  /** Number of the suggestions in the catalogue. */
  run: number
  /** The first of each kind, by margin. */
  missing: ToldSuggestion[]
  wrong: ToldSuggestion[]
  seconds: number
}

/** Suggests values of a tag where they are missing or look wrong, and keeps the suggestions with the catalogue. */
export const suggestJob: Job<SuggestParameters, SuggestReport> = {
  run: async ({ catalogue, tag, count, seed }, work) => {
    const started = performance.now()
    const found = await reading(catalogue, (reader) => suggestValues(reader, reader.images(), { tag, seed }, work))
    const { missing, wrong, ...rest } = found
    const report = { ...rest, seed }
    return adding(catalogue, (reader, { db }) => {
      const run = saveSuggestions(db, PROGRAM_VERSION, report, { missing, wrong })
      const told = (rows: typeof missing): ToldSuggestion[] =>
        rows.slice(0, count).map((row) => ({ ...row, path: reader.readablePath(row.instance) }))
      const seconds = (performance.now() - started) / 1000
      return { run, ...report, missing: told(missing), wrong: told(wrong), seconds }
    })
  }
}
