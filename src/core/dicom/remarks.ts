import type { ParametersOf } from '../../messages/message.ts'
import type { HeaderIssue, IssueCode } from './issues.ts'

/** What is odd in a file that is read all the same: of each kind the first place, and how many there are. */
export class Remarks {
  private readonly found = new Map<IssueCode, { parameters: object; count: number }>()

  clear(): void {
    if (this.found.size > 0) this.found.clear()
  }

  add<C extends IssueCode>(code: C, parameters: ParametersOf<C>): void {
    const known = this.found.get(code)
    if (known) known.count++
    else this.found.set(code, { parameters, count: 1 })
  }

  /** One a kind. */
  list(): HeaderIssue[] {
    return Array.from(this.found, ([code, { parameters, count }]) => {
      return { code, parameters: count === 1 ? parameters : { ...parameters, more: count - 1 } } as HeaderIssue
    })
  }
}
