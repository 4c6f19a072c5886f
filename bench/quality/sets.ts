import { existsSync, mkdirSync, rmSync } from 'node:fs'
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
import { phantomInstances } from '../../src/phantom/archive.ts'
import type { PhantomGroup } from '../../src/phantom/exams.ts'
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
  /** undefined where there are none. */
  pictures?: Pictures
  sample(seed: number): Sample
  close(): void
}

export const SETS = ['real', 'tagtable', 'stroke-mr', 'phantom'] as const
export type SetName = (typeof SETS)[number]

const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url))
const FOLDER = fileURLToPath(new URL('../../.bench/quality/', import.meta.url))

/** Opens a set; undefined, and says so, where its files are not there. */
export async function openSet(name: SetName): Promise<QualitySet | undefined> {
  const needed = { real: 'dicom', tagtable: 'dicom/TAGTABLE.tsv.gz', 'stroke-mr': 'quality', phantom: '' }[name]
  if (!existsSync(join(SHARED, needed))) {
    console.log(`${name}: left out, since there is no ${join(SHARED, needed)}`)
    return undefined
  }
  mkdirSync(FOLDER, { recursive: true })
  if (name === 'real') return openArchive(name, join(SHARED, 'dicom'), { size: 900, perSeries: 4, hasPictures: true })
  if (name === 'tagtable') {
    const folder = join(FOLDER, name)
    rmSync(folder, { recursive: true, force: true })
    writeHeaders(join(SHARED, needed), folder)
    return openArchive(name, folder, { size: 1000, perSeries: 8, hasPictures: false })
  }
  if (name === 'stroke-mr') return openTable(join(SHARED, needed), FOLDER, { name, rows: 1100 })
  const folder = join(FOLDER, name)
  await writePhantom(folder, PHANTOM)
  return openArchive(name, folder, { size: 1200, perSeries: null, hasPictures: true }, groupsOfPhantom)
}

async function openArchive(
  name: SetName,
  folder: string,
  { size, perSeries, hasPictures }: { size: number; perSeries: number | null; hasPictures: boolean },
  further: (reader: CatalogueReader, images: Uint32Array) => Truths = () => ({})
): Promise<QualitySet> {
  const file = join(FOLDER, `${name}.sqlite`)
  for (const suffix of ['', '-wal', '-shm', '.pictures']) rmSync(file + suffix, { force: true })
  const catalogue: Catalogue = openForWriting(file, 'benchmark')
  await scan(catalogue, [folder], { workers: readingThreads() })
  const reader = new CatalogueReader(catalogue.db)
  const images = reader.images()
  const select = selections(reader, images)
  return {
    name,
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
  const groups = new Map<string, PhantomGroup>()
  for (const { sopInstanceUid, group } of phantomInstances(PHANTOM)) groups.set(sopInstanceUid, group)
  const found = textsOf(reader, images)('SOPInstanceUID').map((uid) => groups.get(uid)!)
  return {
    modality: classCodes(found.map(({ modality }) => modality)),
    region: classCodes(found.map(({ region }) => region)),
    plane: classCodes(found.map(({ plane }) => plane)),
    sequence: classCodes(found.map(({ weighting }) => weighting)),
    group: classCodes(
      found.map(({ modality, region, plane, weighting }) => [modality, region, plane, weighting].join())
    )
  }
}
