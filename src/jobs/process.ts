/** A process of its own as its parent sees it: Node's child process in the browser host, a utility process in Electron. */
export interface ChildProcess {
  readonly pid: number | undefined
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** What it writes to stdout and stderr. */
  onOutput(listener: (text: string) => void): void
  /** Once, however it ended. @param status its exit code; null where a signal ended it */
  onExit(listener: (status: number | null) => void): void
  kill(): void
}

/** Ends a process whatever it is at: one that hangs does not hear that it should end. @param pid where the process itself does not know it */
export function endAtOnce(child: ChildProcess, pid = child.pid): void {
  if (pid === undefined) return child.kill()
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It has ended by itself.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** How a host starts one. @param entry the module to run @param name for the operating system's list of processes */
export type StartProcess = (entry: URL, name: string) => ChildProcess
