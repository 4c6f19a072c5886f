import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Catalogue } from '../../../src/core/catalogue/database.ts'
import {
  countCodes,
  countFiles,
  duplicatePair,
  type FileList,
  listFiles
} from '../../../src/core/catalogue/file-lists.ts'
import { FileTable } from '../../../src/core/catalogue/file-table.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { scan } from '../../../src/core/catalogue/scan.ts'
import { listSources } from '../../../src/core/catalogue/sources.ts'
import type { Issue } from '../../../src/core/catalogue/stored/issue.ts'
import { dicomFile } from '../../dicom-file.ts'
import { newCatalogue, temporaryFolder } from './synthetic.ts'

let root: string
let catalogue: Catalogue

beforeEach(async () => {
  root = temporaryFolder()
  catalogue = newCatalogue()
  const image = (uid: string) => dicomFile({ '00080018': ['UI', uid], '00280010': ['LO', '4'] })
  put('a/1.dcm', image('1.1'))
  put('a/2.dcm', image('1.2'))
  put('b/1.dcm', image('1.1'))
  put('b/notes.txt', 'read me')
  put('b/broken.dcm', image('1.3').subarray(0, 150))
  await scan(catalogue, [root], { workers: 1 })
})
afterEach(() => catalogue.close())

function put(path: string, bytes: Buffer | string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), bytes)
}

function paths(list: FileList): string[] {
  const { total, rows } = listFiles(new CatalogueReader(catalogue.db), list, { offset: 0, limit: 100 })
  expect(total).toBe(rows.length)
  return rows.map(({ path }) => path.slice(root.length + 1))
}

test('the files of an archive add up, and each lies in one list', () => {
  const { remarks, folders, files, ...kinds } = countFiles(catalogue.db)
  expect(kinds).toEqual({ instances: 2, duplicates: 1, notDicom: 1, archives: 0, failed: 1 })
  expect(files).toBe(5)
  expect(listSources(catalogue.db)[0].files).toBe(5)
  expect([remarks, folders]).toEqual([paths('remarks').length, 0])
  expect(paths('instances')).toEqual(['a/1.dcm', 'a/2.dcm'])
  expect(paths('duplicates')).toEqual(['b/1.dcm'])
  expect(paths('not-dicom')).toEqual(['b/notes.txt'])
  expect(paths('failed')).toEqual(['b/broken.dcm'])
})

test('a list tells why, or what its files are like', () => {
  const first = (list: FileList) => listFiles(new CatalogueReader(catalogue.db), list, { offset: 0, limit: 1 }).rows[0]
  expect(first('duplicates')).toMatchObject({ instance: 0, of: join(root, 'a/1.dcm'), looks: null })
  expect(first('not-dicom')).toMatchObject({ instance: null, of: null, looks: 'text', size: 7 })
  expect(first('failed').issues).toMatchObject([{ code: expect.any(String) as string }])
  expect(countCodes(catalogue.db, 'failed')).toEqual([{ code: first('failed').issues[0].code, count: 1 }])
})

test('a list is read in pages, and by the kind of its issues', () => {
  const reader = new CatalogueReader(catalogue.db)
  const page = listFiles(reader, 'instances', { offset: 1, limit: 1 })
  expect(page).toMatchObject({ total: 2, rows: [{ path: join(root, 'a/2.dcm'), instance: 1 }] })
  const [{ code }] = countCodes(catalogue.db, 'failed')
  expect(listFiles(reader, 'failed', { code, offset: 0, limit: 9 }).total).toBe(1)
  expect(listFiles(reader, 'failed', { code: 'no-such-code', offset: 0, limit: 9 })).toEqual({ total: 0, rows: [] })
})

test('a file that could not be opened is a failed one, as long as it was never read', () => {
  const table = new FileTable(catalogue.db)
  const dir = table.dir(1, 'a').id
  const issue: Issue = { code: 'unreadable', parameters: { reason: 'Permission denied' } }
  table.putUnreadable(dir, 'locked.dcm', issue)
  table.putUnreadable(dir, '1.dcm', issue)
  table.putUnreadable(dir, '', issue)
  catalogue.db.transaction(() => table.flush())()
  expect(countFiles(catalogue.db)).toMatchObject({ files: 6, instances: 2, failed: 2, folders: 1 })
  expect(listSources(catalogue.db)[0].files).toBe(6)
  expect(paths('failed')).toEqual(['a/locked.dcm', 'b/broken.dcm'])
  expect(paths('remarks')).toContain('a/1.dcm')
  expect(paths('folders')).toEqual(['a'])
})

test('the files of a duplicate are found by what the list calls it, and by nothing else', () => {
  const reader = new CatalogueReader(catalogue.db)
  const { dir, name } = listFiles(reader, 'duplicates', { offset: 0, limit: 1 }).rows[0]
  expect(duplicatePair(reader, dir, name)).toEqual([join(root, 'b/1.dcm'), join(root, 'a/1.dcm')])
  for (const [otherDir, otherName] of [
    [dir, 'notes.txt'],
    [dir, '../a/1.dcm'],
    [999, name]
  ] as const) {
    expect(() => duplicatePair(reader, otherDir, otherName)).toThrow('no such duplicate')
  }
})
