import { beforeEach, expect, test } from 'vitest'
import type { Catalogue } from '../../../src/core/catalogue/database.ts'
import { FileStatus, FileTable } from '../../../src/core/catalogue/file-table.ts'
import { countIssues, listIssues } from '../../../src/core/catalogue/issues.ts'
import type { Issue } from '../../../src/core/catalogue/stored/issue.ts'
import { newCatalogue } from './synthetic.ts'

let db: Catalogue['db']
let table: FileTable
beforeEach(() => {
  ;({ db } = newCatalogue())
  db.exec("INSERT INTO source(id, root, added) VALUES(1, '/a', ''), (2, '/b', '')")
  table = new FileTable(db)
})

const row = (status: number, instance: number | null = null) => ({ size: 10, mtime: 20, status, instance })
/** Whatever its code, it is stored as it is. */
const issue = (code: string) => ({ code, parameters: {} }) as Issue
const issues = () => listIssues(db, 100).map(({ path, code }) => `${path} ${code}`)
const names = (dir: number) => [...new FileTable(db).files(dir).keys()]

test('directories get ids in the order in which they are met, known ones keep theirs', () => {
  expect(table.dir(1, '')).toEqual({ id: 1, known: false })
  expect(table.dir(2, '')).toEqual({ id: 2, known: false })
  expect(table.place(2)).toEqual({ source: 2, path: '' })
  table.flush()
  const next = new FileTable(db)
  expect(next.dir(2, '')).toEqual({ id: 2, known: true })
  expect(next.dir(2, 'x')).toEqual({ id: 3, known: false })
  expect(next.place(1)).toEqual({ id: 1, source: 1, path: '' })
})

test('nothing is stored before it is flushed, and then once', () => {
  const { id } = table.dir(1, 'x')
  table.put(id, 'IM', row(FileStatus.instance, 5), false)
  // The directory and the file.
  expect([table.pending, names(id)]).toEqual([2, []])
  table.flush()
  expect([table.pending, names(id)]).toEqual([0, ['IM']])
  expect(table.files(id).get('IM')).toEqual(row(FileStatus.instance, 5))
  db.exec('DELETE FROM file')
  table.flush()
  expect(names(id)).toEqual([])
})

test('a file has the issues of its last reading, and none when it is gone', () => {
  const { id } = table.dir(1, 'x')
  table.put(id, 'IM', row(FileStatus.failed), false, [issue('element-truncated'), issue('bad-length')])
  table.put(id, 'other', row(FileStatus.failed), false, [issue('bad-length')])
  table.flush()
  expect(issues()).toEqual(['/a/x/IM bad-length', '/a/x/IM element-truncated', '/a/x/other bad-length'])
  table.put(id, 'IM', row(FileStatus.instance, 0), true, [issue('pixels-truncated')])
  table.flush()
  expect(issues()).toEqual(['/a/x/IM pixels-truncated', '/a/x/other bad-length'])
  table.remove(id, 'IM')
  table.flush()
  expect([issues(), names(id)]).toEqual([['/a/x/other bad-length'], ['other']])
})

test('what could not be read is tried again below the folder that is scanned, and only there', () => {
  for (const path of ['', 'x', 'x/deep', 'x-1', 'y']) {
    table.putUnreadable(table.dir(1, path).id, '', issue('unreadable-folder'))
    table.flush()
  }
  const { id } = table.dir(1, 'x')
  table.putUnreadable(id, 'IM', issue('unreadable'))
  table.put(id, 'bad', row(FileStatus.failed), false, [issue('bad-length')])
  table.putUnreadable(table.dir(2, 'x').id, '', issue('unreadable-folder'))
  table.clearUnreadable(1, 'x')
  table.flush()
  expect(issues()).toEqual([
    '/a unreadable-folder',
    '/a/x/bad bad-length',
    '/a/x-1 unreadable-folder',
    '/a/y unreadable-folder',
    '/b/x unreadable-folder'
  ])
  table.clearUnreadable(1, '')
  table.flush()
  expect(issues()).toEqual(['/a/x/bad bad-length', '/b/x unreadable-folder'])
})

test('a file that is unreadable now keeps what is known of it', () => {
  const { id } = table.dir(1, 'x')
  table.put(id, 'IM', row(FileStatus.instance, 3), false, [issue('pixels-truncated')])
  table.putUnreadable(id, 'IM', issue('unreadable'))
  table.flush()
  expect(table.files(id).get('IM')).toEqual(row(FileStatus.instance, 3))
  expect(issues()).toEqual(['/a/x/IM pixels-truncated', '/a/x/IM unreadable'])
})

test('an instance that gives way takes its duplicates along, and no others', () => {
  const { id } = table.dir(1, 'x')
  table.put(id, 'b', row(FileStatus.instance, 1), false)
  table.put(id, 'c', row(FileStatus.duplicate, 1), false)
  table.put(id, 'd', row(FileStatus.instance, 2), false)
  table.put(id, 'e', row(FileStatus.duplicate, 2), false)
  table.demote(id, 'b', 1, 7)
  table.flush()
  expect(Array.from(table.files(id).values(), ({ status, instance }) => [status, instance])).toEqual([
    [FileStatus.duplicate, 7],
    [FileStatus.duplicate, 7],
    [FileStatus.instance, 2],
    [FileStatus.duplicate, 2]
  ])
})

test('issues come source by source, folder by folder, name by name, and no more of them than asked for', () => {
  const places: [number, string, string][] = [
    [2, 'a', '1'],
    [1, 'b', '2'],
    [1, 'b', '1'],
    [1, 'a', '3']
  ]
  for (const [source, path, name] of places) {
    table.put(table.dir(source, path).id, name, row(FileStatus.failed), false, [issue('bad-length')])
    table.flush()
  }
  const paths = (limit: number) => listIssues(db, limit).map(({ path }) => path)
  expect(paths(100)).toEqual(['/a/a/3', '/a/b/1', '/a/b/2', '/b/a/1'])
  expect(paths(2)).toEqual(['/a/a/3', '/a/b/1'])
  expect(countIssues(db)).toBe(4)
})
