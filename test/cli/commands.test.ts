import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import * as annotate from '../../src/cli/commands/annotate.ts'
import * as assign from '../../src/cli/commands/assign.ts'
import * as check from '../../src/cli/commands/check.ts'
import * as cluster from '../../src/cli/commands/cluster.ts'
import * as exported from '../../src/cli/commands/export.ts'
import * as features from '../../src/cli/commands/features.ts'
import * as scan from '../../src/cli/commands/scan.ts'
import * as selections from '../../src/cli/commands/selections.ts'
import * as sources from '../../src/cli/commands/sources.ts'
import * as tags from '../../src/cli/commands/tags.ts'
import { openForWriting } from '../../src/core/catalogue/database.ts'
import { loadRun } from '../../src/core/catalogue/runs.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { dicomFile } from '../dicom-file.ts'
import { archive, lookInto, threeKinds } from '../jobs/archive.ts'
import { runCommand } from './in-process.ts'

/** Clears the screen, and names the window. */
const HOSTILE = 'KNEE\x1b[2J\x1b]0;owned\x07'
/** Any control character but the end of a line. */
const ESCAPE = /(?!\n)\p{Cc}/u

/** Twelve images, a third of them with a hostile body part. */
const hostile = () => archive(threeKinds(12, (i) => (i % 3 === 1 ? { BodyPartExamined: HOSTILE } : {})))

describe('selections', () => {
  test('are named, listed, removed and restored', async () => {
    const file = archive(threeKinds(12))
    const run = (...args: string[]) => runCommand(selections.register, 'selections', ...args, '--catalogue', file)
    expect((await run()).stdout).toBe(
      'No images are named yet. Name some: medoid selections add NAME --where Modality=CT\n'
    )
    const added = await run('add', 'Heads', '--where', 'BodyPartExamined=HEAD', '--note', 'look\nagain')
    expect(added).toEqual({ code: 0, stdout: '"Heads" has 4 images.\n', stderr: '' })
    const [head, line, row] = (await run()).stdout.split('\n')
    expect(head).toMatch(/^name {3}images {2}gone {2}since {2,}note$/)
    expect(line).toMatch(/^[─ ]+$/)
    expect(row).toMatch(/^Heads {7}4 {8}\d{4}-\d\d-\d\d \d\d:\d\d {2}look·again$/)
    expect(JSON.parse((await run('--json')).stdout)).toMatchObject({
      selections: [{ id: 1, name: 'Heads', note: 'look\nagain', images: 4, gone: 0, origin: { by: 'conditions' } }]
    })
    const taken = await run('add', 'Heads', '--where', 'Modality=CT')
    expect([taken.code, taken.stderr]).toEqual([
      1,
      'medoid: Another selection has, or has had, the name "Heads". Choose another name.\n'
    ])
    expect((await run('remove', 'Heads')).stdout).toBe('"Heads" of 4 images is removed.\n')
    expect((await run('remove', 'Heads')).stderr).toBe(
      'medoid: The selection "Heads" was removed. There is none yet: make one with "medoid selections add NAME --where CONDITION".\n'
    )
    expect((await run('restore', 'Heads')).stdout).toBe('"Heads" has 4 images.\n')
  })

  test('are named by a list, of which is told what it names in vain', async () => {
    const file = archive(threeKinds(12))
    const listed = join(temporaryFolder(), 'uids.txt')
    writeFileSync(listed, '1.1\n1.2\n7.7\n')
    const { stdout } = await runCommand(
      selections.register,
      ...['selections', 'add', 'Two', '--images', listed, '--catalogue', file]
    )
    expect(stdout).toBe('"Two" has 2 images; 1 UID of the list names no image of the catalogue.\n')
  })

  test('are refused as a range, or as a part of a name', async () => {
    const file = archive(threeKinds(12))
    for (const condition of ['Selection=1..5', 'Selection~Hea']) {
      const refused = await runCommand(features.register, 'features', '--where', condition, '--catalogue', file)
      expect([condition, refused.code]).toEqual([condition, 2])
    }
  })
})

