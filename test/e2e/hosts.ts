import { type ChildProcess, fork, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  _electron,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type ElectronApplication,
  type Page,
  type Request
} from 'playwright-core'
import type { Bridge } from '../../src/api/contract.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { FLAGS, testBrowserPath } from './chromium.ts'
import type { FromShell, ToShell, WindowOptions } from './fake-electron/messages.ts'

/** One window of Medoid in a host, as a spec sees it: the same specs run against every host. */
export interface MedoidWindow {
  page: Page
  /** What went wrong in the page, which nothing should. */
  problems: string[]
  /** Lets a person choose a folder or file, when `ask` has made the window ask for it. */
  choose: (path: string, ask: () => Promise<void>) => Promise<void>
  close: () => Promise<void>
}

export interface Given {
  /** Else the usual one of a new user, who has none. */
  catalogue?: string
  /** The user's data folder; else a new one. */
  data?: string
  viewport?: { width: number; height: number }
  /** Whether nobody has seen the window before, so that the tour comes. */
  isFirstStart?: boolean
}

export interface Host {
  name: string
  /** Starts the program and opens its window; closing that ends the program. */
  open: (given?: Given) => Promise<MedoidWindow>
  /** Starts the program for specs that leave it as it was: each has a new window of it, with no memory of those before. */
  start: (given?: Pick<Given, 'catalogue' | 'data'>) => Promise<Running>
}

export interface Running {
  /** One window at a time. */
  open: (given?: Pick<Given, 'viewport' | 'isFirstStart'>) => Promise<MedoidWindow>
  end: () => Promise<void>
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SIZE = { width: 1280, height: 800 }
/** Milliseconds until what a spec waits for is not coming; a machine that is slow or busy needs far less. */
const TIMEOUT_MILLISECONDS = 300_000

let browser: Promise<Browser> | undefined

/** One Chromium for all specs of a file. */
function sharedBrowser(): Promise<Browser> {
  return (browser ??= chromium.launch({ executablePath: testBrowserPath(), args: FLAGS }))
}

/** Programs that specs started; one that failed could not end its own. */
const started = new Set<ChildProcess>()

export async function closeBrowser(): Promise<void> {
  for (const child of started) await ended(child, () => child.kill('SIGKILL'))
  await (await browser)?.close()
  browser = undefined
}

/** A window of the shared browser, with no memory of others, of somebody who wants nothing to move: what moves is drawn many times. */
export async function newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await (await sharedBrowser()).newContext({ reducedMotion: 'reduce', ...options })
  // naive-ui takes a browser without this for Safari, and gives buttons the focus by itself there; the headless shell has none.
  await context.addInitScript(() => void ((window as { chrome?: object }).chrome ??= {}))
  return context
}

async function newPage({ viewport = SIZE, isFirstStart = false }: Given, problems: string[]): Promise<Page> {
  const page = await (await newContext({ viewport })).newPage()
  if (!isFirstStart) await knowTour(page)
  watch(page, problems)
  return page
}

/** The tour of the first start would lie above what a spec looks at. */
export async function knowTour(page: Page): Promise<void> {
  await page.addInitScript(() => {
    // Frames of reports have no storage.
    if (window === top) localStorage.setItem('medoid-knows-tour', 'true')
  })
}

/** Calls of a page that have no answer yet. */
const pending = new WeakMap<Page, { calls: number }>()

/** Waits until a page has all its answers, and shows them with nothing in motion. */
export async function settled(page: Page): Promise<void> {
  const open = pending.get(page)!
  let wasQuiet = false
  for (;;) {
    const isQuiet = open.calls === 0
    if (isQuiet && wasQuiet) return
    wasQuiet = isQuiet
    await page.evaluate(async () => {
      for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
      const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
      await Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)))
    })
  }
}

/** Presses keys that count as one sequence: they have to follow each other within a second, however slow the page is. */
export async function pressTogether(page: Page, ...keys: string[]): Promise<void> {
  await Promise.all(keys.map((key) => page.keyboard.press(key)))
}

