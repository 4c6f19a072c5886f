import * as v from 'valibot'
import { MAX_SHARDS } from '../../core/shards/plan.ts'
import { integer, text } from '../../core/schema.ts'
import { defineCommand } from '../definition.ts'
import { type Given, parameter } from '../parameter.ts'
import { scan } from './archive.ts'

/** Commands for several machines that share the work of a large archive: they hold for no catalogue. */

const planParameters = {
  root: parameter(text(), { label: 'Folder', help: 'the archive', isArgument: true }),
  shards: parameter(integer(1, MAX_SHARDS), { label: 'Shards', help: 'how many scans share the archive' }),
  out: parameter(text(), {
    label: 'Run folder',
    help: 'folder that all machines see: the plan, the shards and what is made of them',
    placeholder: 'folder'
  })
}
export type PlanParameters = Given<typeof planParameters>

export const plan = defineCommand({
  command: 'plan',
  parameters: planParameters,
  load: async () => (await import('../plan.ts')).planJob
})

const scanShardParameters = {
  plan: parameter(text(), {
    label: 'Plan',
    help: 'with --shard: scan one range of this plan (medoid plan), and write its catalogue into --out',
    placeholder: 'file'
  }),
  shard: parameter(integer(0, MAX_SHARDS - 1), {
    label: 'Shard',
    help: 'its number in the plan, from 0; nothing is done where its catalogue is there already'
  }),
  out: parameter(v.optional(text()), {
    label: 'Shards',
    help: 'folder that all machines see, for the catalogues of shards (default: shards, beside the plan)',
    placeholder: 'folder'
  }),
  readers: scan.parameters.readers
}
export type ScanShardParameters = Given<typeof scanShardParameters>

export const scanShard = defineCommand({
  command: 'scan',
  parameters: scanShardParameters,
  load: async () => (await import('../scan-shard.ts')).scanShardJob
})
