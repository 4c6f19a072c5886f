import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import type { DeviceEvent, FromShell, ToShell, WindowOptions } from './messages.ts'

/**
 * As much of Electron as Medoid's main process asks for, in plain Node. The specs hold the browser: pages, requests to
 * protocols and messages of the preload come and go over the channel to them. What Electron would refuse is refused.
 */

const say = (message: FromShell): void => void process.send!(message)
const log = (...entry: unknown[]): void => say({ type: 'log', entry: JSON.parse(JSON.stringify(entry)) as unknown[] })

class App extends EventEmitter {
  readonly isPackaged = false
  isReady = false
  private readonly paths = new Map<string, string>()

  enableSandbox(): void {
    if (this.isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
    log('enableSandbox')
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path)
  }
  requestSingleInstanceLock(): boolean {
    return true
  }
  whenReady(): Promise<void> {
    this.isReady = true
    return Promise.resolve()
  }
  quit(): void {
    let prevented = false
    this.emit('before-quit', { preventDefault: () => (prevented = true) })
    if (!prevented) this.exit(0)
  }
  exit(status: number): void {
    process.exit(status)
  }
}
export const app = new App()

type Handler = (request: { url: string }) => Promise<Response>
const schemes = new Map<string, unknown>()
const protocols = new Map<string, Handler>()
export const protocol = {
  registerSchemesAsPrivileged(list: { scheme: string; privileges: unknown }[]): void {
    if (app.isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme, privileges } of list) schemes.set(scheme, privileges)
  },
  handle(scheme: string, handler: Handler): void {
    if (!app.isReady) throw new Error('protocol.handle before app is ready')
    if (!schemes.has(scheme)) throw new Error(`the scheme ${scheme} is not privileged`)
    protocols.set(scheme, handler)
  }
}

const permissions = {
  request: null as
    | ((
        contents: unknown,
        permission: string,
        answer: (granted: boolean) => void,
        details: { requestingUrl: string }
      ) => void)
    | null,
  check: null as ((contents: unknown, permission: string, origin: string) => boolean) | null,
  device: null as (() => boolean) | null,
  pairing: null as ((details: unknown, answer: (response: { confirmed: boolean }) => void) => void) | null,
  screen: null as ((request: unknown, answer: (streams: object | null) => void) => void) | null
}
export const session = {
  defaultSession: Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: (handler: typeof permissions.request) => (permissions.request = handler),
    setPermissionCheckHandler: (handler: typeof permissions.check) => (permissions.check = handler),
    setDevicePermissionHandler: (handler: typeof permissions.device) => (permissions.device = handler),
    setBluetoothPairingHandler: (handler: typeof permissions.pairing) => (permissions.pairing = handler),
    setDisplayMediaRequestHandler: (handler: typeof permissions.screen) => (permissions.screen = handler)
  })
}

type IpcHandler = (event: unknown, ...args: unknown[]) => unknown
const handlers = new Map<string, IpcHandler>()
export const ipcMain = {
  handle(channel: string, handler: IpcHandler): void {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    handlers.set(channel, handler)
  }
}

export const shell = {
  showItemInFolder: (path: string) => log('showItemInFolder', path),
  openPath: (path: string) => {
    log('openPath', path)
    return Promise.resolve('')
  }
}
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 3840, height: 2160 } }] }

/** What the specs answer to the next dialog. */
let chosen: string | null = null
export const dialog = {
  showErrorBox: (title: string, text: string) => log('errorBox', title, text),
  showOpenDialog: (_window: unknown, options: unknown) => {
    log('openDialog', options)
    return Promise.resolve({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] })
  },
  showSaveDialog: (_window: unknown, options: unknown) => {
    log('saveDialog', options)
    return Promise.resolve({ canceled: chosen === null, filePath: chosen ?? '' })
  }
}

