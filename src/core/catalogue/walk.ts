import { realpathSync, statSync } from 'node:fs'
import { FolderLister, type Limits, LIMITS, targetOf } from './folder-lister.ts'
import type { NameRange } from './folder-pieces.ts'
import { absolute, compareNames, joinNames, type Name, partsOf, storedName } from './names.ts'

type WalkEvent =
  /** A folder's files follow, and its subfolders' events, in byte order of their names. */
  | { kind: 'enter'; path: Name }
  | { kind: 'file'; name: Name }
  | { kind: 'leave' }
  /** A link to a folder that is not followed, since a link before it led there. */
  | { kind: 'seen-link'; path: Name }
  /** `path` is relative to the root. */
  | { kind: 'unreadable-folder'; path: Name; error: NodeJS.ErrnoException }
  | { kind: 'unreadable-file'; name: Name; error: NodeJS.ErrnoException }

/** A folder is still being listed: the walk goes on when `until` is fulfilled. */
interface Wait {
  kind: 'wait'
  until: Promise<void>
}

/** A part of a walk: what a folder's part of its files comes to is what these parts together come to. */
export interface WalkRange {
  /** Relative path of the first file or folder; null: from the beginning. */
  from: Name | null
  /** Relative path of the first one that is no more of it; null: to the end. */
  to: Name | null
  /** Stored names of the paths of links that are not followed since links before the range led there. */
  seenLinks: ReadonlySet<string>
}

/**
 * Walks a folder: files and folders of a level merged in byte order of their names, depth first, so that the order does
 * not depend on timing or on the file system. Only regular files are given (a FIFO would block for ever), unopened. A link to a
 * folder is followed once, and not at all where it leads back into the walk.
 * @param root absolute path @param below relative path where to begin; '' walks everything
 * @param range of the whole walk alone: folders around its beginning are entered, too
 */
export function walk(root: string, below: Name = '', range?: WalkRange, limits = LIMITS): Generator<WalkEvent> {
  // Nothing is listed ahead that would have to be waited for.
  return walkFrom(root, below, range, false, limits) as Generator<WalkEvent>
}

/** The same; where listing a folder takes long, the ones that come next are listed meanwhile. */
export function walkAhead(
  root: string,
  below: Name = '',
  range?: WalkRange,
  limits = LIMITS
): Generator<WalkEvent | Wait> {
  return walkFrom(root, below, range, true, limits)
}

function* walkFrom(
  root: string,
  below: Name,
  range: WalkRange | undefined,
  ahead: boolean,
  limits: Limits
): Generator<WalkEvent | Wait> {
  const bounds = boundsOf(range)
  const start = realPath(root)
  const seenLinks = range?.seenLinks ?? new Set()
  const links = { start, followed: new Set<string>(), active: [start], begun: identityOf(root), seenLinks }
  const lister = new FolderLister(root, ahead, (folder) => namesIn(folder, bounds), limits)
  yield* walkFolder({ root, lister, links }, below, bounds)
}

interface Walk {
  root: string
  lister: FolderLister
  links: Links
}

/** What of a folder is in the range: components of a path below it; null where all of it is, on that side. */
interface Bounds {
  from: readonly Name[] | null
  to: readonly Name[] | null
}

const EVERYTHING: Bounds = { from: null, to: null }

function boundsOf(range: WalkRange | undefined): Bounds {
  if (range === undefined) return EVERYTHING
  const { from, to } = range
  return { from: from === null ? null : partsOf(from), to: to === null ? null : partsOf(to) }
}

/**
 * What of an entry of a folder is in the range.
 * @returns undefined where it is outside: a file with the name of a folder that the range begins in comes before that
 */
function boundsWithin({ from, to }: Bounds, name: Name, isFile: boolean): Bounds | undefined {
  if (from === null && to === null) return EVERYTHING
  const afterFrom = from === null ? 1 : compareNames(name, from[0])
  const beforeTo = to === null ? -1 : compareNames(name, to[0])
  if (afterFrom < 0 || beforeTo > 0) return undefined
  const beginsWithin = afterFrom === 0 && from!.length > 1
  const endsWithin = beforeTo === 0 && to!.length > 1
  if ((beginsWithin && isFile) || (beforeTo === 0 && !endsWithin)) return undefined
  return { from: beginsWithin ? from!.slice(1) : null, to: endsWithin ? to!.slice(1) : null }
}

