import { startHelpersWith } from '../core/processes/helper.ts'
import { parentPortOf } from '../core/processes/ports.ts'
import { askForHelpers, isAboutHelpers } from './asked-helpers.ts'

/** The process that started this one. */
interface Parent {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** It is gone, and nobody waits for what is done here. */
  onGone(listener: () => void): void
}

/** Called once. @throws Error where nothing started this process with a channel to it */
export function parent(): Parent {
  const parentPort = parentPortOf(process)
  if (parentPort !== undefined) {
    startHelpersWith(askForHelpers(parentPort))
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) =>
        parentPort.on('message', ({ data }) => {
          if (!isAboutHelpers(data)) listener(data)
        }),
      // Electron ends its utility processes itself.
      onGone: () => undefined
    }
  }
  if (process.send === undefined) throw new Error('This module runs in a process that a host of Medoid starts.')
  return {
    send: (message) => void process.send!(message, undefined, undefined, () => undefined),
    onMessage: (listener) => void process.on('message', listener),
    onGone: (listener) => void process.on('disconnect', listener)
  }
}
