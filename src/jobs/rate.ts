import type { Progress } from '../core/work.ts'
import type { JobProgress } from './record.ts'

/** A rate is that of the last seconds: what was slow an hour ago says little about the time left. */
const WINDOW_SECONDS = 10
/** Before that a rate is a guess. */
const LEAST_SECONDS = 1

/** Computes rate and remaining time of a job from its progress. */
export class Rate {
  private stage = ''
  private points: { at: number; done: number }[] = []

  /** @param now seconds on a clock that only goes forward */
  progress(progress: Progress, now = performance.now() / 1000): JobProgress {
    if (progress.stage !== this.stage) {
      this.stage = progress.stage
      this.points = []
    }
    this.points.push({ at: now, done: progress.done })
    while (this.points.length > 2 && this.points[0].at < now - WINDOW_SECONDS) this.points.shift()
    const [first] = this.points
    const seconds = now - first.at
    const rate = seconds < LEAST_SECONDS ? null : (progress.done - first.done) / seconds
    const { total, done } = progress
    const remaining = rate === null || rate === 0 || total === undefined ? null : Math.max(0, (total - done) / rate)
    return { ...progress, rate, remaining }
  }
}
