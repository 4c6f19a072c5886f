import { type Dirent, lstatSync, readdir, readdirSync, stat, statSync, type Stats } from 'node:fs'
import { promisify } from 'node:util'
import { type AnyDirent, MOST_ENTRIES, type NameRange, piecesOf } from './folder-pieces.ts'
import { Latency } from './latency.ts'
import { absolute, compareNames, comparePaths, joinNames, type Name, nameOf, storedName } from './names.ts'
import './waiting-threads.ts'

const listed = promisify(readdir)
const statOf = promisify(stat)

/** Entries of folders that are listed and wait for their turn. */
const MOST_HELD = 200_000
/** From so many bytes on a folder may have more entries than fit into memory at once, half a million or more. */
const LARGE = 32 * 2 ** 20
/** Listings that are asked for or wait for their turn, for each that may be under way. */
const AHEAD = 2
/** Links that are looked at side by side. */
const LINKS_AT_ONCE = 64

const REPLACEMENT = '\ufffd'

/** When a folder is listed in pieces, in bytes, and of how many entries. */
export interface Limits {
  large: number
  held: number
}
export const LIMITS: Limits = { large: LARGE, held: MOST_ENTRIES }

interface Entry {
  name: Name
  kind: 'folder' | 'file' | 'link' | 'other'
  /** Where a link leads, if that has been looked up already. */
  target?: { stats: Stats } | { error: NodeJS.ErrnoException }
}

/** What is in a folder. */
interface Listing {
  /** Relative to the root. */
  readonly folder: Name
  /** In byte order of their names; until `arrival` there are none. */
  entries: Entry[]
  /** Instead of entries. */
  error?: unknown
  /** Where it is still to come: never rejected. */
  arrival?: Promise<void>
  /** What comes after these entries, of a folder that is listed in pieces. */
  rest?: Iterator<Entry[]>
  /** Place among the entries of the next subfolder that nobody has asked for yet. */
  next: number
}

/**
 * Lists folders for a walk. Where that takes long (a network share), the ones that the walk comes to next are listed meanwhile,
 * many at a time.
 */
export class FolderLister {
  private readonly root: string
  private readonly mayWait: boolean
  private readonly wantedOf: (folder: Name) => NameRange | undefined
  private readonly limits: Limits
  private readonly latency = new Latency()
  /** Asked for ahead of the walk, by stored name. */
  private readonly ahead = new Map<string, Listing>()
  /** That are there, with subfolders that nobody has asked for yet. */
  private readonly branches = new Set<Listing>()
  private underWay = 0
  private held = 0

  /**
   * @param mayWait whether a listing may still be to come
   * @param wantedOf what of a folder the walk will come to; undefined: nothing
   */
  constructor(root: string, mayWait: boolean, wantedOf: (folder: Name) => NameRange | undefined, limits: Limits) {
    this.root = root
    this.mayWait = mayWait
    this.limits = limits
    this.wantedOf = wantedOf
  }

  /** A folder that the walk has come to. */
  list(folder: Name): Listing {
    const asked = this.ahead.size === 0 ? undefined : this.ahead.get(storedName(folder))
    if (asked !== undefined) {
      this.ahead.delete(storedName(folder))
      this.held -= asked.entries.length
      this.askOn()
      return asked
    }
    const wanted = this.wantedOf(folder) ?? ALL
    if (this.mayWait && this.latency.inFlight > 0 && isAll(wanted)) return this.ask(folder)
    const listing: Listing = { folder, entries: [], next: 0 }
    const begun = performance.now()
    try {
      const path = absolute(this.root, folder)
      if (isAll(wanted) && statSync(path).size < this.limits.large) listing.entries = inOrder(listSync(path))
      else this.listInPieces(listing, wanted)
      this.branches.add(listing)
    } catch (error) {
      listing.error = error
    }
    this.latency.took(performance.now() - begun)
    return listing
  }

  private listInPieces(listing: Listing, wanted: NameRange): void {
    const path = absolute(this.root, listing.folder)
    const entryOf = (name: Name, entry: AnyDirent): Entry => ({ name, kind: kindOf(path, entry) })
    listing.rest = piecesOf(path, wanted, entryOf, this.limits.held)
    this.goOn(listing)
  }

  /**
   * The walk has come to the end of the entries that are there.
   * @returns whether there are more now @throws the system's error
   */
  goOn(listing: Listing): boolean {
    const next = listing.rest?.next()
    if (next === undefined || next.done === true) return false
    listing.entries = next.value
    listing.next = 0
    this.branches.add(listing)
    return true
  }

  /** The walk has come to the entry at `place`. */
  comeTo(listing: Listing, place: number): void {
    if (listing.next <= place) listing.next = place + 1
  }

  /** The walk is through with a folder. */
  leave(listing: Listing): void {
    this.branches.delete(listing)
  }

