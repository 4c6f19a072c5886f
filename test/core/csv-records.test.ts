import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { csvRow } from '../../src/core/csv.ts'
import { type CsvRecord, csvRecords } from '../../src/core/csv-records.ts'
import fc from '../fast-check.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medoid-csv-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function records(content: string | Uint8Array): Promise<CsvRecord[]> {
  const path = join(folder, 'a.csv')
  await writeFile(path, content)
  const all: CsvRecord[] = []
  for await (const record of csvRecords(path, 'table')) all.push(record)
  return all
}

test('records have their lines; empty lines are none, an empty quoted cell is one', async () => {
  expect(await records('\ufeffa,b\r\n"1\n2",ä\r\n\r\n""\r\n\r\n')).toEqual([
    { cells: ['a', 'b'], line: 1 },
    { cells: ['1\n2', 'ä'], line: 3 },
    { cells: [''], line: 5 }
  ])
  expect(await records('')).toEqual([])
})

test('line ends may be mixed, of whatever system they are', async () => {
  expect(await records('x,c\n1,a\r\n2,a\r3,b\n4,b')).toEqual([
    { cells: ['x', 'c'], line: 1 },
    { cells: ['1', 'a'], line: 2 },
    { cells: ['2', 'a'], line: 3 },
    { cells: ['3', 'b'], line: 4 },
    { cells: ['4', 'b'], line: 5 }
  ])
  const cells = async (content: string): Promise<string[][]> => (await records(content)).map((each) => each.cells)
  expect(await cells('x\r1\r2\r')).toEqual([['x'], ['1'], ['2']])
  expect(await cells('x,y\r\n1,"a\r\nb"\n')).toEqual([
    ['x', 'y'],
    ['1', 'a\r\nb']
  ])
})

test('a line end that two pieces of the file share is one', async () => {
  // Files are read in pieces of 65,536 bytes: the carriage return is the last of one, the line feed the first of the next.
  const first = `x,c\n${'a'.repeat(65_536 - 4 - 3)},b\r`
  expect(first).toHaveLength(65_536)
  expect((await records(`${first}\n2,a\n`)).map(({ cells }) => cells[1])).toEqual(['c', 'b', 'a'])
})

test('a line of spaces is an empty one', async () => {
  const cells = async (content: string): Promise<string[][]> => (await records(content)).map((each) => each.cells)
  expect(await cells('x,y\n1,2\n   \n3,4\n \t\n')).toEqual([
    ['x', 'y'],
    ['1', '2'],
    ['3', '4']
  ])
  expect(await cells('x\n1\n  \n2\n')).toEqual([['x'], ['1'], ['  '], ['2']])
})

test('in a single column an empty line is a row without a value, unless nothing comes after it', async () => {
  expect(await records('x\n1\n\n2\n\n\n9\n\n\n')).toEqual([
    { cells: ['x'], line: 1 },
    { cells: ['1'], line: 2 },
    { cells: [''], line: 3 },
    { cells: ['2'], line: 4 },
    { cells: [''], line: 5 },
    { cells: [''], line: 6 },
    { cells: ['9'], line: 7 }
  ])
  expect((await records('\n\nx\r\n\r\n1\r\n')).map(({ cells }) => cells[0])).toEqual(['x', '', '1'])
})

test('what is not UTF-8 is refused, also UTF-16, which looks like it with a NUL beside each letter', async () => {
  await expect(records(Buffer.from('\ufeffx,c\n', 'utf16le'))).rejects.toMatchObject({ code: 'table-encoding' })
  await expect(records(Buffer.from('x,c\n', 'utf16le'))).rejects.toMatchObject({ code: 'table-encoding' })
})

test('a quote within a cell without quotes is malformed', async () => {
  await expect(records('x,c\n1,5" x 7"\n')).rejects.toMatchObject({
    code: 'table-malformed',
    message: expect.stringContaining('line 2') as string
  })
})

test('text behind the quote that ends a cell is malformed', async () => {
  await expect(records('x,c\n1,2\n3,"5"x\n')).rejects.toMatchObject({
    code: 'table-malformed',
    message: expect.stringContaining('in line 3 text follows the quote that ends a cell') as string
  })
})

test('what cannot be read is named by what it should be', async () => {
  await expect(records('a\n"1\n')).rejects.toMatchObject({ code: 'table-malformed' })
  await expect(records(`"${'a'.repeat(17 * 2 ** 20)}`)).rejects.toMatchObject({ code: 'table-malformed' })
  await expect(records(Uint8Array.of(0xe4, 10))).rejects.toMatchObject({ code: 'table-encoding' })
  const none = csvRecords(join(folder, 'none.csv'), 'labels')
  await expect(none.next()).rejects.toMatchObject({
    code: 'labels-unreadable',
    message: expect.stringMatching(/^The labels .*none\.csv cannot be read .*Check labels\.$/) as string
  })
})

test('what csvRow writes is read back, whatever the line ends', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', '1', ',', ';', '"', "'", ' ', '\n', '\r', '\t') })
  const rows = fc
    .integer({ min: 1, max: 4 })
    .chain((columns) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 8 })
    )
  await fc.assert(
    fc.asyncProperty(rows, fc.infiniteStream(fc.constantFrom('\n', '\r\n', '\r')), async (rows, ends) => {
      const lines = rows.map((row) => csvRow(row).slice(0, -1) + String(ends.next().value))
      // Text that a spreadsheet would run has an apostrophe before it.
      const cells = rows.map((row) => row.map((text) => (/^[\t\r\n]/.test(text) ? `'${text}` : text)))
      expect((await records(lines.join(''))).map((record) => record.cells)).toEqual(cells)
    }),
    { numRuns: 200 }
  )
})
