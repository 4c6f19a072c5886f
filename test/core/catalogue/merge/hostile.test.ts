import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { check } from '../../../../src/core/catalogue/check.ts'
import { inserter, seal, type SummedTable, updateRow } from '../../../../src/core/catalogue/checksums.ts'
import {
  type Catalogue,
  makeCatalogue,
  openForReading,
  openForWriting
} from '../../../../src/core/catalogue/database.ts'
import { mergeCatalogues } from '../../../../src/core/catalogue/merge/merge.ts'
import { MedoidError } from '../../../../src/core/errors.ts'
import { dicomFile } from '../../../dicom-file.ts'
import fc from '../../../fast-check.ts'
import { scanHere } from '../../shards/scan-here.ts'
import { temporaryFolder } from '../synthetic.ts'

/** Catalogues of anybody: their checksums are right, and what they say is not. */

type Db = Catalogue['db']

const work = temporaryFolder()
const original = join(work, 'original.sqlite')

beforeAll(() => {
  const root = join(work, 'archive')
  mkdirSync(root)
  const uids = ['1.1', '1.2', '1.3', '1.2']
  uids.forEach((uid, i) => {
    const vr = i === 1 ? 'UN' : 'LO'
    const header = {
      '00080018': ['UI', uid],
      '00080060': ['CS', i === 0 ? 'CT' : 'MR'],
      '00090010': ['LO', 'ACME'],
      '00091001': [vr, 'x']
    }
    writeFileSync(join(root, String(i)), dicomFile(header as never))
  })
  writeFileSync(join(root, 'text'), 'text')
  scanHere(original, root)
})

let made = 0

function altered(alter: (db: Db) => void): string {
  const file = join(work, `hostile-${++made}.sqlite`)
  copyFileSync(original, file)
  const catalogue = openForWriting(file, 'a test')
  try {
    catalogue.db.transaction(() => alter(catalogue.db))()
  } finally {
    catalogue.close()
  }
  return file
}

const merge = (file: string, target: string) =>
  makeCatalogue(target, 'a test', (catalogue) => mergeCatalogues(catalogue, [file], { kind: 'apart', names: ['x'] }))

const tagOf = (db: Db, keyword: string) =>
  db.prepare('SELECT id FROM tag WHERE keyword = ?').pluck().get(keyword) as number
const change = (db: Db, table: SummedTable, key: (string | number)[], changes: Record<string, never>) =>
  updateRow(db, table, key, changes)

test.each<[string, (db: Db) => void]>([
  ['a file of an instance that there is not', (db) => change(db, 'file', [1, '0'], { instance: 9 } as never)],
  ['two files of one instance', (db) => change(db, 'file', [1, '1'], { instance: 0 } as never)],
  ['an instance without a file', (db) => change(db, 'file', [1, '1'], { status: 2, instance: null } as never)],
  ['a file of no known kind', (db) => change(db, 'file', [1, 'text'], { status: 7 } as never)],
  [
    'a code that has no text',
    (db) => change(db, 'column', [tagOf(db, 'Modality'), 0], { encoding: 0, data: 99 } as never)
  ],
  ['an encoding that there is not', (db) => change(db, 'column', [tagOf(db, 'Modality'), 0], { encoding: 9 } as never)],
  [
    'texts of a tag far behind the others',
    (db) => {
      db.prepare('UPDATE value SET first = 1000000000 WHERE tag = ?').run(tagOf(db, 'Modality'))
      seal(db, 'value', [tagOf(db, 'Modality'), 1_000_000_000])
    }
  ],
  [
    'more texts than there are bytes',
    (db) => change(db, 'value', [tagOf(db, 'Modality'), 2], { count: 1_000_000_000 } as never)
  ],
  ['more instances than places', (db) => change(db, 'meta', ['instances'], { value: 1e12 } as never)],
  ['instances that are no number', (db) => change(db, 'meta', ['instances'], { value: 'many' } as never)],
  ['a place in a folder that there is not', (db) => db.exec('UPDATE dir SET id = 77')],
  ['a folder of a source that there is not', (db) => change(db, 'dir', [1], { source: 9 } as never)],
  ['a VR that is none', (db) => change(db, 'tag', [tagOf(db, 'Modality')], { first_vr: 'c5' } as never)],
  ['a column of a tag that there is not', (db) => db.exec(`DELETE FROM tag WHERE keyword = 'Modality'`)],
  [
    'a name of a file that is a number',
    (db) => {
      db.prepare(`UPDATE file SET name = 12 WHERE name = 'text'`).run()
      seal(db, 'file', [1, 12])
    }
  ],
  ['a table without a column of its version', (db) => db.exec('ALTER TABLE location RENAME COLUMN dirs TO folders')],
  ['no table at all of files', (db) => db.exec('DROP TABLE file')],
  ['half of the bits of what is live', (db) => void inserter(db, 'live')({ chunk: 0, bits: Buffer.alloc(256, 255) })]
])('%s is damage, of which the file is named, and nothing is made', async (_name, alter) => {
  const file = altered(alter)
  const target = join(work, `target-${made}.sqlite`)
  await expect(merge(file, target)).rejects.toThrow(`${file} is damaged (`)
  expect(existsSync(target)).toBe(false)
})