  /** Asks for the folders that the walk comes to next. */
  private askOn(): void {
    const most = this.latency.inFlight
    while (this.underWay < most && this.ahead.size < most * AHEAD && this.held < MOST_HELD) {
      const folder = this.nextFolder()
      if (folder === undefined) return
      this.ahead.set(storedName(folder), this.ask(folder))
    }
  }

  /** The first in walk order of the folders that are known and that nobody has asked for. */
  private nextFolder(): Name | undefined {
    let first: { listing: Listing; path: Name } | undefined
    for (const listing of this.branches) {
      const path = this.nextOf(listing)
      if (path === undefined) this.branches.delete(listing)
      else if (first === undefined || comparePaths(path, first.path) < 0) first = { listing, path }
    }
    if (first !== undefined) first.listing.next++
    return first?.path
  }

  private nextOf(listing: Listing): Name | undefined {
    const { folder, entries } = listing
    for (; listing.next < entries.length; listing.next++) {
      const { name, kind } = entries[listing.next]
      if (kind !== 'folder') continue
      const path = joinNames(folder, name)
      const wanted = this.wantedOf(path)
      // Where a range begins or ends it is listed in pieces, when the walk comes to it.
      if (wanted !== undefined && isAll(wanted)) return path
    }
    return undefined
  }

  private ask(folder: Name): Listing {
    const listing: Listing = { folder, entries: [], next: 0 }
    this.underWay++
    const begun = performance.now()
    const path = absolute(this.root, folder)
    listing.arrival = statOf(path)
      .then(async ({ size }) => {
        if (size < this.limits.large) listing.entries = inOrder(await listAsync(path))
        else this.listInPieces(listing, ALL)
        if (this.ahead.get(storedName(folder)) === listing) this.held += listing.entries.length
        this.branches.add(listing)
      })
      .catch((error: unknown) => {
        listing.error = error
      })
      .then(() => {
        delete listing.arrival
        this.underWay--
        this.latency.took(performance.now() - begun)
        this.askOn()
      })
    return listing
  }
}

const ALL: NameRange = { from: null, to: null }

function isAll({ from, to }: NameRange): boolean {
  return from === null && to === null
}

function inOrder(entries: Entry[]): Entry[] {
  return entries.sort((a, b) => compareNames(a.name, b.name))
}

function listSync(folder: string | Buffer): Entry[] {
  const entries = readdirSync(folder, { withFileTypes: true })
  return isText(entries)
    ? entriesOf(folder, entries)
    : bytesEntriesOf(folder, readdirSync(folder, { withFileTypes: true, encoding: 'buffer' }))
}

async function listAsync(folder: string | Buffer): Promise<Entry[]> {
  const found = await listed(folder, { withFileTypes: true })
  const entries = isText(found)
    ? entriesOf(folder, found)
    : bytesEntriesOf(folder, await listed(folder, { withFileTypes: true, encoding: 'buffer' }))
  const links = entries.filter(({ kind }) => kind === 'link')
  for (let i = 0; i < links.length; i += LINKS_AT_ONCE) {
    await Promise.all(links.slice(i, i + LINKS_AT_ONCE).map((link) => follow(folder, link)))
  }
  return entries
}

async function follow(folder: string | Buffer, link: Entry): Promise<void> {
  try {
    link.target = { stats: await statOf(joinNames(folder, link.name)) }
  } catch (error) {
    link.target = { error: error as NodeJS.ErrnoException }
  }
}

/** What a link leads to. @throws the system's error */
export function targetOf(path: string | Buffer, { target }: Entry): Stats {
  if (target === undefined) return statSync(path)
  if ('error' in target) throw target.error
  return target.stats
}

/** Whether all names are UTF-8. */
function isText(entries: Dirent[]): boolean {
  return !entries.some(({ name }) => name.includes(REPLACEMENT))
}

function entriesOf(folder: string | Buffer, entries: Dirent[]): Entry[] {
  return entries.map((entry) => ({ name: entry.name, kind: kindOf(folder, entry) }))
}

function bytesEntriesOf(folder: string | Buffer, entries: Dirent<Buffer>[]): Entry[] {
  return entries.map((entry) => ({ name: nameOf(entry.name), kind: kindOf(folder, entry) }))
}

function kindOf(folder: string | Buffer, entry: AnyDirent): Entry['kind'] {
  if (entry.isDirectory()) return 'folder'
  if (entry.isFile()) return 'file'
  if (entry.isSymbolicLink()) return 'link'
  if (entry.isFIFO() || entry.isSocket() || entry.isCharacterDevice() || entry.isBlockDevice()) return 'other'
  // Some file systems do not tell the type in the listing.
  const stat = lstatSync(joinNames(folder, entry.name))
  return stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : stat.isSymbolicLink() ? 'link' : 'other'
}
