import { randomUUID } from 'node:crypto'
import { type FileHandle, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder, writeFailure } from '../files.ts'
import { type CountedRemark, RemarkCounts, type RemarkedInstance } from '../remark-counts.ts'
import { type Fingerprint, readJournal, type SkippedRow, type VectorJournal, writeJournal } from './journal.ts'
import { groupRows, type Precision, type VectorFormat, type VectorGroup, type VectorLayout } from './layout.ts'
import { npyLayout } from './npy-layout.ts'
import { parquetLayout } from './parquet-layout.ts'
import { bytesOfGroups, nameFinished, type Names, namesOf, openPart, resumable, taken } from './parts.ts'
import { requireVectorSpace } from './size.ts'

/** Consecutive rows: as many instances, UIDs and clusters, and their vectors one after another. */
interface VectorBatch {
  /** Instance ids, ascending; also from batch to batch. */
  instances: ArrayLike<number>
  uids: readonly string[]
  clusters: ArrayLike<number>
  vectors: Float32Array
  /** Instances between them that have no vector, and why. */
  skipped?: readonly SkippedRow[]
  /** Instances that have one in spite of something. */
  remarked?: readonly RemarkedInstance[]
}

export interface VectorFileOptions extends Omit<Fingerprint, 'groupRows'> {
  path: string
  /** By default f32. */
  precision?: Precision
  /** Whether what Medoid has not written may be replaced. */
  overwrite?: boolean
  /** Rows that are committed together; by default 64 MB of them. */
  groupRows?: number
}

export interface WrittenVectors {
  rows: number
  /** Instances that have no row, those of runs that were stopped among them. */
  skipped: SkippedRow[]
  /** In spite of what instances have a row, those of runs that were stopped among them. */
  remarks: CountedRemark[]
  /** Paths and bytes: the vectors, and for npy the index. */
  files: { path: string; bytes: number }[]
}

const LAYOUTS: Record<VectorFormat, (length: number, precision: Precision) => VectorLayout> = {
  npy: npyLayout,
  parquet: parquetLayout
}

/**
 * A file of vectors that is written for hours, and survives what happens meanwhile. Rows go into `<file>.part` (and
 * `<file>.index.csv.part`), group by group; after each group the bytes are synced and `<file>.part.json` says so. Who opens the same
 * file for the same rows again goes on behind the last whole group, and the finished file is byte for byte the one that an
 * uninterrupted run writes. Only `finish` gives it its name. Only the user can read it: pictures can be made of vectors.
 */
export class VectorFile {
  private readonly layout: VectorLayout
  private readonly names: Names
  private readonly journal: VectorJournal
  private readonly part: Part | undefined
  private readonly index: Part | undefined
  private readonly group: Group
  private readonly skipped: SkippedRow[]
  /** Of rows that are not committed. */
  private remarked: RemarkedInstance[] = []
  private lastInstance: number

  private constructor(layout: VectorLayout, names: Names, journal: VectorJournal, part?: Part, index?: Part) {
    this.layout = layout
    this.names = names
    this.journal = journal
    this.part = part
    this.index = index
    this.group = new Group(Math.max(1, Math.min(journal.groupRows, journal.rows)), journal.length)
    this.skipped = [...journal.skipped]
    this.lastInstance = journal.lastInstance ?? -1
  }

