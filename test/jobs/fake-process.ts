import type { FromJob, ToJob } from '../../src/jobs/messages.ts'
import type { ChildProcess, StartProcess } from '../../src/jobs/process.ts'

/** A process of a job that says what a test lets it say. */
export class FakeProcess implements ChildProcess {
  readonly pid = process.pid
  readonly heard: ToJob[] = []
  say: (message: FromJob) => void = () => undefined
  print: (text: string) => void = () => undefined
  exit: (status: number | null) => void = () => undefined

  send(message: unknown): void {
    this.heard.push(message as ToJob)
  }
  onMessage(listener: (message: unknown) => void): void {
    this.say = listener
  }
  onOutput(listener: (text: string) => void): void {
    this.print = listener
  }
  onExit(listener: (status: number | null) => void): void {
    this.exit = listener
  }
  kill(): void {
    this.exit(null)
  }
  end(): void {
    this.exit(null)
  }
}

/** @returns how to start such processes, and those that were started */
export function fakeProcesses(): { start: StartProcess; started: FakeProcess[] } {
  const started: FakeProcess[] = []
  const start: StartProcess = () => {
    const process = new FakeProcess()
    started.push(process)
    return process
  }
  return { start, started }
}
