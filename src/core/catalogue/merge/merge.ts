import type { Database } from 'better-sqlite3'
import { MedoidError } from '../../errors.ts'
import { writeFailure } from '../../files.ts'
import { breathe, throwIfCancelled, type Work } from '../../work.ts'
import { damagedError, inserter } from '../checksums.ts'
import { CHUNK } from '../chunks.ts'
import { type Catalogue, explain, openForReading, UIDS_BESIDE, writeMeta } from '../database.ts'
import { DERIVED_TAGS, type DerivedKeyword } from '../derived-names.ts'
import { settleDuplicates } from '../duplicate-groups.ts'
import { REFUSED_AT, refusedFiles, refusedIssue } from '../refused.ts'
import { storedIssue } from '../stored/issue.ts'
import { type AppendedVrs, settleVrs } from '../settle-vrs.ts'
import { nextRevision } from '../summary.ts'
import { DirectoryMap } from './directories.ts'
import { copyFiles, copyIssues } from './files.ts'
import { MergeInput, MOST_INSTANCES } from './input.ts'
import type { Rename } from './input-tags.ts'
import { InstanceAppender, inputTags } from './instances.ts'
import { KeptInstances } from './kept.ts'
import { joinSources, type MergedSource } from './sources.ts'
import { TextBuckets } from './text-buckets.ts'

/** Rows that are written in one transaction, about; a chunk of instances counts as one. */
const WRITES = 16_384

export interface MergeReport {
  instances: number
  /** Instances of a catalogue that one before it has, too. */
  duplicates: number
  /** Files whose instance is gone: the next scan reads them. */
  unsettled: number
  /** Files some tags of which were left out, because there are too many. */
  refused: number
}

/** Which sources the new catalogue has. */
export type MergeSources =
  /** The catalogues are of parts of one archive, and that is the source. */
  | { kind: 'joined'; root: string }
  /** They are of several archives: all sources stay, with a name for those of each catalogue. */
  | { kind: 'apart'; names: readonly string[] }

/**
 * Merges catalogues into a new one, as if one scan had read all files in their order: of the instances with one SOP Instance UID the first
 * is kept, the others are its duplicates. Inputs are read twice, one at a time; memory grows by a bit an instance.
 * @param catalogue without instances @param files of the catalogues, in their order
 * @throws MedoidError `catalogue-damaged`, `merge-too-large`, …; CancelledError
 */
export async function mergeCatalogues(
  catalogue: Catalogue,
  files: readonly string[],
  sources: MergeSources,
  work?: Work
): Promise<MergeReport> {
  const totals: number[] = []
  const found: MergedSource[][] = []
  for (const file of files) {
    await withInput(file, (input) => {
      totals.push(input.total)
      found.push([...input.sources])
    })
  }
  const chunks = totals.reduce((sum, total) => sum + Math.ceil(total / CHUNK), 0)
  if (chunks * CHUNK > MOST_INSTANCES) throw new MedoidError('merge-too-large', { most: MOST_INSTANCES })
  const kept = await findKept(catalogue.file, files, totals, work)
  const joined = joinSources(catalogue.db, found, sources)
  const merger = new Merger(catalogue.db, kept, work)
  await merger.transaction(async () => {
    for (const [i, file] of files.entries()) await withInput(file, (input) => merger.take(input, i, joined[i]))
    merger.finish()
  })
  settleVrs(catalogue.db, merger.vrs)
  settleDuplicates(catalogue.db)
  return merger.report
}

/** @throws MedoidError `catalogue-damaged`, naming the file */
async function withInput<T>(file: string, use: (input: MergeInput) => Promise<T> | T): Promise<T> {
  const catalogue = openForReading(file)
  try {
    return await use(new MergeInput(catalogue.db))
  } catch (error) {
    throw inInput(error, catalogue.file)
  } finally {
    catalogue.close()
  }
}

function inInput(error: unknown, path: string): unknown {
  if (error instanceof MedoidError && error.code === 'catalogue-damaged') {
    const { parameters } = error as MedoidError<'catalogue-damaged'>
    return 'path' in parameters
      ? error
      : new MedoidError('catalogue-damaged', { path, ...parameters }, { cause: error })
  }
  const code = String((error as { code?: string }).code)
  // Two rows of an input that cannot both be there, or tables that are not those of a catalogue.
  if (code.startsWith('SQLITE_CONSTRAINT') || code === 'SQLITE_ERROR') {
    return new MedoidError('catalogue-damaged', { path, reason: (error as Error).message }, { cause: error })
  }
  return code === 'SQLITE_FULL' ? error : explain(error, path)
}

