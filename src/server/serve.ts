import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { WindowBackend } from '../api/backend.ts'
import { windowFiles } from '../api/window-files.ts'
import { realFolder } from '../core/catalogue/sources.ts'
import { MedoidError } from '../core/errors.ts'
import { forkProcess } from './fork.ts'
import { createHost } from './server.ts'
import { Sessions } from './session.ts'

const RENDERER = fileURLToPath(new URL('../../out/renderer', import.meta.url))

interface ServeOptions {
  /** 0 = one that is free. */
  port: number
  /** The one of last time where nobody names one. */
  catalogue?: string
  /** Scanned at once, as by a person who opens it. */
  folder?: string
}

interface RunningHost {
  /** A link that works once. */
  link: () => string
  /** Jobs that are not over. */
  busy: () => number
  /** Lets jobs come to a committed state first. */
  close: () => Promise<void>
}

/**
 * Starts the browser host: the same window as on the desktop, from a machine without one.
 * @throws MedoidError `window-not-built`, `port-taken`, `no-such-folder`, `not-a-folder`, `unreadable-folder`, and as opening
 * the catalogue does
 */
export async function serve({ port, catalogue, folder }: ServeOptions): Promise<RunningHost> {
  const files = windowFiles(RENDERER)
  if (!files.has('/')) {
    throw new MedoidError('window-not-built', { folder: RENDERER })
  }
  // A folder that cannot be scanned leaves no empty catalogue behind.
  if (folder !== undefined) realFolder(folder)
  const backend = new WindowBackend('browser', forkProcess)
  const sessions = new Sessions()
  const server = createHost({ backend, sessions, files })
  await new Promise<void>((resolve, reject) => {
    server.on('error', (cause: NodeJS.ErrnoException) => {
      reject(cause.code === 'EADDRINUSE' ? new MedoidError('port-taken', { port }, { cause }) : cause)
    })
    // Nobody on the network reaches this address.
    server.listen(port, '127.0.0.1', resolve)
  })
  const close = async (): Promise<void> => {
    await backend.close()
    server.close()
    server.closeAllConnections()
  }
  try {
    await backend.begin(catalogue)
    if (folder !== undefined) await backend.scan(folder)
  } catch (error) {
    await close()
    throw error
  }
  const { port: bound } = server.address() as AddressInfo
  return {
    link: () => `http://127.0.0.1:${bound}${sessions.base}?token=${sessions.token()}`,
    busy: () => backend.busy,
    close
  }
}
