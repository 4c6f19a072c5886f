import { carryOver } from '../core/catalogue/corrections/carry-over.ts'
import { CatalogueReader } from '../core/catalogue/reader.ts'
import { readSummary, type Totals, updateSummary } from '../core/catalogue/summary.ts'
import { writing } from './catalogues.ts'
import type { Job } from './contract.ts'

/** Brings the frequency analysis up to date, after a scan that was stopped before it came to that. */
export const countValuesJob: Job<{ catalogue: string }, Totals> = {
  run: ({ catalogue: file }, work) =>
    writing(file, 'counting values', work, async (catalogue) => {
      await carryOver(catalogue, work)
      await updateSummary(catalogue, work)
      return readSummary(new CatalogueReader(catalogue.db))!.totals
    })
}
