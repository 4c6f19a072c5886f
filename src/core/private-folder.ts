import { lstatSync, mkdirSync, realpathSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'

const WRITABLE_BY_OTHERS = 0o022
const STICKY = 0o1000

/**
 * Makes a folder of the user's own (0700) where there is none, and says whether nobody else can put anything into it or in its
 * place: it belongs to the user, those above it to the user or to root, and nobody else may write to any of them. A sticky
 * folder, such as that for temporary files, may lie above it, since there nobody can replace what is another's.
 *
 * On Windows a folder takes over the permissions of the one above it: name one in the user's profile.
 *
 * @param path absolute
 * @returns false, too, where it cannot be made or looked at
 */
export function isPrivateFolder(path: string): boolean {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    const user = process.getuid?.()
    if (user === undefined) return lstatSync(path).isDirectory()
    const folder = lstatSync(path)
    if (!folder.isDirectory() || folder.uid !== user || isWritableByOthers(folder)) return false
    return foldersAbove(realpathSync(path)).every((above) => {
      const stats = lstatSync(above)
      return (stats.uid === user || stats.uid === 0) && (!isWritableByOthers(stats) || (stats.mode & STICKY) !== 0)
    })
  } catch (error) {
    // No permission, a read-only disk, a file in the way: whatever it is, there is no such folder.
    if ((error as NodeJS.ErrnoException).syscall !== undefined) return false
    throw error
  }
}

function isWritableByOthers({ mode }: Stats): boolean {
  return (mode & WRITABLE_BY_OTHERS) !== 0
}

function foldersAbove(path: string): string[] {
  const above = dirname(path)
  return above === path ? [] : [above, ...foldersAbove(above)]
}
