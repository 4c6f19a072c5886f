import { EventEmitter } from 'node:events'
import { isMainThread } from 'node:worker_threads'
import type { Carried } from './electron.ts'

/** One end of a channel; what came before `start` waits for it. */
class Port extends EventEmitter {
  private readonly early: unknown[] = []
  private started = false
  private readonly send: (data: unknown) => void

  constructor(send: (data: unknown) => void) {
    super()
    this.send = send
  }
  postMessage(data: unknown): void {
    this.send(data)
  }
  start(): void {
    this.started = true
    for (const data of this.early.splice(0)) this.emit('message', { data })
  }
  arrive(data: unknown): void {
    if (this.started) this.emit('message', { data })
    else this.early.push(data)
  }
}

/** In a utility process there is a parentPort, and no process.send; its threads have neither. */
if (isMainThread) {
  const parentPort = new EventEmitter()
  const ports = new Map<number, Port>()
  const send = process.send!.bind(process) as (message: Carried) => void
  process.on('message', (message: Carried) => {
    if ('close' in message) ports.get(message.close)?.emit('close')
    else if ('port' in message) ports.get(message.port)?.arrive(message.data)
    else {
      const brought = message.ports.map((port) => {
        const end = new Port((data) => send({ port, data }))
        ports.set(port, end)
        return end
      })
      parentPort.emit('message', { data: message.data, ports: brought })
    }
  })
  process.on('disconnect', () => process.exit())
  Object.assign(process, {
    parentPort: Object.assign(parentPort, {
      postMessage: (data: unknown) => send({ data, ports: [] })
    }),
    send: undefined
  })
}
