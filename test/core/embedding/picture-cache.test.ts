import Database from 'better-sqlite3'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openForWriting } from '../../../src/core/catalogue/database.ts'
import { PictureCache } from '../../../src/core/embedding/picture-cache.ts'
import type { Remark } from '../../../src/core/pixels/remarks.ts'
import { PICTURE_BYTES } from '../../../src/core/pixels/picture.ts'
import { sayMessage } from '../../../src/messages/message.ts'
import { PLAIN_TERMS } from '../../../src/messages/terms.ts'
import { temporaryFolder } from '../catalogue/synthetic.ts'

let folder: string
let catalogue: string
let file: string
let cache: PictureCache
let messages: string[]

const picture = (level: number): Uint8Array => new Uint8Array(PICTURE_BYTES).fill(level)
const refusal = { reason: { code: 'no-pixels', parameters: {} } } as const

function makeCatalogue(): void {
  openForWriting(catalogue, 'test').close()
}

function reopen(): PictureCache {
  cache.close()
  return (cache = PictureCache.open(catalogue, (note) => messages.push(sayMessage(note, PLAIN_TERMS))))
}

beforeEach(() => {
  folder = temporaryFolder()
  catalogue = join(folder, 'archive.sqlite')
  file = `${catalogue}.pictures`
  messages = []
  makeCatalogue()
  cache = PictureCache.open(catalogue, (note) => messages.push(sayMessage(note, PLAIN_TERMS)))
  cache.put([
    { instance: 3, outcome: { picture: picture(30), remarks: [] } },
    { instance: 5, outcome: refusal },
    { instance: 7, outcome: { picture: picture(70), remarks: [] } }
  ])
})
afterEach(() => cache.close())