describe('tags', () => {
  test('text for people: counts, shares, and nothing that steers their terminal', async () => {
    const file = hostile()
    const all = await runCommand(tags.register, 'tags', '--catalogue', file)
    expect(all.stdout).toContain('6 tags, 0 of them in sequences, of 12 instances\n')
    expect(all.stdout).toContain('KNEE·[2J·]0;owned·')
    expect(all.stdout).not.toMatch(ESCAPE)
    const one = await runCommand(tags.register, 'tags', '--catalogue', file, '--tag', 'BodyPartExamined')
    expect(one.stdout.split('\n')).toEqual([
      'BodyPartExamined (0018,0015) CS: present in 12 of 12 instances, non-empty in 12, 3 distinct values',
      '',
      'instances   share                        value',
      '─────────  ──────  ────────────────────  ──────────────────',
      '        4  33.3 %  ████████████████████  CHEST',
      '        4  33.3 %  ████████████████████  HEAD',
      '        4  33.3 %  ████████████████████  KNEE·[2J·]0;owned·',
      ''
    ])
  })

  test('a table that nobody would read to its end is cut, and says so; CSV never is', async () => {
    const file = archive(Array.from({ length: 100_002 }, (_, i) => ({ KVP: String(i) })))
    const one = await runCommand(tags.register, 'tags', '--catalogue', file, '--tag', 'KVP')
    expect(one.stdout.split('\n')).toHaveLength(4 + 100_000 + 2)
    expect(one.stdout).toMatch(/\n… and 2 values more: --format csv or json\.\n$/)
    const csv = await runCommand(tags.register, 'tags', '--catalogue', file, '--format', 'csv', '--tag', 'KVP')
    expect(csv.stdout.split('\n')).toHaveLength(1 + 100_002 + 1)
  })

  test('--format csv is a table with a head, of all tags and of one', async () => {
    const file = archive([{ Modality: 'CT', KVP: '' }, { Modality: 'a,b' }, { Modality: 'CT' }])
    const all = await runCommand(tags.register, 'tags', '--catalogue', file, '--format', 'csv')
    expect(all.stdout.split('\n')).toEqual([
      'tag,path,keyword,privateCreator,vr,present,nonEmpty,distinct,missingShare,topValue,topCount,privateName,corrected',
      '"(0008,0060)",,Modality,,CS,3,3,2,0,CT,2,,0',
      '"(0018,0060)",,KVP,,DS,1,0,0,1,,,,0',
      ''
    ])
    const one = await runCommand(tags.register, 'tags', '--catalogue', file, '--format', 'csv', '--tag', 'Modality')
    expect(one.stdout).toBe('value,count\nCT,2\n"a,b",1\n')
  })

  test('--format json and --json are the same document', async () => {
    const file = archive([{ Modality: 'CT' }])
    const [format, option] = await Promise.resolve([
      await runCommand(tags.register, 'tags', '--catalogue', file, '--format', 'json'),
      await runCommand(tags.register, 'tags', '--catalogue', file, '--json')
    ])
    expect(JSON.parse(format.stdout)).toMatchObject({
      instances: 1,
      tags: [{ tag: '(0008,0060)', top: [{ count: 1 }] }]
    })
    expect(option.stdout).toBe(format.stdout)
  })
})

describe('scan', () => {
  test('tells what it did, the first issues of each kind, and shows no file name that steers the terminal', async () => {
    const root = temporaryFolder()
    const image = dicomFile({ '00080018': ['UI', '1.1'], '00080060': ['CS', 'CT'] })
    writeFileSync(join(root, 'good'), image)
    writeFileSync(join(root, 'good-again'), image)
    writeFileSync(join(root, 'notes.txt'), 'Not DICOM')
    for (const name of ['bad1\x1b[2J', 'bad2', 'bad3', 'bad4']) writeFileSync(join(root, name), image.subarray(0, 180))
    const file = join(temporaryFolder(), 'c.sqlite')
    const { stdout } = await runCommand(scan.register, 'scan', root, '--catalogue', file)
    expect(stdout).toMatch(/^7 files in .* files\/s\): 2 DICOM, 1 other, 4 failed, 0 unchanged, 0 removed\.\n/)
    expect(stdout).toContain(
      'The catalogue has 7 files = 1 instance + 1 duplicate + 1 not DICOM + 4 failed; 0 files with remarks.\nThe instances (0 images) are of 0 series in 0 studies'
    )
    expect(stdout).toContain('4 issues; --json lists them all:')
    expect(stdout).toContain(`${root}/bad1·[2J\n`)
    expect(stdout).toContain(`${root}/bad3\n`)
    expect(stdout).not.toContain('bad4')
    expect(stdout).toContain('… and 1 more')
    expect(stdout).not.toMatch(ESCAPE)
  })

  test('without issues nothing is said of them', async () => {
    const root = temporaryFolder()
    writeFileSync(join(root, 'good'), dicomFile({ '00080018': ['UI', '1.1'] }))
    const { stdout } = await runCommand(scan.register, 'scan', root, '--catalogue', join(temporaryFolder(), 'c.sqlite'))
    expect(stdout).not.toContain('issue')
  })
})

