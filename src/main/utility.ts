import { utilityProcess } from 'electron'
import { fileURLToPath } from 'node:url'
import type { ChildProcess, StartProcess } from '../jobs/process.ts'

/** Starts a process of Electron's own: with the fuses of a release, Node's cannot be started. */
export const startUtility: StartProcess = (entry, name): ChildProcess => {
  const child = utilityProcess.fork(fileURLToPath(entry), [], { serviceName: name, stdio: 'pipe' })
  let exited = false
  const waiting: unknown[] = []
  let spawned = false
  child.once('spawn', () => {
    spawned = true
    for (const message of waiting.splice(0)) child.postMessage(message)
  })
  return {
    pid: child.pid,
    send: (message) => {
      if (exited) return
      if (spawned) child.postMessage(message)
      else waiting.push(message)
    },
    onMessage: (listener) => void child.on('message', listener),
    onOutput: (listener) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (data: Buffer) => listener(data.toString('utf8')))
      }
    },
    onExit: (listener) =>
      void child.once('exit', (status) => {
        exited = true
        listener(status)
      }),
    kill: () => void child.kill()
  }
}
