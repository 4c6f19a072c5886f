import { csvRecords } from '../csv-records.ts'
import { MedoidError } from '../errors.ts'
import { throwIfCancelled, type Work } from '../work.ts'
import type { CatalogueReader } from './reader.ts'

/** The column that a table with a header names images in; so are labels that Medoid exported. */
const COLUMN = 'SOPInstanceUID'

/** More than a set holds. */
const MOST_UIDS = 10_000_000

/** Images whose UIDs are read at a time. */
const AT_A_TIME = 65_536

interface ListedImages {
  /** Ids of the live images that the list names, ascending. */
  instances: Uint32Array
  /** UIDs of the list that name none. */
  unknown: number
}

/**
 * The images that a file names: a SOP Instance UID a line, or a CSV file with a column `SOPInstanceUID`.
 * @throws MedoidError `list-too-long`, and as `csvRecords` does of tables
 */
export async function listedImages(reader: CatalogueReader, file: string, work?: Work): Promise<ListedImages> {
  const uids = await readUids(file)
  const tag = reader.find(COLUMN)
  const listed = uids.size
  const found: number[] = []
  const images = reader.images()
  for (let from = 0; tag !== undefined && from < images.length; from += AT_A_TIME) {
    throwIfCancelled(work)
    const some = images.subarray(from, from + AT_A_TIME)
    const { codes, texts } = reader.column(tag.id, some)
    some.forEach((instance, row) => {
      if (uids.delete(texts[codes[row]])) found.push(instance)
    })
  }
  return { instances: Uint32Array.from(found), unknown: listed - found.length }
}

async function readUids(file: string): Promise<Set<string>> {
  const uids = new Set<string>()
  let column: number | null = null
  for await (const { cells } of csvRecords(file, 'csv')) {
    if (column === null) {
      column = Math.max(0, cells.indexOf(COLUMN))
      if (cells[column] === COLUMN) continue
    }
    const uid = cells[column]?.trim() ?? ''
    if (uid !== '') uids.add(uid)
    if (uids.size > MOST_UIDS) throw new MedoidError('list-too-long', { file, most: MOST_UIDS })
  }
  return uids
}
