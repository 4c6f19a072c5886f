import { findClustering } from '../../core/catalogue/runs.ts'
import { catalogueLabels } from '../../core/labels/catalogue-labels.ts'
import { labelColumns } from '../../core/labels/label-columns.ts'
import { cellText } from '../../core/tables/cell-text.ts'
import { readUidKey, uidRemapper } from '../../core/labels/uid-remap.ts'
import type { Arguments, ExportPreview } from '../contract.ts'
import type { OpenCatalogue } from './open-catalogue.ts'

/** Characters of a cell that are shown. */
const SHOWN = 1000

const cut = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text)

/** The first rows of an export as they would be written; UIDs of a key that is yet to be made are not known. */
export async function exportPreview(
  { reader }: OpenCatalogue,
  { clustering, columns: extra, format, rows: wanted, uidKeyFile }: Arguments<'export.preview'>
): Promise<ExportPreview> {
  const source = catalogueLabels(reader, findClustering(reader.db, clustering))
  const key = uidKeyFile === undefined ? null : await readUidKey(uidKeyFile)
  const remapped = key === null ? () => '2.25.…' : uidRemapper(key)
  const columns = labelColumns(source, extra, uidKeyFile === undefined ? (uid) => uid : remapped)
  const rows: ExportPreview['rows'] = []
  for (const { instances, clusters, distances } of source.assigned()) {
    const some = wanted - rows.length
    if (some <= 0) break
    const chunk = {
      instances: instances.subarray(0, some),
      clusters: clusters.subarray(0, some),
      distances: distances.subarray(0, some)
    }
    const values = columns.map((column) => column.values(chunk))
    for (let row = 0; row < chunk.instances.length; row++)
      rows.push(columns.map((column, c) => cut(cellText(format, column, values[c][row]))))
  }
  return {
    columns: columns.map(({ name, type, meaning, phi = false }) => ({ name, type, meaning, phi })),
    rows,
    total: source.count
  }
}
