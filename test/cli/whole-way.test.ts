import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { type PhantomArchive, writePhantom } from '../../src/phantom/phantom.ts'
import type { AssignReport } from '../../src/jobs/assign.ts'
import type { ClusterReport } from '../../src/jobs/cluster.ts'
import type { ScanReport } from '../../src/jobs/scan.ts'
import type { SourcesReport } from '../../src/jobs/sources.ts'
import type { TagReport, TagsReport } from '../../src/jobs/tags.ts'
import type { FeaturesDocument } from '../../src/core/features/describe.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { json, medoid } from './medoid.ts'
import { unassign } from '../jobs/archive.ts'

const folder = temporaryFolder()
const archive = join(folder, 'archive')
const catalogue = join(folder, 'c.sqlite')
const here = ['--catalogue', catalogue]
let expected: PhantomArchive
let scan: ScanReport

beforeAll(async () => {
  expected = await writePhantom(archive, { images: 600, seed: 3, size: 16 })
  scan = await json<ScanReport>('scan', archive, ...here)
})

describe('scan', () => {
  test('finds what the archive is known to hold', () => {
    const { files, dicom, notDicom, failed, instances, images, duplicates, series, studies } = expected
    expect(scan.files).toEqual({ seen: files, dicom, notDicom, failed, archives: 0, unchanged: 0, removed: 0 })
    expect(scan).toMatchObject({ instances, images, duplicates, series, studies })
    expect(scan.issues.filter(({ code }) => code === 'pixels-truncated')).toHaveLength(expected.pixelsTruncated)
  })

  test('a second one opens nothing and says the same', async () => {
    const again = await json<ScanReport>('scan', ...here)
    expect(again.files).toEqual({
      seen: expected.files,
      dicom: 0,
      notDicom: 0,
      failed: 0,
      archives: 0,
      unchanged: expected.files,
      removed: 0
    })
    const { files: _files, seconds: _seconds, filesPerSecond: _rate, ...totals } = scan
    expect(again).toMatchObject(totals)
  })

  test('sources lists the folder', async () => {
    const { sources } = await json<SourcesReport>('sources', ...here)
    expect(sources).toMatchObject([{ id: 1, root: archive, files: expected.files, instances: expected.instances }])
  })
})

describe('tags', () => {
  test('sorts by missing share; missingShare is 1 − nonEmpty / instances', async () => {
    const { instances, tags } = await json<TagsReport>('tags', ...here)
    expect(instances).toBe(expected.instances)
    expect(tags.map(({ missingShare }) => missingShare)).toEqual(
      tags.map((tag) => tag.missingShare).toSorted((a, b) => a - b)
    )
    for (const tag of tags) expect(tag.missingShare).toBe(1 - tag.nonEmpty / instances)
  })

  test('--tag gives all values with their counts, as text, CSV and JSON', async () => {
    const report = await json<TagReport>('tags', '--tag', 'Modality', ...here)
    expect(report.values.reduce((sum, { count }) => sum + count, 0)).toBe(report.nonEmpty)
    expect(report.values).toHaveLength(report.distinct)
    const csv = await medoid(['tags', '--tag', 'Modality', '--format', 'csv', ...here])
    const rows = parse<{ value: string; count: string }>(csv.stdout, { columns: true })
    expect(rows.map(({ value, count }) => ({ value, count: Number(count) }))).toEqual(report.values)
    const text = await medoid(['tags', '--tag', 'modality', ...here])
    expect(text).toMatchObject({ code: 1, stdout: '' })
    expect(text.stderr).toContain('Did you mean Modality')
  })
})

