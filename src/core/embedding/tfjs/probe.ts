import { CancelledError } from '../../errors.ts'
import { startHelper } from '../../processes/helper.ts'
import { throwIfCancelled } from '../../work.ts'

/** What the process that looks for a device is told. */
export interface ProbeRequest {
  name: 'cuda' | 'tensorflow' | 'webgpu'
  /** See WebgpuOptions. */
  software?: boolean
}

/** For a person: what can be computed on, or what is missing and how to get it. */
export type FoundDevice = { device: string } | { missing: string }

/** What was found, and what the libraries wrote meanwhile. */
export type Probed = FoundDevice & { log: string }

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
    // All that TensorFlow has to tell of its devices.
    const helper = startHelper(script, { env: { TF_CPP_MIN_LOG_LEVEL: '0' } })
    const cancel = (): void => helper.kill()
    signal?.addEventListener('abort', cancel, { once: true })
    let log = ''
    let found: FoundDevice | undefined
    let late = false
    const timer = setTimeout(() => {
      late = true
      helper.kill()
    }, timeLimit)
    helper.onOutput((text) => (log = (log + text).slice(0, LOG_LIMIT)))
    helper.onMessage((message) => (found = message as FoundDevice))
    helper.onEnd((how) => {
      signal?.removeEventListener('abort', cancel)
      if (signal?.aborted) reject(new CancelledError())
      clearTimeout(timer)
      const dead = late
        ? `its driver did not answer in ${timeLimit / 1000} s: update it`
        : `its driver or library crashed (${how}): update it`
      resolve({ ...(found ?? { missing: dead }), log })
    })
    helper.send(request)
  })
}
