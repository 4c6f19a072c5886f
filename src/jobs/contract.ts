import type { Work } from '../core/work.ts'

/**
 * Long work that a host starts: plain data in, plain data out, so that it can run in any process; progress, cancelling and
 * resuming through `Work`. A cancelled job throws CancelledError at a committed state; run again with the same
 * parameters, it goes on from there.
 */
export interface Job<Parameters, Result> {
  run(parameters: Parameters, work: Work): Promise<Result>
}
