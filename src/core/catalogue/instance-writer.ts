import type { Database } from 'better-sqlite3'
import type { HeaderBatch } from '../dicom/batch.ts'
import { ABSENT } from '../tag-codes.ts'
import { ChunkWriter } from './chunk-writer.ts'
import { CHUNK, isPlain } from './chunks.ts'
import { decodeCodes } from './code-columns.ts'
import { countInstances, LiveSet } from './live.ts'
import { Locations } from './locations.ts'
import { type Name, parseName, storedName } from './names.ts'
import { decodePlain, encodePlain, plainText } from './plain-columns.ts'
import { AppendedVrs } from './settle-vrs.ts'
import { columnFinder } from './stored-columns.ts'
import { vrsFinder } from './stored-vrs.ts'
import type { TagColumns } from './tag-columns.ts'
import { WorkerDictionary } from './worker-dictionary.ts'
import type { VrCode } from './vrs.ts'
import type { ValueCode } from './dictionaries.ts'

/**
 * Appends instances to the catalogue's columns, chunk by chunk. Nothing reaches the database before `flush`, which the
 * caller wraps in a transaction together with what it knows about the files.
 */
export class InstanceWriter {
  readonly live: LiveSet
  private readonly db: Database
  private readonly locations: Locations
  private readonly chunks: ChunkWriter
  private readonly columns: TagColumns
  /** Local tags without a column that the instance at hand holds, with their codes: not asked for yet, … */
  private readonly asking = new Map<number, number>()
  /** … and refused. */
  private readonly refused = new Set<number>()
  private readonly workers = new Map<number, WorkerDictionary>()
  private dirs = new Uint32Array(CHUNK)
  private names: string[] = []
  private uids = new Map<string, number>()
  private opened = false
  private appended = 0
  /** Where all instances were appended here, with which VRs they hold their tags. */
  private readonly vrs: AppendedVrs | null

  constructor(db: Database) {
    this.db = db
    this.live = new LiveSet(db, countInstances(db))
    this.vrs = this.live.total === 0 ? new AppendedVrs() : null
    this.locations = new Locations(db)
    this.chunks = new ChunkWriter(db, this.live)
    this.columns = this.chunks.columns
  }

  /** Instances appended since the last flush. */
  get pending(): number {
    return this.appended
  }

  /** Whether the chunk is full, so that `flush` is due. */
  get full(): boolean {
    return this.appended > 0 && this.live.total % CHUNK === 0
  }

  /** Tags of the last instance that were left out, because the catalogue holds too many. */
  get refusals(): number {
    return this.refused.size
  }

  /** Tags in use that others could have the room of, as they were last counted and with those that came since. */
  get usedTags(): number {
    return this.columns.used
  }

  /** What `settleVrs` need not read again: all that the catalogue holds, where that is what was appended here. It has to be flushed. */
  get appendedVrs(): AppendedVrs | undefined {
    return this.vrs !== null && this.live.count === this.live.total ? this.vrs : undefined
  }

  /** Counts anew which tags live instances hold. What was appended has to be flushed. */
  countUsedTags(): void {
    this.open()
    this.columns.countUsed()
  }

  /** Takes note of what is new in a batch, which begins with every tag absent; before any `append` of it, and in the order in which the worker made them. */
  beginBatch(worker: number, batch: HeaderBatch): void {
    this.open()
    let dictionary = this.workers.get(worker)
    if (dictionary === undefined || batch.restarts) this.workers.set(worker, (dictionary = new WorkerDictionary()))
    this.asking.clear()
    this.refused.clear()
    for (const column of this.columns.all) column.setAbsent(this.live.total % CHUNK)
    dictionary.learn(batch)
  }

  /**
   * Appends the next instance of a batch.
   * @param index its place in the batch
   * @param dir id of its directory @param name file name @param sopInstanceUid '' where it has none
   * @returns its id
   */
  append(worker: number, batch: HeaderBatch, index: number, dir: number, name: Name, sopInstanceUid: string): number {
    const id = this.live.total
    const row = id % CHUNK
    this.apply(worker, batch, index)
    this.admit(worker, batch, row)
    this.dirs[row] = dir
    this.names[row] = storedName(name)
    if (sopInstanceUid !== '') this.uids.set(sopInstanceUid, id)
    this.live.total++
    this.appended++
    return id
  }

  /** Passes over the next instance of a batch: what changes with it may hold for those behind it. */
  skip(worker: number, batch: HeaderBatch, index: number): void {
    this.apply(worker, batch, index)
  }

