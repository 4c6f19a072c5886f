import { stat } from 'node:fs/promises'
import { count } from '../../messages/format.ts'
import type { Message } from '../../messages/message.ts'
import { breathe, throwIfCancelled, unlessCancelled, type Work } from '../work.ts'
import { isArchiveName } from '../archives/kinds.ts'
import { type ArchiveScan, type OpenedArchive, scanArchive } from './archive-scan.ts'
import { updateRow, verifyRows } from './checksums.ts'
import { type Catalogue, explain, readMeta, writeMeta } from './database.ts'
import { MedoidError } from '../errors.ts'
import { type FileRow, FileStatus } from './file-table.ts'
import { Intake, type PendingFile, type ScannedFiles, unreadableIssue } from './intake.ts'
import { absolute, comparePaths, isBelow, joinNames, type Name, parseName, storedName } from './names.ts'
import { LookAhead } from './look-ahead.ts'
import { mayHaveOrphans, orphanPages, settleOrphans } from './orphans.ts'
import { HeaderPool, type ReadResult } from './header-pool.ts'
import { REFUSED_AT, refusedFiles } from './refused.ts'
import { beginRemoval, endRemoval, FILES_A_REMOVAL, filesOfSource, pagedDirs, removalUnderWay } from './removals.ts'
import { settleVrs } from './settle-vrs.ts'
import { settleDuplicates } from './duplicate-groups.ts'
import { addSource, emptyRoot, goneMeanwhile, type ScanTarget, scanTargets, sourceRoots } from './sources.ts'
import type { ToRead } from './to-read.ts'
import { IdSet, Subtrees, VanishedFiles } from './vanished.ts'
import { identityOf, walkAhead, type WalkRange } from './walk.ts'

/** Files a request to a reading worker. */
const BATCH = 128
/** Requests under way, a worker. */
const AHEAD = 8
/** Requests that the walk may be ahead of what is written: so far it tells how many files there are to come. */
const MOST_AHEAD = 2048
/** Folders without files must reach the disk as well. */
const DIRS_A_FLUSH = 65_536
/** Duplicates that are read again at a time. */
const ORPHANS_A_PAGE = 16_384
/** Archives that are open at once, until their files are read. */
const OPEN_ARCHIVES = 64
/** How often timers, signals and messages are let in while nothing needs reading. */
const YIELD_EVERY_FILES = 2048
/** How often progress is told while the walk waits for the file system. */
const TOLD_EVERY_MILLISECONDS = 250

export interface ScanOptions {
  /** Reading threads. */
  workers: number
  /** Milliseconds that a new or changed file has to be left alone before it is read: it may still be copied. */
  restFor?: number
}

/**
 * Brings the catalogue in line with the files below `folders` (design, sections 3 and 4). Files are taken in walk order
 * whatever the workers' timing. One transaction a chunk: killed or cancelled at any moment, the next scan goes on and
 * ends as an uninterrupted one would.
 * @param folders none = every source of the catalogue
 * @throws MedoidError `no-such-folder`, `folder-empty`, `disk-full`, …; CancelledError at a committed state
 */
export async function scan(
  catalogue: Catalogue,
  folders: string[],
  options: ScanOptions,
  work?: Work
): Promise<ScannedFiles> {
  return withScanner(catalogue, options, work, async (scanner) => {
    const targets = scanTargets(catalogue.db, folders)
    const empty: MedoidError[] = []
    for (const target of targets) {
      const issue = await scanner.scanTarget(target, target === targets.at(-1))
      if (issue !== undefined && target.named) empty.push(new MedoidError(issue.code, issue.parameters))
    }
    await scanner.applyRemovals()
    await scanner.finish()
    // The other folders are done; now the one that somebody named and that holds nothing.
    if (empty.length > 0) throw empty[0]
    return scanner.intake.files
  })
}

/**
 * Reads a range of the files below a folder into a new catalogue, whose source is that folder. A range that holds no files is none the less
 * scanned to its end.
 * @param root real path @param total files that are expected
 * @throws MedoidError as `scan`; `no-such-folder` where the folder went away meanwhile
 */