describe('a source that is not there', () => {
  test('is told, and does not look like a scan that went well', async () => {
    const root = temporaryFolder()
    mkdirSync(join(root, 'a'))
    writeFileSync(join(root, 'a', 'IM'), dicomFile({ '00080018': ['UI', '1.1'] }))
    const here = ['--catalogue', join(root, 'c.sqlite')]
    expect(await runCommand(scan.register, 'scan', join(root, 'a'), ...here)).toMatchObject({ code: 0 })
    renameSync(join(root, 'a'), join(root, 'b'))
    const { code, stdout } = await runCommand(scan.register, 'scan', ...here)
    expect(code).toBe(1)
    expect(stdout).toContain('no-such-folder (1)')
    expect(stdout).toContain('The catalogue has 1 file = 1 instance')
  })
})

describe('check', () => {
  const scanned = async () => {
    const root = temporaryFolder()
    writeFileSync(join(root, 'IM'), dicomFile({ '00080018': ['UI', '1.1'] }))
    const file = join(temporaryFolder(), 'c.sqlite')
    await runCommand(scan.register, 'scan', root, '--catalogue', file)
    return { root, file }
  }

  test('exits with 0 where everything is as it should be, with 1 where something is found', async () => {
    const { root, file } = await scanned()
    expect(await runCommand(check.register, 'check', '--catalogue', file)).toEqual({
      code: 0,
      stdout: 'Checked 3 columns, 1 instance and 1 file.\nEverything is as it should be.\n',
      stderr: ''
    })
    writeFileSync(join(root, 'IM'), 'other')
    const found = await runCommand(check.register, 'check', '--catalogue', file)
    expect(found.code).toBe(1)
    expect(found.stdout).toContain(
      `file-changed (1): These files have changed. Read them again with "medoid scan".\n  ${root}/IM\n`
    )
    const json = await runCommand(check.register, 'check', '--catalogue', file, '--json')
    expect([json.code, JSON.parse(json.stdout)]).toMatchObject([1, { ok: false, findings: [{ code: 'file-changed' }] }])
  })

  test('--quarantine sets a damaged catalogue aside and says where, a sound one not', async () => {
    const { file } = await scanned()
    const quarantine = () => runCommand(check.register, 'check', '--quarantine', '--catalogue', file)
    expect(await quarantine()).toMatchObject({ code: 1, stdout: '' })
    const catalogue = openForWriting(file, 'test')
    catalogue.db.exec('UPDATE column SET absent = 77')
    catalogue.close()
    const { code, stdout } = await quarantine()
    expect(code).toBe(0)
    const aside = /^Set aside as (.*)\n$/.exec(stdout)![1]
    expect([existsSync(file), existsSync(aside)]).toEqual([false, true])
  })
})

describe('sources', () => {
  test('are listed, moved and taken out; every step says what there is now', async () => {
    const root = temporaryFolder()
    mkdirSync(join(root, 'a'))
    writeFileSync(join(root, 'a', 'IM'), dicomFile({ '00080018': ['UI', '1.1'] }))
    const here = ['--catalogue', join(root, 'c.sqlite')]
    await runCommand(scan.register, 'scan', join(root, 'a'), ...here)
    const listed = await runCommand(sources.register, 'sources', ...here)
    expect(listed.stdout).toMatch(new RegExp(`1  ${root}/a +1 +1  \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d\n$`))
    renameSync(join(root, 'a'), join(root, 'b'))
    const moved = await runCommand(sources.register, 'sources', 'move', '1', join(root, 'b'), ...here, '--json')
    expect(JSON.parse(moved.stdout)).toMatchObject({ sources: [{ id: 1, root: join(root, 'b'), files: 1 }] })
    const removed = await runCommand(sources.register, 'sources', ...here, 'remove', join(root, 'b'))
    expect(removed.stdout).toBe('The catalogue has no sources. Add one: medoid scan FOLDER\n')
  })
})

