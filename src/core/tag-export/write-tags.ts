import { basename } from 'node:path'
import type { CatalogueReader } from '../catalogue/reader.ts'
import type { Condition } from '../conditions.ts'
import { MedoidError } from '../errors.ts'
import type { MapUid } from '../labels/exported-attribute.ts'
import { publicConditions } from '../labels/public-parameters.ts'
import { uidKey, uidRemapper } from '../labels/uid-remap.ts'
import { manifestBeside, refuseToReplaceOthers, writeManifest } from '../tables/export-files.ts'
import type { TableBatch, TableFormat } from '../tables/table.ts'
import { writeTable } from '../tables/write-table.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { tagManifest } from './manifest.ts'
import { type ColumnGroup, tagColumns } from './tag-columns.ts'

interface TagExport {
  /** The file to write; the manifest is `<out>.manifest.json`. */
  out: string
  format: TableFormat
  /** Attributes, see `tagColumns`; none: all that cannot tell of anybody. */
  columns?: readonly string[]
  /** What images had to satisfy to be chosen, for the manifest. */
  where?: readonly Condition[]
  /** Remap UIDs with the key in this file; where it does not exist, a new key is written to it. */
  uidKeyFile?: string
  /** Whether what Medoid has not written may be replaced. */
  overwrite?: boolean
  /** Of the program, for the manifest. */
  version: string
}

export interface ExportedTags {
  out: string
  manifest: string
  format: TableFormat
  rows: number
  columns: number
  /** Values that people corrected, or mapped between sites. */
  corrected: number
  bytes: number
  sha256: string
  /** Where UIDs were remapped: the key, and whether it was made for this export. */
  uidKey?: { id: string; file: string; created: boolean }
}

/** Cells of a batch: what is held in memory, however many columns there are. */
const MOST_CELLS = 1_000_000

/**
 * Writes tags of all images as a table, one row an image, with a manifest beside it that says what each column is. Memory does not grow with the
 * number of images, but for their ids.
 *
 * @param images those that have a row, ascending
 * @throws MedoidError `unknown-tag`, `ambiguous-tag`, `path-undoes-remap`, `not-an-export`, `key-beside-labels`,
 *   and as `writeAtomically` does @throws CancelledError and then the files are as before
 */
export async function writeTags(
  reader: CatalogueReader,
  images: Uint32Array,
  options: TagExport,
  work?: Work
): Promise<ExportedTags> {
  const { out, format, columns: names = [], where = [], uidKeyFile, overwrite = false, version } = options
  let mapUid: MapUid = (uid) => uid
  const groups = await tagColumns(reader, images, names.length === 0 ? null : names, (uid) => mapUid(uid), work)
  const columns = groups.flatMap((group) => group.columns)
  const corrected = groups.reduce((sum, group) => sum + group.corrected, 0)
  if (uidKeyFile !== undefined && columns.some(({ name }) => name === 'path')) {
    throw new MedoidError('path-undoes-remap', {})
  }
  const ours = await refuseToReplaceOthers(out, [out], overwrite)
  const key = uidKeyFile === undefined ? undefined : await uidKey(uidKeyFile, out)
  if (key !== undefined) mapUid = uidRemapper(key)

  const manifest = manifestBeside(out)
  const rows = batches(groups, columns.length, images, work)
  const { bytes, sha256 } = await writeTable(out, format, columns, rows, async ({ bytes, sha256 }) => {
    const document = tagManifest(columns, key, {
      file: { name: basename(out), format, bytes, sha256, replaced: ours.get(out) },
      where: publicConditions(where, reader.tags()),
      counts: { images: reader.images().length, rows: images.length, corrected },
      version
    })
    await writeManifest(out, document)
  })
  return {
    out,
    manifest,
    format,
    rows: images.length,
    columns: columns.length,
    corrected,
    bytes,
    sha256,
    uidKey: key && { id: key.id, file: key.file, created: key.created }
  }
}

async function* batches(
  groups: readonly ColumnGroup[],
  columns: number,
  images: Uint32Array,
  work: Work | undefined
): AsyncGenerator<TableBatch> {
  const size = Math.max(1, Math.floor(MOST_CELLS / columns))
  const tell = (done: number): void =>
    work?.onProgress?.({ stage: 'Writing tags', done, total: images.length, unit: 'images' })
  for (let from = 0; from < images.length; from += size) {
    throwIfCancelled(work)
    tell(from)
    const rows = images.subarray(from, from + size)
    yield groups.flatMap((group) => group.cells(rows))
    await breathe()
  }
  throwIfCancelled(work)
  tell(images.length)
}
