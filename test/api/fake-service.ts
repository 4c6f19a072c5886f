import { WindowBackend } from '../../src/api/backend.ts'
import type { FromService, ToService } from '../../src/api/messages.ts'
import { Service } from '../../src/api/service.ts'
import type { ChildProcess, StartProcess } from '../../src/jobs/process.ts'

/** A process that a host has started and that a test answers by hand. */
export interface Started {
  name: string
  heard: ToService[]
  say: (message: FromService) => void
}

/** A host whose processes a test plays: they open catalogues, and answer nothing else by themselves. */
export function fakeBackend(): { backend: WindowBackend; started: Started[] } {
  const traits = new Service().traits()
  const started: Started[] = []
  const start: StartProcess = (_entry, name): ChildProcess => {
    const process: Started = { name, heard: [], say: () => undefined }
    started.push(process)
    return {
      pid: undefined,
      send: (message) => {
        const asked = message as ToService
        // What the host asks now and then by itself is not what a test is about: nothing was made elsewhere.
        if (asked.ask === 'states') {
          queueMicrotask(() => process.say({ id: asked.id, reply: { ok: true, value: null } }))
          return
        }
        process.heard.push(asked)
        const value = asked.ask === 'traits' ? traits : asked.ask === 'prepare' ? asked.file : undefined
        if (value !== undefined) queueMicrotask(() => process.say({ id: asked.id, reply: { ok: true, value } }))
      },
      onMessage: (listener) => (process.say = listener),
      onOutput: () => undefined,
      onExit: () => undefined,
      kill: () => undefined,
      end: () => undefined
    }
  }
  return { backend: new WindowBackend('browser', start), started }
}
