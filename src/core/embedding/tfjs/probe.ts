import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { CancelledError } from '../../errors.ts'
import { throwIfCancelled } from '../../work.ts'

/** What the process that looks for a device is told. */
export interface ProbeRequest {
  name: 'cuda' | 'tensorflow' | 'webgpu'
  /** See WebgpuOptions. */
  software?: boolean
}

/** For a person: what can be computed on, or what is missing and how to get it. */
export type Found = { device: string } | { missing: string }

/** What was found, and what the libraries wrote meanwhile. */
export type Probed = Found & { log: string }

export type Probe = (request: ProbeRequest, signal?: AbortSignal) => Promise<Probed>

/** At its first start a driver may compile everything for its card. */
const TIME_LIMIT = 120_000

/** Characters of what the libraries write that are read. */
const LOG_LIMIT = 65536

/**
 * Looks for a device in a process of its own and trains a tiny network on it. So a driver that crashes, hangs or computes
 * nonsense is known before anything depends on it, and what libraries print stays there.
 * @throws CancelledError when `signal` is aborted; the process is killed then
 */
export async function probe(
  request: ProbeRequest,
  signal?: AbortSignal,
  script = new URL('./probe-process.ts', import.meta.url),
  timeLimit = TIME_LIMIT
): Promise<Probed> {
  throwIfCancelled({ signal })
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(script), {
      execArgv: [],
      signal,
      killSignal: 'SIGKILL',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // All that TensorFlow has to tell of its devices.
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '0' }
    })
    let log = ''
    let found: Found | undefined
    let late = false
    const timer = setTimeout(() => {
      late = true
      child.kill('SIGKILL')
    }, timeLimit)
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(0, LOG_LIMIT)))
    child.on('message', (message: Found) => (found = message))
    // Of one that was killed there may be another: what was sent to it did not arrive.
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(signal?.aborted ? new CancelledError() : error)
    })
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      const dead = late
        ? `its driver did not answer in ${timeLimit / 1000} s: update it`
        : `its driver or library crashed (${signal ?? `exit code ${code}`}): update it`
      resolve({ ...(found ?? { missing: dead }), log })
    })
    child.send(request)
  })
}
