import { type MessageCode, type Message, type ParametersOf, say } from '../messages/message.ts'
import { PLAIN_TERMS, type Terms } from '../messages/terms.ts'

/**
 * An error that a person can act on, as data: a code and its parameters, which each host says in its own terms (`explain`).
 * Anything else that reaches a host is a defect of the program and is shown with its stack.
 */
export class MedoidError<C extends MessageCode = MessageCode> extends Error {
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

/** Whether the system refused something, such as a file or a disk: a person can act on that, too. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  const { code, syscall } = error as NodeJS.ErrnoException
  return code !== undefined && syscall !== undefined
}

/** Whether it is a fault of the program itself, of which its stack tells. */
export function isDefect(error: unknown): boolean {
  return !(error instanceof MedoidError) && !isSystemError(error)
}

/** Any error as it travels to another process: what no person can act on is a `defect`. */
export function messageOf(error: unknown): Message {
  if (error instanceof MedoidError) return (error as MedoidError).data
  const parameters = { reason: (error as Error).message }
  return { code: isSystemError(error) ? 'system-error' : 'defect', parameters }
}

/** The work was cancelled by whoever asked for it. What was committed before stays. */
export class CancelledError extends MedoidError<'cancelled'> {
  constructor(stopped: ParametersOf<'cancelled'> = { what: 'any' }) {
    super('cancelled', stopped)
    this.name = 'CancelledError'
  }
}
