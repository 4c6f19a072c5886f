import { availableParallelism } from 'node:os'
import type { Backend } from '../backend.ts'
import { WasmNetwork } from './network.ts'

/** More would find too few pictures in a batch of 40, and each needs memory for a picture's images. */
const MOST_THREADS = 32

/**
 * Medoid's own kernels, on the processor's cores. The same numbers come out for any number of threads; between processors
 * they differ in the last bits, as not all of them round a product before it is added.
 * @param threads on how many to compute
 */
export function wasmBackend(threads = Math.min(MOST_THREADS, availableParallelism())): Backend {
  return {
    name: 'wasm',
    device: threads === 1 ? '1 thread' : `${threads} threads`,
    deterministic: true,
    create: (architecture, state) => Promise.resolve().then(() => new WasmNetwork(architecture, state, threads))
  }
}