  /**
   * Begins a file, or goes on with one that was begun with the same options and not finished.
   * @throws MedoidError `other-part`, `vectors-part-damaged`, `disk-full`, `not-an-export`, and as `writeAtomically` does
   */
  static async open({
    path,
    format,
    rows,
    length,
    source: from,
    overwrite = false,
    precision = 'f32',
    ...options
  }: VectorFileOptions): Promise<VectorFile> {
    // Files that were begun when there was one precision say nothing of it.
    const source = precision === 'f32' ? from : { ...from, precision }
    const wanted = { format, rows, length, source, groupRows: options.groupRows ?? groupRows(length) }
    const layout = LAYOUTS[format](length, precision)
    const names = await namesOf(path, layout, overwrite)
    const old = await resumable(names, wanted, layout)
    const journal = { ...(old ?? newJournal(wanted)), writer: randomUUID() }
    if (journal.finished) return new VectorFile(layout, names, journal)

    const bytes = old && bytesOfGroups(layout, old)
    await requireVectorSpace(names.target, { format, rows, length, precision })
    await writeJournal(names.journal, journal)
    const part = new Part(names.part, await openPart(names.part, names.journal, bytes))
    let index: Part | undefined
    try {
      if (names.index !== undefined) {
        index = new Part(names.index.part, await openPart(names.index.part, names.journal, old?.indexBytes))
      }
      if (old === undefined) {
        await part.write([layout.head(rows)], 0)
        const head = Buffer.from(layout.index?.head ?? '')
        await index?.write([head], 0)
        journal.indexBytes = head.length
      }
      return new VectorFile(layout, names, journal, part, index)
    } catch (error) {
      await part.close()
      await index?.close()
      throw error
    }
  }

  /** Rows that are on the disk for good. */
  get committedRows(): number {
    return this.journal.groups.reduce((sum, { rows }) => sum + rows, 0)
  }

  /** Rows go on with the first instance above this one: −1 at the beginning, Infinity where nothing is left but `finish`. */
  get after(): number {
    return this.journal.finished ? Infinity : this.lastInstance
  }

  /** @throws MedoidError `part-taken`, `disk-full`, `beyond-half`, and as `writeAtomically` does */
  async write({ instances, uids, clusters, vectors, skipped = [], remarked = [] }: VectorBatch): Promise<void> {
    const { length } = this.journal
    this.skipped.push(...skipped)
    this.remarked.push(...remarked)
    if (vectors.length !== instances.length * length) throw new Error('vectors are not as long as their file says')
    for (let row = 0; row < instances.length; row++) {
      if (!(instances[row] > this.after)) throw new Error(`instance ${instances[row]} comes out of turn`)
      this.lastInstance = instances[row]
      this.group.add(uids[row], clusters[row], vectors.subarray(row * length, (row + 1) * length))
      if (!this.group.isFull) continue
      await this.writeGroup()
      await this.commit()
    }
  }

  /**
   * Writes what is left and the file's end, and gives the file its name. Rows may be fewer than were announced.
   * @throws MedoidError as `write` does
   */
  async finish(): Promise<WrittenVectors> {
    if (!this.journal.finished) {
      await this.writeGroup()
      await this.part!.write([this.layout.tail(this.journal.groups)], bytesOfGroups(this.layout, this.journal))
      await this.part!.write([this.layout.head(this.committedRows)], 0)
      this.journal.skipped = this.skipped
      this.countRemarks(Infinity)
      this.journal.finished = true
      await this.commit()
      await this.closeParts()
    }
    const { target, part, index, journal } = this.names
    if (index !== undefined) await nameFinished(index.part, index.target)
    await nameFinished(part, target)
    await syncFolder(dirname(target))
    await rm(journal, { force: true })
    const paths = index === undefined ? [target] : [target, index.target]
    const files = await Promise.all(paths.map(async (path) => ({ path, bytes: (await stat(path)).size })))
    const { skipped, remarks } = this.journal
    return { rows: this.committedRows, skipped, remarks, files }
  }

  /** Ends the work before its end: what is committed stays for the next `open`; where that is nothing, nothing stays. */
  async close(): Promise<void> {
    await this.closeParts()
    const { part, index, journal } = this.names
    const old = await readJournal(journal)
    if (old === undefined || old.writer !== this.journal.writer || old.groups.length > 0) return
    for (const path of [part, index?.part, journal]) if (path !== undefined) await rm(path, { force: true })
  }