function watch(page: Page, problems: string[]): void {
  const open = { calls: 0 }
  pending.set(page, open)
  // The stream of events is answered as long as there is a page.
  const isCall = (request: Request): boolean => request.resourceType() !== 'eventsource'
  page.on('request', (request) => void (open.calls += Number(isCall(request))))
  for (const event of ['requestfinished', 'requestfailed'] as const)
    page.on(event as 'requestfinished', (request) => void (open.calls -= Number(isCall(request))))
  page.on('pageerror', (error) => problems.push(error.stack ?? error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.setDefaultTimeout(TIMEOUT_MILLISECONDS)
}

/**
 * `medoid serve`, the link that it prints, and another one whenever it is asked for.
 * @param program the sources as they are, unless told
 */
export async function startServe(
  given: Given = {},
  program = 'bin/medoid.mjs'
): Promise<{ child: ChildProcess; link: string; nextLink: () => Promise<string> }> {
  const catalogue = given.catalogue === undefined ? [] : ['--catalogue', given.catalogue]
  const child = spawn(process.execPath, [join(ROOT, program), 'serve', ...catalogue], {
    env: { ...process.env, XDG_DATA_HOME: given.data ?? temporaryFolder() },
    stdio: ['pipe', 'pipe', 'pipe']
  })
  started.add(child)
  const said = saidBy(child)
  const printed = (): Promise<string> =>
    new Promise<string>((resolve, reject) => {
      const over = (status: number | null): void =>
        reject(new Error(`medoid serve ended with ${status}. It said:\n${said()}`))
      child.once('close', over)
      child.stdout.once('data', (data: Buffer) => {
        child.off('close', over)
        resolve(data.toString().trim())
      })
    })
  const nextLink = (): Promise<string> => {
    const next = printed()
    child.stdin.write('\n')
    return next
  }
  return { child, link: await printed(), nextLink }
}

/** What a program says on stderr, which nobody wants to read of one that does what it should. */
function saidBy(child: ChildProcess): () => string {
  let said = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (said += text))
  return () => said
}

/** A host whose window, once closed, takes its program with it, of one that can open several. */
function hostOf(name: string, start: Host['start']): Host {
  return {
    name,
    start,
    async open(given = {}) {
      const running = await start(given)
      const window = await running.open(given)
      const close = async (): Promise<void> => {
        await window.close()
        await running.end()
      }
      return { ...window, close }
    }
  }
}

export const browserHost = hostOf('the browser host', async (given) => {
  // As in the published package: its processes start in less than half the processor time of those that strip types.
  const { child, link, nextLink } = await startServe(given, 'out/main/cli.js')
  let unused: string | null = link
  return {
    open: async (given = {}) => {
      const problems: string[] = []
      const page = await newPage(given, problems)
      // A link works once.
      await page.goto(unused ?? (await nextLink()))
      unused = null
      return {
        page,
        problems,
        choose: (path, ask) => chooseInPage(page, path, ask),
        close: () => page.context().close()
      }
    },
    end: () => ended(child, () => child.kill('SIGTERM'))
  }
})

/** The window's own dialog: a folder is chosen, a file picked in its folder or named there. */
async function chooseInPage(page: Page, path: string, ask: () => Promise<void>): Promise<void> {
  await ask()
  const dialog = page.getByTestId('path-dialog')
  const go = async (folder: string): Promise<void> => {
    await dialog.getByTestId('path').locator('input').fill(folder)
    await dialog.getByRole('button', { name: 'Go' }).click()
    // What the folder holds comes a moment later, and takes the place of what was there.
    await settled(page)
  }
  await dialog.waitFor()
  await settled(page)
  const title = (await dialog.textContent())!
  if (title.includes('Choose a folder')) {
    await go(path)
    await dialog.getByTestId('choose').click()
  } else {
    await go(dirname(path))
    if (title.includes('Choose a catalogue') || title.includes('Choose a DICOM file'))
      await dialog.getByRole('button', { name: basename(path), exact: true }).click()
    else {
      await dialog.getByTestId('file-name').locator('input').fill(basename(path))
      await dialog.getByTestId('choose').click()
    }
  }
  await dialog.waitFor({ state: 'hidden' })
}

/** The real main, preload and renderer bundles; Electron itself is simulated, Chromium is real. */
export interface Shell extends MedoidWindow {
  /** What the main process asked of Electron. */
  log: unknown[][]
  options: WindowOptions
  tell(message: ToShell extends infer M ? (M extends ToShell ? Omit<M, 'id'> : never) : never): Promise<unknown>
  /** Resolves with its exit code when the program is over. */
  over: Promise<number | null>
}

/** @param root where the bundles are; those of this checkout unless told */
export async function openShell(given: Given = {}, argv: string[] = [], root = ROOT): Promise<Shell> {
  const shell = await startShell(given, argv, root)
  const { log, options, tell, over } = shell
  const window = await shell.open(given)
  const close = async (): Promise<void> => {
    await window.close()
    await shell.end()
  }
  return { ...window, log, options, tell, over, close }
}

/** A shell that has made its window, of which a page is to be opened. */
type StartedShell = Running & Pick<Shell, 'log' | 'options' | 'tell' | 'over'>

async function startShell(given: Given = {}, argv: string[] = [], root = ROOT): Promise<StartedShell> {
  const log: unknown[][] = []
  const data = given.data ?? temporaryFolder()
  const child = fork(join(root, 'out/main/index.js'), argv, {
    serialization: 'advanced',
    execArgv: ['--import', new URL('./fake-electron/register.ts', import.meta.url).href],
    env: { ...process.env, XDG_DATA_HOME: data },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc']
  })
  started.add(child)
  const said = saidBy(child)
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let lastId = 0
  const tell: Shell['tell'] = (message) =>
    new Promise((resolve, reject) => {
      open.set(++lastId, { resolve, reject })
      child.send({ ...message, id: lastId })
    })
  const over = new Promise<number | null>((resolve) =>
    child.once('exit', (status) => {
      for (const { reject } of open.values()) reject(new Error(`The shell ended with ${status}`))
      resolve(status)
    })
  )
  let page: Page | undefined
  const window = await new Promise<Extract<FromShell, { type: 'window' }>>((resolve, reject) => {
    void over.then((status) =>
      reject(new Error(`The shell ended with ${status} before it had a window. It said:\n${said()}`))
    )
    child.on('message', (message: FromShell) => {
      switch (message.type) {
        case 'window':
          return resolve(message)
        case 'log':
          return void log.push(message.entry)
        case 'send':
          // A page that is gone hears nothing.
          return void page
            ?.evaluate(([channel, args]) => globalThis.deliver?.(channel, args), [
              message.channel,
              message.args
            ] as const)
            .catch(() => undefined)
        case 'answer': {
          const { resolve: give, reject: refuse } = open.get(message.id)!
          open.delete(message.id)
          if (message.error === undefined) give(message.value)
          else refuse(new Error(message.error))
        }
      }
    })
  })
  let { catalogue } = given
  return {
    log,
    options: window.options,
    tell,
    over,
    async open(given = {}) {
      const problems: string[] = []
      const shown = (page = await newPage(given, problems))
      await simulate(shown, window, tell)
      await shown.goto(toHttps(window.url))
      if (catalogue !== undefined) {
        await tell({
          type: 'invoke',
          channel: 'call',
          args: ['catalogue.open', { file: catalogue, create: true }],
          frame: { url: window.url, isTop: true }
        })
        catalogue = undefined
      }
      return {
        page: shown,
        problems,
        choose: async (path, ask) => {
          await tell({ type: 'choose', path })
          await ask()
        },
        close: () => shown.context().close()
      }
    },
    end: () => ended(child, () => void tell({ type: 'quit' }).catch(() => undefined))
  }
}

export const desktopHost = hostOf('the simulated desktop', (given) => startShell(given))

/** Electron's own program, where its runtime has been downloaded; it needs a display. */
const ELECTRON = electronProgram()

function electronProgram(): string | undefined {
  const folder = join(ROOT, 'node_modules/electron')
  if (!existsSync(join(folder, 'path.txt'))) return undefined
  const program = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'))
  return existsSync(program) ? program : undefined
}

const electronHost: Host = {
  name: 'Electron',
  // Its window cannot forget what was before.
  start: (given) =>
    Promise.resolve({
      open: (window = {}) => electronHost.open({ ...given, ...window }),
      end: () => Promise.resolve()
    }),
  async open(given = {}) {
    const problems: string[] = []
    const data = given.data ?? temporaryFolder()
    const app = await _electron.launch({
      executablePath: ELECTRON,
      args: [ROOT],
      env: { ...process.env, XDG_DATA_HOME: data, LOCALAPPDATA: data, HOME: data }
    })
    const page = await app.firstWindow()
    watch(page, problems)
    await page.setViewportSize(given.viewport ?? SIZE)
    if (!given.isFirstStart) {
      await knowTour(page)
      await page.reload()
    }
    if (given.catalogue !== undefined) {
      await page.evaluate(
        (file) => globalThis.window.medoid!.call('catalogue.open', { file, create: true }),
        given.catalogue
      )
    }
    return {
      page,
      problems,
      choose: async (path, ask) => {
        await answerDialogs(app, path)
        await ask()
      },
      close: () => app.close()
    }
  }
}

/** The system's dialogs cannot be operated by a test: they answer with `path` instead of opening. */
async function answerDialogs(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen })
  }, path)
}

