import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { Service } from '../../src/api/service.ts'
import type { FeaturesDocument } from '../../src/core/features/describe.ts'
import type { MedoidError } from '../../src/core/errors.ts'
import { attributesOf } from '../../src/core/features/attributes.ts'
import { correctableAttribute } from '../../src/core/corrections/correctable.ts'
import { reading } from '../../src/jobs/catalogues.ts'
import { addCorrectionJob } from '../../src/jobs/corrections.ts'
import type { ClusterReport } from '../../src/jobs/cluster.ts'
import type { JobRecord } from '../../src/jobs/record.ts'
import { JobRunner } from '../../src/jobs/runner.ts'
import { forkProcess } from '../../src/server/fork.ts'
import { PLAIN_TERMS } from '../../src/messages/terms.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { explicit, explicitFile, item } from '../core/dicom/build.ts'
import { readParquetRows } from '../core/tables/read-parquet.ts'
import { type ConfidentialAttribute, hasTableE11, tableE11 } from '../table-e11.ts'
import { json, medoid } from './medoid.ts'
import { cluster } from '../../src/jobs/definitions/cluster.ts'
import { featureParameters } from '../../src/jobs/definitions/feature-parameters.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'

/**
 * An archive with a canary in every attribute of PS3.15, table E.1-1, zero to three sequences deep, in what lies below its
 * sequences, in private elements, in elements that the standard does not have, and in the names of folders and files. Each canary
 * has two values, one for each kind of image, so that nothing tells the images apart better. Then everything that leaves the
 * machine unless somebody asks for more is searched for them.
 */

const FILES = 48
const DEPTHS = 3
/** No file may bring as many nested elements as all rows make, so each has a part of the rows. */
const PARTS = 4
/** Sequences that describe the image: below them an element is as much of a feature as at the top. */
const WRAPPERS = [0x00082218, 0x00082220, 0x00540220]

const folder = temporaryFolder()
const catalogue = join(folder, 'c.sqlite')
const here = ['--catalogue', catalogue]
const out = (name: string): string => join(folder, 'out', name)

/** Elements by tag, as signed 32-bit integers. */
type DataSet = Map<number, [vr: string, value: Buffer]>

const even = (bytes: Buffer, pad: string): Buffer =>
  bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from(pad)])
const text = (value: string): Buffer => even(Buffer.from(value), ' ')

function encode(dataSet: DataSet): Buffer[] {
  const ascending = [...dataSet].sort(([a], [b]) => (a >>> 0) - (b >>> 0))
  return ascending.map(([tag, [vr, value]]) => explicit(tag, vr, value))
}

/** A value that a search can find, another one for each kind of image. `where`: depth, and whatever else tells places apart. */
function canary(tag: number, vr: string, where: string, kind: number): Buffer {
  const hex = (tag >>> 0).toString(16).padStart(8, '0').toUpperCase()
  const digits = `${Number.parseInt(hex.slice(0, 4), 16) % 1000}${Number.parseInt(hex.slice(4), 16) % 1000}`
  switch (vr) {
    case 'UI':
      return even(Buffer.from(`2.25.7777${digits}${where.length}${kind}`), '\0')
    case 'DA':
      return text(`19${31 + kind}0${1 + (tag & 7)}17`)
    case 'TM':
      return text(`1${kind}0${tag & 7}13.777777`)
    case 'DT':
      return text(`19${31 + kind}0${1 + (tag & 7)}17101112.777777`)
    case 'AS':
      return text(`07${kind}Y`)
    case 'DS':
    case 'IS':
      return text(`7777${kind}`)
    case 'US':
    case 'SS':
      return Buffer.from([0x61, 0x1e + kind])
    case 'UL':
    case 'SL':
    case 'AT':
      return Buffer.from([0x61, 0x1e, kind, 0])
    case 'FL':
      return Buffer.from(Float32Array.of(7777.25 + kind).buffer)
    case 'FD':
      return Buffer.from(Float64Array.of(7777.25 + kind).buffer)
    default:
      return text(`ZQ${hex}${where}${kind}`.slice(0, 16))
  }
}

/** What is below a confidential sequence: what would describe the image anywhere else. */
function content(tag: number, where: string, kind: number): Buffer {
  const hex = (tag >>> 0).toString(16).padStart(8, '0').toUpperCase()
  const inner: DataSet = new Map([
    [0x00080060, ['CS', text(`ZQ${hex}O${where}${kind}`)]],
    [0x00080100, ['SH', text(`ZQ${hex}C${where}${kind}`)]],
    [0x00080104, ['LO', text(`ZQ${hex}M${where}${kind}`)]],
    [0x00180015, ['CS', text(`ZQ${hex}B${where}${kind}`)]],
    [0x00180060, ['DS', text(`7777${kind}`)]],
    [0x00082218, ['SQ', item(explicit(0x00080104, 'LO', text(`ZQ${hex}N${where}${kind}`)))]]
  ])
  return item(...encode(inner))
}

