import type { Database } from 'better-sqlite3'
import type { Damage } from '../../messages/en/catalogue.ts'
import { MedoidError } from '../errors.ts'
import { type Schema, tryParse } from '../schema.ts'
import { crcOfByte, crcOfBytes, crcOfText } from './crc.ts'

/** What SQLite gives for a field. */
type Field = number | string | Buffer | null
type Row = Record<string, unknown>

export interface Summed {
  /** Columns that a row is found by; they are part of every sum, so that a row in the wrong place is noticed. */
  key: readonly string[]
  /** Groups of columns with a sum each. */
  groups: readonly (readonly string[])[]
}

const each = (...names: string[]): string[][] => names.map((name) => [name])

/**
 * What has a checksum (CRC-32): a number in the column `sums` where a table has one group, else four bytes a group,
 * little-endian. NULL stands for none. States of a training have their SHA-256.
 */
export const SUMMED = {
  meta: { key: ['key'], groups: [['value']] },
  source: { key: ['id'], groups: [['root', 'added', 'scanned', 'removed']] },
  dir: { key: ['id'], groups: [['source', 'path']] },
  // One row a file: a sum of them all is five bytes a file.
  file: { key: ['dir', 'name'], groups: [['size', 'mtime', 'status', 'instance']] },
  issue: { key: ['dir', 'name', 'code'], groups: [['message']] },
  tag: { key: ['id'], groups: each('tag', 'path', 'keyword', 'private_creator', 'vr', 'first_vr', 'high_cardinality') },
  value: { key: ['tag', 'first'], groups: each('count', 'encoding', 'texts') },
  column: { key: ['tag', 'chunk'], groups: each('encoding', 'absent', 'empty', 'data') },
  vr: { key: ['tag', 'chunk'], groups: each('encoding', 'data') },
  location: { key: ['chunk'], groups: each('rows', 'dir_encoding', 'dirs', 'name_encoding', 'names') },
  live: { key: ['chunk'], groups: [['bits']] },
  sop_run: { key: ['id'], groups: [['first', 'entries', 'fences', 'filter']] },
  sop_block: { key: ['id'], groups: [['data']] },
  sop_uid: { key: ['first'], groups: [['uids']] },
  summary: { key: ['tag'], groups: each('present', 'non_empty', 'distinct_values', 'top') },
  tally: { key: ['tag'], groups: [['counts', 'plain', 'distinct_values', 'top']] },
  vr_tally: { key: ['tag'], groups: [['counts']] },
  counted: { key: ['what', 'chunk'], groups: [['bits']] },
  run: { key: ['id'], groups: each('created', 'program', 'parameters', 'features', 'sample', 'result') },
  clustering: {
    key: ['run', 'k'],
    groups: each(
      'loss',
      'silhouette',
      'swaps',
      'seconds',
      'medoids',
      'labels',
      'silhouettes',
      'medoid_rows',
      'clusters'
    )
  },
  assignment: { key: ['run', 'k', 'chunk'], groups: each('clusters', 'distances') },
  annotation: {
    key: ['id'],
    groups: each('run', 'k', 'cluster', 'label', 'code', 'scheme', 'meaning', 'note', 'created', 'author', 'naming')
  },
  model: { key: ['id'], groups: each('created', 'program', 'trainer', 'training', 'validation', 'report') },
  projection: { key: ['model', 'width'], groups: each('created', 'program', 'weights', 'images', 'report') },
  suggestion_run: { key: ['id'], groups: each('created', 'program', 'tag', 'report') },
  suggestion: {
    key: ['run', 'kind', 'place'],
    groups: [['instance', 'images', 'present', 'suggested', 'probability', 'margin', 'why']]
  },
  projection_row: { key: ['model', 'width', 'row'], groups: [['vector']] },
  evaluation: {
    key: ['id'],
    groups: each('created', 'program', 'run', 'k', 'model', 'instances', 'labels', 'result')
  },
  comparison: { key: ['id'], groups: each('created', 'program', 'result') },
  map: { key: ['run', 'by'], groups: each('created', 'program', 'parameters', 'positions', 'result') },
  map_chunk: { key: ['run', 'by', 'chunk'], groups: [['positions']] },
  tree: {
    key: ['run', 'k'],
    groups: each('created', 'program', 'left', 'right', 'height', 'prototypes', 'result')
  },
  selection: { key: ['id'], groups: each('created', 'program', 'name', 'note', 'origin', 'removed') },
  selection_chunk: { key: ['selection', 'chunk'], groups: [['bits']] },
  edit: { key: ['id'], groups: each('run', 'k', 'created', 'program', 'author', 'change') },
  edit_chunk: { key: ['edit', 'part', 'chunk'], groups: [['bits']] },
  edited: {
    key: ['run', 'k'],
    groups: each('edit', 'loss', 'silhouette', 'medoids', 'labels', 'silhouettes', 'medoid_rows', 'clusters')
  },
  edited_chunk: { key: ['run', 'k', 'chunk'], groups: each('clusters', 'distances') },
  correction: { key: ['id'], groups: each('created', 'program', 'author', 'tag', 'decision') },
  correction_chunk: { key: ['tag', 'chunk', 'correction'], groups: each('encoding', 'data') },
  reviewed_chunk: { key: ['run', 'k', 'chunk'], groups: [['clusters']] },
  label_set: { key: ['id'], groups: each('created', 'program', 'name', 'origin', 'texts', 'removed') },
  label_set_chunk: { key: ['label_set', 'chunk'], groups: [['codes']] },
  feature_set: { key: ['id'], groups: each('created', 'program', 'name', 'choices', 'removed') },
  run_note: { key: ['run'], groups: [['name', 'removed']] },
  mapping_decision: { key: ['id'], groups: [['created', 'program', 'author', 'decision']] }
} as const satisfies Record<string, Summed>