export async function scanRange(
  catalogue: Catalogue,
  root: string,
  range: WalkRange,
  total: number,
  options: ScanOptions,
  work?: Work
): Promise<ScannedFiles> {
  return withScanner(catalogue, options, work, async (scanner) => {
    scanner.expect(total)
    const issue = await scanner.scanTarget({ ...addSource(catalogue.db, root), range }, true)
    if (issue !== undefined) throw new MedoidError(issue.code, issue.parameters)
    await scanner.finish()
    return scanner.intake.files
  })
}

/** Takes a source out of the catalogue; duplicates of its instances in other sources take their place. */
export async function removeSource(
  catalogue: Catalogue,
  source: number,
  options: ScanOptions,
  work?: Work
): Promise<void> {
  return withScanner(catalogue, options, work, async (scanner) => {
    beginRemoval(catalogue.db, source)
    await scanner.removeSource(source)
    await scanner.finish()
  })
}

/**
 * Ends what a scan or a removal that was stopped has left: a source goes, and duplicates of instances that are gone take their place. Called by
 * whoever writes next; at once where there is nothing to do.
 * @returns whether there was something
 */
export async function finishRemovals(catalogue: Catalogue, options: ScanOptions, work?: Work): Promise<boolean> {
  const removing = removalUnderWay(catalogue.db)
  if (removing === null && !mayHaveOrphans(catalogue.db)) return false
  await withScanner(catalogue, options, work, async (scanner) => {
    if (removing === null) return scanner.readOrphans()
    await scanner.removeSource(removing)
    await scanner.finish()
  })
  return true
}

async function withScanner<T>(
  catalogue: Catalogue,
  options: ScanOptions,
  work: Work | undefined,
  use: (scanner: Scanner) => Promise<T>
): Promise<T> {
  const scanner = new Scanner(catalogue, options, work)
  try {
    return await use(scanner)
  } catch (error) {
    throw explain(error, catalogue.file)
  } finally {
    const closed = scanner.close()
    // A reader that waits for a share that is gone ends when that answers, or with the process.
    if (work?.signal?.aborted !== true) await closed
  }
}

interface OpenFolder {
  dir: number
  path: Name
  /** Files that the catalogue knows here and the walk has not met yet. */
  known: Map<string, FileRow>
}

/** Files that one worker is to read, and what it says of them. */
interface Request {
  root: string
  files: PendingFile[]
  results: Promise<ReadResult[]>
  isAnswered: boolean
}

class Scanner {
  readonly intake: Intake
  private readonly catalogue: Catalogue
  private readonly work: Work | undefined
  private readonly pool: HeaderPool
  private readonly looks = new LookAhead()
  private readonly ahead: number
  /** In walk order: what is looked at, then what is to be read, what waits for a worker, and what workers have been sent. */
  private readonly looked: { root: string; file: PendingFile; isUnchanged: boolean | Promise<boolean> }[] = []
  private batch: PendingFile[] = []
  private readonly queued: { root: string; files: PendingFile[] }[] = []
  private readonly underWay: Request[] = []
  private readonly vanished: VanishedFiles
  private readonly archives = new Set<OpenedArchive>()
  private isWalked = false
  private expected: number | undefined
  private lastTold = 0
  private readonly restFor: number | undefined

  constructor(catalogue: Catalogue, { workers, restFor }: ScanOptions, work: Work | undefined) {
    this.restFor = restFor
    this.catalogue = catalogue
    this.work = work
    this.pool = new HeaderPool(workers)
    this.ahead = workers * AHEAD
    // Where these are damaged, a file that is known would be taken for a new one.
    verifyRows(catalogue.db, 'dir')
    this.intake = new Intake(catalogue)
    this.vanished = new VanishedFiles(catalogue.db)
  }

  async close(): Promise<void> {
    this.vanished.close()
    await this.pool.close()
    for (const opened of this.archives) this.closeArchive(opened)
  }

  /** @param files that the walk will meet, where it is known before */
  expect(files: number): void {
    this.expected = files
  }

