/** Files or folders a second that a slow file system is asked for. */
const WANTED_A_SECOND = 4000
const LEAST_IN_FLIGHT = 8
export const MOST_IN_FLIGHT = 128
/** From here on it pays to ask for several at once: what that costs the processor is less than the wait, in milliseconds. */
const SLOW = 0.5
/**
 * Times that a decision rests on. Where each is long, fewer do. Three quarters have to be slow: on a computer with much else to do, every
 * other request to a disk at hand waits for its turn on a processor.
 */
const SAMPLE = 8
const SMALL_SAMPLE = 3
const LONG_SAMPLE = 60
/** Times of requests side by side, each of which waits for the others: the shortest of many is that of the file system. */
const SAMPLE_IN_FLIGHT = 256

/**
 * Decides how many requests a file system is sent at a time. A disk at hand answers one sooner than several could be
 * arranged; on a network share each takes a round trip or more, and many can be under way: latency × wanted rate.
 */
export class Latency {
  /** 0: one after the other, waiting for each. */
  inFlight = 0
  private times: number[] = []
  private total = 0

  /** @param milliseconds that a request took */
  took(milliseconds: number): void {
    this.times.push(milliseconds)
    this.total += milliseconds
    if (this.inFlight === 0) {
      if (this.times.length < (this.total < LONG_SAMPLE ? SAMPLE : SMALL_SAMPLE)) return
      const sorted = this.times.sort((a, b) => a - b)
      if (sorted[sorted.length >> 2] >= SLOW) this.inFlight = inFlightFor(sorted[sorted.length >> 1])
    } else {
      if (this.times.length < SAMPLE_IN_FLIGHT) return
      if (Math.min(...this.times) < SLOW / 2) this.inFlight = 0
    }
    this.times = []
    this.total = 0
  }
}

function inFlightFor(milliseconds: number): number {
  const wanted = Math.ceil((milliseconds / 1000) * WANTED_A_SECOND)
  return Math.min(MOST_IN_FLIGHT, Math.max(LEAST_IN_FLIGHT, wanted))
}
