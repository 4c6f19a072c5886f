import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { formatClustering } from '../catalogue/clustering-name.ts'
import type { CatalogueReader } from '../catalogue/reader.ts'
import { makeFolder, writeAtomically } from '../files.ts'
import type { LabelSource } from '../labels/label-source.ts'
import { indexStudies, type StudyIndex } from '../studies/study-index.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { keyObjectSelection, labelReport } from './documents.ts'
import { type Marker, MARKER, takeFolder, writeMarker } from './export-folder.ts'
import { type KeyedDataSet, part10 } from './part10.ts'
import { type LabelledStudy, type Origin, type InstanceReference, STUDY_KEYWORDS, type StudyValues } from './study.ts'
import { isIdentifier, isUid } from './values.ts'

interface DicomExport {
  /** The folder to write: a new or an empty one, or one in which the same export was begun. */
  out: string
  /** Of the program. */
  version: string
  /** Images that one document names at most; a larger study has further documents. */
  mostImages?: number
}

/** Images that are named in no document, by reason. */
interface InstancesLeftOut {
  /** No Study, Series or SOP Instance UID, or no SOP Class UID, that could be named. */
  withoutUids: number
  /** A Patient ID that cannot be written as it is. */
  badPatientId: number
  /** Studies whose images are of several patients. */
  mixedStudies: number
}

export interface ExportedDicom {
  out: string
  /** The file that says what the folder is of. */
  manifest: string
  studies: number
  images: number
  keyObjects: number
  reports: number
  leftOut: InstancesLeftOut
}

/** Instances whose values are read at once. */
const BATCH = 65_536
/** What bounds memory where all of an archive is one study. */
const MOST_IMAGES = 10_000

/** Not in a cluster with a name. */
const NONE = 0xffff

/**
 * Writes the names of clusters as DICOM documents for an archive: in each study, a Key Object Selection for each of its clusters that has a
 * name, and one Enhanced SR with the name of each image. They keep UIDs and Patient ID of the images, since they are to go back to where
 * these are.
 *
 * The same names and images make the same files, byte by byte. Each is written whole; those that are there are not written again. Study by
 * study; in memory are a few numbers for each instance, and the values of one batch.
 *
 * @param source of a clustering, with images of named clusters only
 * @throws MedoidError `dicom-folder`, and as `writeAtomically` does @throws CancelledError and the export can be gone on with
 */
export async function writeDicom(
  reader: CatalogueReader,
  source: LabelSource,
  { out, version, mostImages = MOST_IMAGES }: DicomExport,
  work?: Work
): Promise<ExportedDicom> {
  const clustering = formatClustering(source)
  const clusterOf = new Uint16Array(reader.capacity).fill(NONE)
  const hash = createHash('sha256').update(JSON.stringify([clustering, version, [...source.labels.values()]]))
  for (const { instances, clusters } of source.assigned()) {
    hash.update(instances).update(clusters)
    instances.forEach((instance, row) => {
      if (source.labels.has(clusters[row])) clusterOf[instance] = clusters[row]
    })
  }
  const marker: Marker = { schema: 'medoid-dicom', clustering, plan: hash.digest('hex'), version, counts: null }
  await takeFolder(out, marker)
  await makeFolder(out)
  await writeMarker(out, marker)

  const created = [source.created, ...[...source.labels.values()].map((label) => label.created)].sort().at(-1)!
  const origin: Origin = { clustering, version, created }
  const exported: ExportedDicom = {
    out,
    manifest: join(out, MARKER),
    studies: 0,
    images: 0,
    keyObjects: 0,
    reports: 0,
    leftOut: { withoutUids: 0, badPatientId: 0, mixedStudies: 0 }
  }
  const total = source.count
  let done = 0
  const tell = (): void => work?.onProgress?.({ stage: 'Writing documents', done, total, unit: 'images' })
  let last = -1
  for (const { place, study, read, images } of labelledStudies(
    reader,
    source,
    clusterOf,
    mostImages,
    exported.leftOut
  )) {
    throwIfCancelled(work)
    tell()
    done += read
    if (study !== null) {
      if (place !== last) exported.studies++
      last = place
      const folder = join(out, `study-${String(exported.studies).padStart(6, '0')}`)
      const suffix = study.part === 0 ? '' : `-${study.part + 1}`
      await makeFolder(folder)
      for (const cluster of study.clusters) {
        const name = `key-objects-${String(cluster.label.cluster).padStart(4, '0')}${suffix}.dcm`
        await writeOnce(join(folder, name), () => keyObjectSelection(study, cluster, origin))
        exported.keyObjects++
      }
      await writeOnce(join(folder, `labels${suffix}.dcm`), () => labelReport(study, origin))
      exported.reports++
      exported.images += images
    }
    await breathe()
  }
  tell()
  const { studies, images, keyObjects, reports, leftOut } = exported
  await writeMarker(out, { ...marker, counts: { studies, images, keyObjects, reports, ...leftOut } })
  return exported
}