  private apply(worker: number, batch: HeaderBatch, index: number): void {
    const dictionary = this.workers.get(worker)!
    const { columns } = dictionary
    const { offsets, changedTags, changedCodes, plainTexts } = batch
    const row = this.live.total % CHUNK
    for (let change = offsets[index]; change < offsets[index + 1]; change++) {
      const tag = changedTags[change]
      const local = changedCodes[change]
      const column = columns[tag]
      if (column !== undefined) dictionary.set(column, row, tag, local, plainTexts)
      else if (local === ABSENT) {
        this.asking.delete(tag)
        this.refused.delete(tag)
      } else if (!this.refused.has(tag)) this.asking.set(tag, local)
    }
  }

  /** Finds columns for the tags that the instance at hand holds and that have none yet. */
  private admit(worker: number, { plainTexts }: HeaderBatch, row: number): void {
    if (this.asking.size === 0) return
    const dictionary = this.workers.get(worker)!
    for (const [tag, local] of this.asking) {
      const column = this.columns.of(dictionary.definitions[tag])
      if (column === undefined) this.refused.add(tag)
      else {
        dictionary.assign(tag, column)
        dictionary.set(column, row, tag, local, plainTexts)
      }
    }
    this.asking.clear()
  }

  /** Looks for instances with these SOP Instance UIDs, for `find`. */
  lookAhead(sopInstanceUids: readonly string[]): void {
    this.chunks.sop.lookAhead(sopInstanceUids, this.live)
  }

  /** The live instance with this SOP Instance UID. */
  find(sopInstanceUid: string): number | undefined {
    const pending = this.uids.get(sopInstanceUid)
    if (pending !== undefined && this.live.has(pending)) return pending
    return this.chunks.sop.find(sopInstanceUid, this.live)
  }

  /** Where an instance lies. */
  location(instance: number): { dir: number; name: Name } {
    const first = this.live.total - this.appended
    if (instance >= first) return { dir: this.dirs[instance % CHUNK], name: parseName(this.names[instance % CHUNK]) }
    return this.locations.of(instance)
  }

  /** Writes what was appended or removed; inside the caller's transaction. */
  flush(): void {
    if (this.appended > 0) this.flushChunk()
    this.live.save()
  }

  private flushChunk(): void {
    const rows = ((this.live.total - 1) % CHUNK) + 1
    this.countVrs(rows)
    this.chunks.write({ dirs: this.dirs, names: encodePlain(this.names, rows), uids: this.uids })
    this.uids.clear()
    this.appended = 0
    if (rows === CHUNK) {
      this.dirs = new Uint32Array(CHUNK)
      this.names = []
    }
  }

  private countVrs(rows: number): void {
    const { vrs } = this
    if (vrs === null) return
    vrs.beginChunk()
    for (const column of this.columns.all) column.countVrs(rows, (vr, instances) => vrs.add(column.tag, vr, instances))
    if (rows === CHUNK) vrs.endChunk()
  }

  /** Reads the tags, and the chunk that was left short, when the first instance is about to come. */
  private open(): void {
    if (this.opened) return
    this.opened = true
    const last = Math.floor(this.live.total / CHUNK)
    this.columns.open(last)
    const rows = this.live.total % CHUNK
    if (rows > 0) this.reload(last, rows)
  }

  private reload(chunk: number, rows: number): void {
    const find = columnFinder(this.db)
    const findVrs = vrsFinder(this.db)
    for (const column of this.columns.all) {
      const stored = find(column.tag, chunk)
      if (stored === undefined) continue
      const { encoding, data } = stored
      const vrs = findVrs(column.tag, chunk, rows)
      while (vrs?.next()) column.setVr(vrs.start, vrs.code as VrCode)
      if (isPlain(encoding)) {
        const values = decodePlain(encoding, data, rows)
        for (let row = 0; row < rows; row++) {
          if (values.states[row] === ABSENT) column.setAbsent(row)
          else column.setText(row, plainText(values, row))
        }
      } else if (column.plain) {
        const textOf = this.chunks.dictionaries.read(column.tag)
        decodeCodes(encoding, data, rows).forEach((code, row) => {
          if (code === ABSENT) column.setAbsent(row)
          else column.setText(row, textOf[code])
        })
      } else {
        decodeCodes(encoding, data, rows).forEach((code, row) => column.setCode(row, code as ValueCode))
      }
    }
    const located = this.locations.chunk(chunk)
    this.dirs.set(located.dirs)
    for (let row = 0; row < rows; row++) this.names[row] = plainText(located.names, row)
  }
}
