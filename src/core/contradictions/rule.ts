import type { Condition } from '../conditions.ts'

/** Values of one image that cannot all be right. One file a rule. */
export interface ContradictionRule {
  /** In reports for programs; it never changes. */
  code: string
  /** For people, as a heading. */
  title: string
  /** What is wrong, and what to do about it. */
  says: string
  /** Attributes that it looks at, by keyword. */
  keywords: readonly string[]
  /**
   * @param valueOf of a keyword, as the catalogue keeps it; '' where an image has none
   * @param today `YYYYMMDD`
   * @returns conditions that images of this contradiction satisfy, and no others that do not contradict themselves in the same way; null where there is none
   */
  contradicts(valueOf: (keyword: string) => string, today: string): Condition[] | null
}

export function is(tag: string, value: string): Condition {
  return { tag, operator: 'is', value }
}

/** Numbers from one to another, both included. */
export function within(tag: string, from: number | null, to: number | null): Condition {
  return { tag, operator: 'is', range: { from, to } }
}
