import { openForReading } from '../core/catalogue/database.ts'
import { openReader } from '../core/catalogue/corrections/column-source.ts'
import type { Tag, TagSource } from '../core/catalogue/types.ts'

/** A catalogue that is open for reading. Lists of instances are sorted in ascending order wherever they are taken or given. */
export interface OpenCatalogue extends TagSource {
  /** The top-level tag with this DICOM keyword. */
  find(keyword: string): Tag | undefined
  /** The path of an instance's file, null where its source was removed. A Buffer where the path is not valid UTF-8. */
  path(instance: number): string | Buffer | null
  close(): void
}

/**
 * Opens a catalogue for reading, also while Medoid writes to it. What is there now is what is read until it is closed.
 * @throws MedoidError `catalogue-missing`, `catalogue-newer`, `catalogue-damaged`, `not-a-catalogue`
 */
export function openCatalogue(file: string): OpenCatalogue {
  const catalogue = openForReading(file)
  return Object.assign(openReader(catalogue.db), { close: () => catalogue.close() })
}
