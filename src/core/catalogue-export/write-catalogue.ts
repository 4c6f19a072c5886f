import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { CatalogueReader } from '../catalogue/reader.ts'
import { schemaVersion } from '../catalogue/schema-version.ts'
import { makeFolder } from '../files.ts'
import type { MapUid } from '../labels/exported-attribute.ts'
import { type LeftOutOfExport, type ManifestPhi, manifestPhi } from '../labels/manifest-phi.ts'
import { uidKey, type UidKey, uidRemapper } from '../labels/uid-remap.ts'
import { type ExportFile, ownFiles, refuseToReplaceOthers, writeManifest } from '../tables/export-files.ts'
import { throwIfCancelled, type Work } from '../work.ts'
import type { DescribedColumn, ExportedTable } from './exported-table.ts'
import { instanceTables } from './instances.ts'
import { modelTables } from './models.ts'
import { peopleTables } from './people.ts'
import { runTables } from './runs.ts'
import { STAGES } from './stages.ts'
import { type ModelVectors, vectorTable } from './vectors.ts'

interface CatalogueExport {
  /** The folder for the tables and `catalogue.json`; made where there is none. */
  out: string
  /** Vectors that are stored beside the catalogue. */
  vectors: readonly ModelVectors[]
  /** Remap UIDs with the key in this file; where it does not exist, a new key is written to it. */
  uidKeyFile?: string
  /** Whether what Medoid has not written may be replaced. */
  overwrite?: boolean
  /** Of the program, for the manifest. */
  version: string
}

/** What stands beside the tables: `catalogue.json`. */
interface CatalogueManifest {
  schema: 'medoid-catalogue'
  schemaVersion: 1
  /** ISO 8601, UTC. */
  created: string
  program: { name: 'medoid'; version: string }
  /** Version of the schema of the catalogue. */
  catalogueVersion: number
  /** Whether all tables are there: false while they are written. */
  complete: boolean
  counts: { instances: number; images: number; corrected: number }
  files: (ExportFile & { table: string; rows: number; meaning: string; columns: readonly DescribedColumn[] })[]
  phi: ManifestPhi
}

export interface ExportedCatalogue {
  out: string
  manifest: string
  tables: { name: string; file: string; rows: number; bytes: number }[]
  instances: number
  bytes: number
  /** Values that people corrected, or mapped between sites. */
  corrected: number
  /** Where UIDs were remapped: the key, and whether it was made for this export. */
  uidKey?: { id: string; file: string; created: boolean }
}

const MANIFEST = 'catalogue.json'

const LEFT_OUT: readonly LeftOutOfExport[] = [
  { what: 'folders of sources', why: 'they are often named after patients' },
  { what: 'notes of labels and selections, reasons of corrections', why: 'people write names into free text' },
  { what: 'labels that were imported', why: 'only whoever imported them knows what they hold' }
]

/**
 * Writes what a notebook needs of a catalogue as Parquet tables into a folder, with a `catalogue.json` that describes each. It is an allow-list:
 * tags that may tell of a person, a place or a time, paths and free text stay in the catalogue. Memory does not grow with the number of images, but for their ids.
 *
 * The manifest lists a file before that gets its name, so that an export that was killed can be run again, and replaces only what
 * Medoid has written. Tables of an export before that do not come again are removed.
 *
 * @throws MedoidError `not-an-export`, `key-beside-labels`, `bad-key`, and as `writeAtomically` does @throws CancelledError
 */
export async function writeCatalogue(
  reader: CatalogueReader,
  { out, vectors, uidKeyFile, overwrite = false, version }: CatalogueExport,
  work?: Work
): Promise<ExportedCatalogue> {
  const live = reader.live()
  let key: UidKey | undefined
  let mapUid: MapUid = (uid) => uid
  const map: MapUid = (uid) => mapUid(uid)
  let writing = ''
  const tell = (done: number, total: number, unit: string): void =>
    work?.onProgress?.({ stage: STAGES[1], done, total, unit, detail: writing })
  const attributes = await instanceTables(reader, map, (done) => tell(done, live.length, 'instances'), work)

  const manifest = join(out, MANIFEST)
  await makeFolder(out)
  const tables: ExportedTable[] = [
    ...attributes.tables,
    ...runTables(reader, work),
    ...peopleTables(reader, () => key, work),
    ...modelTables(reader),
    ...vectors.map((each) => vectorTable(reader, each, map, (done, total) => tell(done, total, 'vectors'), work))
  ]
  const paths = tables.map(({ name }) => join(out, fileOf(name)))
  const before = await ownFiles(manifest)
  const ours = await refuseToReplaceOthers(out, paths, overwrite, manifest)
  if (uidKeyFile !== undefined) {
    key = await uidKey(uidKeyFile, manifest)
    mapUid = uidRemapper(key)
  }

  const document: CatalogueManifest = {
    schema: 'medoid-catalogue',
    schemaVersion: 1,
    created: new Date().toISOString(),
    program: { name: 'medoid', version },
    catalogueVersion: schemaVersion(reader.db),
    complete: false,
    counts: { instances: live.length, images: reader.images().length, corrected: attributes.corrected },
    files: [],
    phi: manifestPhi([], key, LEFT_OUT)
  }
  const written: ExportedCatalogue['tables'] = []
  for (const [i, table] of tables.entries()) {
    throwIfCancelled(work)
    const file = fileOf(table.name)
    writing = file
    tell(0, live.length, 'instances')
    const { rows, bytes } = await table.write(paths[i], async ({ rows, bytes, sha256 }) => {
      const { name, meaning, columns } = table
      document.files.push({
        name: file,
        bytes,
        sha256,
        replaced: ours.get(paths[i]),
        table: name,
        rows,
        meaning,
        columns
      })
      // Files of the export before that are still there are ours, too.
      const left = [...before].filter(([name]) => !document.files.some((each) => each.name === name))
      const files = [...document.files, ...left.map(([name, sha256]) => ({ name, sha256 }))]
      await writeManifest(out, { ...document, files }, manifest)
    })
    written.push({ name: table.name, file: paths[i], rows, bytes })
  }
  for (const [name] of before) {
    if (!document.files.some((each) => each.name === name)) await rm(join(out, name), { force: true })
  }
  await writeManifest(out, { ...document, complete: true }, manifest)
  return {
    out,
    manifest,
    tables: written,
    instances: live.length,
    bytes: written.reduce((sum, { bytes }) => sum + bytes, 0),
    corrected: attributes.corrected,
    uidKey: key && { id: key.id, file: key.file, created: key.created }
  }
}

function fileOf(table: string): string {
  return `${table}.parquet`
}
