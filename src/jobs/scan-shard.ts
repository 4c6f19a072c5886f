import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { closeFinished, explain, openForWriting, refuseNetworkFileSystem } from '../core/catalogue/database.ts'
import { countIssues } from '../core/catalogue/issues.ts'
import type { ScannedFiles } from '../core/catalogue/intake.ts'
import { scanRange } from '../core/catalogue/scan.ts'
import { realFolder } from '../core/catalogue/sources.ts'
import { updateSummary } from '../core/catalogue/summary.ts'
import type { WalkRange } from '../core/catalogue/walk.ts'
import { MedoidError } from '../core/errors.ts'
import { makeFolder } from '../core/files.ts'
import { type Plan, rangeOf, readPlan } from '../core/shards/plan.ts'
import { publish } from '../core/shards/publish.ts'
import { shardFile, shardState, writeShardMark } from '../core/shards/shard-file.ts'
import type { Work } from '../core/work.ts'
import type { Job } from './contract.ts'
import type { ScanShardParameters } from './definitions/shards.ts'
import { keepHeapLean } from './lean-heap.ts'
import { PROGRAM_VERSION } from './program.ts'
import { readingThreads } from './reading-threads.ts'
import { scratchPlace, withScratch } from './scratch.ts'

/** Counts alone: what a task of a cluster prints is kept in logs. */
export interface ScanShardReport {
  shard: number
  /** Its catalogue in the shared folder. */
  file: string
  /** Whether another attempt has made it: before this one began, or while it went on. */
  already: boolean
  /** Files of this shard when the archive was planned. */
  planned: number
  /** Null where nothing was scanned. */
  files: ScannedFiles | null
  /** What is wrong with files, or odd about them: the catalogue tells which. */
  issues: number | null
  seconds: number
}

/**
 * Scans one range of a plan on the disk of this machine, and gives the finished catalogue its name in the shared folder, whole or not at
 * all. Does nothing where it is there.
 */
export const scanShardJob: Job<ScanShardParameters, ScanShardReport> = {
  run: async ({ plan: planFile, shard, out, readers = readingThreads() }, work) => {
    const started = performance.now()
    const plan = readPlan(planFile)
    const range = rangeOf(plan, shard)
    const planned = plan.ranges[shard].files
    const shards = resolve(out ?? join(planFile, '..', 'shards'))
    const file = shardFile(shards, shard)
    const report = (already: boolean, done: Pick<ScanShardReport, 'files' | 'issues'>): ScanShardReport => {
      return { shard, file, already, planned, ...done, seconds: (performance.now() - started) / 1000 }
    }
    if (isThere(shards, plan, shard)) return report(true, { files: null, issues: null })
    const root = rootOf(plan)
    await makeFolder(shards)
    refuseNetworkScratch()
    keepHeapLean()
    return withScratch(`a scan of shard ${shard}`, async (scratch) => {
      const local = join(scratch, 'shard.sqlite')
      const done = await explaining(scratch, () => scanOn(local, root, range, plan, shard, readers, work))
      const isFirst = await publish(local, file)
      if (!isFirst) isThere(shards, plan, shard)
      return report(!isFirst, done)
    })
  }
}

/** @throws MedoidError where what is there is no shard of this plan, or of another version */
function isThere(shards: string, plan: Plan, shard: number): boolean {
  const found = shardState(shards, plan, shard, PROGRAM_VERSION)
  if (found.state === 'unfit') throw MedoidError.from(found.why)
  return found.state === 'done'
}

/** The archive, as this machine has it. @throws MedoidError `plan-root` */
function rootOf({ root }: Plan): string {
  try {
    realFolder(root)
    return root
  } catch (cause) {
    const reason = (cause as Error).message
    throw new MedoidError('plan-root', { why: 'unusable', root, host: hostname(), reason }, { cause })
  }
}

function refuseNetworkScratch(): void {
  const place = scratchPlace()
  try {
    refuseNetworkFileSystem(join(place, 'shard.sqlite'))
  } catch (cause) {
    throw new MedoidError('scratch-unfit', { why: 'network', place }, { cause })
  }
}

/** A finished catalogue, which needs no log beside it. @returns what was read */
async function scanOn(
  local: string,
  root: string,
  range: WalkRange,
  plan: Plan,
  shard: number,
  readers: number,
  work: Work
): Promise<{ files: ScannedFiles; issues: number }> {
  const planned = plan.ranges[shard].files
  const catalogue = openForWriting(local, 'a scan of a shard')
  try {
    const files = await scanRange(catalogue, root, range, planned, { workers: readers }, work)
    // A folder that nothing is mounted on looks as if its files were gone.
    if (files.seen === 0) throw new MedoidError('plan-root', { why: 'empty', root, host: hostname(), shard, planned })
    await updateSummary(catalogue, work)
    writeShardMark(catalogue.db, { plan: plan.id, shard, program: PROGRAM_VERSION })
    const issues = countIssues(catalogue.db)
    closeFinished(catalogue)
    return { files, issues }
  } catch (error) {
    throw explain(error, local)
  } finally {
    catalogue.close()
  }
}

/** Runs what writes to the scratch disk, and says what to do where that is full. */
async function explaining<T>(place: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    const { code } = error as MedoidError
    const { code: reason } = ((error as Error).cause ?? {}) as { code?: string }
    const isFull = code === 'disk-full' || FULL.has(code) || FULL.has(reason ?? '')
    throw isFull ? new MedoidError('scratch-unfit', { why: 'full', place }, { cause: error }) : error
  }
}

/** What the system says of a disk, or a quota, that is used up. */
const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT'])
