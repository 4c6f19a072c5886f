import { ArchiveFault } from '../archives/fault.ts'
import type { OpenedArchive } from './archive-scan.ts'
import { isArchiveName } from '../archives/kinds.ts'
import type { Catalogue } from './database.ts'
import { nextRevision } from './summary.ts'
import { type FileRow, FileStatus, FileTable } from './file-table.ts'
import { InstanceWriter } from './instance-writer.ts'
import { comparePaths, joinNames, type Name } from './names.ts'
import { noteOrphans } from './orphans.ts'
import type { Issue } from './stored/issue.ts'
import type { ReadResult } from './header-pool.ts'
import { refusedIssue } from './refused.ts'
import { filesDropper, type RemovedFiles } from './removals.ts'
import type { ArchivedFile, FileOutcome } from './to-read.ts'

/** A slow disk must not cost more than this much work when the process is killed. */
const FLUSH_MILLISECONDS = 10_000
/** Folders full of other files must reach the disk as well. */
const FLUSH_WRITES = 16_384

/** What one scan did with the files it saw: seen = dicom + notDicom + failed + archives + unchanged. */
export interface ScannedFiles {
  seen: number
  /** New or changed, and read as DICOM: instances and duplicates. */
  dicom: number
  /** Other files, and DICOMDIRs. */
  notDicom: number
  failed: number
  /** New or changed, whether they were opened or not. */
  archives: number
  /** Same size and modification time as before: not opened. */
  unchanged: number
  /** Catalogued before and no longer there. */
  removed: number
  /** New or changed, and not at rest yet, see `ScanOptions`: left to the next scan. */
  resting?: number
}

/** A file that is to be read. */
export interface PendingFile {
  dir: number
  folder: Name
  name: Name
  /** What the catalogue knows of it. */
  before: FileRow | undefined
  /** In an archive that is open, or such an archive itself. */
  archived?: ArchivedFile & { opened: OpenedArchive }
}

/**
 * Decides what becomes of each file that was read, in walk order, and writes it: of the files with one SOP Instance UID the
 * first in walk order is the instance, the others are its duplicates. A flush is one transaction over files and columns.
 */
export class Intake {
  readonly files: ScannedFiles = { seen: 0, dicom: 0, notDicom: 0, failed: 0, archives: 0, unchanged: 0, removed: 0 }
  readonly table: FileTable
  readonly writer: InstanceWriter
  private readonly catalogue: Catalogue
  private lastFlush = performance.now()
  private revised = false
  private readonly dropFiles: ReturnType<typeof filesDropper>
  /** Tags that were in use when one was refused last. */
  usedAtRefusal: number | undefined
  /** Instances that went since the last flush. */
  private gone: number[] = []

  constructor(catalogue: Catalogue) {
    this.catalogue = catalogue
    this.table = new FileTable(catalogue.db)
    this.writer = new InstanceWriter(catalogue.db)
    this.dropFiles = filesDropper(catalogue.db)
  }

  /** @param results what the workers say of `files`, together as many outcomes as there are files */
  takeAll(files: readonly PendingFile[], results: readonly ReadResult[]): void {
    let at = 0
    for (const { worker, stats, outcomes, batch } of results) {
      if (batch !== null) this.writer.beginBatch(worker, batch)
      this.writer.lookAhead(uidsOf(outcomes))
      let read = 0
      for (const [i, outcome] of outcomes.entries()) {
        const file = files[at++]
        const index = outcome.status === 'dicom' ? read++ : -1
        const instance = this.take(file, stats[i * 2], stats[i * 2 + 1], outcome, (uid) =>
          this.writer.append(worker, batch!, index, file.dir, file.name, uid)
        )
        if (index >= 0 && instance === null) this.writer.skip(worker, batch!, index)
        if (this.due) this.flush()
      }
    }
  }

  /** What is no longer there. */
  remove(dir: number, name: Name, row: FileRow): void {
    this.retire(row)
    this.table.remove(dir, name)
    this.files.removed++
  }

  /** Takes files out with their instances, in a transaction of its own. @returns how many instances went */
  drop(page: readonly RemovedFiles[]): number {
    const { db } = this.catalogue
    const { live } = this.writer
    const gone = page.flatMap(({ files }) =>
      files.filter(({ status }) => status === FileStatus.instance).map(({ instance }) => instance!)
    )
    for (const instance of gone) live.remove(instance)
    db.transaction(() => {
      this.dropFiles(page)
      if (gone.length > 0) this.revise()
      noteOrphans(db, gone)
      live.save()
    })()
    return gone.length
  }

