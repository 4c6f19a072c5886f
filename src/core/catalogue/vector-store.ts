import type Database from 'better-sqlite3'
import { crc32 } from 'node:zlib'
import { MedoidError } from '../errors.ts'
import { type Beside, openBeside, openBesideForReading, type Remade } from './file-beside.ts'
import { explain } from './database.ts'

const SCHEMA = `
-- The full vector of an instance, or why it has none.
CREATE TABLE vector(instance INTEGER PRIMARY KEY, reason TEXT, sum INTEGER, bytes BLOB);
-- What short vectors are made with, one row: the principal components of a sample of the full ones.
CREATE TABLE components(id INTEGER PRIMARY KEY CHECK(id = 1), vectors INTEGER NOT NULL, sum INTEGER NOT NULL, bytes BLOB NOT NULL);
-- Short vectors of some instances, of 4,096 consecutive ids a row.
CREATE TABLE short(chunk INTEGER PRIMARY KEY, sum INTEGER NOT NULL, instances BLOB NOT NULL, bytes BLOB NOT NULL);
`

/** What vectors are made of: those of another catalogue, other weights or other pictures are not believed. */
export interface VectorsMadeOf {
  /** Of the catalogue. */
  identity: string
  /** Of the model. */
  weights: string
  /** Of the pictures, and of this format. */
  version: string
}

/** 'MEDV' */
const beside = ({ identity, weights, version }: VectorsMadeOf): Beside => ({
  applicationId: 0x4d454456,
  pageSize: 16_384,
  schema: SCHEMA,
  trial: 'SELECT instance FROM vector, components, short LIMIT 1',
  made: { identity, weights, version }
})

/** Instance ids of a row of short vectors. */
export const SHORT_CHUNK = 4096

export interface StoredVector {
  instance: number
  /** The full vector; null where the instance has none. */
  bytes: Uint8Array | null
  /** Why it has none. */
  reason: string | null
}

interface ShortVectors {
  /** Ascending. */
  instances: Uint32Array
  bytes: Uint8Array
}

/**
 * The SQLite file of vectors beside a catalogue, one for each model. Rows are written in transactions, so that a process that is killed
 * leaves whole ones; each has a CRC-32 of what is in it. It holds what pictures hold, so that it is its owner's alone (mode 0600).
 */
export class VectorStore {
  readonly file: string
  private readonly db: Database.Database
  private readonly select: Database.Statement

  /**
   * Opens the one that is there, where it is made of the same; else makes a new one in its place.
   * @param onRemade hears why @throws MedoidError `stored-vectors-unusable`
   */
  static open(file: string, made: VectorsMadeOf, onRemade: (remade: Remade) => void): VectorStore {
    return guard(file, () => new VectorStore(file, openBeside(file, beside(made), onRemade)))
  }

  /** @returns null where there is none that is made of the same */
  static openForReading(file: string, made: VectorsMadeOf): VectorStore | null {
    return guard(file, () => {
      const db = openBesideForReading(file, beside(made))
      return db && new VectorStore(file, db)
    })
  }

  private constructor(file: string, db: Database.Database) {
    this.file = file
    this.db = db
    this.select = db.prepare('SELECT reason, sum, bytes FROM vector WHERE instance = ?')
  }

  /** Instances of which it is known whether they have a vector, ascending; and which of these have one. */
  known(): { all: Uint32Array; withVector: Uint32Array } {
    return this.guard(() => {
      const rows = this.db.prepare('SELECT instance, reason IS NULL FROM vector ORDER BY instance').raw().all() as [
        number,
        number
      ][]
      const ids = (of: typeof rows): Uint32Array => Uint32Array.from(of, ([instance]) => instance)
      return { all: ids(rows), withVector: ids(rows.filter(([, has]) => has === 1)) }
    })
  }

  /** Instances without a vector, and why. */
  reasons(): Map<number, string> {
    const rows = this.guard(() =>
      this.db.prepare('SELECT instance, reason FROM vector WHERE reason IS NOT NULL ORDER BY instance').raw().all()
    ) as [number, string][]
    return new Map(rows)
  }

  /** @param length bytes of a vector @returns null where it has none @throws MedoidError `stored-vectors-unusable` */
  vector(instance: number, length: number): Buffer | null {
    return this.guard(() => {
      const row = this.select.get(instance) as { sum: unknown; bytes: unknown } | undefined
      if (row === undefined || row.bytes === null) return null
      return this.sound(row.bytes, row.sum, length, `vector ${instance}`, instance)
    })
  }

