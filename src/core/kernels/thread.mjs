/**
 * A thread of `Threads`: runs the kernels that it is sent, one after another. Plain JavaScript, because a thread that
 * strips types from what it loads needs twice the memory.
 */
import { parentPort, workerData } from 'node:worker_threads'

const { WebAssembly } = globalThis
/** @type {import('./threads.ts').ThreadData} */
const { module, memory, stop, wait, callsAtOnce } = workerData
const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports
const stopped = new Int32Array(memory.buffer, stop, 1)

parentPort.on('message', ({ kernel, args }) => {
  let waited = 0
  for (;;) {
    const state = kernels[kernel](...args)
    if (state === 0 || Atomics.load(stopped, 0) !== 0) break
    waited = state === wait ? waited + 1 : 0
    // Nothing wakes it; it looks again after 0.05 ms.
    if (waited > callsAtOnce) Atomics.wait(stopped, 0, 0, 0.05)
  }
  parentPort.postMessage('done')
})
parentPort.postMessage('started')
