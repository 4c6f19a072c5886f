import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Catalogue, openForWriting } from '../../src/core/catalogue/database.ts'
import { CatalogueReader } from '../../src/core/catalogue/reader.ts'
import { scan } from '../../src/core/catalogue/scan.ts'
import { designImages, modelOfFeatures } from '../../src/core/clustering/image-design.ts'
import type { KindChange } from '../../src/core/conditions.ts'
import { type Target, withoutTarget } from '../../src/core/evaluation/target.ts'
import { buildTable } from '../../src/core/features/build.ts'
import { ORIENTATION } from '../../src/core/features/plane.ts'
import { drawSample } from '../../src/core/features/sample.ts'
import { type Selection, selectFeatures } from '../../src/core/features/select.ts'
import { readingThreads } from '../../src/jobs/reading-threads.ts'
import { groupName, phantomGroups } from '../../src/phantom/groups.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { writeHeaders } from './headers.ts'
import { type Pictures, picturesOf } from './pictures.ts'
import { openTable } from './table-set.ts'
import { classCodes, textsOf, type Truths, truthsOfHeaders } from './truth.ts'
import type { Prepared, Variant } from './variants.ts'

/** What the demo makes. */
const PHANTOM = { images: 6000, seed: 1 }

/** What is drawn for one seed. */
export interface Sample {
  /** One number a row, by which its picture is found. */
  instances: Uint32Array
  truths: Truths
  /** The sample as a variant compares it, by the features that are left without those of a target. */
  prepare(variant: Variant, leftOut: Target | null): Promise<Prepared>
}

export interface QualitySet {
  name: SetName
  /** What a row of a sample is. */
  unit: 'images' | 'rows'
  /** undefined where there are none. */
  pictures?: Pictures
  sample(seed: number): Sample
  close(): void
}

export const SETS = ['real', 'tagtable', 'stroke-mr', 'phantom'] as const
export type SetName = (typeof SETS)[number]

const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url))
/** The phantom is kept for the next time. */
const PHANTOM_FOLDER = fileURLToPath(new URL('../../.bench/quality-phantom/', import.meta.url))
/** What the sets are made of. */
const SOURCES = { real: 'dicom', tagtable: 'dicom/TAGTABLE.tsv.gz', 'stroke-mr': 'quality' }

/**
 * Opens a set; undefined, and says so, where its files are not there.
 * @param temporary a folder for what is made of them
 */
export async function openSet(name: SetName, temporary: string): Promise<QualitySet | undefined> {
  if (name === 'phantom') {
    mkdirSync(PHANTOM_FOLDER, { recursive: true })
    await writePhantom(PHANTOM_FOLDER, PHANTOM)
    const options = { name, size: 1200, perSeries: null, hasPictures: true }
    return openArchive(PHANTOM_FOLDER, temporary, options, groupsOfPhantom)
  }
  const source = join(SHARED, SOURCES[name])
  if (!existsSync(source)) {
    console.log(`${name}: left out, since there is no ${source}`)
    return undefined
  }
  if (name === 'stroke-mr') return openTable(source, temporary, { name, rows: 1100 })
  if (name === 'real') return openArchive(source, temporary, { name, size: 900, perSeries: 4, hasPictures: true })
  const folder = join(temporary, name)
  writeHeaders(source, folder)
  return openArchive(folder, temporary, { name, size: 1000, perSeries: 8, hasPictures: false })
}

interface ArchiveOptions {
  name: SetName
  /** Images of a sample. */
  size: number
  perSeries: number | null
  hasPictures: boolean
}

async function openArchive(
  folder: string,
  temporary: string,
  { name, size, perSeries, hasPictures }: ArchiveOptions,
  further: (reader: CatalogueReader, images: Uint32Array) => Truths = () => ({})
): Promise<QualitySet> {
  const file = join(temporary, `${name}.sqlite`)
  const catalogue: Catalogue = openForWriting(file, 'benchmark')
  await scan(catalogue, [folder], { workers: readingThreads() })
  const reader = new CatalogueReader(catalogue.db)
  const images = reader.images()
  const select = selections(reader, images)
  return {
    name,
    unit: 'images',
    ...(hasPictures && { pictures: await picturesOf(file, reader, images) }),
    sample(seed) {
      const { images: instances } = drawSample(reader, images, { size, seed, perSeries, by: 'image' })
      return {
        instances,
        truths: { ...truthsOfHeaders(reader, instances), ...further(reader, instances) },
        async prepare(variant, leftOut) {
          const selection = await select(variant)
          const whole = buildTable(reader, selection.features, instances)
          const { method } = variant
          const designed = designImages(reader, selection, instances, whole, {
            method,
            weights: [],
            groupByScanner: false
          })
          if (leftOut === null) return preparedBy(variant, { table: whole, model: designed.model })
          const { kept } = withoutTarget(designed.features, leftOut)
          const table = buildTable(reader, kept, instances)
          return preparedBy(variant, { table, model: modelOfFeatures(designed.model, kept, method) })
        }
      }
    },
    close: () => catalogue.close()
  }
}

/** The features of an archive by a variant, chosen once for those that choose in the same way. */
function selections(reader: CatalogueReader, images: Uint32Array): (variant: Variant) => Promise<Selection> {
  const chosen = new Map<string, Promise<Selection>>()
  return ({ method, withoutPlane }) => {
    const kind: KindChange[] = withoutPlane ? [{ tag: ORIENTATION, kind: 'numeric' }] : []
    const key = JSON.stringify([method, kind])
    const selection = chosen.get(key) ?? selectFeatures(reader, images, { method, kind })
    chosen.set(key, selection)
    return selection
  }
}

function preparedBy({ change }: Variant, prepared: Prepared): Prepared {
  return change ? { ...prepared, model: change(prepared) } : prepared
}

/** What the pictures of the phantom truly show, which no file says in one place. */
function groupsOfPhantom(reader: CatalogueReader, images: Uint32Array): Truths {
  const groups = phantomGroups(PHANTOM)
  const found = textsOf(reader, images)('SOPInstanceUID').map((uid) => groups.get(uid)!)
  return {
    modality: classCodes(found.map(({ modality }) => modality)),
    region: classCodes(found.map(({ region }) => region)),
    plane: classCodes(found.map(({ plane }) => plane)),
    sequence: classCodes(found.map(({ weighting }) => weighting)),
    group: classCodes(found.map(groupName))
  }
}
