import type { Message } from '../../messages/message.ts'
import { MedoidError } from '../errors.ts'
import { throwIfCancelled } from '../work.ts'
import { type AbsentBackend, type Backend, type BackendName, BACKENDS } from './backend.ts'
import { tensorflowBackend } from './tfjs/tensorflow.ts'
import { webgpuBackend } from './tfjs/webgpu.ts'
import { wasmBackend } from './wasm/backend.ts'

/** How each backend is looked for. */
export type Detectors = Record<BackendName, (signal?: AbortSignal) => Promise<Backend | AbsentBackend>>

const DETECTORS: Detectors = {
  cuda: (signal) => tensorflowBackend('cuda', { signal }),
  tensorflow: (signal) => tensorflowBackend('tensorflow', { signal }),
  webgpu: (signal) => webgpuBackend({ signal }),
  wasm: () => Promise.resolve(wasmBackend())
}

/**
 * The backend that was asked for, or the first of `BACKENDS` that works here.
 * @returns the reason: what it computes on, and why none of those before it
 * @param search.signal ends the search at once, also while a driver hangs
 * @throws CancelledError when it is aborted
 * @throws MedoidError `backend-absent` when the one that was asked for cannot be used here
 */
export async function chooseBackend(
  asked: 'auto' | BackendName,
  { signal, detectors = DETECTORS }: { signal?: AbortSignal; detectors?: Detectors } = {}
): Promise<{ backend: Backend; reason: Message }> {
  const absent: AbsentBackend[] = []
  for (const name of asked === 'auto' ? BACKENDS : [asked]) {
    throwIfCancelled({ signal })
    const found = await detectors[name](signal)
    if (!('missing' in found)) {
      const parameters = { backend: found.name, device: found.device, absent }
      return { backend: found, reason: { code: 'backend-chosen', parameters } }
    }
    absent.push(found)
  }
  throw new MedoidError('backend-absent', { why: 'none', backends: absent })
}
