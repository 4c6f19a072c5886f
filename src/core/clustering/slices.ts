import { breathe, throwIfCancelled, type Work } from '../work.ts'

/** The calling thread works for so long, in milliseconds, before it lets others in. */
const SLICE = 20

/** Work of many small steps that lets others in between, and can be cancelled there. */
export class Slices {
  private readonly work: Work | undefined
  private end = performance.now() + SLICE

  constructor(work?: Work) {
    this.work = work
  }

  /** Lets others in where that is due. @throws CancelledError */
  async next(): Promise<void> {
    if (performance.now() < this.end) return
    await breathe()
    throwIfCancelled(this.work)
    this.end = performance.now() + SLICE
  }
}
