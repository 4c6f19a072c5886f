import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ChildProcess, StartProcess } from '../jobs/process.ts'

/** Starts a process of Node's own. */
export const forkProcess: StartProcess = (entry, name): ChildProcess => {
  const child = fork(fileURLToPath(entry), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // What listings of processes show of it.
    execArgv: [`--title=${name}`]
  })
  let exited = false
  return {
    pid: child.pid,
    send: (message) => {
      // Whoever is gone is told of by its exit.
      if (!exited && child.connected) child.send(message as object, () => undefined)
    },
    onMessage: (listener) => void child.on('message', listener),
    onOutput: (listener) => {
      for (const stream of [child.stdout!, child.stderr!]) {
        stream.setEncoding('utf8').on('data', (text: string) => listener(text))
      }
    },
    onExit: (listener) => {
      const once = (status: number | null): void => {
        if (exited) return
        exited = true
        listener(status)
      }
      child.on('exit', once)
      // It could not even be started.
      child.on('error', () => once(1))
    },
    kill: () => void child.kill(),
    end: () => void child.kill('SIGKILL')
  }
}
