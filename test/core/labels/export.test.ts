import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeLabels } from '../../../src/core/labels/export.ts'
import type { LabelManifest } from '../../../src/core/labels/manifest.ts'
import { TABLE_FORMATS } from '../../../src/core/tables/table.ts'
import fc from '../../fast-check.ts'
import { readParquetRows } from '../tables/read-parquet.ts'
import { fakeSource, type FakeTag, label } from './fake-source.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medoid-export-'))
  await mkdir(join(folder, 'keys'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const out = (name = 'labels'): string => join(folder, name)
const version = '0.1.0'
const readManifest = async (path = out()): Promise<LabelManifest> =>
  JSON.parse(await readFile(`${path}.manifest.json`, 'utf8')) as LabelManifest
const readRows = async (path = out()): Promise<Record<string, unknown>[]> =>
  (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

const TAGS: FakeTag[] = [
  { tag: '(0008,0018)', keyword: 'SOPInstanceUID', vr: 'UI', values: ['1.2.3.1', '1.2.3.2', undefined] },
  { tag: '(0020,000D)', keyword: 'StudyInstanceUID', vr: 'UI', values: ['1.2', '1.2', '1.2'] },
  { tag: '(0020,000E)', keyword: 'SeriesInstanceUID', vr: 'UI', values: ['1.2.3', '1.2.3', ''] },
  { tag: '(0008,0060)', keyword: 'Modality', vr: 'CS', values: ['CT', 'MR', ''] },
  { tag: '(0008,0016)', keyword: 'SOPClassUID', vr: 'UI', values: ['1.2.840.10008.5.1.4.1.1.2', undefined, undefined] },
  { tag: '(0020,0052)', keyword: 'FrameOfReferenceUID', vr: 'UI', values: ['1.2', undefined, undefined] },
  { tag: '(0010,0010)', keyword: 'PatientName', vr: 'PN', values: ['DOE^JANE', 'MÜLLER^J', undefined] }
]
const ROWS = [
  {
    StudyInstanceUID: '1.2',
    SeriesInstanceUID: '1.2.3',
    SOPInstanceUID: '1.2.3.1',
    cluster: 0,
    label: null,
    code: null,
    scheme: null,
    meaning: null,
    isMedoid: true,
    distance: 0,
    silhouette: 0.25,
    run: 3,
    k: 2
  },
  {
    StudyInstanceUID: '1.2',
    SeriesInstanceUID: '1.2.3',
    SOPInstanceUID: '1.2.3.2',
    cluster: 1,
    label: 'Chest, PA',
    code: '51185008',
    scheme: 'SCT',
    meaning: 'Chest',
    isMedoid: true,
    distance: 0.1,
    silhouette: -0.5,
    run: 3,
    k: 2
  },
  {
    StudyInstanceUID: '1.2',
    SeriesInstanceUID: null,
    SOPInstanceUID: null,
    cluster: 0,
    label: null,
    code: null,
    scheme: null,
    meaning: null,
    isMedoid: false,
    distance: 0.2,
    silhouette: null,
    run: 3,
    k: 2
  }
]

test('JSONL: one row an instance, in the columns of the contract', async () => {
  await writeLabels(fakeSource(TAGS), { format: 'jsonl', out: out(), version })
  const rows = await readRows()
  expect(rows).toEqual(ROWS)
  expect(Object.keys(rows[0])).toEqual(Object.keys(ROWS[0]))
})

test('CSV: the same, missing values empty', async () => {
  await writeLabels(fakeSource(TAGS), { format: 'csv', out: out(), version })
  const texts = ROWS.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, `${cell ?? ''}`]))
  )
  expect(parse(await readFile(out()), { columns: true })).toEqual(texts)
})

test('Parquet: the same, with types', async () => {
  await writeLabels(fakeSource(TAGS), { format: 'parquet', out: out(), version })
  const { columns, rows } = readParquetRows(out())
  expect(Object.values(columns).join('')).toBe('uuuiuuuubffii')
  expect(rows).toEqual(ROWS.map((row) => ({ ...row, distance: Math.fround(row.distance) })))
})

test('a clustering 3.20 is run 3 and K 20, which no reader takes for 3.2', async () => {
  const source = { ...fakeSource(TAGS), k: 20 }
  await writeLabels(source, { format: 'csv', out: out(), version })
  const [first] = parse<Record<string, string>>(await readFile(out()), { columns: true })
  expect([first.run, first.k]).toEqual(['3', '20'])
  await writeLabels(source, { format: 'jsonl', out: out(), version })
  expect((await readRows())[0]).toMatchObject({ run: 3, k: 20 })
  await writeLabels(source, { format: 'parquet', out: out('p'), version })
  expect(readParquetRows(out('p')).rows[0]).toMatchObject({ run: 3, k: 20 })
  const { run, columns } = await readManifest(out('p'))
  expect(run).toMatchObject({ clustering: '3.20', run: 3, k: 20 })
  expect(columns.slice(-2).map(({ name, type }) => [name, type])).toEqual([
    ['run', 'int32'],
    ['k', 'int32']
  ])
})

