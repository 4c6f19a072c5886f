import { type FSWatcher, watch } from 'node:fs'
import { join } from 'node:path'
import { networkFileSystem } from '../core/catalogue/database.ts'
import { isNetworkPath } from '../core/network-path.ts'

/** Tells of changes below folders, where the system does: not of network shares, and not beyond its limits. */
export class FolderChanges {
  /** Folders whose changes are told. */
  readonly watched: string[] = []
  private readonly watchers: FSWatcher[] = []

  /** @param apart what begins with this path is none: the catalogue, and the files beside it */
  constructor(folders: readonly string[], apart: string, onChange: () => void) {
    for (const folder of folders) {
      if (isNetworkPath(folder) || networkFileSystem(join(folder, '.')) !== undefined) continue
      try {
        const watcher = watch(folder, { recursive: true }, (_, name) => {
          if (name === null || !join(folder, name).startsWith(apart)) onChange()
        })
        this.watchers.push(watcher)
        this.watched.push(folder)
        // A folder that goes, or more folders than the system can watch: the timer looks at it all the same.
        watcher.on('error', () => {
          watcher.close()
          this.watched.splice(this.watched.indexOf(folder), 1)
        })
      } catch (error) {
        // The same where it is known at once.
        if ((error as NodeJS.ErrnoException).code === undefined) throw error
      }
    }
  }

  close(): void {
    for (const watcher of this.watchers) watcher.close()
  }
}
