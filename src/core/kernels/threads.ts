import { Worker } from 'node:worker_threads'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { instantiate, type KernelMemory, type Kernels, kernelsModule } from './kernels.ts'
import { WAIT } from '../../kernels/operations.ts'

/**
 * Kernels that do a bit of their work at each call and return 0 when there is none left; `WAIT` when there is none until
 * another thread has done its bit.
 */
type StepKernel =
  | 'gowerRows'
  | 'build'
  | 'fasterpam'
  | 'fastermsc'
  | 'pam'
  | 'agglomerate'
  | 'minimax'
  | 'spanningTree'
  | 'silhouetteRows'
  | 'batchRows'
  | 'weighBatch'
  | 'judgeRows'
  | 'gramTiles'
  | 'labellingRows'
  | 'runNetwork'
  | 'neighbourRows'
  | 'movePoints'
  | 'placeRows'
  | 'nearestVectors'

interface KernelCall {
  kernel: StepKernel
  args: number[]
}

/** A piece of work for one thread. `begin` is called when a thread is free for it, `end` when it is done. */
export interface ThreadTask {
  begin(thread: number): KernelCall
  end(thread: number, seconds: number): void
}

/** What a thread is told at its start. */
interface ThreadData {
  module: object
  memory: KernelMemory
  /** Address of an i32 that is not 0 while everything is to stop. */
  stop: number
  wait: typeof WAIT
  callsAtOnce: typeof CALLS_AT_ONCE
}

/** How often a thread calls a kernel that waits for others before it lets other work in: a tenth of a millisecond or so. */
const CALLS_AT_ONCE = 500

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
  private readonly workers: WorkerThread[]

  /** @param stop address of 4 bytes of the memory */
  constructor(memory: KernelMemory, stop: number, count: number) {
    this.count = count
    this.stop = new Int32Array(memory.buffer, stop, 1)
    this.kernels = instantiate(memory)
    const workerData: ThreadData = { module: kernelsModule(), memory, stop, wait: WAIT, callsAtOnce: CALLS_AT_ONCE }
    this.workers = Array.from({ length: count - 1 }, () => new WorkerThread(workerData))
  }

  /**
   * Does all tasks, each on whichever thread is free. `onTick` is called now and then.
   * @throws CancelledError when the work is cancelled; nothing runs any more then
   * @throws what went wrong in a thread; the others are stopped then
   */
  async run(tasks: ThreadTask[], work?: Work, onTick?: () => void): Promise<void> {
    throwIfCancelled(work)
    const stop = () => Atomics.store(this.stop, 0, 1)
    work?.signal?.addEventListener('abort', stop, { once: true })
    const queue = tasks.values()
    const here = this.runHere(queue, onTick)
    const all = [here, ...this.workers.map((worker, at) => this.runOnWorker(worker, at + 1, queue, here))]
    // The others may wait for what the failed one was to do.
    for (const each of all) each.catch(stop)
    const ends = await Promise.allSettled(all)
    work?.signal?.removeEventListener('abort', stop)
    Atomics.store(this.stop, 0, 0)
    throwIfCancelled(work)
    const failed = ends.find((end) => end.status === 'rejected')
    if (failed) throw failed.reason
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()))
  }

  private async runHere(queue: Iterable<ThreadTask>, onTick?: () => void): Promise<void> {
    // Workers that have started get their tasks first.
    await breathe()
    let sliceEnd = performance.now() + SLICE
    let nextTick = performance.now() + TICK
    for (const task of queue) {
      const started = performance.now()
      const call = task.begin(0)
      let waited = 0
      let state: number
      do {
        state = step(this.kernels, call)
        waited = state === WAIT ? waited + 1 : 0
        if (performance.now() < sliceEnd && waited <= CALLS_AT_ONCE) continue
        if (performance.now() >= nextTick) {
          onTick?.()
          nextTick = performance.now() + TICK
        }
        await breathe()
        if (Atomics.load(this.stop, 0) !== 0) return
        sliceEnd = performance.now() + SLICE
      } while (state !== 0)
      task.end(0, (performance.now() - started) / 1000)
    }
    onTick?.()
  }

  private async runOnWorker(
    worker: WorkerThread,
    thread: number,
    queue: Iterable<ThreadTask>,
    here: Promise<void>
  ): Promise<void> {
    await Promise.race([worker.started, here])
    for (const task of queue) {
      const begun = performance.now()
      await worker.do(task.begin(thread))
      if (Atomics.load(this.stop, 0) !== 0) return
      task.end(thread, (performance.now() - begun) / 1000)
    }
  }
}

/** A worker that does one call after another. While it does none, it keeps no process from ending. */
class WorkerThread {
  readonly started: Promise<void>
  private readonly worker: Worker
  private failure: Error | undefined
  private isClosing = false
  private waiting: PromiseWithResolvers<void> | undefined

  constructor(workerData: ThreadData) {
    this.worker = new Worker(new URL('./thread.mjs', import.meta.url), { workerData })
    this.worker.on('message', () => this.waiting?.resolve())
    this.worker.on('error', (error: Error) => this.fail(error))
    this.worker.on('exit', (code) => this.fail(new Error(`A thread ended with exit code ${code}.`)))
    this.started = this.nextMessage()
    // Whoever waits for it hears of a failure; until then it is not unhandled.
    this.started.catch(() => undefined)
  }

  /** @throws what ended the worker, now or before */
  async do(call: KernelCall): Promise<void> {
    await this.started
    const done = this.nextMessage()
    this.worker.postMessage(call)
    await done
  }

  /** Keeps the process until the worker has ended: what waits for that, such as an error on its way, would be lost. */
  async close(): Promise<void> {
    this.isClosing = true
    this.worker.ref()
    await this.worker.terminate()
  }

  private async nextMessage(): Promise<void> {
    if (this.failure !== undefined) throw this.failure
    this.waiting = Promise.withResolvers()
    this.worker.ref()
    try {
      await this.waiting.promise
    } finally {
      if (!this.isClosing) this.worker.unref()
    }
  }

  /** The first reason counts: a worker that fails ends, too. */
  private fail(error: Error): void {
    this.failure ??= error
    this.waiting?.reject(this.failure)
  }
}

/** Lets a kernel do a bit of its work. @returns what it returns */
function step(kernels: Kernels, { kernel, args }: KernelCall): number {
  const kernelStep: (...args: number[]) => number = kernels[kernel]
  return kernelStep(...args)
}
