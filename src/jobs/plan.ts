import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { realFolder } from '../core/catalogue/sources.ts'
import { MedoidError } from '../core/errors.ts'
import { makeFolder } from '../core/files.ts'
import { makePlan } from '../core/shards/make-plan.ts'
import { type Plan, readPlan, writePlan } from '../core/shards/plan.ts'
import { publish } from '../core/shards/publish.ts'
import { runPaths } from '../core/shards/shard-file.ts'
import type { Job } from './contract.ts'
import type { PlanParameters } from './definitions/shards.ts'
import { withScratch } from './scratch.ts'

export interface PlanReport {
  /** Path of its file. */
  plan: string
  id: string
  root: string
  files: number
  /** At most as many as were asked for. */
  shards: number
  /** Files of the smallest and of the largest shard. */
  smallest: number
  largest: number
  /** Folders and files that could not be looked at; null: the plan was there already. */
  unreadable: number | null
}

/** Cuts an archive into ranges for scans of their own. A plan never changes: asked for again, it is told what it is. */
export const planJob: Job<PlanParameters, PlanReport> = {
  run: async ({ root: folder, shards, out }, work) => {
    const root = realFolder(folder)
    const run = resolve(out)
    const path = runPaths(run).plan
    if (existsSync(path)) return describe(path, sameAs(readPlan(path), path, root, shards), null)
    if (!relative(root, run).startsWith('..')) throw new MedoidError('plan-inside', { run, root })
    await makeFolder(run)
    const { plan, unreadable } = await makePlan(root, shards, work)
    const isFirst = await withScratch('medoid plan', async (scratch) => {
      const local = join(scratch, 'plan.json')
      await writeFile(local, writePlan(plan), { mode: 0o600 })
      return publish(local, path)
    })
    if (!isFirst) sameAs(readPlan(path), path, root, shards)
    return describe(path, readPlan(path), unreadable)
  }
}

/** @throws MedoidError `plan-exists` */
function sameAs(plan: Plan, path: string, root: string, shards: number): Plan {
  if (plan.root === root && plan.shards === shards) return plan
  throw new MedoidError('plan-exists', { path, root: plan.root, shards: plan.shards })
}

function describe(path: string, { id, root, files, ranges }: Plan, unreadable: number | null): PlanReport {
  const sizes = ranges.map((range) => range.files)
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)]
  return { plan: path, id, root, files, shards: ranges.length, smallest, largest, unreadable }
}