/** Tables that are merged, with their columns. */
const FIELDS = [
  ['meta', ['value']],
  ['source', ['root', 'added', 'scanned', 'removed']],
  ['dir', ['source', 'path']],
  ['file', ['size', 'mtime', 'status', 'instance']],
  ['tag', ['tag', 'path', 'keyword', 'private_creator', 'vr', 'first_vr', 'high_cardinality']],
  ['value', ['count', 'encoding', 'texts']],
  ['column', ['encoding', 'absent', 'empty', 'data']],
  ['vr', ['encoding', 'data']],
  ['location', ['rows', 'dir_encoding', 'dirs', 'name_encoding', 'names']]
] as const

test('whatever one field says, a merge ends as one that check finds nothing in, or says that the catalogue is damaged', async () => {
  const field = fc.constantFrom(
    ...FIELDS.flatMap(([table, columns]) => columns.map((column) => [table, column] as const))
  )
  const value = fc.oneof(
    fc.constantFrom(0, 1, 2, 3, 5, 6, -1, 17, 21, 4096, 2 ** 31, 2 ** 32, 2 ** 52, 0.5, '', 'x', 'LO', '1.2', null),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes))
  )
  await fc.assert(
    fc.asyncProperty(field, fc.nat(1000), value, async ([table, column], nth, told) => {
      let isAllowed = true
      const file = altered((db) => {
        const rows = db.prepare(`SELECT * FROM ${table}`).all() as Record<string, never>[]
        const row = rows[nth % rows.length]
        const key = {
          meta: ['key'],
          source: ['id'],
          dir: ['id'],
          file: ['dir', 'name'],
          tag: ['id'],
          value: ['tag', 'first'],
          column: ['tag', 'chunk'],
          vr: ['tag', 'chunk'],
          location: ['chunk']
        }[table]
        try {
          updateRow(
            db,
            table,
            key.map((name) => row[name]),
            { [column]: told }
          )
        } catch (error) {
          // The database itself refuses some.
          if (!String((error as { code?: string }).code).startsWith('SQLITE_CONSTRAINT')) throw error
          isAllowed = false
        }
      })
      if (!isAllowed) return
      const target = join(work, `target-${made}.sqlite`)
      try {
        await merge(file, target)
      } catch (error) {
        expect(error).toBeInstanceOf(MedoidError)
        expect((error as MedoidError).code).toBe('catalogue-damaged')
        return
      }
      const catalogue = openForReading(target)
      const { findings } = await check(catalogue)
      catalogue.close()
      // Files and folders themselves are not what they are said to be.
      expect(findings.filter(({ code }) => !code.startsWith('file-') && code !== 'source-missing')).toEqual([])
    }),
    { numRuns: 40 }
  )
})
