import Database from 'better-sqlite3'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Remade } from '../../../src/core/catalogue/file-beside.ts'
import { VectorStore } from '../../../src/core/catalogue/vector-store.ts'
import { temporaryFolder } from './synthetic.ts'

const MADE = { identity: 'a', weights: 'w', version: '2.1' }

let file: string
let store: VectorStore
let remade: Remade[]
beforeEach(() => {
  file = join(temporaryFolder(), 'c.sqlite.vectors-1')
  remade = []
  store = open()
  store.putVectors([
    { instance: 3, bytes: Buffer.of(1, 2, 3, 4), reason: null },
    { instance: 5, bytes: null, reason: { code: 'no-pixels', parameters: {} } }
  ])
  store.putComponents(1, Buffer.of(7))
  store.putShort(0, { instances: Uint32Array.of(3), bytes: Buffer.of(9, 9) })
})
afterEach(() => store.close())

function open(made = MADE): VectorStore {
  return VectorStore.open(file, made, (each) => remade.push(each))
}

function reopen(made = MADE): VectorStore {
  store.close()
  return (store = open(made))
}

function damage(sql: string): void {
  store.close()
  const db = new Database(file)
  db.exec(sql)
  db.close()
  store = open()
}

const refused = expect.objectContaining({ code: 'stored-vectors-unusable' }) as Error

describe('the file of vectors beside a catalogue', () => {
  test('holds vectors, reasons, components and short vectors, also when it is opened again', () => {
    reopen()
    expect(remade).toEqual([])
    expect({ ...store.known() }).toEqual({ all: Uint32Array.of(3, 5), withVector: Uint32Array.of(3) })
    expect([...store.vector(3, 4)!]).toEqual([1, 2, 3, 4])
    expect(store.vector(5, 4)).toBeNull()
    expect(store.vector(4, 4)).toBeNull()
    expect([...store.reasons()]).toEqual([[5, { code: 'no-pixels', parameters: {} }]])
    expect(store.components()).toEqual({ vectors: 1, bytes: Buffer.of(7) })
    expect([...store.short(2)]).toEqual([{ instances: Uint32Array.of(3), bytes: Buffer.of(9, 9) }])
  })

  test('reads the sentences that versions up to 0.2.0 kept', () => {
    damage("UPDATE vector SET reason = 'It has no pixels.' WHERE instance = 5")
    expect([...store.reasons()]).toEqual([[5, { code: 'said-before', parameters: { sentence: 'It has no pixels.' } }]])
  })

  test.skipIf(process.platform === 'win32')('is its owner’s alone, with what SQLite puts beside it', () => {
    for (const name of readdirSync(dirname(file))) expect(statSync(join(dirname(file), name)).mode & 0o777).toBe(0o600)
  })

  test('new components make the short vectors of the old ones go', () => {
    store.putComponents(2, Buffer.of(8))
    expect([...store.short(2)]).toEqual([])
  })

  test.each([
    ['other weights', { ...MADE, weights: 'x' }, 'other-weights'],
    ['another catalogue', { ...MADE, identity: 'b' }, 'other-catalogue'],
    ['another version', { ...MADE, version: '3.1' }, 'other-version']
  ])('made of %s it is made anew, and not read', (_, made, kind) => {
    expect(VectorStore.openForReading(file, made)).toBeNull()
    reopen(made)
    expect(remade).toEqual([{ file, reason: { kind }, aside: null }])
    expect(store.known().all).toHaveLength(0)
  })

  test('a file of another program is set aside, and not read', () => {
    store.close()
    for (const suffix of ['-wal', '-shm']) writeFileSync(file + suffix, '')
    writeFileSync(file, 'somebody’s notes')
    expect(VectorStore.openForReading(file, MADE)).toBeNull()
    store = open()
    expect(remade[0].reason.kind).toBe('damaged')
    expect(readdirSync(dirname(file)).some((name) => name.includes('.aside-'))).toBe(true)
  })

  test('where there is none, none is read, and none is made', () => {
    expect(VectorStore.openForReading(`${file}0`, MADE)).toBeNull()
    expect(readdirSync(dirname(file))).not.toContain(`${file}0`)
  })

  test.each([
    ['a bit of a vector', "UPDATE vector SET bytes = x'01020305' WHERE instance = 3", () => store.vector(3, 4)],
    ['a vector in another place', 'UPDATE vector SET instance = 4 WHERE instance = 3', () => store.vector(4, 4)],
    ['a vector that is a text', "UPDATE vector SET bytes = 'four' WHERE instance = 3", () => store.vector(3, 4)],
    ['a shorter vector', "UPDATE vector SET bytes = x'01' WHERE instance = 3", () => store.vector(3, 4)],
    ['components', "UPDATE components SET bytes = x'08'", () => store.components()],
    ['short vectors', "UPDATE short SET bytes = x'0909aa'", () => [...store.short(2)]],
    ['whose short vectors they are', "UPDATE short SET instances = x'04000000'", () => [...store.short(2)]],
    ['the place of short vectors', 'UPDATE short SET chunk = 1', () => [...store.short(2)]],
    ['instances that are no whole numbers', "UPDATE short SET instances = x'0400'", () => [...store.short(2)]]
  ])('damage of %s is noticed', (_, sql, read) => {
    damage(sql)
    expect(read).toThrow(refused)
  })

  test('vectors of another length are refused', () => {
    expect(() => store.vector(3, 6)).toThrow(refused)
    expect(() => [...store.short(4)]).toThrow(refused)
  })
})
