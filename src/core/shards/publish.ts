import { randomBytes } from 'node:crypto'
import { link, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { isSystemError } from '../errors.ts'
import { syncFolder, writeError } from '../files.ts'

/** File systems without hard links, such as exFAT and some of clusters, answer so. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK'])

/**
 * Gives a finished file of this machine its name in a folder that several machines share, whole or not at all: it is copied there under a
 * name of this attempt's own, synced, and linked to its last name, which the first of several attempts gets. A killed attempt leaves its
 * copy behind, which the one that gets the name removes.
 * @param local its file, which stays @param final its last name; the folder has to be there
 * @returns whether it was the first: otherwise `final` is what another attempt has made
 * @throws MedoidError `disk-full`, `not-writable`, `no-such-folder`, `write-failed`
 */
export async function publish(local: string, final: string): Promise<boolean> {
  const part = `${final}${PART}${safeHost()}-${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    await copySynced(local, part)
    const isFirst = await linkFirst(part, final)
    await syncFolder(dirname(final))
    if (isFirst) await removeLeftovers(final)
    return isFirst
  } catch (error) {
    // Another attempt that was first has removed the copy of this one.
    if (existsSync(final)) return false
    throw isSystemError(error) ? writeError(final, error) : error
  } finally {
    await rm(part, { force: true })
  }
}

/** Between the last name of a file and that of an attempt. */
const PART = '.part-'

/** Whether a file is an attempt's copy, and no result. */
export function isLeftover(name: string): boolean {
  return name.includes(PART)
}

/** Removes the copies of attempts of a file that has its last name: those that go on end as soon as they see it. */
export async function removeLeftovers(final: string): Promise<void> {
  const folder = dirname(final)
  const prefix = basename(final) + PART
  for (const name of await readdir(folder)) if (name.startsWith(prefix)) await rm(join(folder, name), { force: true })
}

function safeHost(): string {
  return hostname()
    .replaceAll(/[^A-Za-z0-9.]/g, '')
    .slice(0, 63)
}

const COPIED_AT_A_TIME = 2 ** 20

async function copySynced(from: string, to: string): Promise<void> {
  const source = await open(from, 'r')
  try {
    const target = await open(to, 'wx', 0o600)
    try {
      const buffer = Buffer.allocUnsafe(COPIED_AT_A_TIME)
      for (;;) {
        const { bytesRead } = await source.read(buffer)
        if (bytesRead === 0) break
        // Appends, and never writes short.
        await target.writeFile(buffer.subarray(0, bytesRead))
      }
      await target.sync()
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

/** NFS may lose the answer to a link that it has made, and then says that the name is taken: the number of names tells. */
async function linkFirst(part: string, final: string): Promise<boolean> {
  try {
    await link(part, final)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return (await stat(part)).nlink === 2
    if (code === undefined || !NO_LINKS.has(code)) throw error
    if (existsSync(final)) return false
    await rename(part, final)
    return true
  }
}
