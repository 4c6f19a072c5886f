import { ENGLISH } from './en/index.ts'
import { type Said, sentences } from './said.ts'
import { PLAIN_TERMS, type Terms } from './terms.ts'

/** How a code is said in a language. */
type Sentence<P> = (parameters: P, terms: Terms) => Said

/** The parameters of a message that has none. */
export type Nothing = Record<string, never>

/** The catalogue of another language has the same codes, with the same parameters. */
type Messages = typeof ENGLISH

/** Stable, kebab-case; scripts may test it, e.g. `catalogue-newer`. */
export type MessageCode = keyof Messages
export type ParametersOf<C extends MessageCode> = {
  [K in C]: Parameters<Messages[K]> extends [] ? Nothing : Parameters<Messages[K]>[0]
}[C]

/** A message as data: how it travels between processes, and how it is stored. */
export type Message = { [C in MessageCode]: { code: C; parameters: ParametersOf<C> } }[MessageCode]

/** The problem and the remedy of a message, in the words of a host. */
export function tell<C extends MessageCode>(code: C, parameters: ParametersOf<C>, terms: Terms): Said {
  return (ENGLISH[code] as Sentence<ParametersOf<C>>)(parameters, terms)
}

/** A message in the words of a host. */
export function say<C extends MessageCode>(code: C, parameters: ParametersOf<C>, terms: Terms): string {
  return sentences(tell(code, parameters, terms))
}

/** As `say`, of a message as it travels. */
export function sayMessage({ code, parameters }: Message, terms: Terms): string {
  return say(code, parameters, terms)
}

/** What a sentence holds for a parameter that is missing, or of another kind than it takes. */
const HOLE = /\b(undefined|NaN)\b|\[object Object\]/g

function holes(text: string): number {
  return text.match(HOLE)?.length ?? 0
}

/**
 * What a file holds of a message, which anybody may have written, and of any version of this program.
 * @returns null where this program has no such message
 */
export function readMessage(value: unknown): Message | null {
  if (typeof value !== 'object' || value === null) return null
  const { code, parameters } = value as Partial<Message>
  if (typeof code !== 'string' || !isCode(code)) return null
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) return null
  const message = { code, parameters } as Message
  try {
    // What somebody's own values say is theirs.
    return holes(sayMessage(message, PLAIN_TERMS)) <= holes(JSON.stringify(parameters)) ? message : null
  } catch {
    // The sentence cannot be made of these parameters.
    return null
  }
}

/** Whether a code that came from a file or another process is one of this program. */
export function isCode(code: string): code is MessageCode {
  return Object.hasOwn(ENGLISH, code)
}
