import { isDefect, MedoidError, messageOf } from '../core/errors.ts'
import { type Message, sayMessage } from '../messages/message.ts'
import type { Reply } from './contract.ts'
import { WINDOW_TERMS } from './window-terms.ts'

/** How a question ends, on its way through a process. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: Message }

/** Does something and says how it ended; what a person cannot act on is a defect, which goes to the log with its stack. */
export async function outcomeOf<T>(work: () => Promise<T> | T): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    if (isDefect(error)) {
      const { stack, message } = error as Error
      process.stderr.write(`medoid: this is a defect, please report it: ${stack ?? message}\n`)
    }
    return { ok: false, error: messageOf(error) }
  }
}

/** What a question comes to that did not go well. */
export function failed({ data }: MedoidError): Outcome<never> {
  return { ok: false, error: data }
}

/** The same for a window. */
export function replyOf<T>(outcome: Outcome<T>): Reply<T> {
  if (outcome.ok) return outcome
  const { error } = outcome
  return { ok: false, error: { ...error, message: sayMessage(error, WINDOW_TERMS) } }
}

/** @throws MedoidError what the other side said */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw MedoidError.from(outcome.error)
}
