import type { MedoidError } from '../core/errors.ts'
import type { ChildProcess, StartProcess } from '../jobs/process.ts'
import type { FromService, ToService } from './messages.ts'
import { type Outcome, valueOf } from './reply.ts'

const ENTRY = new URL('./entry.ts', import.meta.url)

type Question = ToService extends infer Q ? (Q extends ToService ? Omit<Q, 'id'> : never) : never

/** One process of the service: started when it is first asked, and again when it died. */
export class Lane {
  private readonly start: StartProcess
  private readonly name: string
  private process: ChildProcess | null = null
  private readonly open = new Map<number, (reply: Outcome<unknown>) => void>()
  private lastId = 0

  constructor(start: StartProcess, name: string) {
    this.start = start
    this.name = name
  }

  async ask(question: Question): Promise<unknown> {
    const id = ++this.lastId
    const process = (this.process ??= this.begin())
    const reply = await new Promise<Outcome<unknown>>((resolve) => {
      this.open.set(id, resolve)
      process.send({ ...question, id })
    })
    return valueOf(reply)
  }

  /** Lets go of a catalogue. */
  release(file: string): void {
    if (this.process === null) return
    this.ask({ ask: 'release', file }).catch((error: MedoidError) => {
      // A process that has ended holds nothing any more.
      if (error.code !== 'service-ended') process.stderr.write(`medoid: ${error.stack}\n`)
    })
  }

  close(): void {
    this.process?.kill()
  }

  private begin(): ChildProcess {
    const child = this.start(ENTRY, this.name)
    child.onOutput((text) => void process.stderr.write(text))
    child.onMessage((message) => {
      const { id, reply } = message as FromService
      this.open.get(id)?.(reply)
      this.open.delete(id)
    })
    child.onExit(() => {
      if (this.process === child) this.process = null
      const error = { code: 'service-ended', parameters: {} } as const
      for (const resolve of this.open.values()) resolve({ ok: false, error })
      this.open.clear()
    })
    return child
  }
}
