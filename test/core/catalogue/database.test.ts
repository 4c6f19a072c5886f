import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { explain, openForReading, openForWriting, quarantine } from '../../../src/core/catalogue/database.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { appendHeaders, newCatalogue, temporaryFolder } from './synthetic.ts'

const somewhere = (name = 'c.sqlite') => join(temporaryFolder(), name)

test('a catalogue that is not there can be made, and not be read', () => {
  const file = join(temporaryFolder(), 'new', 'folder', 'c.sqlite')
  expect(() => openForReading(file)).toThrow(`There is no catalogue at ${file}. Make one with a scan of the folder`)
  openForWriting(file, 'test').close()
  openForReading(file).close()
})

test('a file of another kind is refused and not touched', () => {
  const text = somewhere('notes.txt')
  writeFileSync(text, 'These are my notes, and they are longer than the header of a database.'.repeat(10))
  const before = readFileSync(text)
  expect(() => openForWriting(text, 'test')).toThrow('is not a Medoid catalogue')
  expect(() => openForReading(text)).toThrow('is not a Medoid catalogue')
  expect(readFileSync(text)).toEqual(before)

  const other = somewhere('other.sqlite')
  const db = new Database(other)
  db.exec('CREATE TABLE notes(text)')
  db.close()
  expect(() => openForWriting(other, 'test')).toThrow('it is a database of another program')

  const folder = temporaryFolder()
  expect(() => openForWriting(folder, 'test')).toThrow('is a folder; a catalogue is a file')
})

test.each([1, 97])('a catalogue that is newer by %i versions is refused and not touched', (newer) => {
  const file = somewhere()
  openForWriting(file, 'test').close()
  const db = new Database(file)
  const version = (db.pragma('user_version', { simple: true }) as number) + newer
  db.pragma(`user_version = ${version}`)
  db.close()
  const before = readFileSync(file)
  expect(() => openForWriting(file, 'test')).toThrow(`newer Medoid (schema ${version}`)
  expect(() => openForReading(file)).toThrow(`newer Medoid (schema ${version}`)
  expect(readFileSync(file)).toEqual(before)
})

test('a damaged catalogue says so, and can be set aside whole', () => {
  const catalogue = newCatalogue()
  appendHeaders(
    catalogue,
    Array.from({ length: 9000 }, (_, i) => ({ SOPInstanceUID: `1.2.${i * 7919}`, Modality: i % 2 ? 'CT' : 'MR' }))
  )
  const { file } = catalogue
  catalogue.close()
  const bytes = readFileSync(file)
  truncateSync(file, 8192 * 3)
  expect(() => openForWriting(file, 'test')).toThrow(/is damaged.*set it aside with a quarantine/s)
  writeFileSync(file, bytes)
  const aside = quarantine(file)
  expect(existsSync(file)).toBe(false)
  expect(readFileSync(aside)).toEqual(bytes)
})

test('while one process writes, another is told which, and may read', async () => {
  const file = somewhere()
  openForWriting(file, 'test').close()
  const child = fork(new URL('./hold-lock.ts', import.meta.url), [file], { stdio: 'ignore' })
  await once(child, 'message')
  expect(() => openForWriting(file, 'test')).toThrow(
    new RegExp(`being written by process ${child.pid} on .* \\(holding the lock, since `)
  )
  const reader = openForReading(file)
  expect(new CatalogueReader(reader.db).tags()).toEqual([])
  reader.close()

  child.kill('SIGKILL')
  await once(child, 'exit')
  openForWriting(file, 'test').close()
})

test('a folder that cannot be made is an error that says what to do', () => {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  expect(() => openForWriting(join(file, 'below', 'c.sqlite'), 'test')).toThrow('Choose another with its path.')
})

test('a full disk is named, and what was committed before is there when there is room again', (context) => {
  const small = process.getuid?.() === 0 ? mountSmallDisk() : undefined
  if (small === undefined) {
    context.skip('needs root and mount(8) for a small disk')
    return
  }
  try {
    const catalogue = openForWriting(join(small.folder, 'c.sqlite'), 'test')
    appendHeaders(catalogue, [{ SOPInstanceUID: '1.1', Modality: 'CT' }])
    const noise = Array.from({ length: 20000 }, (_, i) => ({
      SOPInstanceUID: `1.${Math.sin(i)}`,
      StudyInstanceUID: `2.${Math.cos(i)}`
    }))
    let message = ''
    try {
      appendHeaders(catalogue, noise)
    } catch (error) {
      message = (explain(error, catalogue.file) as Error).message
    }
    expect(message).toMatch(/The disk of .*c\.sqlite is full\. Free some space or choose another catalogue/)
    catalogue.close()
    const reader = openForReading(join(small.folder, 'c.sqlite'))
    expect([...new CatalogueReader(reader.db).live()]).toContain(0)
    expect(reader.db.pragma('integrity_check', { simple: true })).toBe('ok')
    reader.close()
  } finally {
    small.unmount()
  }
})

/** A disk of 1.5 MiB, where this process may mount one. */
function mountSmallDisk(): { folder: string; unmount: () => void } | undefined {
  const folder = temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1536k', 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    // Containers often may not mount; the test says so.
    return undefined
  }
  return { folder, unmount: () => execFileSync('umount', ['-l', folder]) }
}
