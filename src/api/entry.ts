import { parent } from '../jobs/parent.ts'
import type { FromService, ToService } from './messages.ts'
import { replyTo } from './reply.ts'
import { Service } from './service.ts'

/** A service in a process of its own: answers one question after the other. */

const host = parent()
const service = new Service()
host.onGone(() => process.exit())
// Ctrl-C in a terminal reaches every process; the host decides what it means.
process.on('SIGINT', () => undefined)
host.onMessage((message) => {
  const asked = message as ToService
  void replyTo(() => answer(asked)).then((reply) => host.send({ id: asked.id, reply } satisfies FromService))
})

function answer(asked: ToService): unknown {
  switch (asked.ask) {
    case 'answer':
      return service.answer(asked.method, asked.given, asked.catalogue)
    case 'slow-questions':
      return service.slowQuestions()
    case 'prepare':
      return service.prepare(asked.file, asked.create)
    case 'locate':
      return service.locate(asked.instance, asked.catalogue)
    case 'thumbnail':
      return service.thumbnail(asked.instance, asked.catalogue)
    case 'release':
      return service.release(asked.file)
  }
}
