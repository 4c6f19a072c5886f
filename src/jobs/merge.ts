import { existsSync, statSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { type Catalogue, makeCatalogue, networkFileSystem, openForReading } from '../core/catalogue/database.ts'
import {
  addLeftBehind,
  digestOf,
  type LeftBehind,
  nothingLeftBehind,
  readMergedFrom,
  writeMergedFrom
} from '../core/catalogue/merge/mark.ts'
import { mergeCatalogues, type MergeSources, type MergeReport } from '../core/catalogue/merge/merge.ts'
import { CatalogueReader } from '../core/catalogue/reader.ts'
import { readSummary, type Totals, updateSummary } from '../core/catalogue/summary.ts'
import { MedoidError } from '../core/errors.ts'
import { makeFolder } from '../core/files.ts'
import { isNetworkPath } from '../core/network-path.ts'
import { type Plan, readPlan } from '../core/shards/plan.ts'
import { isLeftover, publish } from '../core/shards/publish.ts'
import { runPaths, shardFile, shardState } from '../core/shards/shard-file.ts'
import type { Work } from '../core/work.ts'
import { sayMessage } from '../messages/message.ts'
import { PLAIN_TERMS } from '../messages/terms.ts'
import { reading } from './catalogues.ts'
import type { Job } from './contract.ts'
import type { MergeParameters } from './definitions/merge.ts'
import { PROGRAM_VERSION } from './program.ts'
import { withScratch } from './scratch.ts'
import { arrayList } from './slurm/array.ts'

export interface MergedReport extends Totals {
  /** Its file. */
  catalogue: string
  /** Catalogues that were merged. */
  merged: number
  /** Whether an earlier merge of the same has made it. */
  already: boolean
  /** Null where nothing was merged. */
  done: MergeReport | null
  /** What was made of the catalogues and is not in the new one. */
  leftBehind: LeftBehind
  seconds: number
}

const PURPOSE = 'a merge'

interface Inputs {
  files: string[]
  sources: MergeSources
  /** What the merged catalogue says that it is of. */
  from: string
  leftBehind: LeftBehind
}

/** Merges the shards of a plan, or catalogues of several archives, into a new catalogue; does nothing where it is there. */
export const mergeJob: Job<MergeParameters, MergedReport> = {
  run: async ({ inputs: given, catalogue }, work) => {
    const started = performance.now()
    const run = given.length === 1 && isFolder(given[0]) ? given[0] : null
    const plan = run === null ? null : readPlan(runPaths(run).plan)
    const from = plan?.id ?? fromOf(given)
    const file = resolve(catalogue)
    const report = (totals: Totals, inputs: Inputs | null, done: MergeReport | null): MergedReport => ({
      catalogue: file,
      merged: plan?.ranges.length ?? given.length,
      already: done === null,
      done,
      leftBehind: inputs?.leftBehind ?? nothingLeftBehind(),
      ...totals,
      seconds: (performance.now() - started) / 1000
    })
    const there = existsSync(file) ? await totalsOf(file, from) : null
    if (there !== null) return report(there, null, null)
    const inputs = plan === null ? catalogues(given, from) : shards(run!, plan)
    const made = await make(file, async (target) => {
      const done = await explaining(plan, run, () => mergeCatalogues(target, inputs.files, inputs.sources, work))
      writeMergedFrom(target.db, from)
      return { done, totals: await countTotals(target, work) }
    })
    if (made === null) return report(await totalsOf(file, from), inputs, null)
    if (run !== null) await removeLeftovers(runPaths(run).shards)
    return report(made.totals, inputs, made.done)
  }
}

/**
 * Makes a catalogue beside its last name; where that is on a share, on the disk of this machine, and it goes there finished.
 * @returns null where another attempt has made one meanwhile
 */
async function make<T>(file: string, fill: (catalogue: Catalogue) => Promise<T>): Promise<T | null> {
  if (isNetworkPath(file) || networkFileSystem(file) === undefined) return makeCatalogue(file, PURPOSE, fill)
  await makeFolder(dirname(file))
  return withScratch(PURPOSE, async (scratch) => {
    const local = join(scratch, 'merged.sqlite')
    const made = await makeCatalogue(local, PURPOSE, fill)
    return (await publish(local, file)) ? made : null
  })
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

/** @throws MedoidError `merge-nothing`, and as `openForReading` does */
function fromOf(files: readonly string[]): string {
  if (files.length === 0) throw new MedoidError('merge-nothing', {})
  return files.map((file) => using(file, ({ db }) => digestOf(db))).join(' ')
}

function using<T>(file: string, use: (catalogue: Catalogue) => T): T {
  const catalogue = openForReading(file)
  try {
    return use(catalogue)
  } finally {
    catalogue.close()
  }
}

/** Of a catalogue that is there. @throws MedoidError `catalogue-exists` where it was made of anything else */
async function totalsOf(file: string, from: string): Promise<Totals> {
  return reading(file, (reader, { db }) => {
    const totals = readMergedFrom(db) === from ? readSummary(reader)?.totals : undefined
    if (totals === undefined) throw new MedoidError('catalogue-exists', { path: file })
    return totals
  })
}

async function countTotals(catalogue: Catalogue, work: Work): Promise<Totals> {
  await updateSummary(catalogue, work)
  return readSummary(new CatalogueReader(catalogue.db))!.totals
}

function catalogues(files: readonly string[], from: string): Inputs {
  const leftBehind = nothingLeftBehind()
  for (const file of files) using(file, ({ db }) => addLeftBehind(leftBehind, db))
  return { files: [...files], sources: { kind: 'apart', names: namesOf(files) }, from, leftBehind }
}

/** Catalogues by the names of their files; of several with one name the later ones have a number. */
function namesOf(files: readonly string[]): string[] {
  const names: string[] = []
  for (const file of files) {
    const name = basename(file, extname(file))
    let unique = name
    for (let number = 2; names.includes(unique); number++) unique = `${name} (${number})`
    names.push(unique)
  }
  return names
}

/** @throws MedoidError `shards-missing` */
function shards(run: string, plan: Plan): Inputs {
  const folder = runPaths(run).shards
  const states = plan.ranges.map((_, shard) => shardState(folder, plan, shard, PROGRAM_VERSION))
  const wanted = states.flatMap(({ state }, shard) => (state === 'done' ? [] : [shard]))
  if (wanted.length > 0) {
    const unfit = states.flatMap((each) => (each.state === 'unfit' ? [sayMessage(each.why, PLAIN_TERMS)] : []))
    throw new MedoidError('shards-missing', {
      shards: states.length,
      missing: wanted.length - unfit.length,
      array: arrayList(wanted),
      unfit
    })
  }
  const files = plan.ranges.map((_, shard) => shardFile(folder, shard))
  return { files, sources: { kind: 'joined', root: plan.root }, from: plan.id, leftBehind: nothingLeftBehind() }
}

/** Says which shard to scan again where one is damaged. */
async function explaining<T>(plan: Plan | null, run: string | null, merge: () => Promise<T>): Promise<T> {
  try {
    return await merge()
  } catch (error) {
    if (plan === null || !(error instanceof MedoidError) || error.code !== 'catalogue-damaged') throw error
    const { parameters } = error as MedoidError<'catalogue-damaged'>
    const path = 'path' in parameters ? parameters.path : ''
    const { shards } = runPaths(run!)
    const shard = plan.ranges.findIndex((_, i) => resolve(shardFile(shards, i)) === path)
    if (shard < 0) throw error
    throw new MedoidError('shard-damaged', { path, shard, reason: error.message }, { cause: error })
  }
}

/** Copies that killed attempts at shards have left: every shard is there, so none of them is wanted. */
async function removeLeftovers(shards: string): Promise<void> {
  for (const name of await readdir(shards)) {
    if (!isLeftover(name)) continue
    await rm(join(shards, name), { force: true }).catch((error: NodeJS.ErrnoException) => {
      // Of somebody else, or in a folder that is only read.
      if (error.code !== 'EACCES' && error.code !== 'EPERM' && error.code !== 'EROFS') throw error
    })
  }
}
