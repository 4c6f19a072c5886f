import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type LabelReading, readLabelFile } from '../../../src/core/labels/label-file.ts'
import fc from '../../fast-check.ts'
import { temporaryFolder } from '../catalogue/synthetic.ts'

const file = join(temporaryFolder(), 'truth.csv')
async function read(text: string | Uint8Array, options: Partial<LabelReading> = {}) {
  writeFileSync(file, text)
  const { keys, texts, ...rest } = await readLabelFile(file, { key: 'SeriesInstanceUID', ...options })
  return { labels: Object.fromEntries([...keys].map(([key, { code }]) => [key, texts[code - 1]])), ...rest }
}
const fault = (parameters: object) => ({ code: 'label-file', parameters })

test('reads a key and a label a row', async () => {
  expect(await read('SeriesInstanceUID,region\n1.2,Head\n1.3,Knee\n1.4,Head\n')).toEqual({
    labels: { '1.2': 'Head', '1.3': 'Knee', '1.4': 'Head' },
    column: 'region',
    rows: 3,
    withoutLabel: 0,
    withoutKey: 0,
    conflicts: { keys: 0, examples: [] }
  })
})

test.each([
  ['commas, of a spreadsheet on Windows', '\ufeffSeriesInstanceUID,"region, body"\r\n1.2,"Head, ""skull"""\r\n'],
  ['tabs', 'SeriesInstanceUID\tregion, body\n1.2\t"Head, ""skull"""\n'],
  ['semicolons', 'SeriesInstanceUID;"region, body"\n1.2;"Head, ""skull"""\n']
])('reads cells between %s', async (_, text) => {
  expect(await read(text)).toMatchObject({ labels: { '1.2': 'Head, "skull"' }, column: 'region, body' })
})

test.each(['series_instance_uid', 'Series Instance UID', 'seriesuid', ' SERIESINSTANCEUID '])(
  'knows the column of the keys as %j',
  async (name) => {
    expect(await read(`${name},x\n1.2,a\n`)).toMatchObject({ labels: { '1.2': 'a' } })
  }
)

test('takes the column that is called label, class or cluster, or the one that is asked for', async () => {
  const text = 'SeriesInstanceUID,PatientID,Label,grade\n1.2,p1,Head,3\n'
  expect(await read(text)).toMatchObject({ column: 'Label', labels: { '1.2': 'Head' } })
  expect(await read(text, { column: 'grade' })).toMatchObject({ labels: { '1.2': '3' } })
  await expect(read(text, { column: 'Grade' })).rejects.toMatchObject(
    fault({ why: 'column', asked: 'Grade', found: 0, columns: 4 })
  )
  await expect(read(text, { column: 'SeriesInstanceUID' })).rejects.toMatchObject(fault({ why: 'column', found: 1 }))
  await expect(read('SeriesInstanceUID,a,b\n1.2,x,y\n')).rejects.toMatchObject(
    fault({ why: 'column', asked: null, names: ['SeriesInstanceUID', 'a', 'b'] })
  )
})

test('a row without a label or without a key is counted, and labels nothing', async () => {
  expect(await read('SeriesInstanceUID,x\n1.2,\n1.3,NA\n,Head\n 1.4 , Head \n')).toMatchObject({
    labels: { '1.4': 'Head' },
    rows: 1,
    withoutLabel: 2,
    withoutKey: 1
  })
})

test('several labels for one key are refused, or the first counts where somebody says so', async () => {
  const text = 'SeriesInstanceUID,x\n1.2,Head\n1.2,Head\n1.2,Knee\n1.3,Knee\n1.2,Hip\n'
  const example = { key: '1.2', line: 4, label: 'Knee', first: 'Head' }
  await expect(read(text)).rejects.toMatchObject(fault({ why: 'conflicts', keys: 1, ...example }))
  expect(await read(text, { conflicts: 'first' })).toMatchObject({
    labels: { '1.2': 'Head', '1.3': 'Knee' },
    rows: 5,
    conflicts: { keys: 1, examples: [example, { key: '1.2', line: 6, label: 'Hip', first: 'Head' }] }
  })
})

test('one text in two Unicode forms is one label', async () => {
  expect((await read('SeriesInstanceUID,x\n1.2,Te\u0301te\n1.2,T\u00e9te\n')).conflicts.keys).toBe(0)
})

test.each([
  ['no column of the keys', 'StudyInstanceUID,x\n1,a\n', { why: 'key', found: 0 }],
  ['two columns of the keys', 'SeriesInstanceUID,seriesuid,x\n1,1,a\n', { why: 'key', found: 2 }],
  ['a row that is short', 'SeriesInstanceUID,x\n1.2,a\n1.3\n', { why: 'ragged', line: 3, cells: 1, columns: 2 }],
  ['a control character', 'SeriesInstanceUID,x\n1.2,a\u0007\n', { why: 'unprintable', line: 2 }],
  ['a label as long as a report', `SeriesInstanceUID,x\n1.2,${'a'.repeat(201)}\n`, { why: 'too-long', length: 201 }],
  ['no row', 'SeriesInstanceUID,x\n', { why: 'empty' }],
  ['only rows without labels', 'SeriesInstanceUID,x\n1.2,\n', { why: 'empty' }],
  ['nothing', '', { why: 'empty' }]
])('refuses a file with %s', async (_, text, parameters) => {
  await expect(read(text)).rejects.toMatchObject(fault(parameters))
})

test('refuses more labels than can be kept', async () => {
  const rows = Array.from({ length: 65_536 }, (_, i) => `1.${i},${i}\n`)
  await expect(read(`SeriesInstanceUID,x\n${rows.join('')}`)).rejects.toMatchObject(
    fault({ why: 'too-many', most: 65_535 })
  )
})

test('refuses a file that is not there, and one that is no text', async () => {
  await expect(readLabelFile('/nowhere/x.csv', { key: 'SeriesInstanceUID' })).rejects.toMatchObject({
    code: 'csv-unreadable'
  })
  await expect(read(Uint8Array.of(0x50, 0x41, 0x52, 0x31, 0, 0xe4, 10))).rejects.toMatchObject({ code: 'csv-encoding' })
})

test('whatever bytes a file has, it is read or refused with a code', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 200 })),
      async (bytes) => {
        const text = Buffer.concat([Buffer.from('SeriesInstanceUID,x\n'), Buffer.from(bytes as Uint8Array)])
        await read(text).catch((error: { code?: string }) =>
          expect(error.code).toMatch(/^(label-file|csv-(malformed|encoding))$/)
        )
      }
    )
  )
})