test('the manifest says what was exported, by what, and what was left out', async () => {
  const result = await writeLabels(fakeSource(TAGS), { format: 'csv', out: out('a.csv'), version: '9.8.7' })
  const manifest = await readManifest(out('a.csv'))
  const bytes = await readFile(out('a.csv'))
  expect(manifest).toMatchObject({
    schema: 'medoid-labels',
    schemaVersion: 1,
    program: { name: 'medoid', version: '9.8.7' },
    file: {
      name: 'a.csv',
      format: 'csv',
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex')
    },
    run: {
      clustering: '3.2',
      run: 3,
      k: 2,
      created: '2024-01-02T03:04:05.000Z',
      program: '0.1.0',
      parameters: { sample: 5000, seed: 1 }
    },
    counts: { live: 4, rows: 3, clusters: 2, labelledClusters: 1, labelledRows: 1 },
    phi: { uids: 'kept', included: [] }
  })
  expect(manifest.created).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
  expect(manifest.columns.map(({ name }) => name)).toEqual(Object.keys(ROWS[0]))
  expect(manifest.columns.find(({ name }) => name === 'distance')?.type).toBe('float')
  expect(manifest.phi.leftOut.map(({ what }) => what)).toContain('file paths')
  expect(result).toEqual({
    out: out('a.csv'),
    manifest: out('a.csv.manifest.json'),
    format: 'csv',
    ...manifest.counts,
    bytes: bytes.length,
    sha256: manifest.file.sha256,
    uidKey: undefined
  })
})

test('further columns come after the others, and the manifest says which of them tell of people', async () => {
  await writeLabels(fakeSource(TAGS), {
    format: 'jsonl',
    out: out(),
    version,
    columns: ['+path', 'Modality', '+PatientName', '+StudyInstanceUID', '+Modality']
  })
  const rows = await readRows()
  expect(Object.keys(rows[0]).slice(13)).toEqual(['path', 'Modality', 'PatientName'])
  expect(rows[1]).toMatchObject({ path: '/pacs/DOE^JANE/1.dcm', Modality: 'MR', PatientName: 'MÜLLER^J' })
  expect(rows[2]).toMatchObject({ Modality: null, PatientName: null })
  const { phi } = await readManifest()
  expect(phi.included).toEqual([
    { column: 'path', phi: true },
    { column: 'Modality', phi: false },
    { column: 'PatientName', phi: true }
  ])
  const leftOut = phi.leftOut.map(({ what }) => what)
  expect(leftOut).toContain('dates and times')
  expect(leftOut).not.toContain('file paths')
})

test('a column that does not exist is refused with a suggestion, before anything is written', async () => {
  const wrong = {
    format: 'csv',
    out: out(),
    version,
    columns: ['+Modalty'],
    uidKeyFile: join(folder, 'keys', 'a')
  } as const
  await expect(writeLabels(fakeSource(TAGS), wrong)).rejects.toThrow(/columns \+Modalty.*Modality/)
  expect(await readdir(folder, { recursive: true })).toEqual(['keys'])
})

test('remapped UIDs are the same for the same, other than before, and the standard’s stay', async () => {
  const uidKeyFile = join(folder, 'keys', 'a.json')
  const columns = ['FrameOfReferenceUID', 'SOPClassUID']
  const first = await writeLabels(fakeSource(TAGS), { format: 'jsonl', out: out(), version, columns, uidKeyFile })
  const rows = await readRows()
  expect(rows[0].StudyInstanceUID).toMatch(/^2\.25\.\d{37,39}$/)
  expect(rows[0].StudyInstanceUID).toBe(rows[1].StudyInstanceUID)
  expect(rows[0].FrameOfReferenceUID).toBe(rows[0].StudyInstanceUID)
  expect(rows[0].SOPInstanceUID).not.toBe(rows[1].SOPInstanceUID)
  expect(rows[0].SOPClassUID).toBe('1.2.840.10008.5.1.4.1.1.2')
  expect(rows[2].SOPInstanceUID).toBeNull()

  expect(first.uidKey).toMatchObject({ file: uidKeyFile, created: true })
  const manifest = await readManifest()
  expect(manifest.phi).toMatchObject({ uids: 'remapped', uidKey: first.uidKey?.id })
  const { key } = JSON.parse(await readFile(uidKeyFile, 'utf8')) as { key: string }
  expect(JSON.stringify(manifest)).not.toContain(key)

  const again = await writeLabels(fakeSource(TAGS), { format: 'jsonl', out: out(), version, columns, uidKeyFile })
  expect(again.sha256).toBe(first.sha256)
  const other = join(folder, 'keys', 'b.json')
  await writeLabels(fakeSource(TAGS), { format: 'jsonl', out: out(), version, columns, uidKeyFile: other })
  expect((await readRows())[0].StudyInstanceUID).not.toBe(rows[0].StudyInstanceUID)
})

test('paths are refused where UIDs are remapped', async () => {
  const both = {
    format: 'csv',
    out: out(),
    version,
    columns: ['+path'],
    uidKeyFile: join(folder, 'keys', 'a')
  } as const
  await expect(writeLabels(fakeSource(TAGS), both)).rejects.toMatchObject({ code: 'path-undoes-remap' })
})

