import type { AbsentBackend, Backend } from '../backend.ts'
import { MedoidError } from '../../errors.ts'
import { type Probe, probe as probeInChild } from './probe.ts'
import { tfjsBackend } from './tfjs-backend.ts'
import { findAdapter, openWebgpu } from './webgpu-device.ts'

interface WebgpuOptions {
  /** Takes a processor that plays a GPU as well. For tests: it is hundreds of times slower than wasm. */
  software?: boolean
  /** Ends the search. */
  signal?: AbortSignal
}

/**
 * Any maker's GPU, through Dawn, found in a process of its own: a driver that crashes takes only that with it.
 * @throws CancelledError when the signal is aborted
 */
export async function webgpuBackend(
  { software = false, signal }: WebgpuOptions = {},
  probe: Probe = probeInChild
): Promise<Backend | AbsentBackend> {
  const name = 'webgpu'
  const found = await probe({ name, software }, signal)
  if ('missing' in found) return { name, missing: found.missing }
  return tfjsBackend({ name, device: found.device, deterministic: false }, async () => {
    const adapter = await findAdapter()
    // It was there a moment ago.
    if (adapter === undefined) throw new MedoidError('device-lost', { reason: null })
    return openWebgpu(adapter)
  })
}
