/** A thread of `Threads`: runs the kernels that it is sent, one after another. */
import { parentPort, workerData } from 'node:worker_threads'
import { instantiate } from './kernels.ts'
import { runSteps } from './threads.ts'
import type { KernelCall, ThreadData } from './threads.ts'

const { memory, stop } = workerData as ThreadData
const kernels = instantiate(memory)
const stopped = new Int32Array(memory.buffer, stop, 1)

parentPort!.on('message', (call: KernelCall) => {
  runSteps(kernels, call, stopped)
  parentPort!.postMessage('done')
})
parentPort!.postMessage('started')
