import type { Database } from 'better-sqlite3'
import type { HeaderBatch, TagDefinition } from '../dicom/batch.ts'
import { PLAIN } from '../dicom/batch.ts'
import { inserter, updateRow } from './checksums.ts'
import { ABSENT, CHUNK, EMPTY, isPlain } from './chunks.ts'
import { decodeCodes, encodeCodes } from './code-columns.ts'
import { decodePlain, encodePlain, plainText } from './plain-columns.ts'
import { ColumnBuffer } from './column-buffer.ts'
import { writeMeta } from './database.ts'
import { Dictionaries } from './dictionaries.ts'
import { countInstances, LiveSet } from './live.ts'
import { Locations } from './locations.ts'
import { type Name, parseName, storedName } from './names.ts'
import { SopIndex } from './sop-index.ts'
import { columnFinder } from './stored-columns.ts'
import { storedTags } from './stored-tags.ts'

/** Distinct values above which a tag gives its dictionary up. */
const LARGE_DICTIONARY = 16_384
/** Values in all dictionaries above which an eighth of that is large: about 150 bytes each. */
const REMEMBERED = 400_000

/** The identity of a tag in the catalogue. */
export function tagKey(definition: Pick<TagDefinition, 'path' | 'tag' | 'privateCreator'>): string {
  return `${definition.path}\0${definition.tag}\0${definition.privateCreator}`
}

/** One reading worker's dictionaries, translated into the catalogue's. */
class WorkerDictionary {
  /** By local tag. */
  readonly columns: ColumnBuffer[] = []
  /** By local tag, local code: the catalogue's code, 0 until the value is used … */
  readonly codes: number[][] = []
  /** … and until then, its text. */
  readonly texts: string[][] = []
}

/**
 * Appends instances to the catalogue's columns, chunk by chunk. Nothing reaches the database before `flush`, which the
 * caller wraps in a transaction together with what it knows about the files.
 */
export class InstanceWriter {
  readonly live: LiveSet
  private readonly db: Database
  private readonly sop: SopIndex
  private readonly locations: Locations
  private readonly columns: ColumnBuffer[] = []
  private readonly tags = new Map<string, ColumnBuffer>()
  private readonly unknownVr = new Set<ColumnBuffer>()
  private readonly newTags: [number, TagDefinition][] = []
  private readonly workers = new Map<number, WorkerDictionary>()
  private dirs = new Uint32Array(CHUNK)
  private names: string[] = []
  private uids = new Map<string, number>()
  private opened = false
  /** Tags up to this id were there before, and may have a dictionary. */
  private storedTags = 0
  private appended = 0
  private readonly putColumn: ReturnType<typeof inserter>
  private readonly dictionaries: Dictionaries
  private readonly putLocation: ReturnType<typeof inserter>

  constructor(db: Database) {
    this.db = db
    this.live = new LiveSet(db, countInstances(db))
    this.locations = new Locations(db)
    this.sop = new SopIndex(db)
    this.putColumn = inserter(db, 'column', 'INSERT OR REPLACE')
    this.dictionaries = new Dictionaries(db)
    this.putLocation = inserter(db, 'location', 'INSERT OR REPLACE')
  }

  /** Instances appended since the last flush. */
  get pending(): number {
    return this.appended
  }

  /** Whether the chunk is full, so that `flush` is due. */
  get full(): boolean {
    return this.appended > 0 && this.live.total % CHUNK === 0
  }

