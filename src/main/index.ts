import { app, BrowserWindow, dialog, ipcMain, type IpcMainInvokeEvent, protocol, shell } from 'electron'
import { mkdirSync, statSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { WindowBackend } from '../api/backend.ts'
import type { Event, Reply } from '../api/contract.ts'
import { windowFiles } from '../api/window-files.ts'
import { WINDOW_TERMS } from '../api/window-terms.ts'
import { fileOnDisk } from '../core/archives/open-file.ts'
import { MedoidError } from '../core/errors.ts'
import { isNetworkPath } from '../core/network-path.ts'
import { isPrivateFolder } from '../core/private-folder.ts'
import { dataFolder } from '../jobs/default-catalogue.ts'
import { Calls } from './calls.ts'
import { choose } from './dialogs.ts'
import { Documents } from './documents.ts'
import { lockDown } from './lock-down.ts'
import { setMenu } from './menu.ts'
import { isTrusted, SCHEME } from './origin.ts'
import { pages } from './pages.ts'
import { startUtility } from './utility.ts'
import { openWindow } from './window.ts'

/** The desktop host: one window, the system's menus and dialogs; everything else is the backend's. */

const RENDERER = fileURLToPath(new URL('../../out/renderer', import.meta.url))
const OWN_FOLDER = join(dataFolder(), 'desktop')
mkdirSync(OWN_FOLDER, { recursive: true, mode: 0o700 })
app.setPath('userData', OWN_FOLDER)
app.enableSandbox()
protocol.registerSchemesAsPrivileged([
  {
    scheme: SCHEME,
    // Compiled code is kept in our folder: not where others could put some of theirs.
    privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: isPrivateFolder(OWN_FOLDER) }
  }
])

if (app.requestSingleInstanceLock()) void start()
else app.quit()

async function start(): Promise<void> {
  await app.whenReady()
  lockDown()
  const backend = new WindowBackend('desktop', startUtility)
  protocol.handle(SCHEME, pages(windowFiles(RENDERER), backend))
  backend.listen((event) => tell(event))
  answer(backend)
  app.on('second-instance', (_event, argv, folder) => {
    show()
    void scanGiven(backend, argv, folder)
  })
  app.on('activate', show)
  app.on('window-all-closed', () => endWhenDone(backend))
  app.on('before-quit', (event) => {
    event.preventDefault()
    // Jobs come to a committed state first; the window is gone meanwhile.
    for (const window of BrowserWindow.getAllWindows()) window.destroy()
    void backend.close().then(() => app.exit(0))
  })
  try {
    await backend.begin()
  } catch (error) {
    // The usual catalogue cannot be opened: the window says what to do about others.
    const said = error instanceof MedoidError ? error.explain(WINDOW_TERMS) : (error as Error).message
    dialog.showErrorBox('The catalogue cannot be opened', said)
  }
  menu([])
  show()
  await scanGiven(backend, process.argv, process.cwd())

  function menu(recent: readonly string[]): void {
    setMenu(
      recent,
      (command) => tell({ event: 'command', data: command }),
      (file) => void openRecent(file)
    )
  }

  async function openRecent(file: string): Promise<void> {
    show()
    const reply = await backend.call('catalogue.open', { file })
    if (!reply.ok) dialog.showErrorBox('The catalogue cannot be opened', reply.error.message)
  }

  function tell(event: Event): void {
    if (event.event === 'state') menu(event.data.recent)
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send('event', event)
  }
}

function show(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (window === undefined) openWindow(join(OWN_FOLDER, 'window.json'))
  else {
    if (window.isMinimized()) window.restore()
    window.focus()
  }
}

/** Listens to pages of ours, and to nobody else. */
function answer(backend: WindowBackend): void {
  const listenTo = (channel: string, reply: (window: BrowserWindow, ...given: unknown[]) => unknown): void => {
    ipcMain.handle(channel, (event: IpcMainInvokeEvent, ...given: unknown[]) => {
      const window = BrowserWindow.fromWebContents(event.sender)
      if (!isTrusted(event.senderFrame) || window === null) {
        throw new MedoidError('untrusted-sender', {})
      }
      return reply(window, ...given)
    })
  }
  const calls = new Calls(backend)
  app.on('browser-window-created', (_event, window) => window.on('closed', () => calls.cancelAll()))
  listenTo('call', (_window, method, given, id): Promise<Reply<unknown>> => calls.answer(method, given, id))
  listenTo('cancel', (_window, id) => calls.cancel(id))
  listenTo('choose', (window, choice) => choose(window, backend.meant(choice)))
  const documents = new Documents(backend)
  listenTo('save-document', (window, instance) => documents.save(window, instance))
  listenTo('open-document', (_window, path) => documents.open(path))
  listenTo('show-file', (_window, shown) => {
    const path = backend.meant(shown)
    if (typeof path !== 'string' || !isAbsolute(path)) return
    if (isNetworkPath(path)) {
      throw new MedoidError('network-path', { path })
    }
    // Of a file in an archive, the archive.
    shell.showItemInFolder(fileOnDisk(path) ?? path)
  })
}

/** A folder that the program was started with. */
async function scanGiven(backend: WindowBackend, argv: readonly string[], from: string): Promise<void> {
  const given = argv.slice(app.isPackaged ? 1 : 2).find((argument) => !argument.startsWith('-'))
  if (given === undefined) return
  const folder = resolve(from, given)
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) await backend.scan(folder)
  else dialog.showErrorBox('There is no such folder', folder)
}

/** Closing the window ends no job: the program goes when the last one is over. */
function endWhenDone(backend: WindowBackend): void {
  if (process.platform === 'darwin') return
  if (backend.busy === 0) {
    app.quit()
    return
  }
  const stop = backend.listen(({ event }) => {
    if (event !== 'job' || backend.busy > 0 || BrowserWindow.getAllWindows().length > 0) return
    stop()
    app.quit()
  })
}
