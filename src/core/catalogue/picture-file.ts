import type Database from 'better-sqlite3'
import { crc32 } from 'node:zlib'
import type { Message } from '../../messages/message.ts'
import { type Beside, openBeside, temporaryBeside } from './file-beside.ts'

const SCHEMA = `
-- A picture and, as JSON, the remarks on it, or the code of the reason why there is none and its
-- parameters as JSON; the picture last, so that these are found without reading it.
CREATE TABLE picture(instance INTEGER PRIMARY KEY, code TEXT, reason TEXT, remarks TEXT, picture BLOB);
`

/** A file of pictures that was made before has not got it: how pictures look, of those that were looked at; NULL where there is none. */
const LOOKS = 'CREATE TABLE IF NOT EXISTS look(instance INTEGER PRIMARY KEY, sum INTEGER, bytes BLOB)'

/** Nor in colour: red, green and blue; empty where an image that could have colours shows only grey. */
const COLOURS = 'CREATE TABLE IF NOT EXISTS colour(instance INTEGER PRIMARY KEY, picture BLOB)'

/** What is known of the picture of an instance. */
interface KnownPicture {
  /** Why there is none, with its parameters as JSON; null where there is one. */
  code: string | null
  reason: string | null
  /** On the picture, JSON; null where there are none. */
  remarks: string | null
}

/** What pictures are made of: others are not believed. */
interface MadeOf {
  /** Of the catalogue. */
  identity: string
  /** Of the decoders. */
  version: number
}

/** 'MEDP' */
const beside = ({ identity, version }: MadeOf): Beside => ({
  applicationId: 0x4d454450,
  pageSize: 8192,
  schema: SCHEMA,
  trial: 'SELECT code, reason, remarks, picture FROM picture LIMIT 1',
  made: { identity, version }
})

/** The SQLite file of prepared pictures beside a catalogue: a table by instance id. Several processes may use it at once. */
export class PictureFile {
  private readonly db: Database.Database
  private readonly selectPicture: Database.Statement
  private readonly selectKnown: Database.Statement
  private readonly insert: Database.Statement
  private readonly selectColour: Database.Statement
  private readonly insertColour: Database.Statement
  private readonly insertLook: Database.Statement

  /** Opens the one that is there, where it is made of the same; else makes a new one in its place. @param onMessage hears why */
  static open(file: string, made: MadeOf, onMessage: (note: Message) => void): PictureFile {
    return new PictureFile(
      openBeside(file, beside(made), (parameters) => onMessage({ code: 'pictures-remade', parameters }))
    )
  }

  /** One that goes when it is closed. */
  static temporary(): PictureFile {
    return new PictureFile(temporaryBeside(beside({ identity: '', version: 0 })))
  }

  private constructor(db: Database.Database) {
    this.db = db
    db.exec(LOOKS)
    db.exec(COLOURS)
    this.selectPicture = db.prepare('SELECT picture FROM picture WHERE instance = ?').pluck()
    this.selectKnown = db.prepare('SELECT code, reason, remarks FROM picture WHERE instance = ?')
    this.insert = db.prepare('INSERT OR REPLACE INTO picture VALUES(?, ?, ?, ?, ?)')
    this.selectColour = db.prepare('SELECT picture FROM colour WHERE instance = ?').pluck()
    this.insertColour = db.prepare('INSERT OR REPLACE INTO colour VALUES(?, ?)')
    this.insertLook = db.prepare('INSERT OR REPLACE INTO look VALUES(?, ?, ?)')
  }

  /** Without the picture. @returns undefined where nothing is known */
  find(instance: number): KnownPicture | undefined {
    return this.selectKnown.get(instance) as KnownPicture | undefined
  }

  /** @returns undefined where there is none */
  read(instance: number): Buffer | undefined {
    const picture = this.selectPicture.get(instance)
    return Buffer.isBuffer(picture) ? picture : undefined
  }

  /** The picture in colour; empty where it shows only grey. @returns undefined where nobody made it */
  readColour(instance: number): Buffer | undefined {
    const picture = this.selectColour.get(instance)
    return Buffer.isBuffer(picture) ? picture : undefined
  }

  putColour(instance: number, picture: Uint8Array): void {
    this.insertColour.run(instance, picture)
  }

  put(instance: number, { code, reason, remarks }: KnownPicture, picture: Uint8Array | null): void {
    this.insert.run(instance, code, reason, remarks, picture)
  }

  /** How pictures look, by ascending instance; those whose bytes are not what was written are left out. */
  *looks(): Iterable<{ instance: number; bytes: Buffer | null }> {
    for (const row of this.db.prepare('SELECT instance, sum, bytes FROM look ORDER BY instance').iterate()) {
      const { instance, sum, bytes } = row as { instance: number; sum: unknown; bytes: unknown }
      if (bytes === null) yield { instance, bytes }
      else if (Buffer.isBuffer(bytes) && crc32(bytes, instance) === sum) yield { instance, bytes }
    }
  }

  putLook(instance: number, bytes: Uint8Array | null): void {
    this.insertLook.run(instance, bytes === null ? null : crc32(bytes, instance), bytes)
  }

  /** One state of the file throughout. */
  reading<T>(use: () => T): T {
    return this.db.transaction(use)()
  }

  /** All of it or nothing. */
  writing(use: () => void): void {
    this.db.transaction(use).immediate()
  }

  close(): void {
    this.db.close()
  }
}
