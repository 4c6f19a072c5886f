import type { Condition } from '../conditions.ts'
import { type ManifestPhi, manifestPhi } from '../labels/manifest-phi.ts'
import type { UidKey } from '../labels/uid-remap.ts'
import type { ExportFile } from '../tables/export-files.ts'
import type { CellType, TableFormat } from '../tables/table.ts'
import type { TagColumn } from './tag-columns.ts'

/** What stands beside an export of tags: `<file>.manifest.json`. */
export interface TagManifest {
  schema: 'medoid-tags'
  schemaVersion: 1
  /** ISO 8601, UTC. */
  created: string
  program: { name: 'medoid'; version: string }
  file: ExportFile & { format: TableFormat }
  /** What images had to satisfy to be in the file. */
  where: readonly Condition[]
  /** Images of the catalogue, those that have a row, and their values that people corrected, or mapped between sites. */
  counts: { images: number; rows: number; corrected: number }
  columns: { name: string; type: CellType; meaning: string }[]
  phi: ManifestPhi
}

/** @param key of the remapping of UIDs; undefined where they are kept */
export function tagManifest(
  columns: readonly TagColumn[],
  key: UidKey | undefined,
  written: Pick<TagManifest, 'file' | 'where' | 'counts'> & { version: string }
): TagManifest {
  const included = columns.filter(({ asked }) => asked).map(({ name, phi }) => ({ column: name, phi }))
  return {
    schema: 'medoid-tags',
    schemaVersion: 1,
    created: new Date().toISOString(),
    program: { name: 'medoid', version: written.version },
    file: written.file,
    where: written.where,
    counts: written.counts,
    columns: columns.map(({ name, type, meaning }) => ({ name, type, meaning })),
    phi: manifestPhi(included, key)
  }
}
