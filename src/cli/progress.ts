import type { Progress } from '../core/work.ts'
import { count, duration } from '../messages/format.ts'

/** How often a line is written, at most. */
const TERMINAL_MILLISECONDS = 100
const LOG_MILLISECONDS = 2000

/**
 * Shows progress on stderr: on a terminal as one line that is written over, in a log as a line every two seconds. Tells the
 * rate, and the time left where the total is known.
 */
export class ProgressLine {
  private readonly terminal: boolean
  private stage = ''
  private stageStarted = 0
  private doneAtStart = 0
  private lastWrite = -Infinity
  private shown = false

  constructor(terminal: boolean) {
    this.terminal = terminal
  }

  update = (progress: Progress): void => {
    const now = performance.now()
    if (progress.stage !== this.stage) {
      this.stage = progress.stage
      this.stageStarted = now
      this.doneAtStart = progress.done
      this.lastWrite = -Infinity
    }
    if (now - this.lastWrite < (this.terminal ? TERMINAL_MILLISECONDS : LOG_MILLISECONDS)) return
    this.lastWrite = now
    const line = describe(progress, (now - this.stageStarted) / 1000, this.doneAtStart)
    process.stderr.write(this.terminal ? `\r\x1b[K${line.slice(0, (process.stderr.columns || 80) - 1)}` : `${line}\n`)
    this.shown = true
  }

  /** A line of its own, which stays. */
  message = (text: string): void => {
    this.end()
    process.stderr.write(`${text}\n`)
  }

  /** Leaves the terminal clean. */
  end(): void {
    if (this.terminal && this.shown) process.stderr.write('\r\x1b[K')
    this.shown = false
  }
}

function describe({ stage, done, total, unit, detail }: Progress, seconds: number, doneAtStart: number): string {
  const of = total === undefined ? '' : ` of ${count(total)}`
  const share = total === undefined || total === 0 ? '' : ` (${Math.floor((done / total) * 100)} %)`
  const rate = seconds < 0.5 ? 0 : (done - doneAtStart) / seconds
  const speed = rate < 1 ? '' : `, ${count(rate)} ${unit}/s`
  const left = total === undefined || rate === 0 ? '' : `, ${duration((total - done) / rate)} left`
  const more = detail === undefined ? '' : ` · ${detail}`
  return `${stage}: ${count(done)}${of} ${unit}${share}${speed}${left}${more}`
}
