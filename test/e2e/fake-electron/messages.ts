/** What the simulated Electron, which runs the real main bundle, tells the specs, which hold the real Chromium. */
export type FromShell =
  | { type: 'window'; options: WindowOptions; url: string }
  | { type: 'send'; channel: string; args: unknown[] }
  | { type: 'log'; entry: unknown[] }
  | { type: 'answer'; id: number; value?: unknown; error?: string }

export type ToShell = { id: number } & (
  | { type: 'request'; url: string }
  | { type: 'invoke'; channel: string; args: unknown[]; frame: { url: string; isTop: boolean } }
  | { type: 'navigate'; event: string; url: string }
  | { type: 'open'; url: string }
  | { type: 'permission'; permission: string; url: string }
  | { type: 'device'; event: DeviceEvent }
  | { type: 'choose'; path: string | null }
  | { type: 'menu'; label: string }
  | { type: 'argv'; argv: string[] }
  | { type: 'close-window' }
  | { type: 'quit' }
)

/** What Electron asks when a page wants a device: which one. */
export type DeviceEvent =
  | 'select-hid-device'
  | 'select-usb-device'
  | 'select-serial-port'
  | 'select-bluetooth-device'
  | 'pairing'
  | 'device-known'
  | 'screen'

export interface WindowOptions {
  width: number
  height: number
  webPreferences: Record<string, unknown> & { preload: string }
}
