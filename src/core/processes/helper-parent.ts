import { type ParentPort, parentPortOf, type Port } from './ports.ts'

/** The process that started this helper. */
interface HelperParent {
  /** @param then when it is on its way */
  send(message: unknown, then?: () => void): void
  onMessage(listener: (message: unknown) => void): void
}

/** Ends this process when the one that started it goes. @throws Error where nothing started it with a channel */
export function helperParent(): HelperParent {
  const parentPort = parentPortOf(process)
  if (parentPort !== undefined) return throughPort(parentPort)
  if (process.send === undefined) throw new Error('This module runs in a process that another one starts.')
  process.on('disconnect', () => process.exit())
  return {
    send: (message, then) => void process.send!(message, undefined, undefined, then ?? (() => undefined)),
    onMessage: (listener) => void process.on('message', listener)
  }
}

/** A utility process of Electron: the first message brings the port to the process that wanted it. */
function throughPort(parentPort: ParentPort): HelperParent {
  const port = new Promise<Port>((resolve) => {
    parentPort.on('message', ({ ports }) => {
      if (ports.length > 0) resolve(ports[0])
    })
  })
  void port.then((each) => each.on('close', () => process.exit()))
  return {
    send: (message, then) =>
      void port.then((each) => {
        each.postMessage(message)
        // A port does not say when a message has gone.
        if (then !== undefined) setTimeout(then, 100)
      }),
    onMessage: (listener) =>
      void port.then((each) => {
        each.on('message', ({ data }) => listener(data))
        each.start()
      })
  }
}
