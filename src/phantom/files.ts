import { phantomInstances, type PhantomOptions } from './archive.ts'
import { cutHeader, cutPixels, directoryFile, doseReport, README, REPORT, THUMBS } from './extras.ts'
import { encodePhantom, type PhantomInstance } from './instance.ts'

/** What a scan has to make of a file. */
export type ExpectedOutcome =
  /** A catalogued image. */
  | 'image'
  /** A catalogued image whose pixels are not all there (issue `pixels-truncated`). */
  | 'truncated'
  /** A catalogued instance that is no image. */
  | 'document'
  /** A further file with the SOP Instance UID of another. */
  | 'duplicate'
  | 'dicomdir'
  /** No DICOM at all. */
  | 'other'
  /** A damaged header: an issue, and not catalogued. */
  | 'failed'

export interface PhantomFile {
  /** Relative to the archive, separated by `/`. */
  path: string
  outcome: ExpectedOutcome
  bytes: Buffer
  /** Series Instance UID of what is catalogued. */
  series?: string
  /** Study Instance UID of what is catalogued. */
  study?: string
}

/** Every how many images each oddity turns up, and from which one on: the first few hundred already hold one of each. */
const DUPLICATE = { every: 150, first: 17 }
const TRUNCATED = { every: 500, first: 41 }
const CUT = { every: 600, first: 29 }
const REPORT_PDF = { every: 900, first: 7 }
const THUMBNAILS = { every: 700, first: 3 }
const DIRECTORY = { every: 12000, first: 11 }
const DOSE = { every: 12, first: 2 }

function due(count: number, { every, first }: { every: number; first: number }): boolean {
  return count % every === first
}

/**
 * Every file of the archive in the order in which it is written: the images of `phantomInstances`, and what lies about
 * between them. A folder's files come one after the other.
 */
export function* phantomFiles(options: PhantomOptions): Generator<PhantomFile, void> {
  yield { path: 'README.txt', outcome: 'other', bytes: README }
  let images = 0
  let tomographies = 0
  let study = ''
  /** Oddities that wait for an image that they can be made of: a deflated data set that is cut has no whole header. */
  let pixelsToCut = 0
  let headersToCut = 0
  for (const instance of phantomInstances(options)) {
    const { series, path } = instance
    const { uid } = series.context
    const folder = path.slice(0, path.lastIndexOf('/'))
    if (due(images, TRUNCATED)) pixelsToCut++
    if (due(images, CUT)) headersToCut++
    const cuttable = !series.base.encoding.syntax.deflated
    if (images === 0) yield { path: 'DICOMDIR', outcome: 'dicomdir', bytes: directoryFile(instance) }
    if (series.context.study.uid !== study) {
      study = series.context.study.uid
      if (series.context.exam.modality === 'CT' && due(tomographies++, DOSE)) {
        const report = `${folder.slice(0, folder.lastIndexOf('/'))}/SE999/SR00001${series.suffix}`
        const { bytes, series: own } = doseReport(series, instance)
        yield { path: report, outcome: 'document', bytes, series: own, study }
      }
    }
    if (cuttable && pixelsToCut > 0) {
      pixelsToCut--
      yield { path, outcome: 'truncated', bytes: cutPixels(instance), series: uid, study }
    } else {
      const bytes = encodePhantom(instance, { pixels: true })
      yield { path, outcome: 'image', bytes, series: uid, study }
      if (due(images, DUPLICATE)) yield { path: `${folder}/${copyName(instance)}`, outcome: 'duplicate', bytes }
    }
    if (cuttable && headersToCut > 0) {
      headersToCut--
      yield { path: `${folder}/IM99999${series.suffix}`, outcome: 'failed', bytes: cutHeader(instance) }
    }
    if (due(images, REPORT_PDF)) yield { path: `${folder}/Befund ${images}.pdf`, outcome: 'other', bytes: REPORT }
    if (due(images, THUMBNAILS)) yield { path: `${folder}/Thumbs.db`, outcome: 'other', bytes: THUMBS }
    if (due(images, DIRECTORY))
      yield { path: `${folder}/DICOMDIR`, outcome: 'dicomdir', bytes: directoryFile(instance) }
    images++
  }
}

function copyName({ path, series }: PhantomInstance): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return `${name.slice(0, name.length - series.suffix.length)} (copy)${series.suffix}`
}
