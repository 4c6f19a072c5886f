import { type Catalogue, explain, openForAdding, openForReading, openForWriting } from '../core/catalogue/database.ts'
import { carryOver } from '../core/catalogue/corrections/carry-over.ts'
import { openReader } from '../core/catalogue/corrections/column-source.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { AS_IN_FILES, type ValueBasis } from '../core/catalogue/types.ts'
import { finishRemovals } from '../core/catalogue/scan.ts'
import { updateSummary } from '../core/catalogue/summary.ts'
import type { Work } from '../core/work.ts'
import { readingThreads } from './reading-threads.ts'

/** Opens a catalogue for writing, which it makes if `create` says so, ends what was stopped before, and closes it whatever happens. */
export async function writing<T>(
  file: string,
  purpose: string,
  work: Work,
  use: (catalogue: Catalogue) => Promise<T> | T,
  options = { create: false }
): Promise<T> {
  return using(openForWriting(file, purpose, options), async (catalogue) => {
    await endRemovals(catalogue, work)
    return use(catalogue)
  })
}

/** What values rest on where a person said `--raw`, or did not. */
export function basisOf(raw: boolean | undefined): ValueBasis | undefined {
  return raw === true ? AS_IN_FILES : undefined
}

/** Duplicates of instances that went with a scan or a removal that was stopped take their place. */
export async function endRemovals(catalogue: Catalogue, work: Work): Promise<void> {
  if (!(await finishRemovals(catalogue, { workers: readingThreads() }, work))) return
  await carryOver(catalogue, work)
  await updateSummary(catalogue, work)
}

/**
 * Opens a catalogue for reading, also while another process writes to it, and closes it whatever happens.
 * @param basis see `openReader`
 */
export async function reading<T>(
  file: string,
  use: (reader: CatalogueReader, catalogue: Catalogue) => Promise<T> | T,
  basis?: ValueBasis
): Promise<T> {
  return using(openForReading(file), (catalogue) => use(openReader(catalogue.db, basis), catalogue))
}

/** Opens a catalogue to add to its names, models and evaluations, whoever else writes to it, and closes it whatever happens. */
export async function adding<T>(
  file: string,
  use: (reader: CatalogueReader, catalogue: Catalogue) => Promise<T> | T,
  basis?: ValueBasis
): Promise<T> {
  return using(openForAdding(file), (catalogue) => use(openReader(catalogue.db, basis), catalogue))
}

async function using<T>(catalogue: Catalogue, use: (catalogue: Catalogue) => Promise<T> | T): Promise<T> {
  try {
    return await use(catalogue)
  } catch (error) {
    throw explain(error, catalogue.file)
  } finally {
    catalogue.close()
  }
}
