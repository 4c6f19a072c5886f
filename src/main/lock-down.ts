import { app, session } from 'electron'
import { isOurs } from './origin.ts'

/** To tell, and to write into the clipboard what a person copies; nothing reads it. */
const ALLOWED: ReadonlySet<string> = new Set(['notifications', 'clipboard-sanitized-write'])

/** No page of the window leads anywhere else, opens another window, or is given a device, or a permission but to tell that a job is over, and to copy. */
export function lockDown(): void {
  const { defaultSession } = session
  const isAllowed = (permission: string, origin: string): boolean => ALLOWED.has(permission) && isOurs(origin)
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(isAllowed(permission, requestingUrl))
  )
  defaultSession.setPermissionCheckHandler((_contents, permission, origin) => isAllowed(permission, origin))
  defaultSession.setDevicePermissionHandler(() => false)
  defaultSession.setDisplayMediaRequestHandler((_request, answer) => answer(null))
  defaultSession.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }))
  // Without a listener it is Electron's default that chooses, and that differs between them.
  defaultSession.on('select-hid-device', (event, _devices, choose) => {
    event.preventDefault()
    choose(null)
  })
  defaultSession.on('select-usb-device', (event, _devices, choose) => {
    event.preventDefault()
    choose()
  })
  defaultSession.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault()
    choose('')
  })
  defaultSession.on('file-system-access-restricted', (_event, _details, answer) => answer('deny'))
  defaultSession.on('will-download', (event) => event.preventDefault())
  app.on('web-contents-created', (_event, contents) => {
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect'] as const) {
      contents.on(name as 'will-navigate', (event) => {
        if (!isOurs(event.url)) event.preventDefault()
      })
    }
    contents.on('select-bluetooth-device', (event, _devices, choose) => {
      event.preventDefault()
      choose('')
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}
