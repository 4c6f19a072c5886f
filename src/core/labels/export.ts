import { basename } from 'node:path'
import { MedoidError } from '../errors.ts'
import { manifestBeside, refuseToReplaceOthers, writeManifest } from '../tables/export-files.ts'
import { writeTable } from '../tables/write-table.ts'
import { TABLE_FORMATS, type TableBatch, type TableFormat } from '../tables/table.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import type { MapUid } from './exported-attribute.ts'
import { type LabelColumn, labelColumns } from './label-columns.ts'
import type { LabelSource } from './label-source.ts'
import { type LabelCounts, labelManifest } from './manifest.ts'
import { uidKey, uidRemapper } from './uid-remap.ts'

export interface LabelExport {
  format: TableFormat
  /** The file to write; the manifest is `<out>.manifest.json`. */
  out: string
  /** Further columns, see `labelColumns`. */
  columns?: readonly string[]
  /** Remap UIDs with the key in this file; where it does not exist, a new key is written to it. */
  uidKeyFile?: string
  /** Whether what Medoid has not written may be replaced. */
  overwrite?: boolean
  /** Of the program, for the manifest. */
  version: string
}

export interface ExportedLabels extends LabelCounts {
  out: string
  manifest: string
  format: TableFormat
  bytes: number
  sha256: string
  /** Where UIDs were remapped: the key, and whether it was made for this export. */
  uidKey?: { id: string; file: string; created: boolean }
}

/**
 * Writes the cluster and label of every assigned live instance that satisfies the conditions of the source, one row each, with a manifest beside it. What may be in it
 * is an allow-list: see `labelColumns` for the columns, `LabelManifest` for what is said about them.
 *
 * Both files are replaced whole, the manifest first, when the labels are whole and before they get their name: in between, a
 * reader finds a manifest whose SHA-256 is not that of the labels, never one that describes other labels.
 *
 * @throws MedoidError `unknown-format`, `unknown-tag`, `ambiguous-tag`, `path-undoes-remap`, `not-an-export`, `key-beside-labels`, and as
 *   `writeAtomically` does @throws CancelledError and then both files are as before
 */
export async function writeLabels(source: LabelSource, options: LabelExport, work?: Work): Promise<ExportedLabels> {
  const { format, out, columns: extra = [], uidKeyFile, overwrite = false, version } = options
  if (!TABLE_FORMATS.includes(format)) {
    throw new MedoidError('unknown-format', { format: String(format), known: [...TABLE_FORMATS] })
  }
  let mapUid: MapUid = (uid) => uid
  const columns = labelColumns(source, extra, (uid) => mapUid(uid))
  if (uidKeyFile !== undefined && columns.some(({ name }) => name === 'path')) {
    throw new MedoidError('path-undoes-remap', {})
  }
  const manifest = manifestBeside(out)
  const ours = await refuseToReplaceOthers(out, [out], overwrite)
  const key = uidKeyFile === undefined ? undefined : await uidKey(uidKeyFile, out)
  if (key !== undefined) mapUid = uidRemapper(key)

  const counts: LabelCounts = {
    live: source.live,
    unassigned: source.unassigned,
    rows: 0,
    excluded: source.excluded,
    clusters: source.filled.length,
    labelledClusters: source.filled.filter((cluster) => source.labels.has(cluster)).length,
    labelledRows: 0,
    ...(source.inherited === null ? {} : { inheritedRows: 0 }),
    ...(source.suggested === null
      ? {}
      : {
          suggestedClusters: source.filled.filter((cluster) => source.suggested!.has(cluster)).length,
          suggestedRows: 0
        })
  }
  const rows = batches(source, columns, counts, work)
  const { bytes, sha256 } = await writeTable(out, format, columns, rows, async ({ bytes, sha256 }) => {
    const file = { name: basename(out), format, bytes, sha256, replaced: ours.get(out) }
    const document = labelManifest(source, columns, key, { file, counts, version })
    await writeManifest(out, document)
  })
  return {
    out,
    manifest,
    format,
    ...counts,
    bytes,
    sha256,
    uidKey: key && { id: key.id, file: key.file, created: key.created }
  }
}

/** The rows of the export, chunk by chunk, counted on their way. */
async function* batches(
  source: LabelSource,
  columns: readonly LabelColumn[],
  counts: LabelCounts,
  work: Work | undefined
): AsyncGenerator<TableBatch> {
  for (const chunk of source.assigned()) {
    throwIfCancelled(work)
    work?.onProgress?.({ stage: 'Writing labels', done: counts.rows, total: source.count, unit: 'instances' })
    yield columns.map((column) => column.values(chunk))
    counts.rows += chunk.instances.length
    const corrected = columns.reduce((sum, column) => sum + (column.corrected?.(chunk) ?? 0), 0)
    if (corrected > 0) counts.correctedValues = (counts.correctedValues ?? 0) + corrected
    chunk.clusters.forEach((cluster, row) => {
      if (source.labels.has(cluster)) counts.labelledRows++
      else if (source.inherited?.has(chunk.instances[row])) counts.inheritedRows = (counts.inheritedRows ?? 0) + 1
      else if (source.suggested?.has(cluster)) counts.suggestedRows = (counts.suggestedRows ?? 0) + 1
    })
    await breathe()
  }
  throwIfCancelled(work)
  work?.onProgress?.({ stage: 'Writing labels', done: counts.rows, total: source.count, unit: 'instances' })
}