  /** @param isLast whether no other one follows @returns why nothing was found there */
  async scanTarget(target: ScanTarget, isLast: boolean): Promise<Message | undefined> {
    const { source, root, below } = target
    const { table, files } = this.intake
    table.clearUnreadable(source, below)
    if (target.unusable !== undefined) {
      table.putUnreadable(table.dir(source, below).id, '', target.unusable)
      this.intake.flush()
      return undefined
    }
    const seenBefore = files.seen
    const vanishedBefore = this.vanished.last
    const unreadable = new Subtrees()
    const visited = new IdSet()
    const open: OpenFolder[] = []
    const begun = identityOf(root)
    const inArchives = this.archiveScan(target, visited, unreadable)
    for (const event of walkAhead(root, below, target.range)) {
      if (event.kind === 'enter') {
        const { id, known } = table.dir(source, event.path)
        if (table.pending >= DIRS_A_FLUSH) this.intake.flush()
        visited.add(id)
        open.push({ dir: id, path: event.path, known: known ? table.files(id) : new Map<string, FileRow>() })
      } else if (event.kind === 'leave') {
        const { dir, known } = open.pop()!
        if (known.size > 0) this.vanished.add(dir, Array.from(known.keys(), parseName))
      } else if (event.kind === 'wait') {
        await this.whileWaiting(event.until)
      } else if (event.kind === 'seen-link') {
        continue
      } else if (event.kind === 'unreadable-folder') {
        unreadable.add(event.path)
        table.putUnreadable(table.dir(source, event.path).id, '', unreadableIssue(event.error.message))
      } else {
        const { dir, path, known } = open.at(-1)!
        const key = storedName(event.name)
        const before = known.get(key)
        known.delete(key)
        files.seen++
        if (event.kind === 'unreadable-file') {
          files.failed++
          // It may be a link to a folder: what is below it is not gone.
          unreadable.add(joinNames(path, event.name))
          table.putUnreadable(dir, event.name, unreadableIssue(event.error.message))
        } else if (isArchiveName(event.name) && (await this.isRestless(root, joinNames(path, event.name)))) {
          // What is in it is not gone.
          unreadable.add(joinNames(path, event.name))
        } else if (
          isArchiveName(event.name) &&
          (await this.openArchive(inArchives, { dir, folder: path, name: event.name, before }))
        ) {
          // Its members are files of their own.
        } else {
          // An unchanged file takes less than waiting for nothing.
          const looking = this.look(root, { dir, folder: path, name: event.name, before })
          if (looking !== undefined) await looking
        }
        if (files.seen % YIELD_EVERY_FILES === 0) await this.breathe()
      }
    }
    await this.settleLooks(0)
    this.isWalked = isLast
    await this.takeAllOf(root)
    const isGone = identityOf(root) !== begun
    if (isGone || (files.seen === seenBefore && target.range === undefined)) {
      // A disk that was pulled out, or what looks empty and most likely is not mounted: nothing is taken for removed.
      this.vanished.forgetSince(vanishedBefore)
      const issue = isGone ? goneMeanwhile(target) : emptyRoot(this.catalogue.db, target)
      if (!target.named) table.putUnreadable(table.dir(source, below).id, '', issue)
      this.intake.flush()
      return issue
    }
    this.findVanishedFolders(source, below, visited, unreadable)
    if (below.length === 0) {
      updateRow(this.catalogue.db, 'source', [source], { scanned: new Date().toISOString() })
    }
    return undefined
  }

  /** What is no longer there goes when every folder was walked to its end. */
  async applyRemovals(): Promise<void> {
    this.intake.flush()
    for (const files of this.vanished.pages(FILES_A_REMOVAL)) {
      for (const { dir, name, row } of files) this.intake.remove(dir, name, row)
      this.intake.flush()
      await this.breathe()
    }
  }

  /** What depends on everything that came and went. */
  async finish(): Promise<void> {
    await this.readRefused()
    await this.readOrphans()
    settleVrs(this.catalogue.db, this.intake.writer.appendedVrs)
    settleDuplicates(this.catalogue.db)
  }

  /** Reads the files again of which the catalogue refused tags, where fewer are in use than when it did. */
  private async readRefused(): Promise<void> {
    const { db } = this.catalogue
    const { intake } = this
    for (let before = readMeta(db, REFUSED_AT) ?? Infinity; ;) {
      const files = refusedFiles(db)
      if (files.length === 0) return
      before = intake.usedAtRefusal ?? before
      intake.writer.countUsedTags()
      const { usedTags } = intake.writer
      writeMeta(db, REFUSED_AT, usedTags)
      if (usedTags >= (before as number)) return
      before = usedTags
      intake.usedAtRefusal = undefined
      await this.readAgain(files)
    }
  }

