import { type Code, isCode, type ParametersOf, say } from '../messages/message.ts'
import { PLAIN_TERMS, type Terms } from '../messages/terms.ts'

/**
 * An error that a person can act on, as data: a code and its parameters, which each host says in its own terms (`explain`).
 * Anything else that reaches a host is a defect of the program and is shown with its stack.
 */
export class MedoidError<C extends Code = Code> extends Error {
  /** Stable, kebab-case; scripts may test it, e.g. `catalogue-newer`. */
  readonly code: string
  /** Plain data. */
  readonly parameters: ParametersOf<C>

  constructor(code: C, parameters: ParametersOf<C>, options?: { cause?: unknown })
  /** @deprecated for errors that are no data yet. */
  constructor(code: string, message: string, options?: { cause?: unknown })
  constructor(code: string, given: unknown, options?: { cause?: unknown }) {
    super(
      isCode(code) && typeof given === 'object' ? say(code, given as ParametersOf<Code>, PLAIN_TERMS) : String(given),
      options
    )
    this.name = 'MedoidError'
    this.code = code
    this.parameters = given as ParametersOf<C>
  }

  /** What is wrong, where, and what to do next, in the terms of a host. */
  explain(terms: Terms): string {
    return typeof this.parameters === 'object' ? say(this.code as C, this.parameters, terms) : this.message
  }
}

/** The work was cancelled by whoever asked for it. What was committed before stays. */
export class CancelledError extends MedoidError<'cancelled'> {
  constructor(stopped: ParametersOf<'cancelled'> = { what: 'any' }) {
    super('cancelled', stopped)
    this.name = 'CancelledError'
  }
}
