import { join, resolve } from 'node:path'
import { type ClusteringName, formatClustering } from '../core/catalogue/clustering-name.ts'
import { openReader } from '../core/catalogue/corrections/column-source.ts'
import { assignedBits, type Drift, drift } from '../core/catalogue/drift.ts'
import type { ScannedFiles } from '../core/catalogue/intake.ts'
import { findClustering, isAssigned, loadRun } from '../core/catalogue/runs.ts'
import { eachDir } from '../core/catalogue/places.ts'
import { sourceRoots } from '../core/catalogue/sources.ts'
import { updateSummary } from '../core/catalogue/summary.ts'
import { CancelledError, isSystemError, MedoidError } from '../core/errors.ts'
import type { Work } from '../core/work.ts'
import type { MessageCode } from '../messages/message.ts'
import { assignJob } from './assign.ts'
import { reading, writing } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { WatchParameters } from './definitions/watch.ts'
import { subset } from './features.ts'
import { FolderChanges } from './folder-changes.ts'
import { readingThreads } from './reading-threads.ts'
import { scanInto } from './scan.ts'
import { secondsOf } from './seconds-of.ts'

/** What looking once has found. */
interface WatchLook {
  files: ScannedFiles
  /** Images that were assigned for the first time. */
  assigned: number
  /** Of these; null where nothing was assigned before, so that nothing is new. */
  drift: Drift | null
}

export interface WatchReport {
  clustering: string
  looks: number
  assigned: number
  /** New images that are farther from their medoid than 95 % of the images of the fit in their cluster, and all of them. */
  far: number
  new: number
  last: WatchLook | null
}

/** Milliseconds that files have to be left alone before they are read: they may still be copied. */
const REST = 10_000

/** What passes by itself, or is somebody else's to mend, while the watch goes on: a share that is away, a catalogue that another process writes to. */
const PASSING: ReadonlySet<MessageCode> = new Set<MessageCode>([
  'catalogue-busy',
  'no-such-folder',
  'unreadable-folder',
  'folder-empty',
  'not-that-folder',
  'disk-full'
])

/** Looks for new files, again and again, and assigns new images to a clustering. It ends when it is cancelled, and then well. */
export const watchJob: Job<WatchParameters, WatchReport> = { run: (parameters, work) => watchFolders(parameters, work) }

/** @param rest see `REST` */
export async function watchFolders(
  { catalogue, folders, run, every, once }: WatchParameters,
  work: Work,
  rest = REST
): Promise<WatchReport> {
  const { clustering, roots } = await reading(catalogue, ({ db }) => {
    const { run: id, k } = findClustering(db, run)
    return {
      clustering: { run: id, k },
      roots: folders.length > 0 ? folders.map((folder) => resolve(folder)) : [...sourceRoots(db).values()]
    }
  })
  const report: WatchReport = {
    clustering: formatClustering(clustering),
    looks: 0,
    assigned: 0,
    far: 0,
    new: 0,
    last: null
  }
  const take = (look: WatchLook): void => {
    report.looks++
    report.assigned += look.assigned
    report.far += look.drift?.far ?? 0
    report.new += look.drift?.images ?? 0
    report.last = look
  }
  if (once) {
    take(await lookOnce(catalogue, folders, clustering, rest, work))
    return report
  }
  const changes = new Changes(roots, resolve(catalogue), secondsOf(every)! * 1000, rest, work)
  try {
    const parameters = { folders: roots.length, told: changes.told, every, clustering: report.clustering }
    work.onMessage?.({ code: 'watch-began', parameters })
    changes.add(await knownFolders(catalogue))
    while (work.signal?.aborted !== true) {
      const look = await lookOnce(catalogue, folders, clustering, rest, work).catch((error: unknown) =>
        passing(error, work)
      )
      if (look !== null) {
        take(look)
        tell(look, report.clustering, work)
      }
      // What came into a new folder before that was watched is looked for once more.
      const added = changes.add(await knownFolders(catalogue))
      await changes.next(added > 0 || (look?.files.resting ?? 0) > 0)
    }
  } catch (error) {
    // What was committed stays.
    if (!(error instanceof CancelledError)) throw error
  } finally {
    changes.close()
  }
  return report
}

