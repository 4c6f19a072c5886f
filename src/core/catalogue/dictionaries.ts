import type { Database, Statement } from 'better-sqlite3'
import { inserter, sound } from './checksums.ts'
import { decodePlain, encodePlain, plainText } from './plain-columns.ts'
import type { TagId } from './types.ts'

/** Code of a value in the dictionary of one tag of a catalogue. Batches of a scan, and columns that were read, have codes of their own. */
export type ValueCode = number & { readonly codes: 'values of a tag' }

/**
 * The dictionary of each tag: the text of every code. What a flush adds to a tag is one row of texts deflated together, not
 * a row a value: on archives of ordinary size the dictionaries are as large as the columns.
 */
export class Dictionaries {
  private readonly select: Statement
  private readonly db: Database
  private insert: ReturnType<typeof inserter> | null = null

  constructor(db: Database) {
    this.db = db
    this.select = db.prepare('SELECT * FROM value WHERE tag = ? ORDER BY first')
  }

  /** Texts by code. Codes that stand for themselves (absent, empty) have none. */
  read(tag: TagId): string[] {
    const texts: string[] = ['', '']
    for (const row of this.select.all(tag) as { first: number; count: number; encoding: number; texts: Buffer }[]) {
      const { first, count, encoding } = sound('value', row)
      const column = decodePlain(encoding, row.texts, count)
      for (let i = 0; i < count; i++) texts[first + i] = plainText(column, i)
    }
    return texts
  }

  /** @param first code of the first text; the others follow; texts are not empty */
  append(tag: TagId, first: number, texts: readonly string[]): void {
    const { encoding, data } = encodePlain(texts, texts.length)
    this.insert ??= inserter(this.db, 'value')
    this.insert({ tag, first, count: texts.length, encoding, texts: data })
  }
}