  /** Reads the duplicates of instances that are gone: the first of them in walk order takes the place. */
  async readOrphans(): Promise<void> {
    const { live } = this.intake.writer
    for (const page of orphanPages(this.catalogue.db, live, ORPHANS_A_PAGE)) {
      await this.readAgain(page.map((file) => ({ ...file, before: undefined })))
    }
    settleOrphans(this.catalogue.db, live)
  }

  /** Reads files that were walked before, in walk order. */
  private async readAgain(files: (PendingFile & { source: number })[]): Promise<void> {
    files.sort((a, b) => a.source - b.source || comparePaths(joinNames(a.folder, a.name), joinNames(b.folder, b.name)))
    const counted = { ...this.intake.files }
    const roots = sourceRoots(this.catalogue.db)
    for (let i = 0; i < files.length;) {
      const { source } = files[i]
      const root = roots.get(source)!
      while (i < files.length && files[i].source === source) await this.read(root, files[i++])
      await this.takeAllOf(root)
    }
    // These files were counted when they were walked.
    Object.assign(this.intake.files, counted)
  }

  /** Takes the files of a source out, a transaction for some of them. Stopped in between, the next one who writes goes on. */
  async removeSource(source: number): Promise<void> {
    const { db } = this.catalogue
    const total = db
      .prepare(
        `SELECT count(*) FROM file JOIN dir ON dir.id = dir WHERE source = ? AND status = ${FileStatus.instance}`
      )
      .pluck()
      .get(source) as number
    let done = 0
    const report = (): void =>
      this.work?.onProgress?.({ stage: 'Taking the source out', done, total, unit: 'instances' })
    report()
    for (const page of filesOfSource(db, source)) {
      const before = done
      done += this.intake.drop(page)
      if (done > before) report()
      await breathe()
      throwIfCancelled(this.work)
    }
    db.transaction(() => endRemoval(db, source))()
  }

  /** Files of folders that the walk did not meet, unless it could not look. */
  private findVanishedFolders(source: number, below: Name, visited: IdSet, unreadable: Subtrees): void {
    for (const { id, path } of pagedDirs(this.catalogue.db, source)) {
      if (!visited.has(id) && isBelow(path, below) && !unreadable.hold(path)) this.vanished.addFolder(id)
    }
  }

  /** Takes a file as it is, or has it read. @returns what is to be waited for */
  private look(root: string, file: PendingFile): Promise<void> | undefined {
    const { before, folder, name } = file
    const isUnchanged = before !== undefined && this.looks.isUnchanged(before, absolute(root, joinNames(folder, name)))
    // Behind others that are still looked at it has to wait, so that files are read in walk order.
    if (typeof isUnchanged === 'boolean' && this.looked.length === 0) return this.settle(root, file, isUnchanged)
    this.looked.push({ root, file, isUnchanged })
    return this.settleLooks(this.looks.inFlight)
  }

  /** @param leave how many may be left that are still looked at */
  private async settleLooks(leave: number): Promise<void> {
    while (this.looked.length > leave) {
      const { root, file, isUnchanged } = this.looked.shift()!
      await this.settle(
        root,
        file,
        typeof isUnchanged === 'boolean' ? isUnchanged : await this.whileWaiting(isUnchanged)
      )
    }
  }

  private settle(root: string, file: PendingFile, isUnchanged: boolean): Promise<void> | undefined {
    if (!isUnchanged) return this.restFor === undefined ? this.read(root, file) : this.readRested(root, file)
    this.intake.files.unchanged++
    return undefined
  }

  private async readRested(root: string, file: PendingFile): Promise<void> {
    if (!(await this.isRestless(root, joinNames(file.folder, file.name)))) await this.read(root, file)
  }

  /** Whether a file was changed so lately that somebody may still be writing to it; counts those that were. */
  private async isRestless(root: string, name: Name): Promise<boolean> {
    if (this.restFor === undefined) return false
    // Who copies a file may set when it was changed, and not when its inode was. What is gone is told when it is read.
    const found = await stat(absolute(root, name)).catch(() => null)
    if (found === null) return false
    // A server whose clock is ahead writes in the future.
    if (Math.abs(Date.now() - found.ctimeMs) >= this.restFor) return false
    this.intake.files.resting = (this.intake.files.resting ?? 0) + 1
    return true
  }

  private async openArchive(scan: ArchiveScan, file: PendingFile): Promise<boolean> {
    // What comes before it in walk order is to be read before its members.
    await this.settleLooks(0)
    return scanArchive(scan, file)
  }

