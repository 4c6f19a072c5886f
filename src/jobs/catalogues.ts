import { type Catalogue, explain, openForAdding, openForReading, openForWriting } from '../core/catalogue/database.ts'
import { CatalogueReader } from '../core/catalogue/reader.ts'

/** Opens a catalogue for writing, which it makes if `create` says so, and closes it whatever happens. */
export async function writing<T>(
  file: string,
  purpose: string,
  use: (catalogue: Catalogue) => Promise<T> | T,
  options = { create: false }
): Promise<T> {
  return using(openForWriting(file, purpose, options), use)
}

/** Opens a catalogue for reading, also while another process writes to it, and closes it whatever happens. */
export async function reading<T>(
  file: string,
  use: (reader: CatalogueReader, catalogue: Catalogue) => Promise<T> | T
): Promise<T> {
  return using(openForReading(file), (catalogue) => use(new CatalogueReader(catalogue.db), catalogue))
}

/** Opens a catalogue to add to its names, models and evaluations, whoever else writes to it, and closes it whatever happens. */
export async function adding<T>(
  file: string,
  use: (reader: CatalogueReader, catalogue: Catalogue) => Promise<T> | T
): Promise<T> {
  return using(openForAdding(file), (catalogue) => use(new CatalogueReader(catalogue.db), catalogue))
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
