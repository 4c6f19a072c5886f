import { WindowBackend } from '../../../src/api/backend.ts'
import { valueOf } from '../../../src/api/reply.ts'
import type { AppState } from '../../../src/api/contract.ts'
import { forkProcess } from '../../../src/server/fork.ts'

/** What a window does: opens the catalogue, reads what there is to choose, starts a job, and prints its record when it is over. */
const [catalogue, job, field, parameters] = process.argv.slice(2)
const backend = new WindowBackend('browser', forkProcess)
const over = new Promise((resolve) =>
  backend.listen((told) => {
    if (told.event === 'job' && ['done', 'failed'].includes(told.data.state)) resolve(told.data)
  })
)
valueOf(await backend.call('catalogue.open', { file: catalogue }))
const { jobs } = valueOf((await backend.call('app.state', {})) as { ok: true; value: AppState })
const fields = jobs[job as 'train' | 'cluster'].parameters as Record<string, { choices: unknown[] }>
valueOf(await backend.call('jobs.start', { job, parameters: JSON.parse(parameters) as object }))
const record = await over
await backend.close()
process.stdout.write(JSON.stringify({ record, choices: fields[field].choices }))
