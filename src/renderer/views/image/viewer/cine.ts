/** What is played: places from 0, of which one is in sight. */
export interface Reel {
  count: () => number
  at: () => number
  /** Settles when the picture of a place is there, or cannot be had. */
  fetch: (place: number) => Promise<void>
  show: (place: number) => void
}

interface Clock {
  /** Milliseconds. */
  now: () => number
  wait: (milliseconds: number) => Promise<void>
}

const CLOCK: Clock = {
  now: () => performance.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** Pictures a second of what does not say how fast it is to be played. */
export const USUAL_RATE = 10
export const MOST_RATE = 60

/**
 * Plays pictures one after the other, from the last one on to the first. The next one is fetched while one is shown, and none is left out:
 * where they come more slowly than they are to be shown, they are shown as they come.
 */
export class Cine {
  /** Pictures a second. */
  rate = USUAL_RATE
  private readonly clock: Clock
  private run: object | null = null

  constructor(clock: Clock = CLOCK) {
    this.clock = clock
  }

  /** Plays until it is stopped, or nothing is left to play. */
  async play(reel: Reel): Promise<void> {
    const mine = (this.run = {})
    let due = this.clock.now()
    while (reel.count() > 1) {
      const next = (reel.at() + 1) % reel.count()
      // What comes late is not made up for.
      due = Math.max(due + 1000 / this.rate, this.clock.now())
      await reel.fetch(next)
      if (this.run !== mine) return
      await this.clock.wait(Math.max(0, due - this.clock.now()))
      if (this.run !== mine) return
      reel.show(next)
    }
    this.run = null
  }

  stop(): void {
    this.run = null
  }
}
