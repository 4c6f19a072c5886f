import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { writePhantom } from '../../src/phantom/phantom.ts'
import type { CheckReport } from '../../src/core/catalogue/check.ts'
import type { ClusterReport } from '../../src/jobs/cluster.ts'
import type { ScanReport } from '../../src/jobs/scan.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { json, medoid } from './medoid.ts'

const folder = temporaryFolder()
const archive = join(folder, 'archive')
const catalogue = join(folder, 'c.sqlite')
const here = ['--catalogue', catalogue]

beforeAll(async () => {
  await writePhantom(archive, { images: 60, seed: 4, size: 16 })
  await json<ScanReport>('scan', archive, ...here)
})

test('no export replaces the catalogue or an image', async () => {
  const before = readFileSync(catalogue)
  for (const out of [catalogue, join(archive, 'PA00001/ST01/SE001/IM00001')]) {
    const path = existsSync(out) ? out : `${out}.dcm`
    const { code, stderr } = await medoid(['features', 'export', '--out', path, ...here])
    expect({ path, code }).toEqual({ path, code: 1 })
    expect(stderr).toContain('would be replaced. Give another name.')
  }
  expect(readFileSync(catalogue)).toEqual(before)
})

test('a catalogue whose maker was killed before it wrote anything is made whole by the next scan', async () => {
  const empty = join(folder, 'empty.sqlite')
  writeFileSync(empty, '')
  expect((await medoid(['tags', '--catalogue', empty])).stderr).toContain('Fill it with "medoid scan FOLDER"')
  expect((await json<ScanReport>('scan', archive, '--catalogue', empty)).images).toBe(60)
})

test('only a scan makes a catalogue: a mistyped name leaves nothing behind', async () => {
  const typo = join(folder, 'typo.sqlite')
  for (const command of [
    ['cluster'],
    ['assign', '--run', '1'],
    ['annotate', '--run', '1', '0', '--label', 'x'],
    ['sources', 'remove', '1']
  ]) {
    const { code, stderr } = await medoid([...command, '--catalogue', typo])
    expect(code).toBe(1)
    expect(stderr).toContain(`There is no catalogue at ${typo}`)
  }
  expect(existsSync(typo) || existsSync(`${typo}-lock`)).toBe(false)
})

test('private tags and tags by number can be named, commas and all', async () => {
  const { tags } = await json<{
    tags: { tag: string; privateCreator: string; path: string; distinct: number; vr: string }[]
  }>('tags', ...here)
  const { tag, privateCreator } = tags.find(
    (t) => t.privateCreator !== '' && t.path === '' && t.distinct > 1 && ['DS', 'IS', 'CS'].includes(t.vr)
  )!
  const names = `${tag}[${privateCreator}],(0010,0040)`
  const { features } = await json<{ features: { tag: string; included: boolean }[] }>(
    'features',
    '--include',
    names,
    ...here
  )
  expect(
    features
      .filter(({ included }) => included)
      .map((f) => f.tag)
      .sort()
  ).toEqual(['(0010,0040)', tag].sort())
})

test('a small archive is clustered for the K that it has images for', async () => {
  const report = await json<ClusterReport>('cluster', ...here)
  expect(report.sweep.map(({ k }) => k)).toEqual([5, 10, 15, 20])
  const few = await json<ClusterReport>('cluster', '--sample', '4', ...here)
  expect(few.sweep.map(({ k }) => k)).toEqual([2, 3])
})

test('images that changed since they were assigned are told, never left out in silence', async () => {
  const copy = join(folder, 'copy')
  const other = ['--catalogue', join(folder, 'copy.sqlite')]
  cpSync(archive, copy, { recursive: true })
  await json('scan', copy, ...other)
  const { run, clusters, images } = await json<ClusterReport>('cluster', '--k', '2', ...other)
  await json('assign', '--run', String(run), ...other)
  const { path } = clusters[0].medoid
  utimesSync(path, 1, 1)
  await json('scan', ...other)
  const out = join(folder, 'labels.csv')
  const { stdout } = await medoid(['export', 'labels', '--run', String(run), '--out', out, ...other])
  expect(stdout).toContain(`1 image came or changed since and are not in it: medoid assign --run ${run}`)
  const manifest = JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8')) as { counts: Record<string, number> }
  expect(manifest.counts).toMatchObject({ rows: images - 1, unassigned: 1 })
})

test('a disk that is not mounted makes a scan of everything fail, and loses nothing', async () => {
  const away = join(folder, 'away')
  renameSync(archive, away)
  const { code, stdout } = await medoid(['scan', ...here])
  renameSync(away, archive)
  expect(code).toBe(1)
  expect(stdout).toContain('60 images')
  expect(stdout).toContain('no-such-folder')
})

test('check finds a damaged run, and quarantine leaves a sound catalogue where it is', async () => {
  expect((await medoid(['check', '--quarantine', ...here])).stderr).toContain('is not damaged, so it stays where it is')
  const damaged = join(folder, 'damaged.sqlite')
  cpSync(catalogue, damaged)
  execFileSync(
    process.execPath,
    [
      '-e',
      `const db = require('better-sqlite3')(${JSON.stringify(damaged)}); db.prepare("UPDATE run SET features = '{'").run(); db.close()`
    ],
    { cwd: fileURLToPath(new URL('../..', import.meta.url)) }
  )
  const { code, stdout } = await medoid(['check', '--json', '--catalogue', damaged])
  expect(code).toBe(1)
  expect((JSON.parse(stdout) as CheckReport).findings[0]).toMatchObject({
    code: 'damaged-run',
    examples: ['run.features (id 1)', 'run.features (id 2)']
  })
})
