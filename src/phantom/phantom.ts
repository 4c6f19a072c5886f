import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { MedoidError } from '../core/errors.ts'
import { writeAtomically } from '../core/files.ts'
import { breathe, throwIfCancelled, type Work } from '../core/work.ts'
import { checkOptions, type PhantomOptions } from './archive.ts'
import { phantomFiles, type PhantomFile } from './files.ts'

/** What a scan of a written phantom has to find. */
export interface PhantomArchive {
  /** Every regular file, the manifest included: dicom + notDicom + failed. */
  files: number
  /** Files that are read as DICOM: instances + duplicates. */
  dicom: number
  /** Files that are no DICOM, the manifest and DICOMDIRs included. */
  notDicom: number
  /** Of those, DICOMDIRs. */
  dicomdirs: number
  /** Files whose header is damaged, so that they are not catalogued. */
  failed: number
  /** Further files with the SOP Instance UID of another. */
  duplicates: number
  /** Distinct SOP instances: images and documents. */
  instances: number
  /** Instances with Rows. */
  images: number
  /** Of the images, those whose pixels are not all there. */
  pixelsTruncated: number
  series: number
  studies: number
}

/** The manifest's name. It lies inside the archive, and counts among the files that are no DICOM. */
const MANIFEST = 'phantom.json'

/** To be raised when the same options begin to give other files. */
const EDITION = 1

/** How long the event loop is kept from other work at most. */
const SLICE_MILLISECONDS = 40

interface Manifest {
  edition: number
  images: number
  seed: number
  size: number
  /** Absent while the archive is being written. */
  archive?: PhantomArchive
}

/**
 * Writes a synthetic PACS export: the images of `phantomInstances` as PA00001/ST01/SE001/IM00001…, and between them what
 * such exports hold besides (see `phantomFiles`). An archive of the same options that is already there is kept as it is;
 * one that was left unfinished is written again.
 *
 * @returns what a scan of `directory` has to find
 * @throws MedoidError `phantom-options`, `phantom-other` (the folder holds a phantom of other options),
 *   `folder-not-empty`, `phantom-not-written`; CancelledError
 */
export async function writePhantom(directory: string, options: PhantomOptions, work?: Work): Promise<PhantomArchive> {
  checkOptions(options)
  const manifest: Manifest = { edition: EDITION, images: options.images, seed: options.seed, size: options.size ?? 128 }
  const earlier = earlierArchive(directory, manifest)
  if (earlier && countFiles(directory) === earlier.files) return earlier
  writing(directory, () => mkdirSync(directory, { recursive: true }))
  await writeManifest(directory, manifest)
  const archive = await writeFiles(directory, options, work)
  const found = countFiles(directory)
  if (found !== archive.files) {
    const parameters = { why: 'more-files', folder: directory, files: found, phantom: archive.files } as const
    throw new MedoidError('folder-not-empty', parameters)
  }
  await writeManifest(directory, { ...manifest, archive })
  return archive
}

async function writeFiles(directory: string, options: PhantomOptions, work: Work | undefined): Promise<PhantomArchive> {
  const tally = new Tally()
  let folder = ''
  let rested = performance.now()
  for (const file of phantomFiles(options)) {
    const path = join(directory, file.path)
    writing(path, () => {
      if (dirname(path) !== folder) mkdirSync(dirname(path), { recursive: true })
      folder = dirname(path)
      writeFileSync(path, file.bytes)
    })
    tally.add(file)
    if (performance.now() - rested < SLICE_MILLISECONDS) continue
    work?.onProgress?.({
      stage: 'Making the archive',
      done: tally.archive.images,
      total: options.images,
      unit: 'images'
    })
    await breathe()
    throwIfCancelled(work)
    rested = performance.now()
  }
  work?.onProgress?.({ stage: 'Making the archive', done: options.images, total: options.images, unit: 'images' })
  return tally.archive
}

/** Counts files by what a scan has to make of them. The manifest is counted from the start. */
class Tally {
  readonly archive: PhantomArchive = {
    files: 1,
    dicom: 0,
    notDicom: 1,
    dicomdirs: 0,
    failed: 0,
    duplicates: 0,
    instances: 0,
    images: 0,
    pixelsTruncated: 0,
    series: 0,
    studies: 0
  }
  private series = ''
  private study = ''

  add({ outcome, series, study }: PhantomFile): void {
    const { archive } = this
    archive.files++
    if (outcome === 'failed') archive.failed++
    else if (outcome === 'other' || outcome === 'dicomdir') archive.notDicom++
    else archive.dicom++
    if (outcome === 'dicomdir') archive.dicomdirs++
    if (outcome === 'duplicate') archive.duplicates++
    if (outcome === 'truncated') archive.pixelsTruncated++
    if (outcome === 'truncated' || outcome === 'image') archive.images++
    if (series === undefined || study === undefined) return
    archive.instances++
    // Files of one study, and of one series of it, come one after the other.
    if (series !== this.series) archive.series++
    if (study !== this.study) archive.studies++
    this.series = series
    this.study = study
  }
}

/**
 * What an earlier, finished run with the same options wrote; undefined where there is none, or an unfinished one.
 * @throws MedoidError where the folder holds anything else
 */
function earlierArchive(directory: string, wanted: Manifest): PhantomArchive | undefined {
  const names = writing(directory, () => {
    return statSync(directory, { throwIfNoEntry: false }) ? readdirSync(directory) : []
  })
  if (names.length === 0) return undefined
  const manifest = names.includes(MANIFEST) ? readManifest(join(directory, MANIFEST)) : undefined
  if (!manifest) throw new MedoidError('folder-not-empty', { why: 'no-phantom', folder: directory })
  const { edition, images, seed, size } = manifest
  if (edition !== wanted.edition || images !== wanted.images || seed !== wanted.seed || size !== wanted.size) {
    throw new MedoidError('phantom-other', { folder: directory, images, size, seed, edition })
  }
  return manifest.archive
}

function readManifest(path: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest | null
    return typeof manifest === 'object' && manifest !== null && 'edition' in manifest ? manifest : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw notWritten(path, error)
  }
}

function writeManifest(directory: string, manifest: Manifest): Promise<void> {
  return writeAtomically(join(directory, MANIFEST), (file) => file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`))
}

function countFiles(directory: string): number {
  let files = 0
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) files += countFiles(join(directory, entry.name))
    else files++
  }
  return files
}

function writing<T>(path: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw notWritten(path, error)
  }
}

function notWritten(path: string, cause: unknown): MedoidError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new MedoidError('phantom-not-written', { path, reason }, { cause })
}
