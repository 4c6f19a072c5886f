/**
 * An error that a person can act on: what is wrong, where, and what to do next.
 * Anything else that reaches a host is a defect of the program and is shown with its stack.
 */
export class MedoidError extends Error {
  /** Stable, kebab-case; scripts may test it, e.g. `catalogue-newer`. */
  readonly code: string

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'MedoidError'
    this.code = code
  }
}

/** The work was cancelled by whoever asked for it. What was committed before stays. */
export class CancelledError extends MedoidError {
  constructor(message = 'Cancelled. What was done until now is kept; run the same command again to finish.') {
    super('cancelled', message)
    this.name = 'CancelledError'
  }
}
