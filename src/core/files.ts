import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { MedoidError } from './errors.ts'
import { isAlive } from './processes/is-alive.ts'

/**
 * Writes a file so that a reader only ever sees the old one or the new one, whole, whatever happens in between: `write`
 * fills a temporary file in the same folder, which is synced and then renamed over `path`. A new file is the user's alone
 * (0600), also where it replaces one that others could read: what is written here may tell of patients, and who else reads it is
 * for its owner to say. A symbolic link is followed. On any failure the temporary file is removed and the old file is untouched. Only a killed process leaves a `.medoid-*.tmp` behind: the next who writes
 * the same file on the same machine removes it.
 *
 * @param write Write with `file.writeFile(data)`, which appends at the current position and never writes short. What it
 *   throws itself (a cancellation, a failed read) comes through unchanged.
 * @throws MedoidError `disk-full`, `not-writable`, `no-such-folder`, `is-a-folder`, `not-a-file`, `write-failed`
 */
export async function writeAtomically(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const { target } = await writableTarget(path)
  const temporary = await temporaryBeside(target)

  const file = await open(temporary, 'wx', 0o600).catch((error: unknown) => {
    throw writeError(path, error)
  })
  try {
    try {
      await write(file)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    throw writeFailure(path, error)
  }
  await syncFolder(dirname(target))
}

/** Makes a folder that its owner alone may look into. @throws as `writeAtomically` does */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw writeError(path, error)
  })
}

/**
 * The file that a path stands for, symbolic links followed.
 * @throws MedoidError `is-a-folder`, `not-a-file`, `not-writable`, `no-such-folder`, `write-failed`
 */
export async function writableTarget(path: string): Promise<{ target: string }> {
  const old = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw writeError(path, error)
  })
  if (old === undefined) return { target: resolve(path) }
  if (old.isDirectory()) {
    throw new MedoidError('is-a-folder', { path })
  }
  // Renaming over a device or a pipe would replace it: as root, even /dev/null.
  if (!old.isFile()) {
    throw new MedoidError('not-a-file', { path })
  }
  return { target: await realpath(path) }
}

/**
 * A name for a temporary file, with those removed that processes which are no more left of the same target. The name
 * holds the machine and the target as well as the process: on a shared folder another machine's processes look dead.
 */
async function temporaryBeside(target: string): Promise<string> {
  const folder = dirname(target)
  const about = createHash('sha256')
    .update(`${hostname()}\0${basename(target)}`)
    .digest('hex')
    .slice(0, 12)
  // A folder that cannot be listed, or a file that is another user's, keeps nobody from writing.
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const left = /^\.medoid-([0-9a-f]{12})-(\d{1,10})-[0-9a-f]{12}\.tmp$/.exec(name)
    if (left?.[1] === about && !isAlive(Number(left[2]))) await rm(join(folder, name)).catch(() => {})
  }
  return join(folder, `.medoid-${about}-${process.pid}-${randomBytes(6).toString('hex')}.tmp`)
}

/** Makes the renames of files in a folder durable, where the file system can. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  try {
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  } catch (error) {
    // What network file systems and folders without read permission answer; the file itself is synced and in its place.
    if (!['EINVAL', 'ENOTSUP', 'EACCES', 'EPERM'].includes(codeOf(error))) throw writeError(path, error)
  }
}

/** What to throw for an error that came while `path` was written: one from writing it, not from elsewhere, is explained. */
export function writeFailure(path: string, error: unknown): unknown {
  const syscall = (error as NodeJS.ErrnoException | null)?.syscall ?? ''
  const isOurs = ['write', 'writev', 'fsync', 'ftruncate', 'rename', 'fchmod', 'close'].includes(syscall)
  return isOurs ? writeError(path, error) : error
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? ''
}

/** What stands in the way of writing `path`. */
export function writeError(path: string, cause: unknown): MedoidError {
  const folder = dirname(resolve(path))
  switch (codeOf(cause)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new MedoidError('disk-full', { why: 'full', path }, { cause })
    case 'EFBIG':
      return new MedoidError('disk-full', { why: 'too-large', path }, { cause })
    case 'ENOENT':
    case 'ENOTDIR':
      return new MedoidError('no-such-folder', { why: 'target', path, folder }, { cause })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'EBUSY':
      return new MedoidError('not-writable', { path, folder }, { cause })
    default: {
      const reason = cause instanceof Error ? cause.message : String(cause)
      return new MedoidError('write-failed', { path, reason }, { cause })
    }
  }
}
