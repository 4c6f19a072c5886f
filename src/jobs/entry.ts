import { CancelledError, isDefect, messageOf } from '../core/errors.ts'
import { runJob } from './definitions/index.ts'
import type { FromJob, ToJob } from './messages.ts'
import { parent } from './parent.ts'

/** One job in a process of its own: told which one, it tells its progress and its end, and is ended. */

const host = parent()
const controller = new AbortController()
const say = (message: FromJob): void => host.send(message)

let gone = false
let finished = false
host.onGone(() => {
  gone = true
  controller.abort()
  if (finished) process.exit()
})
// Ctrl-C in a terminal reaches every process; the host decides what it means.
process.on('SIGINT', () => undefined)
host.onMessage((message) => {
  const told = message as ToJob
  if (told.type === 'cancel') controller.abort()
  else void perform(told)
})

async function perform({ job, parameters }: Extract<ToJob, { type: 'run' }>): Promise<void> {
  try {
    const told = await runJob(job, parameters, {
      signal: controller.signal,
      onProgress: (progress) => say({ type: 'progress', progress }),
      onMessage: (note) => say({ type: 'note', note }),
      onSaved: (goOnWith) => say({ type: 'saved', goOnWith })
    })
    say({ type: 'done', ...told })
  } catch (error) {
    say(lastWords(error))
  }
  // The host ends this process when it has heard that.
  finished = true
  if (gone) process.exit()
}

function lastWords(error: unknown): FromJob {
  if (error instanceof CancelledError) return { type: 'cancelled' }
  const message = messageOf(error)
  return isDefect(error) ? { type: 'failed', message, stack: (error as Error).stack } : { type: 'failed', message }
}
