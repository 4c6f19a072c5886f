import { type Archive, opening, openingMember } from '../archives/archive.ts'
import { ArchiveFault } from '../archives/fault.ts'
import { isArchiveName } from '../archives/kinds.ts'
import type { Member } from '../archives/member.ts'
import { type FileRow, FileStatus, type FileTable } from './file-table.ts'
import { type PendingFile, type ScannedFiles, unreadableIssue } from './intake.ts'
import { absolute, comparePaths, isBelow, joinNames, type Name, nameOf, parseName, storedName } from './names.ts'
import { fileState } from '../archives/open-file.ts'
import { storedTime } from './stored-time.ts'
import type { IdSet, Subtrees, VanishedFiles } from './vanished.ts'

/** An archive that a scan has opened. */
export interface OpenedArchive {
  archive: Archive
  /** The archive that it is in. */
  outer: OpenedArchive | null
  /** False once the system refused to read one of its files: then the next scan opens it again. */
  isWhole: boolean
}

/** What a scan has to do with what it finds in archives. */
export interface ArchiveScan {
  source: number
  root: string
  table: FileTable
  files: ScannedFiles
  /** Directories that were met. */
  visited: IdSet
  /** What could not be looked into: what is below it is not gone. */
  unreadable: Subtrees
  /** Catalogued files that are gone. */
  vanished: VanishedFiles
  /** Takes a file to be read; the last one of an archive is the archive itself. */
  take(file: PendingFile): Promise<void>
  /** Makes room for another open archive. */
  beforeOpening(): Promise<void>
  opened(archive: OpenedArchive): void
  /** Lets others go on. */
  breathe(): Promise<void>
}

/**
 * Takes an archive as a folder of its members, in walk order. Where it is unchanged, it is not opened.
 * @param file the archive, a file of the walk
 * @returns false where it is none that is read in place, but another file
 * @throws CancelledError
 */
export async function scanArchive(scan: ArchiveScan, file: PendingFile): Promise<boolean> {
  const { folder, name, before, dir } = file
  const path = absolute(scan.root, joinNames(folder, name))
  let opened: OpenedArchive
  try {
    const { size, mtimeMs } = fileState(path)
    if (isUnchanged(before, size, storedTime({ mtimeMs }))) {
      takeUnchanged(scan, file)
      return true
    }
    await scan.beforeOpening()
    const archive = await inSteps(scan, opening(path))
    if (archive === null) return false
    opened = { archive, outer: null, isWhole: true }
    scan.opened(opened)
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).errno !== 'number') throw error
    scan.unreadable.add(joinNames(folder, name))
    scan.files.failed++
    scan.table.putUnreadable(dir, name, unreadableIssue((error as Error).message))
    return true
  }
  await takeMembers(scan, file, opened)
  return true
}

async function takeMembers(scan: ArchiveScan, file: PendingFile, opened: OpenedArchive): Promise<void> {
  const { table, files, source } = scan
  const { archive, outer } = opened
  const { dir, folder, name, before } = file
  const path = joinNames(folder, name)
  const mtime = storedTime(archive)
  // Members that were read of this very archive, by a scan that did not come to its end, need not be read again.
  const goesOn = before?.status !== FileStatus.archive
  if (!goesOn) table.remove(dir, name)
  const folders = new Map<string, { dir: number; known: Map<string, FileRow> }>()
  const members = sorted(archive.members)
  for (const [i, [memberPath, member]] of members.entries()) {
    if (i % 1024 === 1023) await scan.breathe()
    const [below, memberName] = split(memberPath)
    const inFolder = joinBelow(path, below)
    const key = storedName(inFolder)
    let place = folders.get(key)
    if (place === undefined) {
      const { id, known } = table.dir(source, inFolder)
      place = { dir: id, known: known ? table.files(id) : new Map<string, FileRow>() }
      folders.set(key, place)
      scan.visited.add(id)
    }
    files.seen++
    const known = place.known.get(storedName(memberName))
    place.known.delete(storedName(memberName))
    const pending: PendingFile = { dir: place.dir, folder: inFolder, name: memberName, before: known }
    const isFolder = i + 1 < members.length && isBelow(members[i + 1][0], memberPath)
    if (outer === null && !isFolder && isArchiveName(memberName)) {
      if (goesOn && isUnchanged(known, member.size, mtime)) {
        takeUnchanged(scan, pending)
        continue
      }
      const inner = await openInner(scan, opened, member)
      if (inner !== null) {
        await takeMembers(scan, pending, inner)
        continue
      }
    } else if (goesOn && known !== undefined && known.size === member.size && known.mtime === mtime) {
      files.unchanged++
      continue
    }
    await scan.take({ ...pending, archived: { size: member.size, mtime, bytes: member.bytes, opened } })
  }
  for (const { dir, known } of folders.values()) {
    if (known.size > 0) scan.vanished.add(dir, Array.from(known.keys(), parseName))
  }
  await scan.take({ ...file, archived: { size: archive.size, mtime, bytes: null, opened } })
}

/** null where it is no archive, or cannot be read: then it is a file that the reader tells about. */
async function openInner(scan: ArchiveScan, outer: OpenedArchive, member: Member): Promise<OpenedArchive | null> {
  await scan.beforeOpening()
  try {
    const archive = await inSteps(scan, openingMember(outer.archive, member))
    if (archive === null) return null
    const inner = { archive, outer, isWhole: true }
    scan.opened(inner)
    return inner
  } catch (error) {
    if (error instanceof ArchiveFault || typeof (error as NodeJS.ErrnoException).errno === 'number') return null
    throw error
  }
}

async function inSteps<T>(scan: ArchiveScan, steps: Generator<void, T>): Promise<T> {
  try {
    for (;;) {
      const step = steps.next()
      if (step.done === true) return step.value
      await scan.breathe()
    }
  } finally {
    // What was opened is closed where somebody cancels.
    steps.return(undefined as never)
  }
}

function isUnchanged(before: FileRow | undefined, size: number, mtime: number): boolean {
  return before?.status === FileStatus.archive && before.size === size && before.mtime === mtime
}

/** All that the catalogue has of an archive stays. */
function takeUnchanged(scan: ArchiveScan, { folder, name }: PendingFile): void {
  const dirs = scan.table.dirsAt(scan.source, joinNames(folder, name))
  const members = dirs.reduce((sum, dir) => sum + scan.table.countFiles(dir), 0)
  for (const dir of dirs) scan.visited.add(dir)
  scan.files.seen += members
  scan.files.unchanged += members + 1
}

function sorted(members: readonly Member[]): [Name, Member][] {
  const named = members.map((member): [Name, Member] => [nameOf(member.name), member])
  return named.sort(([a], [b]) => comparePaths(a, b))
}

/** The folder and the name of a path. */
function split(path: Name): [folder: Name, name: Name] {
  const bytes = Buffer.from(path as string)
  const end = bytes.lastIndexOf('/')
  return end < 0 ? ['', path] : [nameOf(bytes.subarray(0, end)), nameOf(bytes.subarray(end + 1))]
}

function joinBelow(path: Name, below: Name): Name {
  return below.length === 0 ? path : joinNames(path, below)
}