/** A file that is there is whole, and of the same plan. */
async function writeOnce(path: string, make: () => KeyedDataSet): Promise<void> {
  const isThere = await stat(path).then(
    (found) => found.isFile(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    }
  )
  if (!isThere) await writeAtomically(path, (file) => file.writeFile(part10(make())))
}

interface Found {
  /** In the index of studies. */
  place: number
  /** Null where none of its images can be named. */
  study: LabelledStudy | null
  /** Images in clusters with a name, and how many of them the documents name. */
  read: number
  images: number
}

const IMAGE_KEYWORDS = ['SOPClassUID', 'SOPInstanceUID', 'SeriesInstanceUID'] as const
type Row = Record<(typeof IMAGE_KEYWORDS)[number] | (typeof STUDY_KEYWORDS)[number], string>

/** Images of one study that documents name together. */
interface Piece {
  place: number
  part: number
  instances: readonly number[]
}

/** The studies that have images in clusters with a name, in the order of the catalogue; large ones in several parts. */
function* labelledStudies(
  reader: CatalogueReader,
  source: LabelSource,
  clusterOf: Uint16Array,
  mostImages: number,
  leftOut: InstancesLeftOut
): Generator<Found> {
  const index = indexStudies(reader)
  for (const batch of batches(pieces(index, clusterOf, mostImages))) {
    const row = rowReader(reader, Uint32Array.from(batch.flatMap(({ instances }) => instances)).sort())
    for (const { place, part, instances } of batch) {
      const read = instances.length
      if (index.isMixed[place] === 1) {
        leftOut.mixedStudies += read
        yield { place, study: null, read, images: 0 }
      } else yield { place, read, ...studyOf(instances, part, row, source, clusterOf, leftOut) }
    }
  }
}

function* pieces(
  { instances, seriesStarts, studyStarts }: StudyIndex,
  clusterOf: Uint16Array,
  mostImages: number
): Generator<Piece> {
  for (let place = 0; place + 1 < studyStarts.length; place++) {
    const all = instances.subarray(seriesStarts[studyStarts[place]], seriesStarts[studyStarts[place + 1]])
    const labelled = all.filter((instance) => clusterOf[instance] !== NONE)
    for (let from = 0, part = 0; from < labelled.length; from += mostImages, part++) {
      yield { place, part, instances: [...labelled.subarray(from, from + mostImages)] }
    }
  }
}

function* batches(pieces: Iterable<Piece>): Generator<Piece[]> {
  let batch: Piece[] = []
  let size = 0
  for (const piece of pieces) {
    batch.push(piece)
    size += piece.instances.length
    if (size < BATCH) continue
    yield batch
    batch = []
    size = 0
  }
  if (batch.length > 0) yield batch
}

function studyOf(
  instances: readonly number[],
  part: number,
  row: (instance: number) => Row,
  source: LabelSource,
  clusterOf: Uint16Array,
  leftOut: InstancesLeftOut
): Pick<Found, 'study' | 'images'> {
  const values = valuesOf(instances, row)
  const read = instances.length
  if (!isUid(values.StudyInstanceUID)) leftOut.withoutUids += read
  else if (!isIdentifier(values.PatientID)) leftOut.badPatientId += read
  else {
    const images = new Map<number, InstanceReference[]>()
    let named = 0
    for (const instance of instances) {
      const { SOPClassUID: sopClass, SOPInstanceUID: sopInstance, SeriesInstanceUID: series } = row(instance)
      if (![sopClass, sopInstance, series].every(isUid)) {
        leftOut.withoutUids++
        continue
      }
      const cluster = clusterOf[instance]
      if (!images.has(cluster)) images.set(cluster, [])
      images.get(cluster)!.push({ sopClass, sopInstance, series })
      named++
    }
    const clusters = [...images].sort(([a], [b]) => a - b)
    const study = {
      values,
      part,
      clusters: clusters.map(([cluster, images]) => ({ label: source.labels.get(cluster)!, images }))
    }
    return { study: named === 0 ? null : study, images: named }
  }
  return { study: null, images: 0 }
}

/** Of each element the first value that an image of the study has. */
function valuesOf(instances: readonly number[], row: (instance: number) => Row): StudyValues {
  const values = Object.fromEntries(STUDY_KEYWORDS.map((keyword) => [keyword, ''])) as StudyValues
  for (const instance of instances) {
    const here = row(instance)
    for (const keyword of STUDY_KEYWORDS) if (values[keyword] === '') values[keyword] = here[keyword]
  }
  return values
}

/** Values of some instances, each tag read once. @param instances ascending */
function rowReader(reader: CatalogueReader, instances: Uint32Array): (instance: number) => Row {
  const keywords = [...IMAGE_KEYWORDS, ...STUDY_KEYWORDS]
  const columns = keywords.map((keyword) => {
    const tag = reader.find(keyword)
    return tag === undefined ? undefined : reader.column(tag.id, instances)
  })
  const placeOf = new Map<number, number>()
  instances.forEach((instance, place) => placeOf.set(instance, place))
  return (instance) => {
    const place = placeOf.get(instance)!
    return Object.fromEntries(
      keywords.map((keyword, i) => [keyword, columns[i]?.texts[columns[i].codes[place]] ?? ''])
    ) as Row
  }
}
