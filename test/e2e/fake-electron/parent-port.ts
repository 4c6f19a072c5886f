import { EventEmitter } from 'node:events'
import { isMainThread } from 'node:worker_threads'

/** In a utility process there is a parentPort, and no process.send; its threads have neither. */
if (isMainThread) {
  const port = new EventEmitter()
  const send = process.send!.bind(process)
  process.on('message', (data) => port.emit('message', { data }))
  process.on('disconnect', () => process.exit())
  Object.assign(process, {
    parentPort: Object.assign(port, { postMessage: (message: unknown) => void send(message) }),
    send: undefined
  })
}
