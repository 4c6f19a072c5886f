/** The process that started this one. */
export interface Parent {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** It is gone, and nobody waits for what is done here. */
  onGone(listener: () => void): void
}

/** What Electron gives to a utility process. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

/** @throws Error where nothing started this process with a channel to it */
export function parent(): Parent {
  const { parentPort } = process as unknown as { parentPort?: ParentPort }
  if (parentPort) {
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data)),
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
