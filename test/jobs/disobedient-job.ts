import { openForWriting } from '../../src/core/catalogue/database.ts'
import { startHelper } from '../../src/core/processes/helper.ts'
import type { FromJob, ToJob } from '../../src/jobs/messages.ts'
import { parent } from '../../src/jobs/parent.ts'

/** The process of a job that has committed something, has a helper that hangs, and hears nothing any more: not that it is cancelled, either. */

const host = parent()
host.onMessage((message) => {
  const told = message as ToJob
  if (told.type !== 'run') return
  const { db } = openForWriting(told.parameters.catalogue as string, 'test', { create: true })
  db.exec(`CREATE TABLE test (value); INSERT INTO test VALUES ('committed')`)
  db.exec(`BEGIN; INSERT INTO test VALUES ('not committed')`)
  const helper = startHelper(new URL('./hanging-helper.ts', import.meta.url))
  helper.onMessage(() => {
    const parameters = { backend: 'helper', device: String(helper.pid) }
    const told: FromJob = { type: 'note', note: { code: 'computing-on', parameters } }
    process.send!(told, () => {
      for (;;);
    })
  })
})