test('neither a catalogue nor an image is replaced by labels', async () => {
  await writeFile(out('c'), 'SQLite format 3\0 and so on')
  await writeFile(out('i'), Buffer.concat([Buffer.alloc(128), Buffer.from('DICM and so on')]))
  for (const name of ['c', 'i']) {
    const before = await readFile(out(name))
    const refused = writeLabels(fakeSource(TAGS), { format: 'csv', out: out(name), version })
    await expect(refused).rejects.toMatchObject({ code: 'not-an-export' })
    expect(await readFile(out(name))).toEqual(before)
  }
})

test.each(TABLE_FORMATS)('%s: cancelled half-way, the older export and its manifest stay', async (format) => {
  await writeLabels(fakeSource(TAGS), { format, out: out(), version })
  const before = [await readFile(out()), await readFile(`${out()}.manifest.json`)]
  const cancel = new AbortController()
  const cancelled = writeLabels(
    fakeSource(TAGS, { labels: new Map([[0, label(0, 'another')]]) }),
    { format, out: out(), version },
    { signal: cancel.signal, onProgress: ({ done }) => done > 0 && cancel.abort() }
  )
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
  expect([await readFile(out()), await readFile(`${out()}.manifest.json`)]).toEqual(before)
  expect((await readdir(folder)).sort()).toEqual(['keys', 'labels', 'labels.manifest.json'])
})

test('killed half-way, there is no export', async () => {
  const url = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href)
  const child = spawn(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { writeLabels } from ${url('../../../src/core/labels/export.ts')}
     import { fakeSource } from ${url('./fake-source.ts')}
     const values = Array.from({ length: 1000 }, (_, i) => '1.2.' + i)
     const source = fakeSource([{ tag: '(0008,0018)', keyword: 'SOPInstanceUID', vr: 'UI', values }])
     const onProgress = ({ done }) => {
       if (done < 500) return
       process.stdout.write('half')
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
     }
     await writeLabels(source, { format: 'csv', out: process.argv[1], version: '' }, { onProgress })`,
    out()
  ])
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  const left = (await readdir(folder)).filter((name) => !/^\.medoid-.*\.tmp$/.test(name))
  expect(left).toEqual(['keys'])
})

test('an export of nothing has its columns and its manifest', async () => {
  const nothing = fakeSource(TAGS, { count: 0, *assigned() {} })
  for (const format of TABLE_FORMATS) {
    expect((await writeLabels(nothing, { format, out: out(), version })).rows).toBe(0)
  }
  expect(readParquetRows(out()).rows).toEqual([])
})

test('a default export holds nothing but UIDs of the archive, whatever the archive holds', async () => {
  const secret = fc.stringMatching(/^[A-Z]{4}[a-z^ ]{0,8}[A-Z]{4}$/)
  const phi: Omit<FakeTag, 'values'>[] = [
    { tag: '(0010,0010)', keyword: 'PatientName', vr: 'PN' },
    { tag: '(0010,0020)', keyword: 'PatientID', vr: 'LO' },
    { tag: '(0008,0050)', keyword: 'AccessionNumber', vr: 'SH' },
    { tag: '(0008,0080)', keyword: 'InstitutionName', vr: 'LO' },
    { tag: '(0008,0020)', keyword: 'StudyDate', vr: 'DA' },
    { tag: '(0008,1030)', keyword: 'StudyDescription', vr: 'LO' },
    { tag: '(0008,0060)', keyword: 'Modality', vr: 'CS' },
    { tag: '(0019,xx0A)', keyword: '', vr: 'LO', privateCreator: 'ACME' },
    {
      tag: '(0040,0007)',
      keyword: 'ScheduledProcedureStepDescription',
      vr: 'LO',
      path: 'RequestAttributesSequence.ScheduledProcedureStepDescription'
    }
  ]
  await fc.assert(
    fc.asyncProperty(fc.array(secret, { minLength: 12, maxLength: 12 }), async (secrets) => {
      const source = fakeSource(
        [TAGS[0], ...phi.map((tag, i) => ({ ...tag, values: [secrets[i], secrets[i], secrets[i]] }))],
        {
          paths: (asked) => Array.from(asked, () => `/pacs/${secrets[9]}`),
          labels: new Map([[0, { ...label(0, 'CT'), note: secrets[10] }]])
        }
      )
      for (const format of TABLE_FORMATS) {
        await writeLabels(source, { format, out: out(), version })
        const rows = format === 'parquet' ? JSON.stringify(readParquetRows(out()).rows) : await readFile(out(), 'utf8')
        const bytes = rows + (await readFile(out(), 'latin1')) + (await readFile(`${out()}.manifest.json`, 'utf8'))
        for (const each of secrets.slice(0, 11)) expect(bytes).not.toContain(each)
      }
      await writeLabels(source, { format: 'csv', out: out(), version, columns: ['+PatientName'] })
      expect(await readFile(out(), 'utf8')).toContain(secrets[0])
    }),
    { numRuns: 10 }
  )
})
