import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { csvRecords } from '../../src/core/csv-records.ts'
import type { CsvRecord } from '../../src/core/csv-records.ts'

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
    { cells: ['a', 'b'], line: 1, emptyLines: 0 },
    { cells: ['1\n2', 'ä'], line: 3, emptyLines: 0 },
    { cells: [''], line: 5, emptyLines: 1 }
  ])
  expect(await records('')).toEqual([])
})

test('what cannot be read is named by what it should be', async () => {
  await expect(records('a\n"1\n')).rejects.toMatchObject({ code: 'table-malformed' })
  await expect(records(`"${'a'.repeat(17 * 2 ** 20)}`)).rejects.toMatchObject({ code: 'table-malformed' })
  await expect(records(Uint8Array.of(0xe4, 10))).rejects.toMatchObject({ code: 'table-encoding' })
  const none = csvRecords(join(folder, 'none.csv'), 'labels')
  await expect(none.next()).rejects.toMatchObject({
    code: 'labels-unreadable',
    message: expect.stringMatching(/^The labels .*none\.csv cannot be read .*Check --labels\.$/) as string
  })
})
