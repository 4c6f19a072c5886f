import { formatClustering } from '../catalogue/clustering-name.ts'
import type { EditSummary } from '../catalogue/edit-summary.ts'
import type { Condition } from '../conditions.ts'
import type { ExportFile } from '../tables/export-files.ts'
import type { CellType, TableFormat } from '../tables/table.ts'
import type { LabelColumn } from './label-columns.ts'
import type { LabelSource } from './label-source.ts'
import type { UidKey } from './uid-remap.ts'
import { type LeftOutOfExport, type ManifestPhi, manifestPhi } from './manifest-phi.ts'

/** What stands beside an export: `<file>.manifest.json`. */
export interface LabelManifest {
  schema: 'medoid-labels'
  schemaVersion: 1
  /** ISO 8601, UTC. */
  created: string
  program: { name: 'medoid'; version: string }
  file: ExportFile & { format: TableFormat }
  run: { clustering: string; run: number; k: number; created: string; program: string; parameters: unknown }
  /** Where people changed the clusters: how often, who, and how many images they rejected, which are in no row. */
  edits?: EditSummary
  /** What images had to satisfy to be in the file; none: all of the clustering. */
  where: readonly Condition[]
  /** Where the file holds only some clusters: their numbers, or `named` for those with a name. */
  only?: { clusters?: readonly number[]; named?: true }
  counts: LabelCounts
  columns: { name: string; type: CellType; meaning: string }[]
  phi: ManifestPhi
}

export interface LabelCounts {
  /** Live instances of the catalogue. */
  live: number
  /** Those of them that are assigned, or inherit a label, and satisfy the conditions of the export. */
  rows: number
  /** Those that are assigned, and do not, or are of clusters that are left out. */
  excluded: number
  /** Images of the run's subset that came or changed since they were assigned: they are in no row. */
  unassigned: number
  /** Clusters that have rows, and those of them that have a label. */
  clusters: number
  labelledClusters: number
  /** Instances of clusters that have a label. */
  labelledRows: number
  /** Where images without a label inherit that of their series: how many do. */
  inheritedRows?: number
  /** Where clusters without a name get the suggested one: how many do, and how many instances have such a label. */
  suggestedClusters?: number
  suggestedRows?: number
  /** Values in further columns that people corrected, or mapped between sites; left out where there are none. */
  correctedValues?: number
}

const NOTES: LeftOutOfExport = {
  what: 'notes of annotations',
  why: 'they are meant for those who work with the catalogue'
}

function onlyOf({ chosen, subset }: LabelSource): Pick<LabelManifest, 'only'> {
  if (chosen === null && subset === 'all') return {}
  return {
    only: { ...(chosen === null ? {} : { clusters: chosen }), ...(subset === 'named' ? { named: true } : {}) }
  }
}

/** @param key of the remapping of UIDs; undefined where they are kept */
export function labelManifest(
  source: LabelSource,
  columns: readonly LabelColumn[],
  key: UidKey | undefined,
  written: { file: LabelManifest['file']; counts: LabelCounts; version: string }
): LabelManifest {
  const included = columns.flatMap(({ name, phi }) => (phi === undefined ? [] : [{ column: name, phi }]))
  return {
    schema: 'medoid-labels',
    schemaVersion: 1,
    created: new Date().toISOString(),
    program: { name: 'medoid', version: written.version },
    file: written.file,
    run: {
      clustering: formatClustering(source),
      run: source.run,
      k: source.k,
      created: source.created,
      program: source.program,
      parameters: source.parameters
    },
    ...(source.edits === null ? {} : { edits: source.edits }),
    where: source.where,
    ...onlyOf(source),
    counts: written.counts,
    columns: columns.map(({ name, type, meaning }) => ({ name, type, meaning })),
    phi: manifestPhi(included, key, [NOTES])
  }
}
