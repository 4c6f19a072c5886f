import Database from 'better-sqlite3'
import { crc32 } from 'node:zlib'
import * as v from 'valibot'
import { MedoidError } from '../errors.ts'
import { type Infer, anyText, fields, list, number, oneOf, tryParse } from '../schema.ts'
import { COUNT, INSTANCE } from './stored/numbers.ts'

const SCHEMA = `
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL, sum INTEGER NOT NULL) WITHOUT ROWID;
-- Images that were embedded together: ids (u32), clusters (u16) and vectors, the rest as JSON.
CREATE TABLE batch(at INTEGER PRIMARY KEY, instances BLOB NOT NULL, clusters BLOB NOT NULL, vectors BLOB NOT NULL, told TEXT NOT NULL, sum INTEGER NOT NULL);
`

/** 'MEDS' */
const APPLICATION_ID = 0x4d454453
const FORMAT = 1

const madeOf = fields({
  /** Which part of how many. */
  shard: COUNT,
  shards: COUNT,
  /** Values of a vector. */
  length: COUNT,
  precision: oneOf('f32', 'f16'),
  /** Images of all shards together: the most rows that there can be. */
  images: COUNT,
  model: COUNT,
  clustering: anyText,
  /** Where vectors come from, in words for people: what must be the same in all shards. */
  source: v.record(anyText, anyText)
})
/** What the vectors of a shard are. */
export type VectorShardMade = Infer<typeof madeOf>

const done = fields({ batches: COUNT, rows: COUNT, skipped: COUNT, device: anyText, seconds: number })
/** What was done; a file without it is not finished. */
type VectorShardDone = Infer<typeof done>

const remark = fields({ code: anyText, message: anyText })
const told = fields({
  uids: list(anyText, Infinity),
  skipped: list(fields({ instance: INSTANCE, path: anyText, reason: anyText }), Infinity),
  remarked: list(fields({ instance: INSTANCE, path: anyText, remarks: list(remark, Infinity) }), Infinity)
})

/** Images that were embedded together, ascending, and those between them that have no vector. */
export interface ShardBatch extends Infer<typeof told> {
  instances: Uint32Array
  clusters: Uint16Array
  /** As the precision says, one vector after another. */
  vectors: Uint8Array
}

/** Writes the vectors of a part of the images to a SQLite file on a disk of this machine. It is the user's alone (0600) where its folder is. */
export class VectorShardWriter {
  private readonly file: string
  private readonly db: Database.Database
  private readonly put: Database.Statement
  private batches = 0

  /** @param file that is not there yet */
  constructor(file: string, made: VectorShardMade) {
    this.file = file
    this.db = new Database(file)
    // Whoever is killed begins again: there is nothing to roll back to.
    this.db.pragma('journal_mode = OFF')
    this.db.pragma('synchronous = OFF')
    this.db.pragma('page_size = 16384')
    this.db.pragma(`application_id = ${APPLICATION_ID}`)
    this.db.pragma(`user_version = ${FORMAT}`)
    this.db.exec(SCHEMA)
    this.put = this.db.prepare('INSERT INTO batch VALUES(?, ?, ?, ?, ?, ?)')
    this.putMeta('made', made)
  }

  /** @throws MedoidError `disk-full`, `write-failed` */
  write({ instances, clusters, vectors, uids, skipped, remarked }: ShardBatch): void {
    const parts = [bytesOf(instances), bytesOf(clusters), vectors] as const
    const text = JSON.stringify({ uids, skipped, remarked })
    const at = this.batches++
    const sum = sumOf(at, ...parts, Buffer.from(text))
    this.writing(() => this.put.run(at, ...parts, text, sum))
  }

  finish(given: Omit<VectorShardDone, 'batches'>): void {
    this.writing(() => this.putMeta('done', { ...given, batches: this.batches }))
    this.close()
  }

  close(): void {
    this.db.close()
  }

  private writing(write: () => void): void {
    try {
      write()
    } catch (error) {
      const { code, message } = error as { code?: string; message: string }
      if (code === 'SQLITE_FULL') throw new MedoidError('disk-full', { why: 'full', path: this.file }, { cause: error })
      if (!String(code).startsWith('SQLITE_IOERR')) throw error
      throw new MedoidError('write-failed', { path: this.file, reason: message }, { cause: error })
    }
  }

  private putMeta(key: string, value: object): void {
    const text = JSON.stringify(value)
    this.db.prepare('INSERT INTO meta VALUES(?, ?, ?)').run(key, text, crc32(key + text))
  }
}

