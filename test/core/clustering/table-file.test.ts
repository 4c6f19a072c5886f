import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readTableFile } from '../../../src/core/clustering/table-file.ts'
import { MedoidError } from '../../../src/core/errors.ts'
import type { Message } from '../../../src/messages/message.ts'

const folder = mkdtempSync(join(tmpdir(), 'medoid-table-'))
afterAll(() => rmSync(folder, { recursive: true }))

function read(csv: string | Uint8Array, types: unknown) {
  const files = { csv: join(folder, 'plants.csv'), types: join(folder, 'types.json') }
  writeFileSync(files.csv, csv)
  writeFileSync(files.types, typeof types === 'string' ? types : JSON.stringify(types))
  return readTableFile(files.csv, files.types)
}

describe('readTableFile', () => {
  test('reads every type of column; empty cells and NA are missing', async () => {
    const csv = 'age,grade,colour,rare\n61.5,high,"red, dark",1\n-2e1,low,,0\n,NA,red,\n'
    const types = {
      age: 'numeric',
      grade: { type: 'ordinal', levels: ['low', 'high'] },
      colour: 'nominal',
      rare: { type: 'asymmetric-binary' }
    }
    expect(await read(csv, types)).toEqual({
      rows: 3,
      columns: [
        { name: 'age', kind: 'numeric', values: Float64Array.of(61.5, -20, NaN) },
        { name: 'grade', kind: 'ordinal', values: Float64Array.of(1, 0, NaN), levels: ['low', 'high'] },
        { name: 'colour', kind: 'nominal', codes: Int32Array.of(0, -1, 1), levels: ['red, dark', 'red'] },
        { name: 'rare', kind: 'asymmetric-binary', codes: Int32Array.of(1, 0, -1), levels: ['0', '1'] }
      ]
    })
  })

  test('a decimal comma is a number, and told of', async () => {
    const said: Message[] = []
    const csv = join(folder, 'commas.csv')
    writeFileSync(csv, 'x,y\n"1,5","0,125"\n2.5,3\n')
    writeFileSync(`${csv}.json`, '{"x": "numeric", "y": "ordinal"}')
    const { columns } = await readTableFile(csv, `${csv}.json`, [], { onMessage: (message) => said.push(message) })
    expect(columns.map((column) => 'values' in column && [...column.values])).toEqual([
      [1.5, 2.5],
      [0.125, 3]
    ])
    expect(said).toEqual([{ code: 'decimal-commas', parameters: { file: csv, numbers: 2 } }])
  })

  test('one letter encoded in two ways is one category, one column and one level', async () => {
    const [nfc, nfd] = ['é', 'e\u0301']
    const types = { [nfd]: 'nominal', o: { type: 'ordinal', levels: [nfd, 'x'] } }
    const { columns } = await read(`${nfc},o\n${nfc},${nfc}\n${nfd},x\n`, types)
    expect(columns).toEqual([
      { name: nfc, kind: 'nominal', codes: Int32Array.of(0, 0), levels: [nfc] },
      { name: 'o', kind: 'ordinal', values: Float64Array.of(0, 1), levels: [nfc, 'x'] }
    ])
  })

  test('an ordinal column without levels holds numbers', async () => {
    const { columns } = await read('stage\n3\n1\n', { stage: 'ordinal' })
    expect(columns[0]).toEqual({ name: 'stage', kind: 'ordinal', values: Float64Array.of(3, 1) })
  })

  test('whole numbers that pandas writes as 1.0, since some are missing, are the levels that they equal', async () => {
    const types = { stage: { type: 'ordinal', levels: [1, 2, 10] }, rare: 'asymmetric-binary' }
    const { columns } = await read('stage,rare\n10.0,1.0\n,\n1.0,0.0\n', types)
    expect(columns).toEqual([
      { name: 'stage', kind: 'ordinal', values: Float64Array.of(2, NaN, 0), levels: ['1', '2', '10'] },
      { name: 'rare', kind: 'asymmetric-binary', codes: Int32Array.of(1, -1, 0), levels: ['0', '1'] }
    ])
  })

  test('takes byte order marks, CRLF, blank lines at the end and hostile names', async () => {
    const { rows, columns } = await read(
      '\uFEFF__proto__,é\r\n1,x\r\n2,y\r\n\r\n',
      '{"__proto__": "numeric", "é": "nominal"}'
    )
    expect(rows).toBe(2)
    expect(columns.map(({ name }) => name)).toEqual(['__proto__', 'é'])
  })

  test.each([
    ['0', '1'],
    ['FALSE', 'TRUE'],
    ['no', 'yes']
  ])('asymmetric-binary columns may say %s and %s, in any case', async (zero, one) => {
    const { columns } = await read(`a\n${one.toLowerCase()}\n${zero.toUpperCase()}\n`, { a: 'asymmetric-binary' })
    expect(columns[0]).toMatchObject({ codes: Int32Array.of(1, 0), levels: [zero, one] })
  })

  test.each([
    [
      'a,b\n1,2\n3\n',
      { a: 'numeric', b: 'numeric' },
      'table-ragged',
      /plants\.csv, line 3: the row has 1 cell, the header 2/
    ],
    ['a\n1\nabc\n', { a: 'numeric' }, 'table-type', /line 3, column a: "abc" is not a number.*nominal/],
    ['a\n"1,5,2"\n', { a: 'numeric' }, 'table-type', /"1,5,2" is not a number/],
    [
      'a\n"1,234"\n',
      { a: 'numeric' },
      'table-type',
      /"1,234" may hold a decimal comma or a thousands separator\. Write 1\.234 or 1234, whichever is meant/
    ],
    ['a\n"1,234.5"\n', { a: 'numeric' }, 'table-type', /"1,234\.5" is not a number/],
    [
      'a,b\n1,5" x 7"\n',
      { a: 'numeric', b: 'nominal' },
      'table-malformed',
      /in line 2 a quote stands inside a cell that does not begin with one.*has it twice/
    ],
    ['a\n1e999\n', { a: 'numeric' }, 'table-type', /"1e999" is not a number/],
    ['a\n1e300\n-1.1e300\n', { a: 'numeric' }, 'table-type', /line 3, column a: "-1\.1e300" is beyond ±1e\+300/],
    ['a\n9e307\n', { a: 'ordinal' }, 'table-type', /"9e307" is beyond/],
    ['a\n0x10\n', { a: 'numeric' }, 'table-type', /"0x10" is not a number/],
    ['a\nhigh\n', { a: 'ordinal' }, 'table-type', /"high" is not a number.*levels/],
    ['a\nmiddle\n', { a: { type: 'ordinal', levels: ['low'] } }, 'table-type', /"middle" is not one of.*\(low\)/],
    ['a\n0\n2\n', { a: 'asymmetric-binary' }, 'table-type', /line 3, column a: "2".*has 0 and 1/],
    ['a\n0\nTRUE\n', { a: 'asymmetric-binary' }, 'table-type', /"TRUE".*has 0 and 1/],
    ['a\nleft\n', { a: 'asymmetric-binary' }, 'table-type', /"left".*FALSE and TRUE/],
    ['a,a\n1,2\n', { a: 'numeric' }, 'table-header', /column 2 is called a, like an earlier one/],
    ['a,\n1,2\n', { a: 'numeric' }, 'table-header', /column 2 has no name/],
    ['a,b,c\n1,2,3\n', { a: 'numeric' }, 'types-missing', /no type for columns b, c/],
    ['a;b\n1;2\n', { a: 'numeric', b: 'numeric' }, 'types-missing', /with semicolons\. Save it with commas/],
    [
      'a\n1\n',
      { a: 'numeric', age: 'numeric' },
      'types-unknown-column',
      /type for column age, which .*plants\.csv does not have/
    ],
    ['a\n1\n', { a: 'number' }, 'types-unknown', /column a: "number" is not a type.*numeric, ordinal/],
    ['a\n1\n', { a: { type: 'nominal', levels: ['1'] } }, 'types-levels', /only ordinal columns have levels/],
    ['a\n1\n', { a: { type: 'ordinal', levels: ['1', '1'] } }, 'types-levels', /list of different texts/],
    ['a\n1\n', '["a"]', 'types-malformed', /not a JSON object/],
    ['a\n1\n', '{a: 1}', 'types-malformed', /types\.json is not JSON/],
    ['', { a: 'numeric' }, 'table-empty', /is empty/],
    ['a\n', { a: 'numeric' }, 'table-empty', /no rows/],
    ['a\n0\n"1\n', { a: 'nominal' }, 'table-malformed', /not valid CSV: a quote in record 3 .* never closed/],
    ['a\tb\n1\t2\n', { a: 'numeric', b: 'numeric' }, 'types-missing', /with tabs/],
    [Uint8Array.of(97, 10, 0xe4, 10), { a: 'nominal' }, 'table-encoding', /not UTF-8/],
    [`a\n${'1\n'.repeat(100_001)}`, { a: 'numeric' }, 'table-too-large', /more than 100,000 rows/]
  ])('refuses %j with types %j: %s', async (csv, types, code, message) => {
    const reading = read(csv, types)
    await expect(reading).rejects.toThrow(MedoidError)
    await expect(reading).rejects.toMatchObject({ code })
    await expect(reading).rejects.toThrow(message)
  })

  test('names files that cannot be read', async () => {
    const types = join(folder, 'types.json')
    await read('a\n1\n', { a: 'numeric' })
    await expect(readTableFile(join(folder, 'none.csv'), types)).rejects.toThrow(
      /table .*none\.csv cannot be read.*Check table/
    )
    await expect(readTableFile(folder, types)).rejects.toThrow(/cannot be read/)
    await expect(readTableFile(types, join(folder, 'none.json'))).rejects.toThrow(
      /none\.json cannot be read.*Check types/
    )
  })
})
