import type { ToService } from '../../src/api/messages.ts'

/** A process of the service that never is done with locating instance 0, hears nothing meanwhile, and answers the others with its number. */

process.on('disconnect', () => process.exit())
process.on('message', (message: ToService) => {
  if (message.ask === 'cancel') return
  if (message.ask === 'locate' && message.instance === 0) for (;;);
  process.send!({ id: message.id, reply: { ok: true, value: process.pid } })
})
