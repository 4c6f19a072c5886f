import { ENGLISH } from './en/index.ts'
import type { Terms } from './terms.ts'

/** What is wrong (or what happened), and what to do next. */
export interface Said {
  problem: string
  remedy?: string
}

/** How a code is said in a language. */
export type Sentence<P> = (parameters: P, terms: Terms) => Said

/** The parameters of a message that has none. */
export type Nothing = Record<string, never>

/** The catalogue of another language has the same codes, with the same parameters. */
export type Messages = typeof ENGLISH

/** Stable, kebab-case; scripts may test it, e.g. `catalogue-newer`. */
export type Code = keyof Messages
export type ParametersOf<C extends Code> = Parameters<Messages[C]>[0]

/** A message as data: how it travels between processes, and how it is stored. */
export type Message = { [C in Code]: { code: C; parameters: ParametersOf<C> } }[Code]

/** The problem and the remedy of a message, in the words of a host. */
export function tell<C extends Code>(code: C, parameters: ParametersOf<C>, terms: Terms): Said {
  return (ENGLISH[code] as Sentence<ParametersOf<C>>)(parameters, terms)
}

/** A message in the words of a host. */
export function say<C extends Code>(code: C, parameters: ParametersOf<C>, terms: Terms): string {
  const { problem, remedy } = tell(code, parameters, terms)
  return remedy === undefined ? problem : `${problem} ${remedy}`
}

/** Whether a code that came from a file or another process is one of this program. */
export function isCode(code: string): code is Code {
  return Object.hasOwn(ENGLISH, code)
}
