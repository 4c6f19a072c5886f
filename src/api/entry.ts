import type { Work } from '../core/work.ts'
import { parent } from '../jobs/parent.ts'
import type { FromService, ToService } from './messages.ts'
import { outcomeOf } from './reply.ts'
import { Service } from './service.ts'

/** A service in a process of its own: answers one question after the other, and what waits for something beside them. */

const host = parent()
const service = new Service()
const say = (message: FromService): void => host.send(message)
const open = new Map<number, AbortController>()
host.onGone(() => process.exit())
// Ctrl-C in a terminal reaches every process; the host decides what it means.
process.on('SIGINT', () => undefined)
host.onMessage((message) => {
  const asked = message as ToService
  const { id } = asked
  if (asked.ask === 'cancel') {
    open.get(id)?.abort()
    return
  }
  const controller = new AbortController()
  open.set(id, controller)
  void outcomeOf(() => answer(asked, { signal: controller.signal })).then((reply) => {
    open.delete(id)
    say({ id, reply })
  })
  setImmediate(() => {
    if (open.has(id)) say({ id, waits: true })
  })
})

function answer(asked: Exclude<ToService, { ask: 'cancel' }>, work: Work): unknown {
  switch (asked.ask) {
    case 'answer':
      return service.answer(asked.method, asked.given, asked.catalogue, work, asked.marks)
    case 'traits':
      return service.traits()
    case 'prepare':
      return service.prepare(asked.file, asked.create)
    case 'locate':
      return service.locate(asked.instance, asked.catalogue)
    case 'pair':
      return service.pair(asked.dir, asked.name, asked.catalogue)
    case 'thumbnail':
      return service.thumbnail(asked.instance, asked.catalogue)
    case 'states':
      return service.states(asked.catalogue)
    case 'release':
      return service.release(asked.file)
  }
}
