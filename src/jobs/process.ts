/** A process of its own as its parent sees it: Node's child process in the browser host, a utility process in Electron. */
export interface ChildProcess {
  readonly pid: number | undefined
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** What it writes to stdout and stderr. */
  onOutput(listener: (text: string) => void): void
  /** Once, however it ended. @param status its exit code; null where a signal ended it */
  onExit(listener: (status: number | null) => void): void
  /** Asks it to end. */
  kill(): void
  /** Ends it at once, whatever it does: one that hangs does not hear that it should. */
  end(): void
}

/** How a host starts one. @param entry the module to run @param name for the operating system's list of processes */
export type StartProcess = (entry: URL, name: string) => ChildProcess