  private archiveScan({ source, root }: ScanTarget, visited: IdSet, unreadable: Subtrees): ArchiveScan {
    const { table, files } = this.intake
    return {
      ...{ source, root, table, files, visited, unreadable, vanished: this.vanished },
      take: async (file) => {
        await this.read(root, file)
        // What it was unpacked to takes room on the disk.
        if (file.archived?.bytes === null && file.archived.opened.archive.isUnpacked) await this.takeAllOf(root)
      },
      beforeOpening: async () => {
        if (this.archives.size >= OPEN_ARCHIVES) await this.takeAllOf(root)
      },
      opened: (archive) => this.archives.add(archive),
      breathe: () => this.breathe()
    }
  }

  private closeArchive(opened: OpenedArchive): void {
    opened.archive.close()
    this.archives.delete(opened)
  }

  private read(root: string, file: PendingFile): Promise<void> | undefined {
    this.batch.push(file)
    return this.batch.length < BATCH ? undefined : this.readBatch(root)
  }

  private async readBatch(root: string): Promise<void> {
    this.submit(root)
    await this.drain(MOST_AHEAD)
    await this.breathe()
  }

  /** Writes all that is to be read. */
  private async takeAllOf(root: string): Promise<void> {
    this.submit(root)
    await this.drain(0)
    this.intake.flush()
  }

  private submit(root: string): void {
    if (this.batch.length > 0) this.queued.push({ root, files: this.batch })
    this.batch = []
    this.sendOn()
  }

  private sendOn(): void {
    while (this.queued.length > 0 && this.underWay.length < this.ahead) {
      const { root, files } = this.queued.shift()!
      const results = this.pool.read(files.map((file) => toRead(root, file)))
      const request: Request = { root, files, results, isAnswered: false }
      // Awaited in their order; until then a failure is nobody's.
      const answered = (): void => void (request.isAnswered = true)
      results.then(answered, answered)
      this.underWay.push(request)
    }
  }

  /** Writes what the workers have read, in walk order, until no more than `leave` requests are to be answered. */
  private async drain(leave: number): Promise<void> {
    while (this.queued.length + this.underWay.length > leave) await this.takeFirst()
  }

  private async takeFirst(): Promise<void> {
    const { files, results } = this.underWay[0]
    const read = await this.cancellable(results)
    this.underWay.shift()
    this.sendOn()
    this.intake.takeAll(files, read)
    for (const { archived } of files) if (archived?.bytes === null) this.closeArchive(archived.opened)
    this.reportAndCheck()
  }

  /** Lets timers, signals and messages in, and writes what they have brought. */
  private async breathe(): Promise<void> {
    await breathe()
    this.reportAndCheck()
    while (this.underWay[0]?.isAnswered) await this.takeFirst()
  }

  /** Waits for the file system, and writes meanwhile what is read. */
  private async whileWaiting<T>(answer: Promise<T>): Promise<T> {
    const given = await this.cancellable(answer)
    while (this.underWay[0]?.isAnswered) await this.takeFirst()
    if (performance.now() - this.lastTold > TOLD_EVERY_MILLISECONDS) this.reportAndCheck()
    return given
  }

  /** What is committed when it throws is whole: the next scan goes on from there. @throws CancelledError */
  private async cancellable<T>(answer: Promise<T>): Promise<T> {
    try {
      return await unlessCancelled(this.work, answer)
    } catch (error) {
      if (this.work?.signal?.aborted) this.intake.flush()
      throw error
    }
  }

  private reportAndCheck(): void {
    this.lastTold = performance.now()
    const { seen, dicom, notDicom, failed, archives, unchanged } = this.intake.files
    const done = dicom + notDicom + failed + archives + unchanged
    // Until the walk is at its end, nobody knows how many there are.
    const total = this.isWalked ? seen : this.expected
    const of = total !== undefined ? { total } : seen > 0 ? { detail: `${count(seen)} found so far` } : {}
    this.work?.onProgress?.({ stage: 'Reading headers', done, unit: 'files', ...of })
    if (this.work?.signal?.aborted) this.intake.flush()
    throwIfCancelled(this.work)
  }
}

function toRead(root: string, { folder, name, archived }: PendingFile): ToRead {
  if (archived === undefined) return absolute(root, joinNames(folder, name))
  const { size, mtime, bytes } = archived
  return { size, mtime, bytes }
}