describe('features', () => {
  test('export takes its options before and behind the word, and writes the types beside the table', async () => {
    const folder = temporaryFolder()
    const out = join(folder, 'table.csv')
    const args = ['features', '--where', 'Modality=CT,MR', '--where', 'Modality!=CR', 'export', '--out', out]
    const nothing = await runCommand(features.register, ...args, '--catalogue', hostile())
    expect(nothing.stderr).toContain('None of the 12 images satisfies “Modality is CT,MR” and “Modality is not CR”.')
    const { stdout } = await runCommand(
      features.register,
      ...['features', '--where', 'Modality!=CR', 'export', '--out', out, '--catalogue', hostile()]
    )
    expect(stdout).toMatch(/^8 images × \d+ columns in /)
    const rows = parse<Record<string, string>>(readFileSync(out), { columns: true })
    expect(rows).toHaveLength(8)
    expect(JSON.parse(readFileSync(`${out}.types.json`, 'utf8'))).toMatchObject({ Modality: 'nominal' })
  })

  test('text for people is safe and tells the reasons', async () => {
    const { stdout } = await runCommand(
      features.register,
      ...['features', '--catalogue', hostile(), '--include', 'SOPInstanceUID', '--exclude', 'KVP,Rows']
    )
    expect(stdout).toMatch(/^12 images: \d tags → \d columns\n/)
    expect(stdout).toContain('SOPInstanceUID (personal)')
    expect(stdout).toMatch(/Not chosen: .*2 excluded/)
    expect(stdout).not.toMatch(ESCAPE)
  })
})

test('how tags are read is told by the options, and by what comes of them', async () => {
  const file = archive(threeKinds(12))
  const { stdout } = await runCommand(
    features.register,
    ...['features', '--catalogue', file, '--kind', 'KVP=nominal', '--join', 'BodyPartExamined=HEAD=KNEE']
  )
  expect(stdout).toMatch(/KVP +nominal/)
  expect(stdout).toContain('BodyPartExamined HEAD: HEAD (4), KNEE (4)')
  const { stderr } = await runCommand(features.register, 'features', '--catalogue', file, '--kind', 'KVP=ordinal')
  expect(stderr).toContain('KVP=ordinal: a kind is numeric or nominal')
})

describe('from clusters to labels', () => {
  let here: string[]
  let folder: string
  let clustered: string
  let assigned: string
  beforeAll(async () => {
    folder = temporaryFolder()
    here = ['--catalogue', hostile()]
    const run = ['cluster', '--k', '2,3', '--restarts', '2', '--where', 'Rows=100..104', ...here]
    clustered = (await runCommand(cluster.register, ...run)).stdout
    assigned = (await runCommand(assign.register, 'assign', '--run', '1', ...here)).stdout
  })

  test('a run is told with its K, its clusters and what comes next', () => {
    expect(clustered).toMatch(/^Run 1: all 12 images with Rows=100\.\.104, \d columns\.\n/)
    expect(clustered).toMatch(/\nHighest silhouette: K = 3; by .* bands: reasonable structure\.\n/)
    expect(clustered).toContain('KNEE·[2J·]0;owned·')
    expect(clustered).toContain('archive/study/IM')
    expect(clustered).toMatch(/\nAll 12 images are assigned to the clusters of each K\.\n$/)
    expect(clustered).not.toMatch(ESCAPE)
    expect(assigned).toMatch(/^Assigned 12 images to the 3 clusters of 1\.3 in /)
  })

  test('a name is kept with its code and note, told with the one before, and listed', async () => {
    const annotated = (...args: string[]) => runCommand(annotate.register, 'annotate', '--run', '1', ...args, ...here)
    expect((await annotated()).stdout).toBe('No cluster of 1.3 has a name yet.\n')
    const code = [
      '--code',
      '69536005',
      '--scheme',
      'SCT',
      '--meaning',
      'Head structure',
      '--note',
      'the first one',
      '--author',
      'Ann'
    ]
    expect((await annotated('0', '--label', 'Head', ...code)).stdout).toBe('Cluster 0 of 1.3 is now "Head".\n')
    expect((await annotated('0', '--label', 'Skull', ...code)).stdout).toBe(
      'Cluster 0 of 1.3 is now "Skull"; before: "Head".\n'
    )
    expect((await annotated()).stdout.split('\n').slice(2)).toEqual([
      '      0  Skull  69536005  the first one  Ann',
      ''
    ])
    const history = (await annotated('0')).stdout.split('\n').slice(2)
    expect(history.map((line) => line.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d/, 'then'))).toEqual([
      'then  Head   69536005  the first one  Ann',
      'then  Skull  69536005  the first one  Ann',
      ''
    ])
    expect((await annotated('1')).stdout).toBe('Cluster 1 of 1.3 has had no name.\n')
    expect((await annotated('0', '--label', '')).stdout).toBe('Cluster 0 of 1.3 has no name now.\n')
  })

  test('a label without a cluster is wrong usage', async () => {
    for (const args of [
      ['--label', 'x'],
      ['one', '--label', 'x']
    ]) {
      const ran = await runCommand(annotate.register, 'annotate', '--run', '1', ...args, ...here)
      expect(ran).toMatchObject({ code: 2, stdout: '' })
      expect(ran.stderr).toContain('error: ')
    }
  })

  test('labels are exported in the format, with the columns and the remapped UIDs that were asked for', async () => {
    const out = (name: string) => join(folder, name)
    const run = (...args: string[]) => runCommand(exported.register, 'export', 'labels', '--run', '1', ...args, ...here)
    const first = await run('--out', out('l.jsonl'), '--format', 'jsonl', '--columns', '+Modality,+KVP')
    expect(first.stdout).toBe(
      `12 images in ${out('l.jsonl')}; ${out('l.jsonl')}.manifest.json describes it\n3 of 3 clusters have no name, and their images no label: name them with medoid annotate, or take suggested names with --unnamed suggested.\n`
    )
    const [row] = readFileSync(out('l.jsonl'), 'utf8').trim().split('\n')
    expect(JSON.parse(row)).toMatchObject({ SOPInstanceUID: '1.0', Modality: 'CT', KVP: '120', run: 1, k: 3 })
    const key = join(temporaryFolder(), 'key')
    const second = await run('--out', out('l.csv'), '--remap-uids', key)
    expect(second).toMatchObject({ code: 0, stderr: '' })
    expect(second.stdout).toContain(`UIDs are remapped with ${key}: keep it apart from the labels.`)
    const rows = parse<Record<string, string>>(readFileSync(out('l.csv')), { columns: true })
    expect(rows.every(({ SOPInstanceUID }) => SOPInstanceUID.startsWith('2.25.'))).toBe(true)
  })

  test('options are stored with the run, and the catalogue’s own place is not', () => {
    const { parameters } = lookInto(here[1], (db) => loadRun(db, 1))
    expect(parameters).toMatchObject({
      where: [{ tag: 'Rows', operator: 'is', range: { from: 100, to: 104 } }],
      k: [2, 3],
      restarts: 2,
      seed: 1,
      sample: 12
    })
    expect(parameters).not.toHaveProperty('catalogue')
  })
})

