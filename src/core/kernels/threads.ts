import { Worker } from 'node:worker_threads'
import { breathe, throwIfCancelled } from '../work.ts'
import type { Work } from '../work.ts'
import { instantiate } from './kernels.ts'
import type { KernelMemory, Kernels } from './kernels.ts'

/** Kernels that do a bit of their work at each call and return 0 when there is none left. */
export type StepKernel = 'gowerRows' | 'fasterpam' | 'pam' | 'silhouetteRows'

export interface KernelCall {
  kernel: StepKernel
  args: number[]
}

/** A piece of work for one thread. `begin` is called when a thread is free for it, `end` when it is done. */
export interface Task {
  begin(thread: number): KernelCall
  end(thread: number, seconds: number): void
}

/** What a thread is told at its start. */
export interface ThreadData {
  memory: KernelMemory
  /** Address of an i32 that is not 0 while everything is to stop. */
  stop: number
}

/** The calling thread works for so long, in milliseconds, before it lets others in. */
const SLICE = 20

/** How often a host hears of progress, in milliseconds. */
const TICK = 100

/**
 * Runs kernels on `count` threads that share a memory: the calling one, which works in short slices, and workers, which join
 * in once they have started. Workers end with `close`.
 */
export class Threads {
  readonly count: number
  private readonly stop: Int32Array
  private readonly kernels: Kernels
  private readonly workers: { worker: Worker; started: Promise<void> }[]

  /** @param stop address of 4 bytes of the memory */
  constructor(memory: KernelMemory, stop: number, count: number) {
    this.count = count
    this.stop = new Int32Array(memory.buffer, stop, 1)
    this.kernels = instantiate(memory)
    const workerData: ThreadData = { memory, stop }
    this.workers = Array.from({ length: count - 1 }, () => {
      const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData })
      const started = nextMessage(worker)
      // Whoever waits for it hears of a failure; until then it is not unhandled.
      started.catch(() => undefined)
      return { worker, started }
    })
  }

  /**
   * Does all tasks, each on whichever thread is free. `onTick` is called now and then.
   * @throws CancelledError when the work is cancelled; nothing runs any more then
   */
  async run(tasks: Task[], work?: Work, onTick?: () => void): Promise<void> {
    throwIfCancelled(work)
    const cancel = () => Atomics.store(this.stop, 0, 1)
    work?.signal?.addEventListener('abort', cancel, { once: true })
    const queue = tasks.values()
    const here = this.runHere(queue, work, onTick)
    const all = [here, ...this.workers.map((_, at) => this.runOnWorker(at, queue, here))]
    const ends = await Promise.allSettled(all)
    work?.signal?.removeEventListener('abort', cancel)
    Atomics.store(this.stop, 0, 0)
    throwIfCancelled(work)
    const failed = ends.find((end) => end.status === 'rejected')
    if (failed) throw failed.reason
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map(({ worker }) => worker.terminate()))
  }

  private async runHere(queue: Iterable<Task>, work?: Work, onTick?: () => void): Promise<void> {
    let sliceEnd = performance.now() + SLICE
    let nextTick = performance.now() + TICK
    for (const task of queue) {
      const started = performance.now()
      const call = task.begin(0)
      let goesOn = true
      while (goesOn) {
        goesOn = step(this.kernels, call)
        if (performance.now() < sliceEnd) continue
        if (performance.now() >= nextTick) {
          onTick?.()
          nextTick = performance.now() + TICK
        }
        await breathe()
        if (work?.signal?.aborted) return
        sliceEnd = performance.now() + SLICE
      }
      task.end(0, (performance.now() - started) / 1000)
    }
    onTick?.()
  }

  private async runOnWorker(at: number, queue: Iterable<Task>, here: Promise<void>): Promise<void> {
    const { worker, started } = this.workers[at]
    await Promise.race([started, here])
    for (const task of queue) {
      const thread = at + 1
      const begun = performance.now()
      const done = nextMessage(worker)
      worker.postMessage(task.begin(thread))
      await done
      if (Atomics.load(this.stop, 0) !== 0) return
      task.end(thread, (performance.now() - begun) / 1000)
    }
  }
}

function nextMessage(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (settled: () => void) => {
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
      settled()
    }
    const onMessage = () => settle(resolve)
    const onError = (error: Error) => settle(() => reject(error))
    const onExit = (code: number) =>
      settle(() => reject(new Error(`A clustering thread ended with exit code ${code}.`)))
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.on('exit', onExit)
  })
}

/** Lets a kernel do a bit of its work. @returns whether there is more to do */
function step(kernels: Kernels, { kernel, args }: KernelCall): boolean {
  const kernelStep: (...args: number[]) => number = kernels[kernel]
  return kernelStep(...args) !== 0
}

/** Runs a kernel until its work is done or everything is to stop. */
export function runSteps(kernels: Kernels, call: KernelCall, stop: Int32Array): void {
  while (step(kernels, call) && Atomics.load(stop, 0) === 0);
}
