/**
 * What a helper process may use for one piece of work, such as the picture of one file. Processor time counts, not the clock: on a
 * machine that is busy, or asleep, good work takes long. The thread of parent-watchdog.ts keeps watch, since the one that works
 * may hang.
 */

/** Milliseconds of processor time that anything may take. */
const BASE = 10_000
/** Milliseconds more for each sample of an image: several times what the slowest codec takes for noise. */
const MILLISECONDS_A_SAMPLE = 0.002
/** Looks of the watchdog, about one a second, until work that uses no processor at all is given up: its disk does not answer. */
const MAX_IDLE = 120
/** Milliseconds that a process uses even so, in all of these looks together. */
const IDLE_TIME = 10

/** Cells of the memory that is shared with the watchdog. */
const LIMIT = 0
const WORK = 1

interface BudgetOptions {
  /** Milliseconds of processor time. */
  base?: number
  /** Looks of the watchdog. */
  maxIdle?: number
}

/** What the watchdog is given. */
export interface SharedBudget {
  cells: Int32Array
  maxIdle: number
}

/** The side of the thread that works. */
export class WorkBudget {
  readonly shared: SharedBudget
  private readonly base: number
  private begun = 0

  constructor({ base = BASE, maxIdle = MAX_IDLE }: BudgetOptions = {}) {
    this.base = base
    this.shared = { cells: new Int32Array(new SharedArrayBuffer(8)), maxIdle }
  }

  begin(): void {
    this.begun = processorTime()
    Atomics.add(this.shared.cells, WORK, 1)
    this.limit(this.base)
  }

  /** Once it is known how many samples an image has. */
  allow(samples: number): void {
    this.limit(this.base + samples * MILLISECONDS_A_SAMPLE)
  }

  end(): void {
    Atomics.store(this.shared.cells, LIMIT, 0)
  }

  private limit(milliseconds: number): void {
    Atomics.store(this.shared.cells, LIMIT, Math.ceil(this.begun + milliseconds))
  }
}

function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Why work is given up, for its process's parent. */
export interface GivenUp {
  /** Which piece of work, from 1. */
  work: number
  code: 'pixels-too-costly' | 'decoder-late'
}

/** The side of the watchdog. */
export class BudgetWatch {
  private readonly cells: Int32Array
  private readonly maxIdle: number
  private work = 0
  private idle = 0
  private usedBefore = 0

  constructor({ cells, maxIdle }: SharedBudget) {
    this.cells = cells
    this.maxIdle = maxIdle
  }

  /**
   * Looks after the work; about once a second.
   * @param used milliseconds of processor time of all threads @param own of the watchdog's
   */
  look(used: number, own: number): GivenUp | null {
    const limit = Atomics.load(this.cells, LIMIT)
    const work = Atomics.load(this.cells, WORK)
    const others = used - own
    if (limit === 0 || work !== this.work || others - this.usedBefore > IDLE_TIME) {
      this.idle = 0
      this.work = work
      this.usedBefore = others
    } else this.idle++
    if (limit === 0) return null
    if (used > limit) return { work, code: 'pixels-too-costly' }
    return this.idle < this.maxIdle ? null : { work, code: 'decoder-late' }
  }
}

/** Before and behind what the watchdog writes to stderr, which reaches the parent even where the process cannot end. */
const MARK = 'medoid gives up: '

export function tellGivenUp(givenUp: GivenUp): string {
  return `\n${MARK}${JSON.stringify(givenUp)}\n`
}

/** What a process has told of work that was given up, in what it wrote to stderr. */
export function givenUpIn(output: string): GivenUp | null {
  const from = output.lastIndexOf(MARK)
  const to = output.indexOf('\n', from)
  return from < 0 || to < 0 ? null : (JSON.parse(output.slice(from + MARK.length, to)) as GivenUp)
}
