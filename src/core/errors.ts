import { type Code, type Message, type ParametersOf, say } from '../messages/message.ts'
import { PLAIN_TERMS, type Terms } from '../messages/terms.ts'

/**
 * An error that a person can act on, as data: a code and its parameters, which each host says in its own terms (`explain`).
 * Anything else that reaches a host is a defect of the program and is shown with its stack.
 */
export class MedoidError<C extends Code = Code> extends Error {
  /** Stable, kebab-case; scripts may test it, e.g. `catalogue-newer`. */
  readonly code: C
  /** Plain data. */
  readonly parameters: ParametersOf<C>

  constructor(code: C, parameters: ParametersOf<C>, options?: { cause?: unknown }) {
    super(say(code, parameters, PLAIN_TERMS), options)
    this.name = 'MedoidError'
    this.code = code
    this.parameters = parameters
  }

  /** As it came from another process. */
  static from({ code, parameters }: Message): MedoidError {
    return new MedoidError(code, parameters)
  }

  /** As it travels to another process, and as it is stored. */
  get data(): Message {
    return { code: this.code, parameters: this.parameters } as Message
  }

  /** What is wrong, where, and what to do next, in the terms of a host. */
  explain(terms: Terms): string {
    return say(this.code, this.parameters, terms)
  }
}

/** The work was cancelled by whoever asked for it. What was committed before stays. */
export class CancelledError extends MedoidError<'cancelled'> {
  constructor(stopped: ParametersOf<'cancelled'> = { what: 'any' }) {
    super('cancelled', stopped)
    this.name = 'CancelledError'
  }
}