/** Every host that this machine can run: the same specs run in each. */
export const HOSTS = ELECTRON === undefined ? [browserHost, desktopHost] : [browserHost, desktopHost, electronHost]

declare global {
  interface Window {
    medoid?: Bridge
  }
  var deliver: ((channel: string, args: unknown[]) => void) | undefined
  var invoke: (channel: string, args: unknown[]) => Promise<unknown>
}

/** Chromium knows no app:// without Electron: its addresses stand for those of a host that does not exist. */
function toHttps(url: string): string {
  return url.replace(/^app:\/\/([^/]+)/, 'https://$1.app.invalid')
}

function toApp(url: string): string {
  return url.replace(/^https:\/\/([^/]+)\.app\.invalid/, 'app://$1')
}

async function simulate(
  page: Page,
  { options }: Extract<FromShell, { type: 'window' }>,
  tell: Shell['tell']
): Promise<void> {
  await page.route('**/*', async (route) => {
    // A shell that is over answers nothing any more.
    const answer = (await tell({ type: 'request', url: toApp(route.request().url()) }).catch(() => ({
      status: 0
    }))) as {
      status: number
      headers: Record<string, string>
      body: Uint8Array
    }
    if (answer.status === 0) await route.abort()
    else await route.fulfill({ status: answer.status, headers: answer.headers, body: Buffer.from(answer.body) })
  })
  const open = pending.get(page)!
  await page.exposeBinding('invoke', ({ frame }, channel: string, args: unknown[]) => {
    open.calls++
    const from = { url: toApp(frame.url()), isTop: frame.parentFrame() === null }
    return tell({ type: 'invoke', channel, args, frame: from }).finally(() => open.calls--)
  })
  // A sandboxed preload can require electron and a few more, and nothing of Node.
  await page.addInitScript(`(() => {
    const listeners = new Map()
    globalThis.deliver = (channel, args) => { for (const each of listeners.get(channel) ?? []) each({}, ...args) }
    const { invoke } = globalThis
    const electron = {
      contextBridge: { exposeInMainWorld: (name, value) => Object.defineProperty(globalThis, name, { value: Object.freeze(value) }) },
      ipcRenderer: {
        invoke: (channel, ...args) => invoke(channel, args),
        on: (channel, each) => listeners.set(channel, new Set([...(listeners.get(channel) ?? []), each])),
        off: (channel, each) => listeners.get(channel)?.delete(each)
      },
      webUtils: { getPathForFile: (file) => file.path ?? '' }
    }
    const require = (name) => { if (name === 'electron') return electron; throw new Error('module not found: ' + name) }
    const module = { exports: {} };
    (function (require, module, exports) { ${readFileSync(options.webPreferences.preload, 'utf8')} })(require, module, module.exports)
  })()`)
}

async function ended(child: ChildProcess, end: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  end()
  await exit
}
