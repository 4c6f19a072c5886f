/** What is wrong (or what happened), and what to do next. */
export interface Said {
  problem: string
  remedy?: string
}

/** A message within another one: as data, or the sentence that versions up to 0.2.0 put there. */
export type Inner = string | { code: string; parameters: object }

/** Says a message within another one in the terms of the same host. */
export type SayInner = (inner: Inner) => string

/** An image that cannot be read, and why. */
export interface Unreadable {
  path: string
  reason: Inner
}

/** Both in one text. */
export function sentences({ problem, remedy }: Said): string {
  return remedy === undefined ? problem : `${problem} ${remedy}`
}
