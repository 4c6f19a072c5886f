import type { Work } from '../core/work.ts'
import { estimate } from '../messages/format.ts'

/** How far work on several datasets is that takes about as long for each: every stage of one says which it is, and how long the rest takes. */
export class DatasetCourse {
  private readonly total: number
  private readonly now: () => number
  private started = 0
  private begun = 0
  /** Seconds that a dataset has taken so far. */
  private each = 0
  private at = -1

  /** @param now seconds on a clock that only goes forward */
  constructor(total: number, now = () => performance.now() / 1000) {
    this.total = total
    this.now = now
  }

  /** Tells that the next dataset is begun. */
  next(): void {
    this.at++
    this.begun = this.now()
    if (this.at === 0) this.started = this.begun
    else this.each = (this.begun - this.started) / this.at
  }

  /** Work whose progress says so. */
  of(work: Work): Work {
    const { onProgress } = work
    return { ...work, onProgress: onProgress && ((progress) => onProgress({ ...progress, detail: this.words() })) }
  }

  private words(): string | undefined {
    if (this.at < 0) return undefined
    const place = `dataset ${this.at + 1} of ${this.total}`
    if (this.at === 0) return place
    const left = this.each * (this.total - this.at) - (this.now() - this.begun)
    return `${place}, about ${estimate(Math.max(0, left))} left in all`
  }
}
