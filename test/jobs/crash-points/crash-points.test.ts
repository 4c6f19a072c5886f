import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { openReader } from '../../../src/core/catalogue/corrections/column-source.ts'
import { loadHistory } from '../../../src/core/catalogue/corrections/log.ts'
import { openForWriting } from '../../../src/core/catalogue/database.ts'
import { removalUnderWay } from '../../../src/core/catalogue/removals.ts'
import { loadClustering, loadRun } from '../../../src/core/catalogue/runs.ts'
import { CHOICES } from '../../core/catalogue/stored/examples.ts'
import { temporaryFolder } from '../../core/catalogue/synthetic.ts'
import { dicomFile } from '../../dicom-file.ts'
import { clusterParameters, lookInto } from '../archive.ts'
import {
  at,
  base,
  catalogue,
  content,
  keep,
  killEverywhere,
  lookAtFindings,
  restore,
  room,
  run,
  settleTimes
} from './room.ts'

/** A process is started for each boundary. */
vi.setConfig({ testTimeout: 900_000 })

function image(uid: string, i: number): Buffer {
  const [modality, part, kvp] = [
    ['CT', 'HEAD', '120'],
    ['MR', 'KNEE', ''],
    ['CR', 'CHEST', '80']
  ][i % 3]
  return dicomFile({
    '00080018': ['UI', uid],
    '00080060': ['CS', modality],
    '00180015': ['CS', part],
    '00180060': ['DS', kvp],
    '00280010': ['US', String.fromCharCode(64 + (i % 5), 0)]
  })
}

/** Folder a: 24 images; folder b: duplicates of the first 12, and 6 of its own. */
function makeArchive(): void {
  rmSync(room, { recursive: true, force: true })
  for (const folder of ['a/1', 'a/2', 'b']) mkdirSync(at(folder), { recursive: true })
  for (let i = 0; i < 24; i++) writeFileSync(at(`a/${i % 2 === 0 ? '1' : '2'}/IM${i}`), image(`1.${i}`, i))
  for (let i = 0; i < 12; i++) writeFileSync(at(`b/DUP${i}`), image(`1.${i}`, i))
  for (let i = 0; i < 6; i++) writeFileSync(at(`b/OWN${i}`), image(`2.${i}`, i))
  writeFileSync(at('b/notes.txt'), 'no image')
  settleTimes()
}

/** Further writers, none of which was asked to finish anything. */
const NEXT: [job: string, parameters: object][] = [
  ['count values', {}],
  ['cluster', clusterParameters(catalogue, { k: [2] })],
  ['scan', { folders: [] }]
]

describe('of an archive with duplicates', () => {
  beforeAll(async () => {
    makeArchive()
    await run('scan', { folders: [at('a'), at('b')] })
    keep()
  })

  test('a scan goes on and ends as an undisturbed one', async () => {
    restore()
    const undisturbed = await content()
    expect(undisturbed.findings).toEqual([])
    expect(undisturbed.totals).toMatchObject({ instances: 30, duplicates: 12 })
    const folders = [at('a'), at('b')]
    for (const suffix of ['', '-wal', '-shm', '-lock', '-lock.json'])
      rmSync(join(base, `c.sqlite${suffix}`), { force: true })
    await killEverywhere('scan', { folders }, async () => {
      await run('scan', { folders })
      expect(await content()).toEqual(undisturbed)
    })
    // For the next tests.
    restore()
    await run('scan', { folders })
    keep()
  })

  test('of a source that is taken out, no duplicate is lost, whoever writes next', async () => {
    const source = at('a')
    restore()
    await run('sources remove', { source })
    const undisturbed = await content()
    expect(undisturbed.findings).toEqual([])
    expect(undisturbed.totals).toMatchObject({ instances: 18, duplicates: 0 })
    let pending = 0
    await killEverywhere('sources remove', { source }, async (boundary) => {
      const hasBegun = lookInto(
        catalogue,
        (db) =>
          removalUnderWay(db) !== null ||
          db.prepare('SELECT removed FROM source WHERE root = ?').pluck().get(source) === 1
      )
      if (hasBegun) {
        const { findings } = await lookAtFindings()
        if (findings.includes('orphaned-duplicate')) pending++
        await run(...NEXT[boundary % NEXT.length])
        expect((await lookAtFindings()).findings).toEqual([])
      }
      // The advice that is printed: run the same command again.
      await run('sources remove', { source })
      expect(await content()).toEqual(undisturbed)
    })
    // The removal was committed and its duplicates were not read at some of them.
    expect(pending).toBeGreaterThan(0)
  })

  test('of files that went or changed, no duplicate is lost, whoever writes next', async () => {
    restore()
    rmSync(at('a/1'), { recursive: true })
    rmSync(at('a/2/IM1'))
    writeFileSync(at('a/2/IM3'), image('1.300', 3))
    keep()
    await run('scan', { folders: [] })
    const undisturbed = await content()
    expect(undisturbed.findings).toEqual([])
    expect(undisturbed.totals).toMatchObject({ instances: 25, duplicates: 4 })
    await killEverywhere('scan', { folders: [] }, async (boundary) => {
      await run(...NEXT[boundary % 2])
      expect((await lookAtFindings()).findings).not.toContain('orphaned-duplicate')
      await run('scan', { folders: [] })
      expect(await content()).toEqual(undisturbed)
    })
  })
})

