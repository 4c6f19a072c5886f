import type { Database } from 'better-sqlite3'
import { inserter, updateRow } from './checksums.ts'
import { CHUNK, type EncodedColumn } from './chunks.ts'
import { encodeCodes } from './code-columns.ts'
import { writeMeta } from './database.ts'
import { Dictionaries } from './dictionaries.ts'
import type { LiveSet } from './live.ts'
import { SopIndex } from './sop-index.ts'
import { columnWriter } from './stored-columns.ts'
import { TagColumns } from './tag-columns.ts'

/** Distinct values above which a tag gives its dictionary up. */
const LARGE_DICTIONARY = 16_384
/** Values in all dictionaries above which an eighth of that is large: about 150 bytes each. */
const REMEMBERED = 400_000

/** Inflating takes 8 µs a chunk, however short: longer than all else about reading it, where many chunks are read. It has to be worth it. */
const WORTH_INFLATING = 256
/** Those of small catalogues, where bytes count more. */
const FEW_CHUNKS = 16

/** What a chunk has besides the values of its tags. */
interface Chunk {
  /** By row. */
  dirs: Uint32Array
  names: EncodedColumn
  /** Instances that came since the chunk was last written, by SOP Instance UID. */
  uids: ReadonlyMap<string, number>
}

/** Writes the chunk at the end of a catalogue, once its tags' columns are filled. */
export class ChunkWriter {
  readonly columns: TagColumns
  readonly dictionaries: Dictionaries
  readonly sop: SopIndex
  private readonly db: Database
  private readonly live: LiveSet
  private readonly putColumn: ReturnType<typeof columnWriter>
  private readonly putVrs: ReturnType<typeof inserter>
  private readonly putLocation: ReturnType<typeof inserter>

  constructor(db: Database, live: LiveSet) {
    this.db = db
    this.live = live
    this.sop = new SopIndex(db, true)
    this.putColumn = columnWriter(db)
    this.putVrs = inserter(db, 'vr', 'INSERT OR REPLACE')
    this.dictionaries = new Dictionaries(db)
    this.columns = new TagColumns(db, live, this.dictionaries)
    this.putLocation = inserter(db, 'location', 'INSERT OR REPLACE')
  }

  /** Inside the caller's transaction. */
  write({ dirs, names, uids }: Chunk): void {
    const last = this.live.total - 1
    const chunk = Math.floor(last / CHUNK)
    const rows = (last % CHUNK) + 1
    const full = rows === CHUNK
    this.columns.store()
    // Memory must not grow with the archive: where many tags have large dictionaries, the larger ones are given up.
    const remembered = this.columns.all.reduce((sum, column) => sum + column.remembered, 0)
    const mostValues = remembered > REMEMBERED ? LARGE_DICTIONARY / 8 : LARGE_DICTIONARY
    for (const column of this.columns.all) {
      const vrs = column.encodeVrs(rows, full)
      const encoded = column.encode(rows, full, mostValues, chunk < FEW_CHUNKS ? 0 : WORTH_INFLATING)
      if (encoded === null) continue
      const { encoding, absent, empty, data } = encoded.column
      if (encoded.turnedPlain) updateRow(this.db, 'tag', [column.tag], { high_cardinality: 1 })
      const { first, texts } = encoded.newValues
      if (texts.length > 0) this.dictionaries.append(column.tag, first, texts)
      this.putColumn({ tag: column.tag, chunk, encoding, absent, empty, data })
      if (vrs !== null) this.putVrs({ tag: column.tag, chunk, encoding: vrs.encoding, data: vrs.data })
    }
    const encodedDirs = encodeCodes(dirs, rows)
    this.putLocation({
      chunk,
      rows,
      dir_encoding: encodedDirs.encoding,
      dirs: encodedDirs.data,
      name_encoding: names.encoding,
      names: names.data
    })
    this.sop.add(uids)
    writeMeta(this.db, 'instances', this.live.total)
  }
}
