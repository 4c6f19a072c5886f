import { ROWS_AT_A_TIME } from '../core/features/attributes.ts'
import { privateName } from '../core/dicom/private-elements.ts'
import { describeSelection, type FeaturesDocument } from '../core/features/describe.ts'
import { buildTables } from '../core/features/build.ts'
import { writeFeatureManifest, writeFeatures, writeTypes } from '../core/features/export.ts'
import { type Selection, selectFeatures } from '../core/features/select.ts'
import { imagesWhere } from '../core/features/where.ts'
import { manifestBeside, refuseToReplaceOthers } from '../core/tables/export-files.ts'
import { writeTable } from '../core/tables/write-table.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import { type Condition, conditionWords } from '../core/conditions.ts'
import { MedoidError } from '../core/errors.ts'
import type { Work } from '../core/work.ts'
import { reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { FeatureParameters } from './definitions/feature-parameters.ts'
import type { FeaturesExportParameters } from './definitions/features.ts'
import { PROGRAM_VERSION } from './program.ts'

export const featuresJob: Job<FeatureParameters, FeaturesDocument> = {
  name: 'features',
  run: (parameters, work) =>
    reading(parameters.catalogue, async (reader) =>
      describeSelection((await choose(reader, parameters, work)).selection, privateName)
    )
}

export interface FeaturesExport {
  out: string
  types: string
  /** The SOP Instance UID of each row, in a file of its own: the table itself is all features. */
  instances: string
  manifest: string
  rows: number
  columns: number
}

/**
 * Writes the feature table of all images, a types file for `cluster --table`, and a manifest. Each file gets its name when all of
 * them are whole, the manifest first.
 */
export const exportFeaturesJob: Job<FeaturesExportParameters, FeaturesExport> = {
  name: 'features export',
  run: ({ out, format, overwrite = false, ...parameters }, work) =>
    reading(parameters.catalogue, async (reader) => {
      const types = `${out}.types.json`
      const instances = `${out}.instances.csv`
      const ours = await refuseToReplaceOthers(out, [out, types, instances], overwrite)
      const { selection, images } = await choose(reader, parameters, work)
      const { features } = selection
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
      return { out, types, instances, manifest: manifestBeside(out), rows, columns }
    })
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

/** The images that a person asked for, and the features chosen for them. */
export async function choose(
  reader: CatalogueReader,
  { where, tags, include, exclude, kind, separate, join }: Omit<FeatureParameters, 'catalogue'>,
  work: Work
): Promise<{ images: Uint32Array; selection: Selection }> {
  const images = subset(reader, where)
  const options = { tags, include, exclude, kind, separate, join }
  return { images, selection: await selectFeatures(reader, images, options, work) }
}

/** Live images that satisfy all conditions. @throws MedoidError `no-images` */
export function subset(reader: CatalogueReader, where: readonly Condition[]): Uint32Array {
  const images = imagesWhere(reader, where)
  if (images.length > 0) return images
  const all = reader.images().length
  throw where.length === 0 || all === 0
    ? new MedoidError('no-images', { why: 'empty' })
    : new MedoidError('no-images', { why: 'conditions', images: all, where: where.map(conditionWords) })
}
