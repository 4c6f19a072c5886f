import { carryOver } from '../core/catalogue/corrections/carry-over.ts'
import type { Catalogue } from '../core/catalogue/database.ts'
import { countFiles, type FileCounts } from '../core/catalogue/file-lists.ts'
import { countIssues, countRemarked, listIssues } from '../core/catalogue/issues.ts'
import type { ScannedFiles } from '../core/catalogue/intake.ts'
import { CatalogueReader } from '../core/catalogue/reader.ts'
import { scan, type ScanOptions } from '../core/catalogue/scan.ts'
import { readSummary, type Totals, updateSummary } from '../core/catalogue/summary.ts'
import { sayMessage } from '../messages/message.ts'
import { PLAIN_TERMS } from '../messages/terms.ts'
import type { Work } from '../core/work.ts'
import { writing } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { ScanParameters } from './definitions/archive.ts'
import { keepHeapLean } from './lean-heap.ts'
import { readingThreads } from './reading-threads.ts'

/** Issues that a report lists; an archive of millions of broken files must not fill the memory. */
const LISTED_ISSUES = 10_000

export interface ScanReport extends Totals {
  /** About this scan; the other totals are about the catalogue. */
  files: ScannedFiles
  /** All files that the catalogue knows of, from this scan and others. */
  catalogued: FileCounts
  seconds: number
  filesPerSecond: number
  /** Files of the catalogue that were read with remarks: the others with issues are not in it. */
  remarked: number
  /** What is wrong with files of the catalogue. */
  issues: { path: string; code: string; parameters: object; message: string }[]
  /** Further issues, which are not listed. */
  issuesOmitted: number
}

/** Brings a catalogue in line with folders; what people corrected goes over to the instances that take the place of others. */
export async function scanInto(
  catalogue: Catalogue,
  folders: string[],
  options: ScanOptions,
  work: Work
): Promise<ScannedFiles> {
  keepHeapLean()
  const files = await scan(catalogue, folders, options, work)
  await carryOver(catalogue, work)
  return files
}

/** Reads what is new or changed below the folders, and brings the frequency analysis up to date. */
export const scanJob: Job<ScanParameters, ScanReport> = {
  run: ({ catalogue: file, folders, readers }, work) =>
    writing(
      file,
      'a scan',
      work,
      async (catalogue) => {
        const started = performance.now()
        const files = await scanInto(catalogue, folders, { workers: readers ?? readingThreads() }, work)
        const seconds = (performance.now() - started) / 1000
        await updateSummary(catalogue, work)
        const issues = listIssues(catalogue.db, LISTED_ISSUES).map(({ path, code, issue }) => {
          return { path, code, parameters: issue.parameters, message: sayMessage(issue, PLAIN_TERMS) }
        })
        return {
          files,
          catalogued: countFiles(catalogue.db),
          ...readSummary(new CatalogueReader(catalogue.db))!.totals,
          seconds,
          filesPerSecond: files.seen / seconds,
          remarked: countRemarked(catalogue.db),
          issues,
          issuesOmitted: countIssues(catalogue.db) - issues.length
        }
      },
      { create: true }
    )
}