describe('features', () => {
  test('chooses as many tags as asked for, and says why each other one is none', async () => {
    const document = await json<FeaturesDocument>(
      'features',
      '--tags',
      '12',
      '--include',
      'PatientSex',
      '--exclude',
      'Modality',
      ...here
    )
    expect(document.selected).toBe(12)
    expect(document.features.map(({ keyword }) => keyword)).toContain('PatientSex')
    expect(document.features.flatMap(({ columns }) => columns)).toHaveLength(document.columns)
    const reasons = new Map(document.rejected.map(({ keyword, reason }) => [keyword, reason]))
    expect(reasons.get('Modality')).toBe('excluded')
    expect(reasons.get('SOPInstanceUID')).toBe('identifier')
  })

  test('an exported table clusters like the catalogue that it is from', async () => {
    const out = join(folder, 'table.csv')
    await json('features', 'export', '--out', out, '--tags', '20', '--method', 'paper', ...here)
    // A table tells of scanners only as far as its columns do; by the paper all columns count the same.
    const options = ['--method', 'paper', '--k', '4,9', '--restarts', '3', '--seed', '5']
    const table = await json<ClusterReport>('cluster', '--table', out, '--types', `${out}.types.json`, ...options)
    const run = await json<ClusterReport>('cluster', '--tags', '20', '--sample', '600', ...options, ...here)
    expect(table.n).toBe(run.n)
    run.sweep.forEach(({ loss }, i) => expect(table.sweep[i].loss).toBeCloseTo(loss, 4))
    expect(table.clusters.map(({ size }) => size)).toEqual(run.clusters.map(({ size }) => size))
  })
})

describe('from clusters to an export', () => {
  let run: ClusterReport

  beforeAll(async () => {
    run = await json<ClusterReport>(
      'cluster',
      '--where',
      'Modality=MR',
      '--k',
      '3,6',
      '--sample',
      '150',
      '--seed',
      '7',
      ...here
    )
  })

  test('a run keeps to its subset and its sample, and says which K is best', () => {
    expect(run).toMatchObject({ n: 150, algorithm: 'fasterpam', restarts: 10, seed: 7 })
    expect(run.sweep.map(({ k, clustering }) => [k, clustering])).toEqual([
      [3, `${run.run}.3`],
      [6, `${run.run}.6`]
    ])
    const best = run.sweep.toSorted((a, b) => b.silhouette! - a.silhouette!)[0]
    expect(run.best.k).toBe(best.k)
    expect(run.clusters.reduce((sum, { size }) => sum + size, 0)).toBe(150)
    expect(run.clusters[0].medoid.path.startsWith(archive)).toBe(true)
  })

  test('the same seed gives the same clusters', async () => {
    const again = await json<ClusterReport>(
      'cluster',
      '--where',
      'Modality=MR',
      '--k',
      '3,6',
      '--sample',
      '150',
      '--seed',
      '7',
      ...here
    )
    expect(again.clusters).toEqual(run.clusters)
    expect(again.run).toBeGreaterThan(run.run)
  })

  test('assign, annotate, export: the file is right', async () => {
    const name = `${run.run}.6`
    const images = await json<TagReport>('tags', '--tag', 'Modality', ...here)
    const mr = images.values.find(({ value }) => value === 'MR')!.count
    unassign(catalogue, name)
    const early = await medoid(['export', 'labels', '--run', name, '--out', join(folder, 'early.csv'), ...here])
    expect(early).toMatchObject({ code: 1 })
    expect(early.stderr).toContain(`medoid assign --run ${name}`)

    const assigned = await json<AssignReport>('assign', '--run', name, ...here)
    expect(assigned.assigned).toBe(mr)
    expect(assigned.clusters.reduce((sum, { size }) => sum + size, 0)).toBe(mr)
    await json('annotate', '--run', name, '2', '--label', 'first thought', ...here)
    const annotated = await json<{ history: { label: string }[] }>(
      ...[
        'annotate',
        '--run',
        name,
        '2',
        '--label',
        '=knee, "sagittal"',
        '--code',
        '72696002',
        '--scheme',
        'SCT',
        '--meaning',
        'Knee',
        ...here
      ]
    )
    expect(annotated.history.map(({ label }) => label)).toEqual(['first thought', '=knee, "sagittal"'])

    const out = join(folder, 'labels.csv')
    await json('export', 'labels', '--run', name, '--out', out, ...here)
    const rows = parse<Record<string, string>>(readFileSync(out), { columns: true })
    expect(rows).toHaveLength(mr)
    expect(Object.keys(rows[0])).toEqual(
      'StudyInstanceUID,SeriesInstanceUID,SOPInstanceUID,cluster,label,code,scheme,meaning,isMedoid,distance,silhouette,run,k'.split(
        ','
      )
    )
    const named = rows.filter(({ cluster }) => cluster === '2')
    expect(named).toHaveLength(assigned.clusters[2].size)
    expect(named[0]).toMatchObject({
      label: `'=knee, "sagittal"`,
      code: '72696002',
      scheme: 'SCT',
      meaning: 'Knee',
      run: name.split('.')[0],
      k: '6'
    })
    const medoids = rows.filter(({ isMedoid }) => isMedoid === 'true')
    expect(medoids.map(({ distance }) => distance)).toEqual(Array<string>(6).fill('0'))
    expect(rows.filter(({ silhouette }) => silhouette !== '')).toHaveLength(150)
    expect(readFileSync(out, 'utf8')).not.toContain(archive)
  })

  test('what is not there is refused by name, with what is', async () => {
    const unknown = await medoid(['assign', '--run', '99', ...here])
    expect(unknown).toMatchObject({ code: 1, stdout: '' })
    expect(unknown.stderr).toContain('There is no run "99". There are: 1')
    const k = await medoid(['assign', '--run', `${run.run}.4`, ...here])
    expect(k.stderr).toContain(`It has: ${run.run}.3, ${run.run}.6`)
    const cluster = await medoid(['annotate', '--run', `${run.run}.3`, '3', '--label', 'x', ...here])
    expect(cluster).toMatchObject({ code: 1 })
    const tooMany = await medoid(['cluster', '--where', 'Modality=MR', '--k', '5,150', '--sample', '150', ...here])
    expect(tooMany.stderr).toContain('K = 150 is impossible')
    const nothing = await medoid(['cluster', '--where', 'Modality=XX', ...here])
    expect(nothing.stderr).toContain('satisfies “Modality is XX”')
  })
})

