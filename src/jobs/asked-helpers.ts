import type { Helper, StartHelper } from '../core/processes/helper.ts'
import type { ParentPort, Port } from '../core/processes/ports.ts'

/** What a utility process asks the main process of Electron, which alone may start one. */
export type HelperRequest =
  | { helper: 'start'; id: number; entry: string; execArgv: string[]; env: Record<string, string> }
  | { helper: 'kill'; id: number }

/** What it answers; `started` brings a port to the helper. */
export type HelperNews =
  | { helper: 'started'; id: number }
  | { helper: 'output'; id: number; text: string }
  | { helper: 'ended'; id: number; how: string }

/** How long to wait for what an ended helper had sent. */
const TIMEOUT_MILLISECONDS = 1000

/** Whether a message is about helpers, and not for whoever listens to the process. */
export function isAboutHelpers(message: unknown): message is HelperRequest | HelperNews {
  return typeof message === 'object' && message !== null && 'helper' in message
}

/** Starts helpers through the main process; with each of them this process then speaks directly. */
export function askForHelpers(parentPort: ParentPort): StartHelper {
  const helpers = new Map<number, AskedHelper>()
  let lastId = 0
  const ask = (request: HelperRequest): void => parentPort.postMessage(request)
  parentPort.on('message', ({ data, ports }) => {
    if (!isAboutHelpers(data)) return
    const helper = helpers.get(data.id)
    if (data.helper === 'started') helper?.begin(ports[0])
    else if (data.helper === 'output') helper?.output(data.text)
    else if (data.helper === 'ended') {
      helpers.delete(data.id)
      helper?.end(data.how)
    }
  })
  return (entry, { execArgv = [], env = {} } = {}) => {
    const id = ++lastId
    const helper = new AskedHelper(() => ask({ helper: 'kill', id }))
    helpers.set(id, helper)
    ask({ helper: 'start', id, entry: entry.href, execArgv, env })
    return helper
  }
}

class AskedHelper implements Helper {
  /** It is known to the main process alone. */
  readonly pid = undefined
  readonly kill: () => void
  private port: Port | null = null
  private isClosed = false
  private how: string | null = null
  private readonly waiting: unknown[] = []
  private readonly listeners: ((message: unknown) => void)[] = []
  private readonly outputs: ((text: string) => void)[] = []
  private readonly ends: ((how: string) => void)[] = []

  constructor(kill: () => void) {
    this.kill = kill
  }

  send(message: unknown): void {
    if (this.port === null) this.waiting.push(message)
    else this.port.postMessage(message)
  }
  onMessage(listener: (message: unknown) => void): void {
    this.listeners.push(listener)
  }
  onOutput(listener: (text: string) => void): void {
    this.outputs.push(listener)
  }
  onEnd(listener: (how: string) => void): void {
    this.ends.push(listener)
  }

  begin(port: Port): void {
    this.port = port
    port.on('message', ({ data }) => {
      for (const listener of this.listeners) listener(data)
    })
    port.on('close', () => {
      this.isClosed = true
      if (this.how !== null) this.over()
    })
    port.start()
    for (const message of this.waiting.splice(0)) port.postMessage(message)
  }
  output(text: string): void {
    for (const listener of this.outputs) listener(text)
  }
  end(how: string): void {
    this.how = how
    if (this.port === null || this.isClosed) this.over()
    else setTimeout(() => this.over(), TIMEOUT_MILLISECONDS)
  }

  private over(): void {
    for (const listener of this.ends.splice(0)) listener(this.how!)
  }
}
