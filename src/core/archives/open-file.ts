import { closeSync, fstatSync, openSync, realpathSync, type Stats, statSync } from 'node:fs'
import { readFully } from '../read-fully.ts'
import { type Archive, finish, opening, openingMember } from './archive.ts'
import { FIRST_READ, type OpenFile } from './extent.ts'
import { ArchiveFault } from './fault.ts'
import { GunzippedFile, isGzip } from './gunzipped-file.ts'
import { isArchiveName, isGzippedImageName } from './kinds.ts'
import type { Member } from './member.ts'
import { openMember } from './open-member.ts'
import { Recent } from './recent.ts'

/** What is known of a file, be it of the file system or of an archive. */
interface FileState {
  size: number
  /** Of a member, that of its archive. */
  mtimeMs: number
}

/** Archives that stay open for a while, and members that stay inflated. */
const archives = new Recent<OpenArchive>(4)
const members = new Recent<OpenFile>(2)

/**
 * Opens a file for reading; where its path leads into an archive, the member.
 * @param path as the catalogue has it, e.g. `/data/export.zip/CT/1.dcm`
 * @throws the system's error, or ArchiveFault
 */
export function openFile(path: string | Buffer): OpenFile {
  let file: number
  try {
    file = openSync(path, 0)
  } catch (error) {
    const found = findMember(path, error)
    if (found === null) throw error
    return openShared(found)
  }
  return isGzippedImageName(path) ? openGzipped(file) : new SystemFile(file)
}

/**
 * A file whose name is that of a compressed image, as what it was compressed of, or as it is where gzip has not compressed it.
 * @param file the descriptor, which is closed with it, or where it throws
 * @throws ArchiveFault; the system's error
 */
export function openGzipped(file: number): OpenFile {
  try {
    const extent = { file, at: 0, size: fstatSync(file).size }
    return isGzip(extent) ? new GunzippedFile(extent, () => closeSync(file)) : new SystemFile(file)
  } catch (error) {
    closeSync(file)
    throw error
  }
}

/**
 * Opens the archive that a path leads into, if any, and keeps it for whoever opens the path soon. Unpacking a .tar.gz takes as
 * long as it is large, which says nothing of the file that is wanted.
 */
export function openAhead(path: string | Buffer): void {
  try {
    fileState(path)
  } catch {
    // Whoever opens it meets the same, and says so.
  }
}

/** @throws the system's error */
export function fileState(path: string | Buffer): FileState {
  try {
    return statSync(path)
  } catch (error) {
    const found = findMember(path, error)
    if (found === null) throw error
    found.release()
    return { size: found.member.size, mtimeMs: found.archive.mtimeMs }
  }
}

/** Whether a path leads to a file that ends, or to a member of an archive. @throws the system's error */
export function isRegularFile(path: string | Buffer): boolean {
  const stats = stateOf(path)
  // A member is one; what is not there is the system's to name.
  return stats === undefined ? fileState(path).size >= 0 : stats.isFile()
}

/** The file that a path leads to, or that holds the member that it leads to; null where there is none that can be looked at. */
export function fileOnDisk<Path extends string | Buffer>(path: Path): Path | null {
  try {
    if (stateOf(path) !== undefined) return path
    const found = archiveOf(Buffer.from(path as string))
    if (found === null) return null
    return (typeof path === 'string' ? found.path.toString() : found.path) as Path
  } catch {
    return null
  }
}

/** The path of a file without links, or that of the archive and what follows it. @throws the system's error */
export function realFile(path: string | Buffer): string {
  try {
    return realpathSync(path)
  } catch (error) {
    const file = fileOnDisk(path)
    if (file === null || file.length === path.length) throw error
    return realpathSync(file) + path.slice(file.length).toString()
  }
}

class SystemFile implements OpenFile {
  readonly firstRead = FIRST_READ
  private readonly file: number

  constructor(file: number) {
    this.file = file
  }

  get size(): number {
    return fstatSync(this.file).size
  }

  read(buffer: Uint8Array, offset: number, length: number, position: number): number {
    return readFully(this.file, buffer, offset, length, position)
  }

