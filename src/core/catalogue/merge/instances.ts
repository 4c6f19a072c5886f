import type { Database } from 'better-sqlite3'
import { damagedError } from '../checksums.ts'
import { ChunkWriter } from '../chunk-writer.ts'
import { CHUNK } from '../chunks.ts'
import { LiveSet } from '../live.ts'
import { type Name, parseName } from '../names.ts'
import { plainText } from '../plain-columns.ts'
import { encodePieces, type PlainPiece, type Spans } from '../plain-pieces.ts'
import { AppendedVrs } from '../settle-vrs.ts'
import type { MergeInput } from './input.ts'
import { InputColumn, InputTag, type Rename, splitSpans } from './input-tags.ts'

/** A file some of whose tags were left out. */
interface RefusedFile {
  dir: number
  name: Name
  tags: number
}

/**
 * Appends instances of other catalogues to a new one: column by column, with codes translated and texts as they are. Ids follow one
 * another, as those of one scan do.
 */
export class InstanceAppender {
  readonly live: LiveSet
  /** Counted in what was appended. */
  readonly vrs = new AppendedVrs()
  private readonly chunks: ChunkWriter
  private readonly onFull: () => void
  private readonly onRefused: (file: RefusedFile) => void
  private dirs = new Uint32Array(CHUNK)
  private names: PlainPiece[] = []
  private readonly uids = new Map<string, number>()
  private pending = false

  /**
   * @param db of a catalogue without instances
   * @param onFull called when a chunk was written @param onRefused called for each file that has more tags than there is room for
   */
  constructor(db: Database, onFull: () => void, onRefused: (file: RefusedFile) => void) {
    this.live = new LiveSet(db, 0)
    this.chunks = new ChunkWriter(db, this.live)
    this.chunks.columns.open(0)
    this.onFull = onFull
    this.onRefused = onRefused
  }

  /** Tags in use that others could have the room of. */
  get usedTags(): number {
    return this.chunks.columns.used
  }

  /**
   * Appends rows of a chunk of an input.
   * @param tags of the input, by id
   * @param dirOf the directory in this catalogue for one of the input
   */
  append(
    input: MergeInput,
    chunk: number,
    spans: Spans,
    tags: ReadonlyMap<number, InputTag>,
    dirOf: (dir: number) => number
  ): void {
    const { dirs, names } = input.location(chunk)
    const vrsOf = input.vrs(chunk)
    const columns = input.chunk(chunk).map((stored) => {
      const tag = tags.get(stored.tag)
      if (tag === undefined) throw damagedError({ part: 'tag', id: stored.tag })
      return new InputColumn(input, tag, stored, vrsOf)
    })
    const uids = columns.find(({ tag }) => input.isUid(tag.stored.id))
    const uidCodes = uids?.allCodes() ?? null
    for (let rest = spans; rest.length > 0;) {
      const at = this.live.total % CHUNK
      const { now, later, rows } = splitSpans(rest, CHUNK - at)
      for (const column of this.chunks.columns.all) column.setAbsent(at)
      this.admit(columns, now)
      let id = this.live.total
      let row = at
      for (const [from, to] of now) {
        for (let i = from; i < to; i++, id++, row++) {
          this.dirs[row] = i > from && dirs[i] === dirs[i - 1] ? this.dirs[row - 1] : dirOf(dirs[i])
          const uid = uids?.textOf(i, uidCodes)
          if (uid !== undefined) this.uids.set(uid, id)
        }
      }
      this.names.push({ at, column: names, spans: now, stored: null })
      this.take(columns, now, at)
      this.live.total += rows
      this.pending = true
      if (this.live.total % CHUNK === 0) this.flush()
      rest = later
    }
  }

  /** Writes what was not written yet. */
  flush(): void {
    if (!this.pending) return
    this.pending = false
    const rows = ((this.live.total - 1) % CHUNK) + 1
    this.chunks.write({ dirs: this.dirs, names: encodePieces(this.names, rows), uids: this.uids })
    if (rows === CHUNK) this.vrs.endChunk()
    this.uids.clear()
    this.names = []
    this.dirs = new Uint32Array(CHUNK)
    this.onFull()
  }

  /** Finds columns for the tags that are met for the first time, in the order in which a scan would meet them. */
  private admit(columns: readonly InputColumn[], spans: Spans): void {
    const met = columns.flatMap((column) => {
      const { tag } = column
      const held = tag.column !== null || tag.refused ? null : column.firstHeld(spans)
      return held === null ? [] : [{ tag, ...held }]
    })
    for (const { tag, vr } of met.sort((a, b) => a.row - b.row || a.tag.stored.id - b.tag.stored.id)) {
      const column = this.chunks.columns.of({ ...tag.stored, vr })
      if (column === undefined) tag.refused = true
      else tag.assign(column)
    }
  }

  private take(columns: readonly InputColumn[], spans: Spans, at: number): void {
    let refused: Uint32Array | null = null
    for (const column of columns) {
      if (column.tag.column !== null) column.take(spans, at, this.vrs)
      else if (column.tag.refused) column.countHeld(spans, at, (refused ??= new Uint32Array(CHUNK)))
    }
    if (refused === null) return
    const names = this.names.at(-1)!
    let row = at
    for (const [from, to] of spans) {
      for (let i = from; i < to; i++, row++) {
        if (refused[row] === 0) continue
        this.onRefused({ dir: this.dirs[row], name: parseName(plainText(names.column, i)), tags: refused[row] })
      }
    }
  }
}

/** The tags of an input by id. */
export function inputTags(input: MergeInput, renames: ReadonlyMap<string, Rename>): Map<number, InputTag> {
  return new Map(input.tags.map((tag) => [tag.id, new InputTag(input, tag, renames.get(tag.tag))]))
}