describe('cluster --table', () => {
  const table = () => {
    const file = join(temporaryFolder(), 'table.csv')
    writeFileSync(file, 'age,site\n20,A\n21,A\n60,B\n61,B\n')
    writeFileSync(`${file}.json`, '{ "age": "numeric", "site": "nominal" }')
    return ['cluster', '--table', file, '--types', `${file}.json`, '--k', '2']
  }

  test('tells the clusters by rows, and the distances of the pairs in their order', async () => {
    const { stdout } = await runCommand(cluster.register, ...table(), '--distances', '0:3,3:0, 1:1')
    expect(stdout).toMatch(/^4 rows × 2 columns\.\n/)
    expect(stdout).toMatch(/row [01]/)
    expect(stdout).toMatch(/\n\n(1 − S: 1 on 2 of 2 columns\n){2}1 − S: 0 on 2 of 2 columns\n$/)
    const json = await runCommand(cluster.register, ...table(), '--distances', '0:2', '--json')
    const { distances, distanceColumns } = JSON.parse(json.stdout) as Record<string, number[]>
    expect(distances).toHaveLength(1)
    expect(distances[0]).toBeCloseTo((40 / 41 + 1) / 2, 6)
    expect(distanceColumns).toEqual([2])
  })

  test('a pair beyond the table names the first row of it that is not there', async () => {
    const { code, stderr } = await runCommand(cluster.register, ...table(), '--distances', '0:9')
    expect(code).toBe(1)
    expect(stderr).toContain('9')
  })

  test('what a table has no use for is wrong usage, as are its own options without it', async () => {
    const refused = async (...args: string[]) => {
      const { code, stderr } = await runCommand(cluster.register, ...args)
      expect(code).toBe(2)
      return stderr
    }
    expect(await refused(...table(), '--where', 'Modality=CT', '--sample', '5')).toContain(
      'it does not go with --where, --sample'
    )
    expect(await refused('cluster', '--types', 'x.json')).toContain('--types, --na and --distances go with --table')
    expect(await refused('cluster', '--distances', '0:1')).toContain('--types, --na and --distances go with --table')
    expect(await refused('cluster', '--table', 'x.csv')).toContain('--table needs --types')
    expect(await refused(...table(), '--distances', '0-1')).toContain('"0-1" has to be a pair of rows')
    expect(await refused('cluster', '--algorithm', 'clara')).toContain('fasterpam, pam')
  })
})
