import type { WindowBackend } from '../api/backend.ts'
import type { Reply } from '../api/contract.ts'

/** Calls of windows that are on their way. A message over the bridge cancels one, by the number that the window gave it. */
export class Calls {
  private readonly backend: Pick<WindowBackend, 'call'>
  private readonly open = new Map<unknown, AbortController>()

  constructor(backend: Pick<WindowBackend, 'call'>) {
    this.backend = backend
  }

  async answer(method: unknown, given: unknown, id: unknown): Promise<Reply<unknown>> {
    const controller = new AbortController()
    // A page that was loaded again counts from the beginning, and waits for nothing of the page before.
    this.cancel(id)
    this.open.set(id, controller)
    const reply = await this.backend.call(method, given, controller.signal)
    if (this.open.get(id) === controller) this.open.delete(id)
    return reply
  }

  cancel(id: unknown): void {
    this.open.get(id)?.abort()
  }

  /** Nobody waits any more. */
  cancelAll(): void {
    for (const controller of this.open.values()) controller.abort()
  }
}