interface Item {
  label?: string
  submenu?: Item[]
  click?: () => void
}
let menu: Item[] = []
export const Menu = {
  buildFromTemplate: (template: Item[]) => template,
  setApplicationMenu: (template: Item[]) => void (menu = template)
}

class WebContents extends EventEmitter {
  openHandler: ((details: { url: string }) => unknown) | null = null
  setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
    this.openHandler = handler
  }
  send(channel: string, ...args: unknown[]): void {
    say({ type: 'send', channel, args: structuredClone(args) })
  }
}

const windows = new Set<BrowserWindow>()
export class BrowserWindow extends EventEmitter {
  readonly webContents = new WebContents()
  private readonly options: WindowOptions

  static getAllWindows(): BrowserWindow[] {
    return [...windows]
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...windows].find((window) => window.webContents === contents) ?? null
  }

  constructor(options: WindowOptions) {
    super()
    this.options = options
    windows.add(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  loadURL(url: string): Promise<void> {
    say({ type: 'window', options: JSON.parse(JSON.stringify(this.options)) as WindowOptions, url })
    setImmediate(() => this.emit('ready-to-show'))
    return Promise.resolve()
  }
  show(): void {
    log('show')
  }
  focus(): void {
    log('focus')
  }
  maximize(): void {
    log('maximize')
  }
  isMaximized(): boolean {
    return false
  }
  isMinimized(): boolean {
    return false
  }
  getNormalBounds() {
    return { x: 10, y: 20, width: this.options.width, height: this.options.height }
  }
  /** As by a person. */
  close(): void {
    this.emit('close', {})
    this.destroy()
  }
  destroy(): void {
    if (!windows.delete(this)) return
    if (windows.size === 0) app.emit('window-all-closed')
  }
}

/** What goes between this process and a simulated utility process. */
export type Carried = { data: unknown; ports: number[] } | { port: number; data: unknown } | { close: number }

/** Ends of channels by id; an end and its other end differ in the last bit. Both go to utility processes. */
const ends = new Map<number, { owner: ChildProcess | null; early: unknown[] }>()

class MessagePortMain {
  readonly id = ends.size

  constructor() {
    ends.set(this.id, { owner: null, early: [] })
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain()
  readonly port2 = new MessagePortMain()
}

function carry(to: ChildProcess, message: Carried): void {
  if (to.connected) to.send(message)
}

/** What an end has sent arrives at the other one, when that has come to a process. */
function pass(from: number, message: { data: unknown } | 'close'): void {
  const other = ends.get(from ^ 1)!
  const carried: Carried = message === 'close' ? { close: from ^ 1 } : { port: from ^ 1, data: message.data }
  if (other.owner === null) other.early.push(carried)
  else carry(other.owner, carried)
}

export const utilityProcess = {
  fork(
    file: string,
    args: string[],
    options: { serviceName: string; stdio: unknown; execArgv?: string[]; env?: NodeJS.ProcessEnv }
  ) {
    if (!app.isReady) throw new Error('utilityProcess.fork before app is ready')
    const [, stdout, stderr] = (
      Array.isArray(options.stdio) ? options.stdio : ['ignore', options.stdio, options.stdio]
    ) as StdioNull[]
    const child = fork(file, args, {
      serialization: 'advanced',
      execArgv: [...(options.execArgv ?? []), '--import', new URL('./parent-port.ts', import.meta.url).href],
      ...(options.env === undefined ? {} : { env: options.env }),
      stdio: ['ignore', stdout, stderr, 'ipc']
    })
    log('utilityProcess', options.serviceName, child.pid)
    const utility = Object.assign(new EventEmitter(), {
      pid: undefined as number | undefined,
      stdout: child.stdout,
      stderr: child.stderr,
      postMessage: (data: unknown, ports: MessagePortMain[] = []) => {
        carry(child, { data, ports: ports.map(({ id }) => id) })
        for (const { id } of ports) {
          const end = ends.get(id)!
          end.owner = child
          for (const carried of end.early.splice(0)) carry(child, carried as Carried)
        }
      },
      kill: () => child.kill()
    })
    child.on('spawn', () => {
      utility.pid = child.pid
      utility.emit('spawn')
    })
    child.on('message', (message: Carried) => {
      if ('port' in message) pass(message.port, message)
      else if ('data' in message) utility.emit('message', message.data)
    })
    child.on('exit', (status) => {
      for (const [id, { owner }] of ends) if (owner === child) pass(id, 'close')
      log('utilityProcessEnded', options.serviceName)
      utility.emit('exit', status ?? 15)
    })
    return utility
  }
}
type StdioNull = 'ignore' | 'pipe'

async function answer(message: ToShell): Promise<unknown> {
  const [window] = windows
  switch (message.type) {
    case 'request': {
      const handler = protocols.get(message.url.split(':', 1)[0])
      if (handler === undefined) return { status: 0 }
      const response = await handler({ url: message.url })
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: new Uint8Array(await response.arrayBuffer())
      }
    }
    case 'invoke': {
      const handler = handlers.get(message.channel)
      if (handler === undefined) throw new Error(`No handler registered for '${message.channel}'`)
      const { url, isTop } = message.frame
      const event = { sender: window.webContents, senderFrame: { url, parent: isTop ? null : {} } }
      return structuredClone(await handler(event, ...message.args))
    }
    case 'navigate': {
      let prevented = false
      window.webContents.emit(message.event, { url: message.url, preventDefault: () => (prevented = true) })
      return prevented
    }
    case 'open':
      return window.webContents.openHandler?.({ url: message.url })
    case 'permission':
      return new Promise((resolve) => {
        const { permission, url: requestingUrl } = message
        permissions.request!(
          window.webContents,
          permission,
          (granted) => resolve(granted && permissions.check!(window.webContents, permission, requestingUrl)),
          { requestingUrl }
        )
      })
    case 'device':
      return choice(window.webContents, message.event)
    case 'choose':
      chosen = message.path
      return undefined
    case 'menu': {
      const item = find(menu, message.label)
      if (item === undefined) throw new Error(`The menu has no ${message.label}.`)
      return item.click?.()
    }
    case 'argv':
      return app.emit('second-instance', {}, message.argv, process.cwd())
    case 'close-window':
      return window.close()
    case 'quit':
      return app.quit()
  }
}

/**
 * Which device a page gets, as Electron's documentation says: the one that a listener chooses; else the first, where nobody has
 * prevented that.
 */
function choice(contents: WebContents, name: DeviceEvent): Promise<string | null> {
  const first = 'the first device'
  return new Promise((resolve) => {
    if (name === 'pairing') {
      if (permissions.pairing === null) return resolve(first)
      return permissions.pairing({}, ({ confirmed }) => resolve(confirmed ? first : null))
    }
    if (name === 'screen') {
      if (permissions.screen === null) return resolve(null)
      return permissions.screen({}, (streams) => resolve(streams === null ? null : first))
    }
    if (name === 'device-known') return resolve(permissions.device?.() === false ? null : first)
    let prevented = false
    const event = { preventDefault: () => (prevented = true) }
    const answer = (id?: string | null): void => resolve(id || null)
    const emitter: EventEmitter = name === 'select-bluetooth-device' ? contents : session.defaultSession
    const args = name === 'select-serial-port' ? [[], contents, answer] : [[], answer]
    emitter.emit(name, event, ...args)
    if (!prevented) resolve(first)
  })
}

function find(items: Item[], label: string): Item | undefined {
  return (
    items.find((item) => item.label === label) ?? items.flatMap(({ submenu }) => find(submenu ?? [], label) ?? [])[0]
  )
}

process.on('message', (message: ToShell) => {
  answer(message).then(
    (value) => say({ type: 'answer', id: message.id, value }),
    (error: unknown) => say({ type: 'answer', id: message.id, error: (error as Error).message })
  )
})
process.on('disconnect', () => process.exit())