  putVectors(rows: readonly StoredVector[]): void {
    this.guard(() =>
      this.db
        .transaction(() => {
          const put = this.db.prepare('INSERT OR REPLACE INTO vector(instance, reason, sum, bytes) VALUES(?, ?, ?, ?)')
          for (const { instance, bytes, reason } of rows) {
            put.run(instance, reason, bytes === null ? null : sumOf(instance, bytes), bytes)
          }
        })
        .immediate()
    )
  }

  /** How many vectors there were when the components were found, and these. @returns null where there are none yet */
  components(): { vectors: number; bytes: Buffer } | null {
    return this.guard(() => {
      const row = this.db.prepare('SELECT vectors, sum, bytes FROM components').get() as
        { vectors: number; sum: unknown; bytes: unknown } | undefined
      if (row === undefined) return null
      return { vectors: row.vectors, bytes: this.sound(row.bytes, row.sum, null, 'components', row.vectors) }
    })
  }

  /** Short vectors made with others before are forgotten. */
  putComponents(vectors: number, bytes: Uint8Array): void {
    this.guard(() =>
      this.db
        .transaction(() => {
          this.db.exec('DELETE FROM short')
          this.db
            .prepare('INSERT OR REPLACE INTO components VALUES(1, ?, ?, ?)')
            .run(vectors, sumOf(vectors, bytes), bytes)
        })
        .immediate()
    )
  }

  /** @param length bytes of a short vector @throws MedoidError `stored-vectors-unusable`, from the iterator */
  *short(length: number): Iterable<ShortVectors> {
    const { rows, get } = this.guard(() => ({
      rows: this.db.prepare('SELECT chunk FROM short ORDER BY chunk').pluck().all() as number[],
      get: this.db.prepare('SELECT * FROM short WHERE chunk = ?')
    }))
    for (const chunk of rows) {
      yield this.guard(() => {
        const row = get.get(chunk) as { sum: number; instances: unknown; bytes: unknown }
        const where = `short vectors ${chunk}`
        const ids = Buffer.isBuffer(row.instances) ? row.instances : Buffer.alloc(1)
        const bytes = this.sound(row.bytes, row.sum, (ids.length / 4) * length, where, chunk, ids)
        const instances = new Uint32Array(Uint8Array.from(ids).buffer)
        const isAscending = instances.every(
          (id, i) => Math.floor(id / SHORT_CHUNK) === chunk && (i === 0 || id > instances[i - 1])
        )
        if (!isAscending) throw unusable(this.file, where)
        return { instances, bytes }
      })
    }
  }

  putShort(chunk: number, { instances, bytes }: ShortVectors): void {
    const ids = Buffer.from(instances.buffer, instances.byteOffset, instances.byteLength)
    this.guard(() =>
      this.db
        .prepare('INSERT OR REPLACE INTO short(chunk, sum, instances, bytes) VALUES(?, ?, ?, ?)')
        .run(chunk, sumOf(chunk, ids, bytes), ids, bytes)
    )
  }

  close(): void {
    this.db.close()
  }

  private sound(
    bytes: unknown,
    sum: unknown,
    length: number | null,
    where: string,
    key: number,
    before: Uint8Array = Buffer.alloc(0)
  ): Buffer {
    const isWhole = Buffer.isBuffer(bytes) && (length === null || bytes.length === length)
    if (!isWhole || sumOf(key, before, bytes) !== sum) throw unusable(this.file, where)
    return bytes
  }

  private guard<T>(use: () => T): T {
    return guard(this.file, use)
  }
}

function sumOf(key: number, ...parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => crc32(part, sum), crc32(String(key)))
}

function unusable(file: string, reason: string, cause?: unknown): MedoidError {
  return new MedoidError('stored-vectors-unusable', { file, reason }, cause === undefined ? undefined : { cause })
}

function guard<T>(file: string, use: () => T): T {
  try {
    return use()
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (!/^SQLITE_(CORRUPT|NOTADB|CANTOPEN|READONLY|IOERR|PERM)|^E[A-Z]+$/.test(code)) throw explain(error, file)
    throw unusable(file, (error as Error).message, error)
  }
}
