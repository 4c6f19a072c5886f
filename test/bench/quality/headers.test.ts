import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeHeaders } from '../../../bench/quality/headers.ts'
import { openForWriting } from '../../../src/core/catalogue/database.ts'
import { CatalogueReader } from '../../../src/core/catalogue/reader.ts'
import { scan } from '../../../src/core/catalogue/scan.ts'
import { textsOf } from '../../../bench/quality/truth.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'medoid-headers-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const COLUMNS = [
  'source_path',
  'SOPClassUID',
  'SOPInstanceUID',
  'Rows',
  'EchoTime',
  'ImageType',
  'Exposure',
  'PatientName'
]
const MR = '1.2.840.10008.5.1.4.1.1.4'

async function readBack(rows: string[][]): Promise<(attribute: string) => string[]> {
  const table = join(folder, 'table.tsv.gz')
  writeFileSync(table, gzipSync(`${[COLUMNS, ...rows].map((cells) => cells.join('\t')).join('\n')}\n`))
  writeHeaders(table, join(folder, 'headers'))
  const catalogue = openForWriting(join(folder, 'catalogue.sqlite'), 'a test')
  try {
    await scan(catalogue, [join(folder, 'headers')], { workers: 1 })
    const reader = new CatalogueReader(catalogue.db)
    const of = textsOf(reader, reader.images())
    const texts = new Map(COLUMNS.map((name) => [name, of(name)]))
    return (name) => texts.get(name)!
  } finally {
    catalogue.close()
  }
}

test('a table of headers becomes files that are read back as they were written', async () => {
  const of = await readBack([
    ['a', MR, '1.2.3', '256', '12.5', 'ORIGINAL\\PRIMARY', '7', 'Müller'],
    ['b', MR, '1.2.4', '512', '', 'DERIVED', '', '']
  ])
  expect(of('SOPInstanceUID')).toEqual(['1.2.3', '1.2.4'])
  expect(of('Rows')).toEqual(['256', '512'])
  expect(of('EchoTime')).toEqual(['12.5', ''])
  expect(of('ImageType')).toEqual(['ORIGINAL\\PRIMARY', 'DERIVED'])
  expect(of('PatientName')).toEqual(['Müller', ''])
})

test('rows without Rows, and further ones of an instance, become no files', async () => {
  const of = await readBack([
    ['a', MR, '1.2.3', '256', '', '', '', ''],
    ['b', MR, '1.2.3', '512', '', '', '', ''],
    ['c', MR, '1.2.4', '', '', '', '', '']
  ])
  expect(of('Rows')).toEqual(['256'])
  expect(readdirSync(join(folder, 'headers'), { recursive: true })).toEqual(['000', '000/0.dcm'])
})

test('a number that its VR cannot hold is left out', async () => {
  const of = await readBack([['a', MR, '1.2.3', '70000', '', '', '', '']])
  expect(of('SOPInstanceUID')).toEqual([])
})
