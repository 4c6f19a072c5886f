import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bringPackages } from '../bring-packages.ts'

const SOURCE = fileURLToPath(new URL('./slow-share.c', import.meta.url))
const PACKAGES = ['fuse3', 'libfuse3-dev', 'pkg-config', 'gcc', 'libc6-dev']

/** Requests of one kind: all so far, those under way, and the most that were under way at once. */
interface Count {
  total: number
  now: number
  most: number
}
export type Requests = Record<'stat' | 'open' | 'read' | 'list', Count>

export interface SlowShare {
  /** Where it is mounted. */
  folder: string
  requests(): Requests
  /** The share goes away, and with it what waits for it. */
  close(): Promise<void>
}

/** @returns why there can be no slow file system on this machine, else null */
export function whyNoSlowShare(): string | null {
  if (process.platform !== 'linux') return 'FUSE is of Linux'
  if (!existsSync('/dev/fuse')) return 'there is no /dev/fuse'
  return hasTools() ? null : `it takes ${PACKAGES.join(', ')} (Debian's packages)`
}

function hasTools(): boolean {
  return (
    spawnSync('fusermount3', ['--version']).status === 0 &&
    spawnSync('cc', ['--version']).status === 0 &&
    spawnSync('pkg-config', ['--exists', 'fuse3']).status === 0
  )
}

/**
 * Shows a folder as a network share would, cold.
 * @param milliseconds of a round trip @param hangsAfter all files but the first so many take to open until the share goes away
 */
export async function slowShare(folder: string, milliseconds: number, hangsAfter?: number): Promise<SlowShare> {
  const own = mkdtempSync(join(tmpdir(), 'medoid-share-'))
  const program = join(own, 'slow-share')
  const flags = spawnSync('pkg-config', ['--cflags', '--libs', 'fuse3'], { encoding: 'utf8' })
    .stdout.trim()
    .split(/\s+/)
  const compiled = spawnSync('cc', ['-O2', SOURCE, '-o', program, ...flags], { encoding: 'utf8' })
  if (compiled.status !== 0) throw new Error(`The slow file system cannot be compiled: ${compiled.stderr}`)
  const mounted = join(own, 'share')
  mkdirSync(mounted)
  const hangs = hangsAfter === undefined ? {} : { HANGS_AFTER: String(hangsAfter) }
  const env = { ...process.env, MICROSECONDS: String(milliseconds * 1000), ...hangs }
  const child = spawn(program, [folder, mounted], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (said += text))
  const ended = once(child, 'exit')
  const requests = (): Requests => JSON.parse(readFileSync(join(mounted, '.requests'), 'utf8')) as Requests
  while (!existsSync(join(mounted, '.requests'))) {
    if (child.exitCode !== null) throw new Error(`The slow file system cannot be mounted: ${said}`)
    await setTimeout(20)
  }
  return {
    folder: mounted,
    requests,
    close: async () => {
      // Whatever still waits for it gets an error.
      child.kill('SIGKILL')
      await ended
      spawnSync('fusermount3', ['-u', '-z', mounted])
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!hasTools()) bringPackages(...PACKAGES)
  const why = whyNoSlowShare()
  if (why !== null) console.error(`The tests on a network share are skipped: ${why}.`)
}
