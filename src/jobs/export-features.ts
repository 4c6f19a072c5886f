import { buildTables } from '../core/features/build.ts'
import { ROWS_AT_A_TIME } from '../core/features/attributes.ts'
import { writeFeatureManifest, writeFeatures, writeTypes } from '../core/features/export.ts'
import { manifestBeside, refuseToReplaceOthers } from '../core/tables/export-files.ts'
import { writeTable } from '../core/tables/write-table.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { basisOf, reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { FeaturesExportParameters } from './definitions/features.ts'
import { choose, tellCorrections } from './features.ts'
import { PROGRAM_VERSION } from './program.ts'

interface FeaturesExport {
  out: string
  types: string
  /** The SOP Instance UID of each row, in a file of its own: the table itself is all features. */
  instances: string
  manifest: string
  rows: number
  columns: number
  /** Values that people corrected, over all tags. */
  corrected: number
}

/**
 * Writes the feature table of all images, a types file for `cluster --table`, and a manifest. Each file gets its name when all of
 * them are whole, the manifest first.
 */
export const exportFeaturesJob: Job<FeaturesExportParameters, FeaturesExport> = {
  run: ({ out, format, overwrite = false, raw, ...parameters }, work) =>
    reading(
      parameters.catalogue,
      async (reader) => {
        const types = `${out}.types.json`
        const instances = `${out}.instances.csv`
        const ours = await refuseToReplaceOthers(out, [out, types, instances], overwrite)
        const { selection, images } = await choose(reader, parameters, work)
        const { features } = selection
        tellCorrections(features, work)
        const tables = buildTables(reader, features, images, work)
        const { rows } = await writeFeatures(out, format, features, tables, (table) =>
          writeTypes(types, features, async (ofTypes) => {
            const uid = [{ name: 'SOPInstanceUID', type: 'string' }] as const
            await writeTable(instances, 'csv', uid, instanceUids(reader, images), (ofInstances) => {
              const written = new Map([
                [out, table],
                [types, ofTypes],
                [instances, ofInstances]
              ])
              return writeFeatureManifest(out, PROGRAM_VERSION, written, ours)
            })
          })
        )
        const columns = features.reduce((sum, feature) => sum + feature.columns.length, 0)
        const corrected = features.reduce((sum, feature) => sum + (feature.corrected?.images ?? 0), 0)
        return { out, types, instances, manifest: manifestBeside(out), rows, columns, corrected }
      },
      basisOf(raw)
    )
}

function* instanceUids(reader: CatalogueReader, images: Uint32Array): Iterable<(string | null)[][]> {
  const uid = reader.find('SOPInstanceUID')
  for (let from = 0; from < images.length; from += ROWS_AT_A_TIME) {
    const instances = images.subarray(from, from + ROWS_AT_A_TIME)
    if (uid === undefined) {
      yield [Array.from(instances, () => null)]
      continue
    }
    const { codes, texts } = reader.column(uid.id, instances)
    yield [Array.from(codes, (code) => texts[code] || null)]
  }
}
