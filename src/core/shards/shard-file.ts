import type { Database } from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Message } from '../../messages/message.ts'
import { openForReading, readMeta, writeMeta } from '../catalogue/database.ts'
import { MedoidError } from '../errors.ts'
import type { Plan } from './plan.ts'

/** What a folder holds that the scans of several machines write to. */
export function runPaths(run: string): { plan: string; shards: string; logs: string; slurm: string } {
  const [plan, shards, logs, slurm] = ['plan.json', 'shards', 'logs', 'slurm'].map((name) => join(run, name))
  return { plan, shards, logs, slurm }
}

/** The finished result of a shard: of a scan its catalogue. @param ending of results of its kind */
export function shardFile(shards: string, shard: number, ending = 'sqlite'): string {
  return join(shards, `${String(shard).padStart(5, '0')}.${ending}`)
}

/** What a catalogue that is a shard says of itself. */
interface ShardMark {
  /** Id of the plan. */
  plan: string
  shard: number
  /** Version of the program that has made it. */
  program: string
}

export function writeShardMark(db: Database, { plan, shard, program }: ShardMark): void {
  db.transaction(() => {
    writeMeta(db, 'shard_plan', plan)
    writeMeta(db, 'shard', shard)
    writeMeta(db, 'shard_program', program)
  })()
}

/** @returns null for a catalogue that is no shard @throws MedoidError `catalogue-damaged` */
export function readShardMark(db: Database): ShardMark | null {
  const [plan, shard, program] = ['shard_plan', 'shard', 'shard_program'].map((key) => readMeta(db, key))
  if (typeof plan !== 'string' || typeof shard !== 'number' || typeof program !== 'string') return null
  return { plan, shard, program }
}

type ShardState = { state: 'missing' } | { state: 'done' } | { state: 'unfit'; why: Message }

/** What there is of a shard in the shared folder. @param program version of this program */
export function shardState(shards: string, plan: Plan, shard: number, program: string): ShardState {
  const file = shardFile(shards, shard)
  if (!existsSync(file)) return { state: 'missing' }
  try {
    const catalogue = openForReading(file)
    try {
      const why = unfit(file, catalogue.db, { plan: plan.id, shard, program })
      return why === undefined ? { state: 'done' } : { state: 'unfit', why }
    } finally {
      catalogue.close()
    }
  } catch (error) {
    if (!(error instanceof MedoidError)) throw error
    return { state: 'unfit', why: (error as MedoidError).data }
  }
}

/** Why an open catalogue is not the shard that is wanted; undefined: it is. */
export function unfit(path: string, db: Database, wanted: ShardMark): Message | undefined {
  const found = readShardMark(db)
  const { shard } = wanted
  if (found === null) return { code: 'shard-unfit', parameters: { why: 'no-shard', path, shard } }
  if (found.plan !== wanted.plan) return { code: 'shard-unfit', parameters: { why: 'plan', path, shard } }
  if (found.shard !== shard)
    return { code: 'shard-unfit', parameters: { why: 'number', path, shard, found: found.shard } }
  if (found.program !== wanted.program) {
    const { program } = wanted
    return { code: 'shard-unfit', parameters: { why: 'version', path, shard, found: found.program, program } }
  }
  return undefined
}