function confidential(rows: readonly ConfidentialAttribute[], depth: number, kind: number): DataSet {
  const where = String.fromCharCode(0x61 + depth)
  const dataSet: DataSet = new Map()
  for (const { number, vr } of rows) {
    // Group 0002 stands before the data set only.
    if (number >>> 16 === 2) continue
    dataSet.set(number, [vr, vr === 'SQ' ? content(number, where, kind) : canary(number, vr, where, kind)])
  }
  return dataSet
}

function imageFile(rows: readonly ConfidentialAttribute[], i: number): Buffer {
  const kind = i % 2
  let nested: DataSet | undefined
  for (let depth = DEPTHS; depth > 0; depth--) {
    const level = confidential(rows, depth, kind)
    if (nested !== undefined) level.set(WRAPPERS[depth], ['SQ', item(...encode(nested))])
    nested = level
  }
  const image = confidential(rows, 0, kind)
  const put = (tag: number, vr: string, value: Buffer | string): void =>
    void image.set(tag, [vr, typeof value === 'string' ? text(value) : value])
  const short = (value: number): Buffer => Buffer.from(Uint16Array.of(value).buffer)
  put(WRAPPERS[0], 'SQ', item(...encode(nested!)))
  put(0x00080016, 'UI', even(Buffer.from('1.2.840.10008.5.1.4.1.1.2'), '\0'))
  put(0x00080018, 'UI', even(Buffer.from(`2.25.100${i}`), '\0'))
  put(0x0020000d, 'UI', even(Buffer.from(`2.25.3${i >> 3}`), '\0'))
  put(0x0020000e, 'UI', even(Buffer.from(`2.25.2${i >> 2}`), '\0'))
  // What describes the image, and nobody.
  put(0x00080060, 'CS', kind === 0 ? 'CT' : 'MR')
  put(0x00080070, 'LO', ['ACME', 'UMBRELLA'][(i >> 1) % 2])
  put(0x00180015, 'CS', kind === 0 ? 'HEAD' : 'KNEE')
  put(0x00180050, 'DS', `${1 + (i % 3)}`)
  // Private elements, one with the creator of a hospital; a name in a private code string; what the standard does not have.
  put(0x00090010, 'LO', 'ZQCREATOR')
  put(0x00091001, 'LO', `ZQPRIVATE${kind}`)
  put(0x00110010, 'LO', 'ZQSMITHJOHN')
  put(0x00111001, 'CS', `ZQPRIVATECS${kind}`)
  put(0x00089998, 'LO', `ZQUNKNOWN${kind}`)
  put(0x00100041, 'SQ', content(0x00100041, 'a', kind))
  put(0x50000022, 'LO', `ZQCURVE${kind}`)
  put(0x60000022, 'LO', `ZQOVERLAY${kind}`)
  put(0x60001500, 'LO', `ZQOVERLAYLABEL${kind}`)
  put(0x00280002, 'US', short(1))
  put(0x00280004, 'CS', 'MONOCHROME2')
  put(0x00280010, 'US', short(4))
  put(0x00280011, 'US', short(4 + kind))
  put(0x00280100, 'US', short(8))
  put(0x00280101, 'US', short(8))
  put(0x00280102, 'US', short(7))
  put(0x00280103, 'US', short(0))
  put(0x7fe00010, 'OB', Buffer.alloc(16 + 4 * kind))
  return explicitFile(...encode(image))
}

/** Attributes that describe the images of this archive. Anything else among its features is a canary. */
const HARMLESS = new Set([
  'Modality',
  'Manufacturer',
  'BodyPartExamined',
  'SliceThickness',
  'Rows',
  'Columns',
  'PixelData'
])