  private async writeGroup(): Promise<void> {
    const group = this.group.take(this.committedRows)
    if (group === undefined) return
    await this.requireOurs()
    const { groups, indexBytes } = this.journal
    const pieces = this.layout.group(group)
    await this.part!.write(pieces, bytesOfGroups(this.layout, this.journal))
    if (this.index !== undefined) {
      const lines = Buffer.from(this.layout.index!.group(group))
      await this.index.write([lines], indexBytes)
      this.journal.indexBytes += lines.length
    }
    groups.push({ rows: group.uids.length, bytes: pieces.reduce((sum, { length }) => sum + length, 0) })
    this.journal.lastInstance = this.lastInstance
    // Those behind it come again when the file is gone on with.
    this.journal.skipped = this.skipped.filter(({ instance }) => instance < this.lastInstance)
    this.countRemarks(this.lastInstance)
  }

  /** Puts what is told of instances up to the last one that is committed into the journal. */
  private countRemarks(last: number): void {
    const counts = new RemarkCounts(this.journal.remarks)
    for (const each of this.remarked) if (each.instance <= last) counts.add(each)
    this.journal.remarks = counts.list()
    this.remarked = this.remarked.filter(({ instance }) => instance > last)
  }

  /** What is written so far stays written. */
  private async commit(): Promise<void> {
    await this.part!.sync()
    await this.index?.sync()
    await this.requireOurs()
    await writeJournal(this.names.journal, this.journal)
  }

  /** @throws MedoidError `part-taken` when another writes the file now, or it is another file */
  private async requireOurs(): Promise<void> {
    const isOurs = (await readJournal(this.names.journal))?.writer === this.journal.writer
    if (!isOurs || !(await this.part!.isInPlace())) throw taken(this.names.part)
    if (this.index !== undefined && !(await this.index.isInPlace())) throw taken(this.names.index!.part)
  }

  private async closeParts(): Promise<void> {
    await this.part?.close()
    await this.index?.close()
  }
}

function newJournal(wanted: Fingerprint): VectorJournal {
  return {
    schema: 'medoid-vectors',
    schemaVersion: 1,
    ...wanted,
    writer: '',
    groups: [],
    indexBytes: 0,
    lastInstance: null,
    skipped: [],
    remarks: [],
    finished: false
  }
}

/** An unfinished file. */
class Part {
  private readonly path: string
  private readonly file: FileHandle

  constructor(path: string, file: FileHandle) {
    this.path = path
    this.file = file
  }

  async write(pieces: readonly Uint8Array[], position: number): Promise<void> {
    let at = position
    try {
      for (const piece of pieces) {
        let written = 0
        while (written < piece.length) {
          written += (await this.file.write(piece, written, piece.length - written, at + written)).bytesWritten
        }
        at += piece.length
      }
    } catch (error) {
      throw writeFailure(this.path, error)
    }
  }

  /** Whether the file is still the one of its name: it may have been deleted, or replaced. */
  async isInPlace(): Promise<boolean> {
    const named = await stat(this.path, { bigint: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    const { dev, ino } = await this.file.stat({ bigint: true })
    return named?.ino === ino && named.dev === dev
  }

  async sync(): Promise<void> {
    await this.file.sync().catch((error: unknown) => {
      throw writeFailure(this.path, error)
    })
  }

  close(): Promise<void> {
    return this.file.close()
  }
}

/** Rows that wait to be written together. */
class Group {
  private readonly length: number
  private readonly vectors: Float32Array
  private readonly clusters: Int32Array
  private uids: string[] = []

  constructor(rows: number, length: number) {
    this.length = length
    this.vectors = new Float32Array(rows * length)
    this.clusters = new Int32Array(rows)
  }

  get isFull(): boolean {
    return this.uids.length === this.clusters.length
  }

  add(uid: string, cluster: number, vector: Float32Array): void {
    const row = this.uids.length
    this.uids.push(uid)
    this.clusters[row] = cluster
    this.vectors.set(vector, row * this.length)
  }

  /** The rows, which may be written until the next is added; undefined where there are none. */
  take(firstRow: number): VectorGroup | undefined {
    const uids = this.uids
    if (uids.length === 0) return undefined
    this.uids = []
    const [clusters, vectors] = [this.clusters, this.vectors.subarray(0, uids.length * this.length)]
    return { firstRow, uids, clusters: clusters.subarray(0, uids.length), vectors }
  }
}