describe('the cache of prepared pictures', () => {
  test('holds pictures and reasons, also when it is opened again', () => {
    reopen()
    expect(cache.get(3)).toEqual({ picture: Buffer.from(picture(30)), remarks: [] })
    expect(cache.get(5)).toEqual(refusal)
    expect(cache.get(4)).toBeNull()
    expect(Array.from(cache.missing(Uint32Array.of(3, 4, 5, 6)))).toEqual([4, 6])
    expect(cache.reasons(Uint32Array.of(3, 4, 5))).toEqual(new Map([[5, refusal.reason]]))
    expect(messages).toEqual([])
  })

  test('holds what is told of a picture', () => {
    const remarks: Remark[] = [{ code: 'frames-differ', parameters: { held: 1, frames: 3 } }]
    cache.put([{ instance: 8, outcome: { picture: picture(80), remarks } }])
    reopen()
    expect(cache.get(8)).toEqual({ picture: Buffer.from(picture(80)), remarks })
    expect(cache.remarks(Uint32Array.of(3, 5, 8, 9))).toEqual(new Map([[8, remarks]]))
  })

  test('reads the sentences that versions up to 0.2.0 kept, and remarks of codes that it does not know', () => {
    cache.put([{ instance: 8, outcome: { picture: picture(80), remarks: [{ code: 'slope-zero', parameters: {} }] } }])
    const db = new Database(file)
    db.prepare('UPDATE picture SET reason = ? WHERE instance = 5').run('The file holds no Pixel Data.')
    const remarks = [
      { code: 'lut-short', message: 'The VOI LUT is short.' },
      { code: 'padded', message: 'It is padded.' }
    ]
    db.prepare('UPDATE picture SET remarks = ? WHERE instance = 8').run(JSON.stringify(remarks))
    db.close()
    expect(cache.get(5)).toEqual({
      reason: { code: 'said-before', parameters: { sentence: 'The file holds no Pixel Data.' } }
    })
    expect(cache.remarks(Uint32Array.of(8)).get(8)).toEqual([
      { code: 'lut-short', parameters: { sentence: 'The VOI LUT is short.' } },
      { code: 'said-before', parameters: { sentence: 'It is padded.' } }
    ])
  })

  test('gathers pictures in the order asked for, as often as asked for', () => {
    const into = new Uint8Array(3 * PICTURE_BYTES)
    cache.read(Uint32Array.of(7, 3, 7), into)
    expect([0, 1, 2].map((i) => into[i * PICTURE_BYTES])).toEqual([70, 30, 70])
    expect(into.at(-1)).toBe(70)
  })

  test('says which picture is missing', () => {
    const read = (instance: number) => () => cache.read(Uint32Array.of(3, instance), new Uint8Array(2 * PICTURE_BYTES))
    expect(read(4)).toThrow('The picture of instance 4 is not in')
    expect(read(5)).toThrow(expect.objectContaining({ code: 'picture-missing' }) as Error)
  })

  test('a picture that comes again takes the place of what was there', () => {
    cache.put([{ instance: 5, outcome: { picture: picture(50), remarks: [] } }])
    expect(cache.reasons(Uint32Array.of(5)).size).toBe(0)
  })

  test.skipIf(process.platform === 'win32')("is its owner's alone", () => {
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('is seen by another process while it is written to', () => {
    const other = PictureCache.open(catalogue)
    cache.put([{ instance: 9, outcome: { picture: picture(90), remarks: [] } }])
    expect(other.missing(Uint32Array.of(9)).length).toBe(0)
    other.put([{ instance: 10, outcome: refusal }])
    expect(cache.get(10)).toEqual(refusal)
    other.close()
  })

  test('moves with its catalogue', () => {
    cache.close()
    const moved = join(folder, 'moved.sqlite')
    for (const suffix of ['', '.pictures']) copyFileSync(catalogue + suffix, moved + suffix)
    cache = PictureCache.open(moved, (note) => messages.push(sayMessage(note, PLAIN_TERMS)))
    expect(cache.get(5)).toEqual(refusal)
    expect(messages).toEqual([])
  })
})

describe('a cache that is not to be believed is made anew', () => {
  const isEmpty = (): boolean => cache.missing(Uint32Array.of(3, 5, 7)).length === 3

  test('that of another catalogue of the same name', () => {
    rmSync(catalogue)
    makeCatalogue()
    reopen()
    expect(isEmpty()).toBe(true)
    expect(messages).toEqual([`The prepared pictures in ${file} are created again: they are of another catalogue.`])
  })

  test('that of another version of the decoder', () => {
    const db = new Database(file)
    db.prepare("UPDATE meta SET value = 0 WHERE key = 'version'").run()
    db.close()
    reopen()
    expect(isEmpty()).toBe(true)
    expect(messages[0]).toContain('another version made them')
  })

  test('a damaged one', () => {
    cache.close()
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill(0x55, 100, 8000))
    reopen()
    expect(isEmpty()).toBe(true)
    expect(messages[0]).toContain('the file is damaged')
    expect(readdirSync(folder).filter((name) => name.includes('aside'))).toEqual([])
  })

  test('an empty file, as a kill may leave it', () => {
    cache.close()
    writeFileSync(file, '')
    reopen()
    expect(isEmpty()).toBe(true)
    expect(messages).toEqual([])
  })

  test.each([
    ['text', () => writeFileSync(file, 'somebody else wrote this'.repeat(1000))],
    [
      'a database of another program',
      () => {
        rmSync(file)
        new Database(file).exec('CREATE TABLE other(a)').close()
      }
    ]
  ])('%s is set aside, not deleted', (_name, put) => {
    cache.close()
    put()
    reopen()
    expect(isEmpty()).toBe(true)
    const aside = readdirSync(folder).find((name) => name.includes('aside'))!
    expect(messages[0]).toContain(aside)
    expect(statSync(join(folder, aside)).size).toBeGreaterThan(0)
  })
})

describe('a cache that cannot be used', () => {
  test('names its file and what to do', () => {
    cache.close()
    rmSync(file)
    const other = join(temporaryFolder(), 'gone.sqlite')
    expect(() => PictureCache.open(other)).toThrow('There is no catalogue')
    expect(existsSync(`${other}.pictures`)).toBe(false)
    cache = PictureCache.open(catalogue)
  })

  test('one whose last pages were overwritten', () => {
    for (let i = 0; i < 200; i++) cache.put([{ instance: 100 + i, outcome: { picture: picture(i), remarks: [] } }])
    cache.close()
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill(0x55, bytes.length - 20 * 8192))
    cache = PictureCache.open(catalogue)
    const all = Uint32Array.from({ length: 200 }, (_, i) => 100 + i)
    expect(() => cache.read(all, new Uint8Array(200 * PICTURE_BYTES))).toThrow(
      expect.objectContaining({
        code: 'pictures-unusable',
        message: expect.stringContaining('Delete the file') as string
      }) as Error
    )
  })

  test('a folder in its place', () => {
    cache.close()
    rmSync(file)
    mkdirSync(file)
    expect(() => PictureCache.open(catalogue)).toThrow(expect.objectContaining({ code: 'pictures-unusable' }) as Error)
    rmdirSync(file)
    cache = PictureCache.open(catalogue)
  })
})
