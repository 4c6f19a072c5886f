import { conditions } from '../../core/conditions.ts'
import { attributesOf } from '../../core/features/attributes.ts'
import { isPersonalAttribute } from '../../core/features/personal.ts'
import { findClustering } from '../../core/catalogue/runs.ts'
import { catalogueLabels } from '../../core/labels/catalogue-labels.ts'
import { INHERIT } from '../../core/labels/inherit.ts'
import { SUBSETS } from '../../core/labels/subset.ts'
import { UNNAMED } from '../../core/labels/unnamed.ts'
import { MOST_CLUSTERS } from '../../core/clustering/limits.ts'
import { labelColumns } from '../../core/labels/label-columns.ts'
import { cellText } from '../../core/tables/cell-text.ts'
import { readUidKey, uidRemapper } from '../../core/labels/uid-remap.ts'
import type { CellType } from '../../core/tables/table.ts'
import { type Infer, integer, list, object, oneOf, optional, text } from '../../core/schema.ts'
import { clusteringName } from '../../jobs/definitions/common.ts'
import type { OpenCatalogue } from '../catalogue/open-catalogue.ts'
import { nothing, slowQuestion } from '../method.ts'

export type { CellType }

/** What an export may hold besides its own columns. */
export interface ExportColumn {
  name: string
  /** Keyword of its tag, or what its creator calls itself. */
  keyword: string
  tag: string
  vr: string
  /** Whether its values may tell of a person, a place or a time. */
  phi: boolean
}

export interface ExportPreview {
  columns: { name: string; type: CellType; meaning: string; phi: boolean }[]
  /** Each cell as it stands in the file; a long one is cut, which an ellipsis behind it says. */
  rows: string[][]
  total: number
  /** Images of the clustering that are left out: with `total` all that are assigned, or inherit a label. */
  excluded: number
  /** Clusters that have rows, and those of them without a name. */
  clusters: number
  unnamed: number
}

const preview = object({
  clustering: clusteringName,
  columns: list(text({ max: 1000 }), 1000),
  /** Only images that satisfy these. */
  where: optional(conditions),
  format: oneOf('csv', 'jsonl', 'parquet'),
  clusters: optional(list(integer(0, MOST_CLUSTERS - 1), MOST_CLUSTERS)),
  subset: optional(oneOf(...SUBSETS)),
  inherit: optional(oneOf(...INHERIT)),
  unnamed: optional(oneOf(...UNNAMED)),
  rows: integer(1, 100),
  /** Where UIDs are remapped: the key, if it is there yet. */
  uidKeyFile: optional(text())
})

/** What an export of labels may hold. */
export const exports = {
  'export.columns': slowQuestion(nothing, exportColumns),
  'export.preview': slowQuestion(preview, exportPreview)
}

/** Characters of a cell that are shown. */
const SHOWN = 1000

const cut = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text)

/** The first rows of an export as they would be written; UIDs of a key that is yet to be made are not known. */
async function exportPreview(
  { reader }: OpenCatalogue,
  { clustering, columns: extra, format, rows: wanted, uidKeyFile, ...asked }: Infer<typeof preview>
): Promise<ExportPreview> {
  const source = catalogueLabels(reader, findClustering(reader.db, clustering), asked)
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
    total: source.count,
    excluded: source.excluded,
    clusters: source.filled.length,
    unnamed: source.filled.filter((cluster) => !source.labels.has(cluster)).length
  }
}

/** Every attribute that a header of the catalogue has, by name. */
function exportColumns({ reader }: OpenCatalogue): ExportColumn[] {
  return attributesOf(reader.tags())
    .map((attribute) => {
      const { name, keyword, privateCreator, tag, vr } = attribute
      return { name, keyword: keyword || privateCreator, tag, vr, phi: isPersonalAttribute(attribute) }
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
}