export type SummedTable = keyof typeof SUMMED

/** A sum over fields in their order; their types count. @returns an unsigned number of 32 bits */
export function sumOf(...fields: readonly unknown[]): number {
  let sum = 0
  for (const field of fields) sum = withField(sum, field)
  return sum
}

const [NULL, NUMBER, TEXT, BYTES] = Buffer.from('-nsb')

/** The sum of what `sum` is of, followed by a field: its type in a letter, and what it says. */
function withField(sum: number, field: unknown): number {
  if (typeof field === 'number') return crcOfByte(0, crcOfText(String(field), crcOfByte(NUMBER, sum)))
  if (Buffer.isBuffer(field)) return crcOfBytes(field, crcOfByte(BYTES, sum))
  if (field === null || field === undefined) return crcOfByte(NULL, sum)
  return crcOfByte(0, crcOfText(field as string, crcOfByte(TEXT, sum)))
}

/** The sum of what a row is found by, which the others go on from. */
function sumOfKey({ key }: Summed, row: Row): number {
  let sum = 0
  for (const name of key) sum = withField(sum, row[name])
  return sum
}

function sumOfGroup(key: number, names: readonly string[], row: Row): number {
  let sum = key
  for (const name of names) sum = withField(sum, row[name])
  return sum
}

/** @returns what is to be stored in `sums` of a row */
export function sumsOf(table: SummedTable, row: object): number | Buffer {
  return sumsBy(SUMMED[table], row as Row)
}

/** As `sumsOf`, of a table that is summed in some way. */
export function sumsBy(summed: Summed, row: Row): number | Buffer {
  const { groups } = summed
  const key = sumOfKey(summed, row)
  if (groups.length === 1) return sumOfGroup(key, groups[0], row)
  const bytes = Buffer.allocUnsafe(groups.length * 4)
  for (let i = 0; i < groups.length; i++) bytes.writeUInt32LE(sumOfGroup(key, groups[i], row), i * 4)
  return bytes
}

/** The groups that a table has: an older catalogue that may only be read lacks the columns that came later. */
function groupsOf({ groups }: Summed, row: Row): Summed['groups'] {
  const isThere = (group: readonly string[]): boolean => group.some((name) => name in row)
  for (const group of groups) if (!(group[0] in row)) return groups.filter(isThere)
  return groups
}

/** The columns of a row that are not what was written; none where it has no sums. */
export function damagedFields(table: SummedTable, row: Row): string[] {
  const summed: Summed = SUMMED[table]
  const groups = groupsOf(summed, row)
  const stored = row.sums
  if (stored === null || stored === undefined) return []
  const key = sumOfKey(summed, row)
  if (groups.length === 1) return sumOfGroup(key, groups[0], row) === stored ? [] : [...groups[0]]
  if (!Buffer.isBuffer(stored) || stored.length !== groups.length * 4) return ['sums']
  const damaged: string[] = []
  for (let i = 0; i < groups.length; i++) {
    if (sumOfGroup(key, groups[i], row) !== stored.readUInt32LE(i * 4)) damaged.push(...groups[i])
  }
  return damaged
}

/**
 * Looks at some columns alone of rows of which many are read at a time; `sound` says of the whole row what is wrong with it.
 * @param columns which have a sum each
 * @returns whether these columns of a row are what was written: by its key, those columns in their order, and its sums as SQLite's `hex`
 * writes them, since a text is made in a third of the time of a buffer; null where it has none
 */