describe('as a program', () => {
  test('--help teaches, wrong usage exits with 2, and neither touches a catalogue', async () => {
    const help = await medoid(['--help'])
    expect(help.code).toBe(0)
    expect(help.stdout).toContain('medoid scan /data/export')
    for (const wrong of [
      ['scna'],
      ['cluster', '--k', 'five'],
      ['cluster', '--where', 'Modality'],
      ['assign'],
      ['tags', '--format', 'xml'],
      ['cluster', '--table', 'x.csv']
    ]) {
      const { code, stdout, stderr } = await medoid(wrong)
      expect([wrong, code, stdout]).toEqual([wrong, 2, ''])
      expect(stderr).toContain('error: ')
    }
  })

  test('Ctrl-C stops at a committed state and exits with 130', async () => {
    const root = join(folder, 'many')
    const file = readFileSync(scan.issues.find(({ code }) => code === 'pixels-truncated')!.path)
    for (let i = 0; i < 6000; i++) {
      if (i % 500 === 0) mkdirSync(join(root, String(i / 500)), { recursive: true })
      writeFileSync(join(root, String(Math.floor(i / 500)), String(i)), file)
    }
    const other = join(folder, 'interrupted.sqlite')
    const { code, stderr, stdout } = await medoid(['scan', root, '--catalogue', other, '--progress'], (text, stop) => {
      if (text.includes('Reading headers') && !text.includes('Stopping')) stop('SIGINT')
    })
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    expect(stderr).toContain('What was done until now is kept')
    const rest = await json<ScanReport>('scan', root, '--catalogue', other)
    expect(rest.files.seen).toBe(6000)
    expect((await medoid(['check', '--catalogue', other])).code).toBe(0)
  })

  test('a catalogue that is not there is an error that says what to do', async () => {
    const { code, stderr } = await medoid(['tags', '--catalogue', join(folder, 'nowhere.sqlite')])
    expect(code).toBe(1)
    expect(stderr).toBe(
      `medoid: There is no catalogue at ${join(folder, 'nowhere.sqlite')}. Make one with "medoid scan FOLDER", or choose another with --catalogue FILE.\n`
    )
  })
})
