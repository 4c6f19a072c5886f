/** What a call was answered with that did not go well: what is wrong, and what to do next. */
export class HostError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Whether a host does not answer any more, or is another one that does not know this window. */
export function isHostGone(problem: unknown): boolean {
  return problem instanceof HostError && (problem.code === 'host-gone' || problem.code === 'host-restarted')
}
