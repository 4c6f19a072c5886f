/** What is wrong (or what happened), and what to do next. */
export interface Said {
  problem: string
  remedy?: string
}

/** Both in one text. */
export function sentences({ problem, remedy }: Said): string {
  return remedy === undefined ? problem : `${problem} ${remedy}`
}
