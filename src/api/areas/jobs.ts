import * as v from 'valibot'
import { integer, object, oneOf, type Schema, text } from '../../core/schema.ts'
import { JOB_NAMES, type JobName, type JobParameters, parametersOf } from '../../jobs/definitions/index.ts'
import { hostMethod, nothing } from '../method.ts'
import { readPage } from '../report-page.ts'
import type { ShownJob } from '../shown-job.ts'

export type { JobName, JobParameters, ShownJob }

type AnyJob = { [J in JobName]: { job: J; parameters: JobParameters[J] } }[JobName]

/** A job's name with what it takes. */
const job = v.pipe(
  object({ job: oneOf(...JOB_NAMES), parameters: v.unknown() }),
  v.lazy((given) => jobSchemas[(given as AnyJob).job] as v.GenericSchema<{ job: JobName; parameters: unknown }, AnyJob>)
)
const jobSchemas = Object.fromEntries(
  JOB_NAMES.map((name) => [name, object({ job: v.literal(name), parameters: parametersOf(name) })])
) as unknown as Record<JobName, Schema<AnyJob>>

const one = object({ id: text({ max: 100 }) })

/** Long work on the open catalogue. */
export const jobs = {
  'jobs.list': hostMethod(nothing, (host): ShownJob[] => host.jobs.list(host.catalogue).map((job) => host.shown(job))),
  'jobs.start': hostMethod(job, (host, { job, parameters }): ShownJob => {
    const catalogue = job === 'sample' ? host.sample : host.openCatalogue()
    return host.shown(host.jobs.add(job, catalogue, parameters))
  }),
  'jobs.stop': hostMethod(
    object({ id: text({ max: 100 }), to: oneOf('paused', 'cancelled') }),
    ({ jobs }, { id, to }) => {
      jobs.stop(id, to)
      return null
    }
  ),
  /** Ends a job for good that was cancelled and did not stop. */
  'jobs.end': hostMethod(one, ({ jobs }, { id }) => {
    jobs.end(id)
    return null
  }),
  'jobs.resume': hostMethod(one, (host, { id }): ShownJob => host.shown(host.jobs.resume(host.openCatalogue(), id))),
  'jobs.forget': hostMethod(one, (host, { id }) => {
    host.jobs.forget(host.openCatalogue(), id)
    return null
  }),
  'jobs.log': hostMethod(one, (host, { id }) => host.jobs.log(host.openCatalogue(), id)),
  /** Whether a file that a job has written is as it was then, before a browser asks for it. */
  'jobs.checkFile': hostMethod(
    object({ id: text({ max: 100 }), file: integer(0, 999_999) }),
    async ({ jobs }, { id, file }) => {
      const { handle } = await jobs.openFile(id, file)
      await handle.close()
      return null
    }
  ),
  /** The page that a report's job has written. */
  'jobs.page': hostMethod(one, (host, { id }) => readPage(host.jobs.find(host.openCatalogue(), id)))
}