  /** Takes note of what is new in a batch, which begins with every tag absent; before any `append` of it, and in the order in which the worker made them. */
  beginBatch(worker: number, batch: HeaderBatch): void {
    this.open()
    let dictionary = this.workers.get(worker)
    if (dictionary === undefined) this.workers.set(worker, (dictionary = new WorkerDictionary()))
    for (const column of this.columns) column.setAbsent(this.live.total % CHUNK)
    for (const definition of batch.newTags) {
      dictionary.columns.push(this.columnFor(definition))
      dictionary.texts.push(['', ''])
      dictionary.codes.push([ABSENT, EMPTY])
    }
    for (let i = 0; i < batch.newValueTags.length; i++) {
      dictionary.texts[batch.newValueTags[i]].push(batch.newValueTexts[i])
      dictionary.codes[batch.newValueTags[i]].push(0)
    }
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

  private apply(worker: number, { offsets, changedTags, changedCodes, plainTexts }: HeaderBatch, index: number): void {
    const { columns, codes, texts } = this.workers.get(worker)!
    const row = this.live.total % CHUNK
    for (let change = offsets[index]; change < offsets[index + 1]; change++) {
      const tag = changedTags[change]
      const local = changedCodes[change]
      const column = columns[tag]
      if (local >= PLAIN) column.setText(row, plainTexts[local - PLAIN])
      else if (local === ABSENT) column.setAbsent(row)
      else {
        let code = codes[tag][local]
        if (column.plain)
          column.setText(row, code === ABSENT ? texts[tag][local] : code === EMPTY ? '' : column.textOf(code))
        else {
          if (code === 0) {
            codes[tag][local] = code = column.codeOf(texts[tag][local])
            texts[tag][local] = ''
          }
          column.setCode(row, code)
        }
      }
    }
  }

  /** The live instance with this SOP Instance UID. */
  find(sopInstanceUid: string): number | undefined {
    const pending = this.uids.get(sopInstanceUid)
    if (pending !== undefined && this.live.has(pending)) return pending
    return this.sop.find(sopInstanceUid, this.live)
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
    const last = this.live.total - 1
    const chunk = Math.floor(last / CHUNK)
    const rows = (last % CHUNK) + 1
    const full = rows === CHUNK
    const putTag = inserter(this.db, 'tag')
    for (const [id, { tag, path, keyword, privateCreator, vr }] of this.newTags)
      putTag({ id, tag, path, keyword, private_creator: privateCreator, vr, high_cardinality: 0 })
    this.newTags.length = 0
    // Memory must not grow with the archive: where many tags have large dictionaries, the larger ones are given up.
    const remembered = this.columns.reduce((sum, column) => sum + column.remembered, 0)
    const mostValues = remembered > REMEMBERED ? LARGE_DICTIONARY / 8 : LARGE_DICTIONARY
    for (const column of this.columns) {
      const encoded = column.encode(rows, full, mostValues)
      if (encoded === null) continue
      const { encoding, absent, empty, data } = encoded.column
      if (encoded.turnedPlain) updateRow(this.db, 'tag', [column.tag], { high_cardinality: 1 })
      const { first, texts } = encoded.newValues
      if (texts.length > 0) this.dictionaries.append(column.tag, first, texts)
      this.putColumn({ tag: column.tag, chunk, encoding, absent, empty, data })
    }
    const dirs = encodeCodes(this.dirs, rows)
    const names = encodePlain(this.names, rows)
    this.putLocation({
      chunk,
      rows,
      dir_encoding: dirs.encoding,
      dirs: dirs.data,
      name_encoding: names.encoding,
      names: names.data
    })
    this.sop.add(this.uids)
    this.uids.clear()
    this.appended = 0
    writeMeta(this.db, 'instances', this.live.total)
    if (full) {
      this.dirs = new Uint32Array(CHUNK)
      this.names = []
    }
  }

  private columnFor(definition: TagDefinition): ColumnBuffer {
    const key = tagKey(definition)
    let column = this.tags.get(key)
    if (column === undefined) {
      const id = this.columns.length + 1
      column = this.addColumn(key, id, false, 0)
      this.newTags.push([id, definition])
      if (definition.vr === 'UN') this.unknownVr.add(column)
    } else if (definition.vr !== 'UN' && this.unknownVr.delete(column)) {
      // Some writer did not know this element; another says what it is.
      const fresh = this.newTags.find(([id]) => id === column!.tag)
      if (fresh !== undefined) fresh[1] = { ...fresh[1], vr: definition.vr }
      else updateRow(this.db, 'tag', [column.tag], { vr: definition.vr })
    }
    return column
  }

  private addColumn(key: string, id: number, plain: boolean, valuesSeen: number): ColumnBuffer {
    const column = new ColumnBuffer(id, plain, valuesSeen, () =>
      id > this.storedTags ? [] : this.dictionaries.read(id)
    )
    this.columns.push(column)
    this.tags.set(key, column)
    return column
  }

  /** Reads the tags, and the chunk that was left short, when the first instance is about to come. */
  private open(): void {
    if (this.opened) return
    this.opened = true
    const last = Math.floor(this.live.total / CHUNK)
    const seen = new Map(
      this.db
        .prepare(`SELECT tag, sum(${CHUNK} - absent - empty) FROM column WHERE chunk < ? GROUP BY tag`)
        .raw()
        .all(last) as [number, number][]
    )
    const tags = storedTags(this.db)
    this.storedTags = tags.at(-1)?.id ?? 0
    for (const t of tags) {
      const column = this.addColumn(tagKey(t), t.id, t.plain, seen.get(t.id) ?? 0)
      if (t.vr === 'UN') this.unknownVr.add(column)
    }
    const rows = this.live.total % CHUNK
    if (rows > 0) this.reload(last, rows)
  }

  private reload(chunk: number, rows: number): void {
    const find = columnFinder(this.db)
    for (const column of this.columns) {
      const stored = find(column.tag, chunk)
      if (stored === undefined) continue
      const { encoding, data } = stored
      if (isPlain(encoding)) {
        const values = decodePlain(encoding, data, rows)
        for (let row = 0; row < rows; row++) {
          if (values.states[row] === ABSENT) column.setAbsent(row)
          else column.setText(row, plainText(values, row))
        }
      } else if (column.plain) {
        const textOf = this.dictionaries.read(column.tag)
        decodeCodes(encoding, data, rows).forEach((code, row) => {
          if (code === ABSENT) column.setAbsent(row)
          else column.setText(row, textOf[code])
        })
      } else {
        decodeCodes(encoding, data, rows).forEach((code, row) => column.setCode(row, code))
      }
    }
    const located = this.locations.chunk(chunk)
    this.dirs.set(located.dirs)
    for (let row = 0; row < rows; row++) this.names[row] = plainText(located.names, row)
  }
}