/** Finds out which instances are kept: of those with one SOP Instance UID the first. */
async function findKept(
  beside: string,
  files: readonly string[],
  totals: readonly number[],
  work: Work | undefined
): Promise<KeptInstances> {
  const kept = new KeptInstances(totals)
  const total = totals.reduce((sum, each) => sum + each, 0)
  const uids = new TextBuckets(beside + UIDS_BESIDE, total)
  let done = 0
  try {
    for (const [i, file] of files.entries()) {
      await withInput(file, async (input) => {
        kept.keepLive(i, input.live)
        for (let chunk = 0; chunk < input.chunks; chunk++) {
          const first = kept.firsts[i] + chunk * CHUNK
          input.eachUid(chunk, kept.spans(first / CHUNK), (row, bytes, start, end) =>
            uids.add(bytes, start, end, first + row)
          )
          done += input.rows(chunk)
          work?.onProgress?.({ stage: 'Comparing UIDs', done, total, unit: 'instances' })
          await breathe()
          throwIfCancelled(work)
        }
      })
    }
    for (const { number, first } of uids.repeated()) kept.drop(number, first)
  } catch (error) {
    throw writeFailure(beside, error)
  } finally {
    uids.close()
  }
  kept.count()
  return kept
}

class Merger {
  readonly report: MergeReport = { instances: 0, duplicates: 0, unsettled: 0, refused: 0 }
  private readonly db: Database
  private readonly kept: KeptInstances
  private readonly work: Work | undefined
  private readonly instances: InstanceAppender
  private nextDir = 1
  private nextGroup = 0
  private writes = 0
  /** Whether a catalogue had no room itself for tags that this one may have. */
  private refusedBefore = false

  constructor(db: Database, kept: KeptInstances, work: Work | undefined) {
    this.db = db
    this.kept = kept
    this.work = work
    const put = inserter(db, 'issue', 'INSERT OR REPLACE')
    this.instances = new InstanceAppender(db, this.wrote, ({ dir, name, tags }) => {
      put({ dir, name, ...storedIssue(refusedIssue(tags)) })
      this.report.refused++
      this.wrote()
    })
  }

  /** Transactions of some thousand writes each. */
  async transaction(write: () => Promise<void>): Promise<void> {
    this.db.exec('BEGIN')
    await write()
    this.db.exec('COMMIT')
  }

  private readonly wrote = (): void => {
    if (++this.writes % WRITES !== 0) return
    this.db.exec('COMMIT')
    this.db.exec('BEGIN')
  }

  /** @param sources in the new catalogue, by those of the input */
  async take(input: MergeInput, index: number, sources: ReadonlyMap<number, number>): Promise<void> {
    const { db, kept } = this
    const first = kept.firsts[index]
    const dirs = new DirectoryMap(db, input, sources)
    this.nextDir = dirs.copy(this.nextDir, this.wrote)
    const tags = inputTags(input, this.renames(input))
    for (let chunk = 0; chunk < input.chunks; chunk++) {
      const spans = kept.spans(first / CHUNK + chunk)
      this.instances.append(input, chunk, spans, tags, (dir) => dirs.of(dir))
      await this.breathe()
    }
    const copied = copyFiles(db, input, dirs, kept, first, this.wrote)
    this.report.duplicates += copied.duplicates
    this.report.unsettled += copied.unsettled
    copyIssues(db, input, dirs, this.wrote)
    this.refusedBefore ||= refusedFiles(input.db).length > 0
    await this.breathe()
  }

  get vrs(): AppendedVrs {
    return this.instances.vrs
  }

  finish(): void {
    const { db, instances, report } = this
    instances.flush()
    report.instances = instances.live.total
    if (report.instances > 0) nextRevision(db)
    // Where a catalogue had refused tags itself, the next scan finds out whether there is room for them here.
    if (report.refused > 0 && !this.refusedBefore) writeMeta(db, REFUSED_AT, instances.usedTags)
  }

  private async breathe(): Promise<void> {
    const { kept, instances } = this
    this.work?.onProgress?.({ stage: 'Merging', done: instances.live.total, total: kept.size, unit: 'instances' })
    await breathe()
    throwIfCancelled(this.work)
  }

  /** Each catalogue numbers its groups of duplicate pictures from 1. */
  private renames(input: MergeInput): Map<string, Rename> {
    const group = tagOf('PictureDuplicateGroup')
    const offset = this.nextGroup
    const stored = input.tags.find(({ tag, path }) => tag === group && path === '')
    for (const text of stored === undefined ? [] : input.texts(stored.id)) {
      if (text !== '') this.nextGroup = Math.max(this.nextGroup, offset + groupNumber(text))
    }
    return new Map([[group, (text) => String(offset + groupNumber(text))]])
  }
}

function tagOf(keyword: DerivedKeyword): string {
  return DERIVED_TAGS.find((each) => each.keyword === keyword)!.tag
}

function groupNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw damagedError({ part: 'row', place: 'value.texts' })
  return Number(text)
}