describe.skipIf(!hasTableE11)('what leaves the machine, unless somebody asks for more', () => {
  let features: FeaturesDocument
  let clusters: string

  beforeAll(async () => {
    const rows = tableE11()
    mkdirSync(out(''))
    for (let i = 0; i < FILES; i++) {
      const patient = join(folder, 'archive', `ZQFOLDER^SMITH_${i >> 3}`)
      mkdirSync(patient, { recursive: true })
      const part = rows.filter((_, row) => row % PARTS === (i >> 1) % PARTS)
      writeFileSync(join(patient, `ZQFILE_${i}.dcm`), imageFile(part, i))
    }
    const scan = await json<{ images: number }>('scan', join(folder, 'archive'), ...here)
    expect(scan.images).toBe(FILES)
    features = await json('features', ...here)
    const asked = ['--k', '2', '--sample', String(FILES), ...here]
    clusters = JSON.stringify(await json<ClusterReport>('cluster', ...asked), withoutPaths)
    await json('assign', '--run', '1.2', ...here)
  })

  test('the canaries are in the catalogue, at every depth', async () => {
    const at = async (tag: string): Promise<string> => (await medoid(['tags', '--tag', tag, ...here])).stdout
    expect(await at('PatientID')).toContain('ZQ00100020a0')
    expect(await at('PatientInsurancePlanCodeSequence.CodeMeaning')).toContain('ZQ00100050Ma1')
    expect(
      await at(
        'AnatomicRegionSequence.AnatomicRegionModifierSequence.ViewCodeSequence.OtherPatientIDsSequence.CodeMeaning'
      )
    ).toContain('ZQ00101002Md1')
  })

  test('features: those that describe the image, and no other', () => {
    const chosen = features.features.map(({ name }) => name)
    expect(chosen.filter((name) => !HARMLESS.has(name))).toEqual([])
    expect(chosen).toContain('BodyPartExamined')
    expect(canaries(JSON.stringify([features.features, features.normalised]))).toEqual([])
  })

  test('clusters: their descriptions and suggested names', () => {
    expect(clusters).toContain('"suggestedLabel"')
    expect(canaries(clusters)).toEqual([])
  })

  test('feature tables, as CSV and Parquet, with what lies beside them', async () => {
    await json('features', 'export', '--out', out('f.csv'), ...here)
    await json('features', 'export', '--format', 'parquet', '--out', out('f.parquet'), ...here)
    expect(Object.keys(readParquetRows(out('f.parquet')).columns)).toContain('BodyPartExamined')
    expectNoCanaries('f.')
  })

  test.each(['csv', 'jsonl', 'parquet'])('tags as %s, with their manifest', async (format) => {
    const name = `tags.${format}`
    await json('export', 'tags', '--format', format, '--out', out(name), ...here)
    expect(readFileSync(out(`${name}.manifest.json`), 'utf8')).toContain('BodyPartExamined')
    expectNoCanaries(name)
  })

  test.each(['csv', 'jsonl', 'parquet'])('labels as %s, with their manifest', async (format) => {
    const name = `labels.${format}`
    await json('export', 'labels', '--run', '1.2', '--format', format, '--out', out(name), ...here)
    expect(readdirSync(out(''))).toContain(`${name}.manifest.json`)
    expectNoCanaries(name)
  })

  test.each(['imagefolder', 'webdataset', 'parquet', 'fiftyone'])('training sets as %s', async (format) => {
    const set = join(folder, `set-${format}`)
    const key = join(folder, `key-of-${format}.json`)
    const asked = ['--format', format, '--encoding', 'png16', '--burned-in', 'keep', '--split-by', 'series']
    await json('export', 'dataset', '--run', '1.2', '--out', set, '--remap-uids', key, ...asked, ...here)
    const files = readdirSync(set, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.map(({ name }) => name)).toContain('manifest.json')
    for (const { parentPath, name } of files) {
      const path = join(parentPath, name)
      expect({ path, found: canaries(path.slice(folder.length) + readFileSync(path, 'latin1')) }).toEqual({
        path,
        found: []
      })
    }
  })

  test('mappings between sites, with what they write of everything else left out', async () => {
    // The second site has the same images, but writes another spelling.
    const sites = ['site', 'other'].map((name) => join(folder, name))
    for (const site of sites) mkdirSync(site)
    const files = readdirSync(join(folder, 'archive'), { recursive: true, withFileTypes: true })
    for (const { name, parentPath } of files.filter((each) => each.isFile())) {
      const file = readFileSync(join(parentPath, name), 'latin1')
      writeFileSync(join(sites[0], name), file, 'latin1')
      writeFileSync(join(sites[1], name), file.replaceAll('2.25.100', '2.25.200').replace('KNEE', 'Knee'), 'latin1')
    }
    const both = ['--catalogue', join(folder, 'sites.sqlite')]
    await json('scan', ...sites, ...both)
    await json('harmonise', '--accept-all', ...both)
    const { mappings } = await json<{ mappings: number }>('export', 'mappings', '--out', out('mappings.json'), ...both)
    expect(mappings).toBeGreaterThan(0)
    expectNoCanaries('mappings.')
  })

  test('the preview of an export', async () => {
    const given = { clustering: '1.2', columns: [], format: 'csv', rows: FILES }
    const preview = JSON.stringify(await new Service().answer('export.preview', given, catalogue))
    expect(preview).toContain('2.25.1000')
    expect(canaries(preview)).toEqual([])
  })

  test('vectors, as npy and Parquet, with what lies beside them', async () => {
    await json('train', '--images', '8', '--epochs', '1', '--batch', '4', ...here)
    for (const format of ['npy', 'parquet']) {
      await json('embed', '--model', '1', '--format', format, '--out', out(`vectors.${format}`), ...here)
    }
    expectNoCanaries('vectors.')
  })

  test('the catalogue as Parquet tables, with the vectors that are stored beside it', async () => {
    await json('vectors', '--model', '1', ...here)
    await json('export', 'catalogue', '--out', out('tables'), ...here)
    expect(readdirSync(out('tables'))).toContain('vectors-1.parquet')
    expect(Object.keys(readParquetRows(out('tables/tags.parquet')).columns)).toContain('BodyPartExamined')
    expectNoCanaries('', out('tables'))
  })

  test('the report, and the document beside it', async () => {
    await json('report', '--run', '1.2', '--out', out('report.html'), ...here)
    expect(readFileSync(out('report.html'), 'utf8')).toContain('BodyPartExamined')
    expectNoCanaries('report.')
  })

  test('the records and logs of jobs', async () => {
    const features = withDefaults(featureParameters, {})
    const jobs = [
      ['cluster', withDefaults(cluster.parameters, { k: [2], sample: FILES, restarts: 1 })],
      ['export-features', { ...features, format: 'csv', out: out('job.csv') }]
    ] as const
    for (const [job, parameters] of jobs) {
      const ended = await new Promise<JobRecord>((resolve) => {
        const runner = new JobRunner(
          forkProcess,
          (record) => {
            if (record.state !== 'waiting' && record.state !== 'running') resolve(record)
          },
          PLAIN_TERMS
        )
        runner.add(job, catalogue, parameters)
      })
      expect(ended).toMatchObject({ job, state: 'done' })
    }
    const journal = readdirSync(`${catalogue}-jobs`).map((name) => readFileSync(`${catalogue}-jobs/${name}`, 'utf8'))
    expect(journal.join()).toContain('"cluster"')
    expect(canaries(journal.join())).toEqual([])
    expectNoCanaries('job.')
  })

  test('a run whose conditions name a person says only that there was one', async () => {
    const where = 'PatientInsurancePlanCodeSequence.CodeMeaning=ZQ00100050Ma1'
    const asked = ['--where', where, '--k', '2', '--sample', '20', ...here]
    await json<ClusterReport>('cluster', ...asked)
    await json('assign', '--run', '3.2', ...here)
    await json('report', '--run', '3.2', '--out', out('where.html'), ...here)
    await json('export', 'labels', '--run', '3.2', '--out', out('where.csv'), ...here)
    expect(readFileSync(out('where.csv.manifest.json'), 'utf8')).toContain('(withheld)')
    expectNoCanaries('where.')
  })

  test('corrections: of every tag that may be corrected, with what the files have instead', async () => {
    const copy = join(folder, 'corrected.sqlite')
    copyFileSync(catalogue, copy)
    const refused = new Set<string>()
    const correctable = await reading(copy, (reader) => {
      const tags = reader.tags()
      return attributesOf(tags).flatMap(({ name }) => {
        try {
          correctableAttribute(tags, name)
          return [name]
        } catch (error) {
          refused.add((error as MedoidError).code)
          return []
        }
      })
    })
    expect([...refused]).toEqual(['correction-impossible'])
    expect(correctable.length).toBeGreaterThan(5)
    const where = [{ tag: 'Rows', operator: 'is-not' as const, empty: true as const }]
    for (const tag of correctable) {
      await addCorrectionJob.run({ catalogue: copy, tag, value: '', where, reason: 'ZQREASON', author: 'Ann' }, {})
    }
    for (const format of ['csv', 'json']) {
      await json(
        'export',
        'corrections',
        '--format',
        format,
        '--out',
        out(`corrections.${format}`),
        '--catalogue',
        copy
      )
    }
    expect(readFileSync(out('corrections.csv'), 'utf8')).toContain('BodyPartExamined')
    expectNoCanaries('corrections.')
  })
})

/** Where a medoid's file lies is for those who sit at this machine. */
function withoutPaths(name: string, value: unknown): unknown {
  return name === 'path' ? undefined : value
}

/** Every canary in a text: texts, UIDs, numbers, dates and times. Two letters alone may be bytes that are packed. */
function canaries(text: string): string[] {
  return text.match(/ZQ[\w^]{3,}|2\.25\.7777\d*|7777(?:[01]\b|\.25|8\.25)|19(?:31|32)0\d17\w*|[.]777777/g) ?? []
}

/** Searches the files whose names begin so: as bytes, and what is packed in Parquet. */
function expectNoCanaries(start: string, folder = out('')): void {
  const files = readdirSync(folder).filter((name) => name.startsWith(start))
  expect(files.length).toBeGreaterThan(0)
  for (const name of files) {
    const bytes = readFileSync(join(folder, name), 'latin1')
    const unpacked = name.endsWith('.parquet') ? JSON.stringify(readParquetRows(join(folder, name)).rows) : ''
    expect({ name, found: canaries(bytes + unpacked) }).toEqual({ name, found: [] })
  }
}