describe('of an archive that people review', () => {
  const decision = (part: string, modality: string) => ({
    tag: 'BodyPartExamined',
    value: part,
    where: [{ tag: 'Modality', operator: 'is', value: modality }],
    reason: '',
    author: 'Ann'
  })
  /** Entries of the log, and how many images have each part of the body. */
  const decided = () =>
    lookInto(catalogue, (db) => {
      const reader = openReader(db)
      const { id } = reader.find('BodyPartExamined')!
      const values = reader.values(id, reader.live())
      return [loadHistory(db, id).last, Object.fromEntries(values.map(({ value, count }) => [value, count]))]
    })

  beforeAll(async () => {
    makeArchive()
    await run('scan', { folders: [at('a'), at('b')] })
    await run('corrections add', decision('SKULL', 'CT'))
    keep()
  })

  test('no decision is lost: each is there as a whole or not at all', async () => {
    restore()
    const before = decided()
    expect(before).toEqual([1, { SKULL: 10, KNEE: 10, CHEST: 10 }])
    await killEverywhere('corrections add', decision('LEG', 'MR'), async () => {
      expect([before, [2, { SKULL: 10, LEG: 10, CHEST: 10 }]]).toContainEqual(decided())
      expect((await lookAtFindings()).findings).toEqual([])
    })
    await killEverywhere('corrections undo', { tag: 'BodyPartExamined', author: 'Ann' }, async () => {
      expect([before, [2, { HEAD: 10, KNEE: 10, CHEST: 10 }]]).toContainEqual(decided())
      expect((await lookAtFindings()).findings).toEqual([])
    })
  })

  test('mappings are accepted together or not at all', async () => {
    restore()
    const place = {
      name: 'BodyPartExamined',
      tag: '(0018,0015)',
      path: '',
      keyword: 'BodyPartExamined',
      privateCreator: ''
    }
    const mappings = [
      { kind: 'synonym', ...place, from: ['CHEST'], to: 'THORAX' },
      { kind: 'synonym', ...place, from: ['KNEE'], to: 'LEG' }
    ]
    const file = join(temporaryFolder(), 'mappings.json')
    writeFileSync(file, JSON.stringify({ format: 'medoid mappings', version: 1, mappings }))
    const before = decided()
    await killEverywhere('import mappings', { file, author: 'Ann' }, async () => {
      expect([before, [1, { SKULL: 10, LEG: 10, THORAX: 10 }]]).toContainEqual(decided())
      expect((await lookAtFindings()).findings).toEqual([])
    })
  })

  test('a scan that finds files changed carries decisions over, whenever it is killed', async () => {
    restore()
    // With the same UIDs and values, other rows.
    writeFileSync(at('a/1/IM0'), image('1.0', 3))
    writeFileSync(at('b/OWN0'), image('2.0', 3))
    keep()
    await run('scan', { folders: [] })
    const undisturbed = decided()
    expect(undisturbed).toEqual([1, { SKULL: 10, KNEE: 10, CHEST: 10 }])
    await killEverywhere('scan', { folders: [] }, async () => {
      await run('scan', { folders: [] })
      expect(decided()).toEqual(undisturbed)
      expect((await lookAtFindings()).findings).toEqual([])
    })
  })
})

