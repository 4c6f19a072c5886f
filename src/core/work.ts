import type { Message } from '../messages/message.ts'
import { CancelledError } from './errors.ts'

/** How far a piece of long work is. Rates and remaining time are the host's to compute. */
export interface Progress {
  /** What is being done, for a person, e.g. `Reading headers`. */
  stage: string
  done: number
  /** Absent while it is not known. */
  total?: number
  /** What is counted, plural, e.g. `files`. */
  unit: string
  /** What else there is to tell of this moment, e.g. `epoch 3 of 400, loss 0.0123`. */
  detail?: string
}

/** What a host gives to long work: a way to stop it and a way to hear of its progress. */
export interface Work {
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
  /** Something that a person should know at once, e.g. how long it will take. */
  onMessage?: (note: Message) => void
  /** From now on the work goes on from what it has saved, when it is run again with these parameters besides its own. */
  onSaved?: (goOnWith: Record<string, string>) => void
}

/** @throws CancelledError when the work has been cancelled */
export function throwIfCancelled(work: Work | undefined): void {
  if (work?.signal?.aborted) throw new CancelledError()
}

/** Waits for an answer no longer than the work goes on. @throws CancelledError; what `answer` is rejected with */
export function unlessCancelled<T>(work: Work | undefined, answer: Promise<T>): Promise<T> {
  const signal = work?.signal
  if (signal === undefined) return answer
  if (signal.aborted) return Promise.reject(new CancelledError())
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new CancelledError())
    signal.addEventListener('abort', stop, { once: true })
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

/** Lets timers, signals and messages in between two pieces of synchronous work. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
