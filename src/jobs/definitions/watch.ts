import * as v from 'valibot'
import { boolean, text } from '../../core/schema.ts'
import { defineCommand, type Task } from '../definition.ts'
import { parameter } from '../parameter.ts'
import { secondsOf } from '../seconds-of.ts'
import { scan } from './archive.ts'
import { run } from './common.ts'

const watchParameters = {
  folders: scan.parameters.folders,
  run,
  every: parameter(
    v.optional(
      v.pipe(
        text({ max: 10 }),
        v.check((value) => secondsOf(value) !== null, 'a time of at most a week, e.g. 30s, 10m or 2h')
      ),
      '10m'
    ),
    {
      label: 'Look every',
      help: 'how often to look for new files, e.g. 30s, 10m, 2h; besides, at once where the system tells of changes, which it does not of network shares',
      placeholder: 'time'
    }
  ),
  once: parameter(v.optional(boolean, false), {
    label: 'Once',
    help: 'look once, and end: for cron'
  })
}
export type WatchParameters = Task<typeof watchParameters>

export const watch = defineCommand({
  command: 'watch',
  parameters: watchParameters,
  load: async () => (await import('../watch.ts')).watchJob
})