export function columnsChecker(
  table: SummedTable,
  columns: readonly string[]
): (key: readonly Field[], fields: readonly Field[], sums: string | null) => boolean {
  const { groups }: Summed = SUMMED[table]
  const places = columns.map((column) => groups.findIndex(([name]) => name === column) * 4)
  return (key, fields, sums) => {
    if (sums === null) return true
    if (sums.length !== groups.length * 8) return false
    let ofKey = 0
    for (const field of key) ofKey = withField(ofKey, field)
    for (let i = 0; i < places.length; i++) {
      if (withField(ofKey, fields[i]) !== sumInHex(sums, places[i])) return false
    }
    return true
  }
}

/** The sum at a place of the bytes that a text of hexadecimal digits is of. */
function sumInHex(text: string, place: number): number {
  let sum = 0
  for (let byte = 3; byte >= 0; byte--) {
    const at = (place + byte) * 2
    sum = (sum << 8) | (digitAt(text, at) << 4) | digitAt(text, at + 1)
  }
  return sum >>> 0
}

/** A digit as `hex` writes it: 0–9, A–F. */
function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code <= 0x39 ? code - 0x30 : code - 0x37
}

/**
 * Gives a row back that is what was written.
 * @param row all summed columns of the table, its key and `sums`
 * @throws MedoidError `catalogue-damaged` naming the table, the row and the fields
 */
export function sound<T extends object>(table: SummedTable, row: T): T {
  const fields = damagedFields(table, row as Row)
  if (fields.length > 0) throw damagedError({ part: 'row', place: placeOf(table, row as Row, fields) })
  return row
}

/** @throws MedoidError `catalogue-damaged` where a row of a table is not what was written */
export function verifyRows(db: Database, table: SummedTable): void {
  for (const row of db.prepare(`SELECT * FROM ${table}`).iterate()) sound(table, row as Row)
}

/** Names fields of a row, e.g. `column.data (tag 3, chunk 0)`. */
export function placeOf(table: SummedTable, row: Row, fields: readonly string[]): string {
  const { key }: Summed = SUMMED[table]
  const place = key.map(
    (name) => `${name} ${Buffer.isBuffer(row[name]) ? row[name].toString('utf8') : String(row[name])}`
  )
  const many = fields.length > 1
  return `${table}.${many ? `{${fields.join(', ')}}` : fields[0]} (${place.join(', ')})`
}

export function damagedError(damage: Damage, cause?: unknown): MedoidError {
  return new MedoidError('catalogue-damaged', { damage }, cause === undefined ? undefined : { cause })
}

/** What a JSON text of the catalogue says. @param place where it stands, see `placeOf` @throws MedoidError `catalogue-damaged` */
export function parseStored<T>(schema: Schema<T>, text: unknown, place: string): T {
  let json: unknown
  try {
    json = JSON.parse(text as string)
  } catch (cause) {
    throw damagedError({ part: 'row', place }, cause)
  }
  const read = tryParse(schema, json, place)
  if ('problem' in read) throw damagedError({ part: 'row', place }, new Error(read.problem))
  return read.value
}

/**
 * Changes columns of a row that is what was written, and its sums with them; inside the caller's transaction. No row: nothing.
 * @throws MedoidError `catalogue-damaged`
 */
export function updateRow(
  db: Database,
  table: SummedTable,
  key: readonly Field[],
  changes: Record<string, Field>
): void {
  const summed: Summed = SUMMED[table]
  const where = summed.key.map((name) => `${name} = ?`).join(' AND ')
  const row = db.prepare(`SELECT * FROM ${table} WHERE ${where}`).get(...key) as Row | undefined
  if (row === undefined) return
  const sums = sumsOf(table, { ...sound(table, row), ...changes })
  const set = [...Object.keys(changes), 'sums'].map((name) => `${name} = ?`).join(', ')
  db.prepare(`UPDATE ${table} SET ${set} WHERE ${where}`).run(...Object.values(changes), sums, ...key)
}

/** Gives a row that was just inserted its sums, in the same transaction. */
export function seal(db: Database, table: SummedTable, key: readonly Field[]): void {
  const where = (SUMMED[table] as Summed).key.map((name) => `${name} = ?`).join(' AND ')
  const row = db.prepare(`SELECT * FROM ${table} WHERE ${where}`).get(...key) as Row
  db.prepare(`UPDATE ${table} SET sums = ? WHERE ${where}`).run(sumsOf(table, row), ...key)
}

/** @returns a function that inserts rows with their sums @param verb e.g. `INSERT OR REPLACE` */
export function inserter(db: Database, table: SummedTable, verb = 'INSERT'): (row: Record<string, Field>) => number {
  const { key, groups }: Summed = SUMMED[table]
  const names = [...key, ...groups.flat()]
  const put = db.prepare(`${verb} INTO ${table}(${names.join(', ')}, sums) VALUES(${'?, '.repeat(names.length)}?)`)
  return (row) => Number(put.run(...names.map((name) => row[name]), sumsOf(table, row)).lastInsertRowid)
}