/** What of the entries of a folder is in the range; undefined: the folder is outside. */
function namesIn(folder: Name, bounds: Bounds): NameRange | undefined {
  let within: Bounds | undefined = bounds
  if (folder.length > 0 && (bounds.from !== null || bounds.to !== null)) {
    for (const part of partsOf(folder)) {
      within = boundsWithin(within, part, false)
      if (within === undefined) return undefined
    }
  }
  return { from: within.from?.[0] ?? null, to: within.to?.[0] ?? null }
}

/**
 * What a folder is, whatever its path leads to later: a disk that is unmounted leaves another folder in its place, or none.
 * @returns null where there is none
 */
export function identityOf(folder: string): string | null {
  const stat = statSync(folder, { bigint: true, throwIfNoEntry: false })
  return stat === undefined ? null : `${stat.dev} ${stat.ino}`
}

function* walkFolder(walk: Walk, folder: Name, bounds: Bounds): Generator<WalkEvent | Wait> {
  const { root, lister, links } = walk
  const listing = lister.list(folder)
  while (listing.arrival !== undefined) yield { kind: 'wait', until: listing.arrival }
  if (listing.error !== undefined) {
    const error = listing.error as NodeJS.ErrnoException
    // A folder that has just gone holds nothing; but where the root went with it, nobody knows what is in it.
    if (error.code !== 'ENOENT' || identityOf(root) !== links.begun) {
      yield { kind: 'unreadable-folder', path: folder, error }
    }
    return
  }
  yield { kind: 'enter', path: folder }
  do {
    // No iterator: this loop meets every file of an archive.
    for (let i = 0; i < listing.entries.length; i++) {
      const entry = listing.entries[i]
      const path = joinNames(folder, entry.name)
      const within = boundsWithin(bounds, entry.name, entry.kind === 'file')
      if (within === undefined) continue
      try {
        if (entry.kind === 'other') continue
        if (entry.kind === 'folder') {
          lister.comeTo(listing, i)
          yield* walkFolder(walk, path, within)
          continue
        }
        if (entry.kind === 'file') {
          yield { kind: 'file', name: entry.name }
          continue
        }
        const target = targetOf(absolute(root, path), entry)
        if (target.isFile()) {
          if (within.from === null) yield { kind: 'file', name: entry.name }
        } else if (target.isDirectory()) {
          const real = realPath(absolute(root, path))
          if (leadsBack(real, links)) continue
          if (wasFollowed(real, links) || links.seenLinks.has(storedName(path))) {
            yield { kind: 'seen-link', path }
            continue
          }
          links.followed.add(real)
          links.active.push(real)
          yield* walkFolder(walk, path, within)
          links.active.pop()
        }
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code
        if (code === undefined) throw error
        // In the range is what was below it, no more than a file of its name would be.
        if (entry.kind === 'link' && within.from !== null) continue
        // Gone since the folder was listed: there is no file. A link that leads nowhere may lead to a disk that is not mounted.
        if (code === 'ENOENT' && entry.kind !== 'link') continue
        yield { kind: 'unreadable-file', name: entry.name, error: error as NodeJS.ErrnoException }
      }
    }
  } while (lister.goOn(listing))
  lister.leave(listing)
  yield { kind: 'leave' }
}

/** Real paths of folders. */
interface Links {
  /** Of the root. */
  start: string
  /** To which links led. */
  followed: Set<string>
  /** The root, and those of `followed` that are being walked now. */
  active: string[]
  /** Of the root, as the walk began. */
  begun: string | null
  seenLinks: ReadonlySet<string>
}

/** Whether a link's target is below the root, or around anything that is being walked. */
function leadsBack(target: string, { start, active }: Links): boolean {
  return isWithin(target, start) || active.some((folder) => folder.startsWith(`${target}/`))
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}

/** Whether a link's target is, or is below, one that a link led to before. */
function wasFollowed(target: string, { followed }: Links): boolean {
  for (let end = target.length; end > 0; end = target.lastIndexOf('/', end - 1)) {
    if (followed.has(target.slice(0, end))) return true
  }
  return false
}

/** As Latin-1, since names need not be UTF-8. */
function realPath(path: string | Buffer): string {
  return realpathSync.native(path, 'buffer').toString('latin1')
}
