import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { absolute, compareNames, joinNames, type Name, nameOf } from './names.ts'

type WalkEvent =
  /** A folder's files follow, and its subfolders' events, in byte order of their names. */
  | { kind: 'enter'; path: Name }
  | { kind: 'file'; name: Name }
  | { kind: 'leave' }
  /** `path` is relative to the root. */
  | { kind: 'unreadable-folder'; path: Name; error: NodeJS.ErrnoException }
  | { kind: 'unreadable-file'; name: Name; error: NodeJS.ErrnoException }

const REPLACEMENT = '\ufffd'

/**
 * Walks a folder: files and folders of a level merged in byte order of their names, depth first, so that the order does
 * not depend on timing or on the file system. Only regular files are given (a FIFO would block for ever), unopened. A link to a
 * folder is followed once, and not at all where it leads back into the walk.
 * @param root absolute path @param below relative path where to begin; '' walks everything
 */
export function* walk(root: string, below: Name = ''): Generator<WalkEvent> {
  const start = realPath(root)
  yield* walkFolder(root, below, { followed: new Set([start]), active: [start], begun: identityOf(root) })
}

/**
 * What a folder is, whatever its path leads to later: a disk that is unmounted leaves another folder in its place, or none.
 * @returns null where there is none
 */
export function identityOf(folder: string): string | null {
  const stat = statSync(folder, { bigint: true, throwIfNoEntry: false })
  return stat === undefined ? null : `${stat.dev} ${stat.ino}`
}

function* walkFolder(root: string, folder: Name, links: Links): Generator<WalkEvent> {
  let entries: Entry[]
  try {
    entries = list(absolute(root, folder))
  } catch (error) {
    // A folder that has just gone holds nothing; but where the root went with it, nobody knows what is in it.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || identityOf(root) !== links.begun) {
      yield { kind: 'unreadable-folder', path: folder, error: error as NodeJS.ErrnoException }
    }
    return
  }
  yield { kind: 'enter', path: folder }
  for (const entry of entries) {
    const path = joinNames(folder, entry.name)
    try {
      if (entry.kind === 'other') continue
      if (entry.kind === 'folder') {
        yield* walkFolder(root, path, links)
        continue
      }
      if (entry.kind === 'file') {
        yield { kind: 'file', name: entry.name }
        continue
      }
      const target = statSync(absolute(root, path))
      if (target.isFile()) yield { kind: 'file', name: entry.name }
      else if (target.isDirectory()) {
        const real = realPath(absolute(root, path))
        if (!leadsOutside(real, links)) continue
        links.followed.add(real)
        links.active.push(real)
        yield* walkFolder(root, path, links)
        links.active.pop()
      }
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code === undefined) throw error
      // Gone since the folder was listed: there is no file. A link that leads nowhere may lead to a disk that is not mounted.
      if (code === 'ENOENT' && entry.kind !== 'link') continue
      yield { kind: 'unreadable-file', name: entry.name, error: error as NodeJS.ErrnoException }
    }
  }
  yield { kind: 'leave' }
}

/** Real paths of folders that links led to, the root among them: all of them, and those that are being walked now. */
interface Links {
  followed: Set<string>
  active: string[]
  /** Of the root, as the walk began. */
  begun: string | null
}

/** Whether a link's target is new to the walk: below nothing that a link led to, and around nothing that is being walked. */
function leadsOutside(target: string, { followed, active }: Links): boolean {
  for (let end = target.length; end > 0; end = target.lastIndexOf('/', end - 1)) {
    if (followed.has(target.slice(0, end))) return false
  }
  return !active.some((folder) => folder.startsWith(`${target}/`))
}

/** As Latin-1, since names need not be UTF-8. */
function realPath(path: string | Buffer): string {
  return realpathSync.native(path, 'buffer').toString('latin1')
}

interface Entry {
  name: Name
  kind: 'folder' | 'file' | 'link' | 'other'
}

function list(folder: string | Buffer): Entry[] {
  const entries = readdirSync(folder, { withFileTypes: true })
  if (entries.some((entry) => entry.name.includes(REPLACEMENT))) {
    return readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })
      .map((entry) => ({ name: nameOf(entry.name), kind: kindOf(folder, entry) }))
      .sort((a, b) => compareNames(a.name, b.name))
  }
  const listed: { name: string; kind: Entry['kind'] }[] = entries.map((entry) => ({
    name: entry.name,
    kind: kindOf(folder, entry)
  }))
  return listed.sort((a, b) => compareNames(a.name, b.name))
}

function kindOf(folder: string | Buffer, entry: Dirent<string> | Dirent<Buffer>): Entry['kind'] {
  if (entry.isDirectory()) return 'folder'
  if (entry.isFile()) return 'file'
  if (entry.isSymbolicLink()) return 'link'
  if (entry.isFIFO() || entry.isSocket() || entry.isCharacterDevice() || entry.isBlockDevice()) return 'other'
  // Some file systems do not tell the type in the listing.
  const stat = lstatSync(joinNames(folder, entry.name))
  return stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : stat.isSymbolicLink() ? 'link' : 'other'
}
