import type { HeaderIssue, IssueCode } from './issues.ts'

/** What is odd in a file that is read all the same: of each kind the first place, and how many there are. */
export class Remarks {
  private readonly found = new Map<IssueCode, { message: string; count: number }>()

  clear(): void {
    if (this.found.size > 0) this.found.clear()
  }

  add(code: IssueCode, message: string): void {
    const known = this.found.get(code)
    if (known) known.count++
    else this.found.set(code, { message, count: 1 })
  }

  /** One a kind. */
  list(): HeaderIssue[] {
    return Array.from(this.found, ([code, { message, count }]) => ({
      code,
      message:
        count === 1 ? message : `${message} The same in ${count === 2 ? 'one more place' : `${count - 1} more places`}.`
    }))
  }
}
