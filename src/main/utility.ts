import { MessageChannelMain, utilityProcess, type UtilityProcess } from 'electron'
import { fileURLToPath } from 'node:url'
import { type HelperNews, type HelperRequest, isAboutHelpers } from '../jobs/asked-helpers.ts'
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
  const helpers = new Map<number, () => void>()
  child.on('message', (message: unknown) => {
    if (!isAboutHelpers(message)) return
    const request = message as HelperRequest
    if (request.helper === 'start') helpers.set(request.id, startHelper(child, request, name))
    else helpers.get(request.id)?.()
  })
  child.once('exit', () => {
    exited = true
    for (const kill of helpers.values()) kill()
  })
  return {
    // Electron does not know it before the process has come up.
    get pid() {
      return child.pid
    },
    send: (message) => {
      if (exited) return
      if (spawned) child.postMessage(message)
      else waiting.push(message)
    },
    onMessage: (listener) =>
      void child.on('message', (message: unknown) => {
        if (!isAboutHelpers(message)) listener(message)
      }),
    onOutput: (listener) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (data: Buffer) => listener(data.toString('utf8')))
      }
    },
    onExit: (listener) => void child.once('exit', (status) => listener(status)),
    kill: () => void child.kill(),
    end: () => killNow(child)
  }
}

/** A process that another one wants beside itself: they speak through a channel of their own. @returns ends it at once */
function startHelper(owner: UtilityProcess, request: HelperRequest & { helper: 'start' }, name: string): () => void {
  const { id, entry, execArgv, env } = request
  const helper = utilityProcess.fork(fileURLToPath(entry), [], {
    serviceName: `${name} (helper)`,
    execArgv,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe']
  })
  let state: 'starting' | 'running' | 'unwanted' | 'ended' = 'starting'
  const tell = (news: HelperNews, ports: Electron.MessagePortMain[] = []): void => owner.postMessage(news, ports)
  helper.once('spawn', () => {
    if (state === 'unwanted') return killNow(helper)
    state = 'running'
    const { port1, port2 } = new MessageChannelMain()
    helper.postMessage(null, [port1])
    tell({ helper: 'started', id }, [port2])
  })
  helper.stderr?.on('data', (data: Buffer) => tell({ helper: 'output', id, text: data.toString('utf8') }))
  helper.once('exit', (status) => {
    state = 'ended'
    tell({ helper: 'ended', id, how: `exit code ${status}` })
  })
  return () => {
    if (state === 'running') killNow(helper)
    else if (state === 'starting') state = 'unwanted'
  }
}

/** Electron only asks a process to end; one that hangs in a codec or a driver does not hear that. */
function killNow(child: UtilityProcess): void {
  const { pid } = child
  // One that has not come up yet does nothing that could keep it.
  if (pid === undefined) return void child.kill()
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It has just ended.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