  close(): void {
    closeSync(this.file)
  }
}

/** An archive with its members by name, and the archives within it. */
class OpenArchive {
  readonly archive: Archive
  private readonly byName: Map<string, Member>
  private readonly inner = new Map<string, OpenArchive | null>()

  constructor(archive: Archive) {
    this.archive = archive
    this.byName = new Map(archive.members.map((member) => [member.name.toString('latin1'), member]))
  }

  /** @param name Latin-1 of its bytes @param depth of this archive in others */
  find(name: string, depth = 0): Member | undefined {
    const found = this.byName.get(name)
    if (found !== undefined || depth > 0) return found
    for (let end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
      const inner = this.open(name.slice(0, end))
      if (inner !== null) return inner.find(name.slice(end + 1), depth + 1)
    }
    return undefined
  }

  close(): void {
    for (const inner of this.inner.values()) inner?.close()
    this.archive.close()
  }

  private open(name: string): OpenArchive | null {
    const member = this.byName.get(name)
    if (member === undefined || !isArchiveName(name)) return null
    let opened = this.inner.get(name)
    if (opened === undefined) {
      opened = openInner(this.archive, member)
      this.inner.set(name, opened)
    }
    return opened
  }
}

/** null, too, for one that cannot be read: it has no members then. */
function openInner(outer: Archive, member: Member): OpenArchive | null {
  try {
    const archive = finish(openingMember(outer, member))
    return archive === null ? null : new OpenArchive(archive)
  } catch (error) {
    if (error instanceof ArchiveFault) return null
    throw error
  }
}

interface FoundMember {
  archive: Archive
  member: Member
  /** Of path, archive and its last change. */
  key: string
  release: () => void
}

/** @param error of the system, which did not find the path @returns null where it leads into no archive, or to nothing in it */
function findMember(path: string | Buffer, error: unknown): FoundMember | null {
  const { code } = error as NodeJS.ErrnoException
  // Windows does not tell a file that is not there from one below a file.
  if (code !== 'ENOTDIR' && code !== 'ENOENT') return null
  const found = archiveOf(Buffer.from(path as string))
  if (found === null) return null
  const { size, mtimeMs, ino } = found.stats
  const key = `${found.path.toString('latin1')}\0${ino} ${size} ${mtimeMs}`
  const { value, release } = archives.use(key, () => {
    const archive = finish(opening(found.path))
    if (archive === null) throw error
    return new OpenArchive(archive)
  })
  const name = found.inside.toString('latin1')
  const member = value.find(name)
  if (member === undefined) {
    release()
    return null
  }
  return { archive: value.archive, member, key: `${key}\0${name}`, release }
}

/** The outermost file on a path that leads on, if it has the name of an archive. */
function archiveOf(path: Buffer): { path: Buffer; inside: Buffer; stats: Stats } | null {
  for (let end = path.length - 1; end > 0; end--) {
    if (!isSeparator(path[end])) continue
    const above = path.subarray(0, end)
    const stats = stateOf(above)
    if (stats === undefined) continue
    if (!stats.isFile() || !isArchiveName(above)) return null
    const inside = Buffer.from(path.subarray(end + 1).map((byte) => (isSeparator(byte) ? SLASH : byte)))
    return { path: Buffer.from(above), inside, stats }
  }
  return null
}

/** undefined where nothing is there, or a file in the place of a folder. */
function stateOf(path: string | Buffer): Stats | undefined {
  try {
    return statSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}

const SLASH = 0x2f
const BACKSLASH = 0x5c

function isSeparator(byte: number): boolean {
  return byte === SLASH || (byte === BACKSLASH && process.platform === 'win32')
}

/** The frames of an image are asked for one after the other: its file is inflated once. */
function openShared({ member, key, release }: FoundMember): OpenFile {
  try {
    let isNew = false
    const { value, release: close } = members.use(key, () => {
      const file = openMember(member)
      isNew = true
      const { size, firstRead } = file
      return { size, firstRead, read: file.read.bind(file), close: () => (file.close(), release()) }
    })
    if (!isNew) release()
    return { ...value, close }
  } catch (error) {
    release()
    throw error
  }
}
