import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { absolute, compareNames, joinNames, type Name, nameOf } from './names.ts'

export type WalkEvent =
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
  const followed = new Set<string>([realpathSync(root, 'utf8')])
  yield* walkFolder(root, below, followed)
}

function* walkFolder(root: string, folder: Name, followed: Set<string>): Generator<WalkEvent> {
  let entries: Entry[]
  try {
    entries = list(absolute(root, folder))
  } catch (error) {
    // A folder that has just gone holds nothing; the root itself must be there.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || folder.length === 0) {
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
        yield* walkFolder(root, path, followed)
        continue
      }
      if (entry.kind === 'file') {
        yield { kind: 'file', name: entry.name }
        continue
      }
      const target = statSync(absolute(root, path))
      if (target.isFile()) yield { kind: 'file', name: entry.name }
      else if (target.isDirectory() && leadsOutside(absolute(root, path), followed))
        yield* walkFolder(root, path, followed)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      // Gone since the folder was listed, or a link that leads nowhere: there is no file.
      if (code === 'ENOENT') continue
      if (code === undefined) throw error
      yield { kind: 'unreadable-file', name: entry.name, error: error as NodeJS.ErrnoException }
    }
  }
  yield { kind: 'leave' }
}

/** Whether a link's target is new to the walk; remembers it if so. */
function leadsOutside(link: string | Buffer, followed: Set<string>): boolean {
  const target = realpathSync(link, 'utf8')
  for (const known of followed)
    if (target === known || target.startsWith(`${known}/`) || known.startsWith(`${target}/`)) return false
  followed.add(target)
  return true
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