describe('of an archive with a run', () => {
  const out = at('labels.csv')

  beforeAll(async () => {
    makeArchive()
    await run('scan', { folders: [at('a'), at('b')] })
    await run('cluster', clusterParameters(catalogue, { k: [2, 3] }))
    await run('assign', { run: '1.3' })
    await run('annotate', { run: '1.3', cluster: 0, label: 'Before' })
    writeFileSync(out, 'an older file\n')
    keep()
  })

  test('a source that moved is here or there', async () => {
    renameSync(join(base, 'a'), join(base, 'moved'))
    await killEverywhere('sources move', { source: '1', folder: at('moved') }, async () => {
      await run('sources move', { source: '1', folder: at('moved') })
      const { findings, totals } = await content()
      expect([findings, totals]).toMatchObject([[], { instances: 30, duplicates: 12 }])
    })
    renameSync(join(base, 'moved'), join(base, 'a'))
  })

  test('a clustering is there as a whole or not at all', async () => {
    await killEverywhere('cluster', clusterParameters(catalogue, { k: [2, 4] }), async () => {
      await run('cluster', clusterParameters(catalogue, { k: [2, 4] }))
      const [runs, sizes] = lookInto(catalogue, (db) => [
        db.prepare('SELECT count(*) FROM run').pluck().get() as number,
        db.prepare('SELECT run, k FROM clustering ORDER BY run, k').raw().all()
      ])
      expect([2, 3]).toContain(runs)
      expect(sizes).toEqual([
        [1, 2],
        [1, 3],
        ...[2, 3].slice(0, runs - 1).flatMap((id) => [
          [id, 2],
          [id, 4]
        ])
      ])
      const last = lookInto(catalogue, (db) => ({
        ...loadClustering(db, { run: runs, k: 4 }),
        run: 0,
        seconds: 0
      }))
      const second = lookInto(catalogue, (db) => ({ ...loadClustering(db, { run: 2, k: 4 }), run: 0, seconds: 0 }))
      expect(last).toEqual(second)
      expect(lookInto(catalogue, (db) => loadRun(db, 1).sample.length)).toBe(30)
      expect((await lookAtFindings()).findings).toEqual([])
    })
  })

  test('a run is there with its tree, or not at all', async () => {
    const asked = clusterParameters(catalogue, { k: [2, 4], algorithm: 'average' })
    await killEverywhere('cluster', asked, async () => {
      await run('cluster', asked)
      const [runs, trees] = lookInto(catalogue, (db) => [
        db.prepare('SELECT id FROM run WHERE id > 1').pluck().all(),
        db.prepare('SELECT run FROM tree').pluck().all()
      ])
      expect(trees).toEqual(runs)
      expect((await lookAtFindings()).findings).toEqual([])
    })
  })

  test('an assignment is the old one or the new one', async () => {
    const assigned = () =>
      lookInto(catalogue, (db) =>
        db.prepare('SELECT k, chunk, clusters, distances FROM assignment ORDER BY k').raw().all()
      )
    restore()
    await run('assign', { run: '1.2' })
    const after = assigned()
    restore()
    const before = assigned()
    await killEverywhere('assign', { run: '1.2' }, async () => {
      const found = assigned()
      expect([before.length, after.length]).toContain(found.length)
      await run('assign', { run: '1.2' })
      expect(assigned()).toEqual(after)
    })
  })

  test('a map is the old one or the new one, with the places of all images', async () => {
    const asked = { run: '1', by: 'tags', seed: 1, sampleOnly: false }
    const mapped = () =>
      lookInto(catalogue, (db) => [
        db.prepare('SELECT positions FROM map').pluck().all(),
        db.prepare('SELECT chunk, positions FROM map_chunk').raw().all()
      ])
    restore()
    await run('map', { ...asked, sampleOnly: true })
    keep()
    const before = mapped()
    await run('map', { ...asked, seed: 2 })
    const after = mapped()
    expect([before, after].map((map) => map.map(({ length }) => length))).toEqual([
      [1, 0],
      [1, 1]
    ])
    await killEverywhere('map', { ...asked, seed: 2 }, async () => {
      expect([before, after]).toContainEqual(mapped())
      expect((await lookAtFindings()).findings).toEqual([])
      await run('map', { ...asked, seed: 2 })
      expect(mapped()).toEqual(after)
    })
  })

  test('a name is given or not, and those before it stay', async () => {
    const names = () =>
      lookInto(catalogue, (db) => db.prepare('SELECT label FROM annotation ORDER BY id').pluck().all())
    await killEverywhere('annotate', { run: '1.3', cluster: 0, label: 'After' }, () => {
      expect([['Before'], ['Before', 'After']]).toContainEqual(names())
    })
  })

  test.each([
    ['edit merge', { clusters: [0, 1], name: 'Both' }],
    ['edit reject', { where: [], instances: [3, 4, 5] }]
  ])('a change of clusters is there with all that follows from it, or not at all: %s', async (job, change) => {
    const asked = { run: '1.3', author: 'Ann', ...change }
    const edited = () =>
      lookInto(catalogue, (db) => [
        db.prepare('SELECT id, change FROM edit').raw().all(),
        db.prepare('SELECT edit, part, chunk, bits FROM edit_chunk').raw().all(),
        db.prepare('SELECT edit, medoids, labels FROM edited').raw().all(),
        db.prepare('SELECT chunk, clusters, distances FROM edited_chunk').raw().all(),
        db.prepare('SELECT label FROM annotation ORDER BY id').pluck().all()
      ])
    restore()
    const before = edited()
    await run(job, asked)
    const after = edited()
    expect([before, after].map(([edits]) => edits.length)).toEqual([0, 1])
    await killEverywhere(job, asked, async () => {
      const found = edited()
      expect([before, after]).toContainEqual(found)
      expect((await lookAtFindings()).findings).toEqual([])
      if (found[0].length === 0) await run(job, asked)
      expect(edited()).toEqual(after)
    })
  })

  test('a feature set is there with its name, or not at all', async () => {
    const asked = { name: 'Some', ...CHOICES }
    const sets = () =>
      lookInto(catalogue, (db) => db.prepare('SELECT name, choices, removed FROM feature_set').raw().all())
    restore()
    await run('feature-sets add', asked)
    const after = sets()
    expect(after).toHaveLength(1)
    await killEverywhere('feature-sets add', asked, async () => {
      const found = sets()
      expect([[], after]).toContainEqual(found)
      if (found.length === 0) await run('feature-sets add', asked)
      expect(sets()).toEqual(after)
      expect((await lookAtFindings()).findings).toEqual([])
    })
  })

  test('labels that are exported are the old file or the new one', async () => {
    const exported = { run: '1.3', format: 'csv', out, columns: [], overwrite: true }
    restore()
    await run('export labels', exported)
    const after = readFileSync(out, 'utf8')
    expect(after.split('\n').length).toBeGreaterThan(18)
    await killEverywhere('export labels', exported, async () => {
      expect(['an older file\n', after]).toContain(readFileSync(out, 'utf8'))
      await run('export labels', exported)
      expect(readFileSync(out, 'utf8')).toBe(after)
      expect(readdirSync(room).filter((name) => name.endsWith('.tmp'))).toEqual([])
    })
  })

  test('a damaged catalogue is where it was, or aside, with its log', async () => {
    restore()
    const damaged = openForWriting(catalogue, 'test')
    damaged.db.exec("UPDATE column SET data = x'00' WHERE chunk = 0")
    damaged.db.exec('DELETE FROM annotation')
    // While it is open, both are in its log only.
    keep()
    damaged.close()
    expect(existsSync(join(base, 'c.sqlite-wal'))).toBe(true)
    await killEverywhere('check --quarantine', {}, async () => {
      const names = readdirSync(room).filter((name) => /^c\.sqlite(\.damaged-[^w]*Z)?$/.test(name))
      expect(names).toHaveLength(1)
      const [runs, annotations] = lookInto(join(room, names[0]), (db) =>
        ['run', 'annotation'].map((table) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
      )
      expect([runs, annotations]).toEqual([1, 0])
      if (names[0] === 'c.sqlite') await run('check --quarantine', {})
      await run('scan', { folders: [at('a'), at('b')] })
      expect((await content()).totals).toMatchObject({ instances: 30, duplicates: 12 })
    })
  })
})

describe('of a run with a tree', () => {
  beforeAll(async () => {
    makeArchive()
    await run('scan', { folders: [at('a'), at('b')] })
    await run('cluster', clusterParameters(catalogue, { k: [2, 4], algorithm: 'average' }))
    await run('annotate', { run: '1.2', cluster: 0, label: 'Part' })
    keep()
  })

  test('a cut is there with its names, or not at all', async () => {
    const found = () =>
      lookInto(catalogue, (db) => [
        db.prepare('SELECT k FROM clustering ORDER BY k').pluck().all().join(),
        db.prepare("SELECT count(*) > 0 FROM annotation WHERE k = 3 AND label = 'Part'").pluck().get()
      ])
    await killEverywhere('cut', { run: '1', k: 3 }, async () => {
      expect([
        ['2,4', 0],
        ['2,3,4', 1]
      ]).toContainEqual(found())
      await run('cut', { run: '1', k: 3 })
      expect(found()).toEqual(['2,3,4', 1])
      expect((await lookAtFindings()).findings).toEqual([])
    })
  })

  test('a tree of clusters is there as a whole, or not at all', async () => {
    await killEverywhere('tree', { run: '1.4' }, async () => {
      expect((await lookAtFindings()).findings).toEqual([])
      await run('tree', { run: '1.4' })
      expect(lookInto(catalogue, (db) => db.prepare('SELECT k FROM tree ORDER BY k').pluck().all())).toEqual([0, 4])
    })
  })
})