  /** Commits what was taken until now. */
  flush(): void {
    this.lastFlush = performance.now()
    const instances = this.writer.pending > 0 || this.writer.live.changed
    if (!instances && this.table.pending === 0) return
    this.catalogue.db.transaction(() => {
      if (instances) this.revise()
      this.writer.flush()
      this.table.flush()
      noteOrphans(this.catalogue.db, this.gone)
    })()
    this.gone = []
  }

  private get due(): boolean {
    return (
      this.writer.full || this.table.pending >= FLUSH_WRITES || performance.now() - this.lastFlush > FLUSH_MILLISECONDS
    )
  }

  /** @returns the id of the instance that the file has become; null where it is none */
  private take(
    file: PendingFile,
    size: number,
    mtime: number,
    outcome: FileOutcome,
    append: (uid: string) => number
  ): number | null {
    const { dir, name, before } = file
    if (outcome.status === 'unreadable') {
      for (let opened = file.archived?.opened ?? null; opened !== null; opened = opened.outer) opened.isWhole = false
      this.files.failed++
      this.table.putUnreadable(dir, name, unreadableIssue(outcome.message))
      return null
    }
    if (before !== undefined) this.retire(before)
    const put = (status: number, instance: number | null, issues: readonly Issue[] = []) =>
      this.table.put(dir, name, { size, mtime, status, instance }, before !== undefined, issues)
    if (outcome.status === 'failed') {
      this.files.failed++
      put(FileStatus.failed, null, outcome.issues)
      return null
    }
    if (outcome.status === 'opened') {
      const { archive, isWhole } = file.archived!.opened
      this.files.archives++
      if (isWhole) put(FileStatus.archive, null, archive.issues)
      else this.table.putUnreadable(dir, name, { code: 'unreadable', parameters: { why: 'members' } })
      return null
    }
    if (outcome.status === 'archive') {
      this.files.archives++
      const why = file.archived !== undefined ? 'inside' : isArchiveName(name) ? 'kind' : 'name'
      put(FileStatus.archive, null, [new ArchiveFault('archive-not-opened', { kind: outcome.kind, why }).issue])
      return null
    }
    if (outcome.status !== 'dicom') {
      this.files.notDicom++
      put(FileStatus.notDicom, null)
      return null
    }
    this.files.dicom++
    const uid = outcome.sopInstanceUid
    const winner = uid === '' ? undefined : this.writer.find(uid)
    if (winner !== undefined && this.comesBefore(winner, file)) {
      put(FileStatus.duplicate, winner, outcome.issues)
      return null
    }
    const instance = append(uid)
    if (winner !== undefined) {
      const loser = this.writer.location(winner)
      this.writer.live.remove(winner)
      this.table.demote(loser.dir, loser.name, winner, instance)
    }
    const { refusals } = this.writer
    if (refusals > 0) this.usedAtRefusal = this.writer.usedTags
    put(FileStatus.instance, instance, refusals > 0 ? [...outcome.issues, refusedIssue(refusals)] : outcome.issues)
    return instance
  }

  /** Whether an instance's file stands before another file in walk order. */
  private comesBefore(instance: number, file: PendingFile): boolean {
    const { dir, name } = this.writer.location(instance)
    const a = this.table.place(dir)
    const b = this.table.place(file.dir)
    if (a.source !== b.source) return a.source < b.source
    return comparePaths(joinNames(a.path, name), joinNames(b.path, file.name)) < 0
  }

  /** The instance of a file that changed or went is no more. */
  private retire(row: FileRow): void {
    if (row.status !== FileStatus.instance) return
    this.writer.live.remove(row.instance!)
    this.gone.push(row.instance!)
  }

  /** Whatever was computed over all instances is out of date from here on. */
  revise(): void {
    if (this.revised) return
    this.revised = true
    nextRevision(this.catalogue.db)
  }
}

function uidsOf(outcomes: readonly FileOutcome[]): string[] {
  return outcomes.flatMap((outcome) =>
    outcome.status === 'dicom' && outcome.sopInstanceUid !== '' ? [outcome.sopInstanceUid] : []
  )
}

/** @param reason what the system says, without a full stop */
export function unreadableIssue(reason: string): Issue {
  return { code: 'unreadable', parameters: { reason } }
}
