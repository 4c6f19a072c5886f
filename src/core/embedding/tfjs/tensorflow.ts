import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import util from 'node:util'
import { MedoidError } from '../../errors.ts'
import type { AbsentBackend, Backend } from '../backend.ts'
import type { Tf, TfjsDevice } from './device.ts'
import { missing, type Probe, probe as probeInChild } from './probe.ts'
import { tfjsBackend } from './tfjs-backend.ts'

/** Both are TensorFlow 2.9.1 in C++ behind TensorFlow.js; the one for CUDA computes on the processor where it finds no GPU. */
type TensorflowName = 'cuda' | 'tensorflow'

const PACKAGES = { cuda: '@tensorflow/tfjs-node-gpu', tensorflow: '@tensorflow/tfjs-node' } as const

const VERSION = '4.22.0'

const MEMORY_BYTES = { cuda: 2 ** 31, tensorflow: 2 ** 29 }

/** Imports an optional package, which is CommonJS. */
type Load = (name: string) => Promise<{ default: Tf }>

const load: Load = (name) => import(name) as Promise<{ default: Tf }>

/** How TensorFlow is looked for; a test says otherwise. */
interface TensorflowSearch {
  signal?: AbortSignal
  isInstalled?: (name: string) => boolean
  probe?: Probe
}

/**
 * Whether TensorFlow can be used here, found out in a process of its own: a package that crashes takes only that with it.
 * @throws CancelledError when the signal is aborted
 */
export async function tensorflowBackend(
  name: TensorflowName,
  { signal, isInstalled = resolves, probe = probeInChild }: TensorflowSearch = {}
): Promise<Backend | AbsentBackend> {
  const needed = PACKAGES[name]
  if (!isInstalled(needed))
    return { name, missing: missing({ why: 'not-installed', package: needed, version: VERSION }) }
  const found = await probe({ name }, signal)
  if ('missing' in found) {
    return { name, missing: found.missing, lacks: missingLibraries(found.log) }
  }
  return tfjsBackend({ name, device: deviceName(name, found.log), deterministic: false }, () => openTensorflow(name))
}

/** @throws MedoidError `backend-absent` when TensorFlow's library was not downloaded, or finds no GPU for CUDA */
export async function openTensorflow(name: TensorflowName, loadPackage = load): Promise<TfjsDevice> {
  restoreIsNullOrUndefined()
  // Whoever set these knows why. TensorFlow would take all memory of the card, and tell of each of its libraries.
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true'
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '1'
  const { default: tf } = await loadPackage(PACKAGES[name]).catch((error: Error) => {
    if (!error.message.includes('tfjs_binding.node')) throw error
    throw new MedoidError('backend-absent', { why: 'no-library', package: PACKAGES[name] })
  })
  await tf.ready()
  const { isUsingGpuDevice } = tf.backend() as { isUsingGpuDevice?: boolean }
  if (name === 'cuda' && isUsingGpuDevice !== true) {
    throw new MedoidError('backend-absent', { why: 'no-gpu' })
  }
  return {
    tf,
    backend: tf.getBackend(),
    tensorBytes: Infinity,
    memoryBytes: MEMORY_BYTES[name],
    close: () => Promise.resolve()
  }
}

/** What it computes on, for a person. @param log what TensorFlow wrote of its devices */
function deviceName(name: TensorflowName, log: string): string {
  if (name === 'tensorflow') return `${availableParallelism()} processor cores`
  return /, name: ([^,\n]+), pci bus id/.exec(log)?.[1] ?? 'NVIDIA GPU'
}

/** The libraries that TensorFlow wrote it could not load. */
function missingLibraries(log: string): string[] {
  return [...new Set(Array.from(log.matchAll(/Could not load dynamic library '([^'\n]+)'/g), ([, name]) => name))]
}

/** tfjs-node 4.22 calls a function that Node has no longer since version 23. */
export function restoreIsNullOrUndefined(): void {
  if (!('isNullOrUndefined' in util)) Object.assign(util, { isNullOrUndefined: (value: unknown) => value == null })
}

function resolves(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name)
    return true
  } catch {
    return false
  }
}
