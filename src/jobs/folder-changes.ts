import { type FSWatcher, watch } from 'node:fs'
import { join, sep } from 'node:path'
import { networkFileSystem } from '../core/catalogue/database.ts'
import { isNetworkPath } from '../core/network-path.ts'

/**
 * On Linux Node watches a tree by watching every file in it, which neither memory nor the system's limit allows for an archive: there each folder
 * is watched by itself.
 */
const IS_RECURSIVE = process.platform !== 'linux'
/** Folders that are watched; a user may have 8,192 watches on an older Linux, for all programs. The timer looks at the others. */
const MOST_WATCHED = 4096

/** Tells of changes below folders, where the system does: not of network shares, and not beyond its limits. */
export class FolderChanges {
  private readonly roots: readonly string[]
  /** What begins with this path is no change: the catalogue, and the files beside it. */
  private readonly apart: string
  private readonly onChange: () => void
  private readonly watchers = new Map<string, FSWatcher>()

  constructor(roots: readonly string[], apart: string, onChange: () => void) {
    this.roots = roots.filter((root) => !isNetworkPath(root) && networkFileSystem(join(root, '.')) === undefined)
    this.apart = apart
    this.onChange = onChange
    for (const root of this.roots) this.watch(root)
  }

  /** Roots whose changes are told. */
  get told(): number {
    return this.roots.filter((root) => this.watchers.has(root)).length
  }

  /** Watches folders below the roots, too, where that is needed. @returns how many more are watched now */
  add(folders: Iterable<string>): number {
    if (IS_RECURSIVE) return 0
    const before = this.watchers.size
    for (const folder of folders) {
      if (this.watchers.size >= MOST_WATCHED) break
      const isBelow = this.roots.some((root) => folder.startsWith(root.endsWith(sep) ? root : root + sep))
      if (isBelow && !this.watchers.has(folder)) this.watch(folder)
    }
    return this.watchers.size - before
  }

  close(): void {
    for (const watcher of this.watchers.values()) watcher.close()
    this.watchers.clear()
  }

  private watch(folder: string): void {
    try {
      const watcher = watch(folder, { recursive: IS_RECURSIVE }, (_, name) => {
        if (name === null || !join(folder, name).startsWith(this.apart)) this.onChange()
      })
      this.watchers.set(folder, watcher)
      // A folder that goes, or a limit that is reached: the timer looks at it all the same.
      watcher.on('error', () => {
        watcher.close()
        this.watchers.delete(folder)
      })
    } catch (error) {
      // The same where it is known at once: no system error is a reason not to go on with the timer.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error
    }
  }
}