/** The folders that scans have met, but those whose names are not UTF-8. */
function knownFolders(catalogue: string): Promise<string[]> {
  return reading(catalogue, ({ db }) => {
    const roots = sourceRoots(db)
    const folders: string[] = []
    for (const { source, path } of eachDir(db)) {
      const root = roots.get(source)
      if (root !== undefined && typeof path === 'string') folders.push(join(root, path))
    }
    return folders
  })
}

/** @returns null where the watch goes on in spite of an error, which is told @throws the error where it does not */
function passing(error: unknown, work: Work): null {
  if (error instanceof MedoidError && PASSING.has(error.data.code)) work.onMessage?.(error.data)
  else if (isSystemError(error)) work.onMessage?.({ code: 'system-error', parameters: { reason: error.message } })
  else throw error
  return null
}

async function lookOnce(
  catalogue: string,
  folders: string[],
  clustering: ClusteringName,
  rest: number,
  work: Work
): Promise<WatchLook> {
  const { files, unassigned, before } = await writing(catalogue, 'a watch', work, async (opened) => {
    const files = await scanInto(opened, folders, { workers: readingThreads(), restFor: rest }, work)
    await updateSummary(opened, work)
    const reader = openReader(opened.db)
    const { parameters, created } = loadRun(opened.db, clustering.run)
    const before = assignedBits(reader, clustering)
    const unassigned = subset(reader, parameters.where, created).filter((image) => !before.has(image)).length
    return { files, unassigned, before: isAssigned(opened.db, clustering) ? before : null }
  })
  if (unassigned === 0) return { files, assigned: 0, drift: before && { images: 0, far: 0, clusters: [] } }
  await assignJob.run({ catalogue, run: formatClustering(clustering) }, work)
  return reading(catalogue, (reader) => ({
    files,
    assigned: unassigned,
    drift: before && drift(reader, clustering, before)
  }))
}

/** Says what came, in counts alone; nothing where nothing did. */
function tell({ files, assigned, drift }: WatchLook, clustering: string, work: Work): void {
  const { dicom, removed, resting = 0 } = files
  if (dicom === 0 && removed === 0 && resting === 0 && assigned === 0) return
  const far = drift?.clusters.filter((each) => each.far > 0).slice(0, 5) ?? []
  work.onMessage?.({
    code: 'watch-looked',
    parameters: {
      time: new Date().toISOString(),
      read: dicom,
      removed,
      resting,
      assigned,
      clustering,
      drift: drift && { images: drift.images, far: drift.far },
      clusters: far.map(({ cluster, images, far }) => ({ cluster, images, far }))
    }
  })
}

/** Waits for the next time to look. */
class Changes {
  /** Folders of which the system tells changes. */
  readonly told: number
  private readonly folders: FolderChanges
  private readonly every: number
  private readonly rest: number
  private readonly work: Work
  private isChanged = false
  private onChange: () => void = () => undefined

  constructor(roots: readonly string[], catalogue: string, every: number, rest: number, work: Work) {
    this.every = every
    this.rest = rest
    this.work = work
    this.folders = new FolderChanges(roots, catalogue, () => {
      this.isChanged = true
      this.onChange()
    })
    this.told = this.folders.told
  }

  /** Watches these folders, too. @returns how many more are watched now */
  add(folders: readonly string[]): number {
    return this.folders.add(folders)
  }

  /**
   * The timer has run down, or files have changed and were left alone since; or the watch is cancelled.
   * @param isSoon whether there are files that were not at rest yet
   */
  async next(isSoon: boolean): Promise<void> {
    const { signal } = this.work
    if (signal?.aborted) return
    await new Promise<void>((done) => {
      let timer = setTimeout(end, isSoon || this.isChanged ? this.rest : this.every)
      const debounce = (): void => {
        clearTimeout(timer)
        timer = setTimeout(end, this.rest)
      }
      // Files that never rest would put it off for ever.
      const last = setTimeout(end, this.every)
      function end(): void {
        clearTimeout(timer)
        clearTimeout(last)
        signal?.removeEventListener('abort', end)
        done()
      }
      signal?.addEventListener('abort', end, { once: true })
      this.onChange = debounce
    })
    this.onChange = () => undefined
    this.isChanged = false
  }

  close(): void {
    this.folders.close()
  }
}