/** A finished file of the vectors of a part of the images. Nothing of it is believed that is not as it was written. */
export class VectorShard {
  readonly file: string
  readonly made: VectorShardMade
  readonly done: VectorShardDone
  private readonly db: Database.Database

  /** @throws MedoidError `result-unfit` for what is none, is not finished, or is damaged */
  static open(file: string): VectorShard {
    return guard(file, () => {
      const db = new Database(file, { readonly: true, fileMustExist: true })
      try {
        return new VectorShard(file, db)
      } catch (error) {
        db.close()
        throw error
      }
    })
  }

  private constructor(file: string, db: Database.Database) {
    this.file = file
    this.db = db
    if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) throw unfit(file, 'it is another file')
    if (db.pragma('user_version', { simple: true }) !== FORMAT) throw unfit(file, 'another version of Medoid wrote it')
    this.made = this.meta('made', madeOf)
    this.done = this.meta('done', done)
  }

  /** All batches, in the order of their images. @throws MedoidError `result-unfit`, from the iterator */
  *batches(): Generator<ShardBatch, void, undefined> {
    const get = this.db.prepare('SELECT * FROM batch WHERE at = ?')
    let [rows, last] = [0, -1]
    for (let at = 0; at < this.done.batches; at++) {
      const batch = guard(this.file, () => this.batchOf(get.get(at) as Row | undefined, at))
      for (const instance of batch.instances) {
        if (instance <= last) throw unfit(this.file, `its images are not in order (${instance} after ${last})`)
        last = instance
      }
      rows += batch.instances.length
      yield batch
    }
    if (rows !== this.done.rows) throw unfit(this.file, `it has ${rows} vectors, and not ${this.done.rows}`)
  }

  close(): void {
    this.db.close()
  }

  private batchOf(row: Row | undefined, at: number): ShardBatch {
    const isRow =
      row !== undefined &&
      [row.instances, row.clusters, row.vectors].every((each) => Buffer.isBuffer(each)) &&
      typeof row.told === 'string'
    if (!isRow) throw unfit(this.file, `batch ${at} is missing`)
    const { instances, clusters, vectors, told: text } = row
    if (sumOf(at, instances, clusters, vectors, Buffer.from(text)) !== row.sum)
      throw unfit(this.file, `batch ${at} is not what was written`)
    const read = tryParse(told, JSON.parse(text), `batch ${at}`)
    if ('problem' in read) throw unfit(this.file, read.problem)
    const count = read.value.uids.length
    const bytes = count * this.made.length * (this.made.precision === 'f16' ? 2 : 4)
    if (instances.length !== count * 4 || clusters.length !== count * 2 || vectors.length !== bytes) {
      throw unfit(this.file, `batch ${at} has another number of values than of images`)
    }
    return {
      ...read.value,
      instances: new Uint32Array(Uint8Array.from(instances).buffer),
      clusters: new Uint16Array(Uint8Array.from(clusters).buffer),
      vectors
    }
  }

  private meta<T>(key: 'made' | 'done', schema: v.GenericSchema<unknown, T>): T {
    const row = this.db.prepare('SELECT value, sum FROM meta WHERE key = ?').get(key) as
      { value: unknown; sum: unknown } | undefined
    if (row === undefined) throw unfit(this.file, key === 'done' ? 'it is not finished' : 'it does not say what it is')
    if (typeof row.value !== 'string' || crc32(key + row.value) !== row.sum)
      throw unfit(this.file, `${key} is not what was written`)
    const read = tryParse(schema, JSON.parse(row.value), key)
    if ('problem' in read) throw unfit(this.file, read.problem)
    return read.value
  }
}

interface Row {
  instances: Buffer
  clusters: Buffer
  vectors: Buffer
  told: string
  sum: unknown
}

function bytesOf(array: Uint32Array | Uint16Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}

/** Also of where it stands. */
function sumOf(at: number, ...parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => crc32(part, sum), crc32(`${at} ${parts.map(({ length }) => length).join(' ')}`))
}

function unfit(path: string, problem: string, cause?: unknown): MedoidError {
  return new MedoidError('result-unfit', { why: 'damaged', path, problem }, cause === undefined ? undefined : { cause })
}

function guard<T>(file: string, use: () => T): T {
  try {
    return use()
  } catch (error) {
    if (error instanceof MedoidError) throw error
    const { code, message } = error as { code?: string; message: string }
    if (String(code).startsWith('SQLITE_') || error instanceof SyntaxError) throw unfit(file, message, error)
    throw error
  }
}
