import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { openReader } from '../../src/core/catalogue/corrections/column-source.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { harmonise, type HarmoniseParameters } from '../../src/jobs/definitions/harmonise.ts'
import { featuresJob } from '../../src/jobs/features.ts'
import { featureParameters } from '../../src/jobs/definitions/feature-parameters.ts'
import { harmoniseJob } from '../../src/jobs/harmonise.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { exportMappingsJob, importMappingsJob } from '../../src/jobs/share-mappings.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { archive, clusterParameters, germanSite, lookInto, threeKinds, twoSites, WORK } from './archive.ts'

let catalogue: string
const run = (asked: Partial<HarmoniseParameters> = {}) =>
  harmoniseJob.run({ ...withDefaults(harmonise.parameters, { author: 'Ann', ...asked }), catalogue }, WORK)
const values = (keyword: string): string[] =>
  lookInto(catalogue, (db) => {
    const reader = openReader(db)
    return reader.values(reader.find(keyword)!.id, reader.images()).map(({ value, count }) => `${value} ${count}`)
  })

beforeEach(() => {
  catalogue = twoSites(germanSite(60, 0), germanSite(45, 1))
})

describe('a comparison of two sites', () => {
  test('tells what each writes, and proposes to read what means the same as one value', async () => {
    const { sites, tags, proposals } = await run()
    expect(sites).toEqual([
      { name: '/archive', sources: [1], images: 60 },
      { name: '/other', sources: [2], images: 45 }
    ])
    expect(tags.find(({ name }) => name === 'BodyPartExamined')).toMatchObject({
      filled: [60, 45],
      distinct: [3, 3],
      own: [60, 45]
    })
    expect(tags.find(({ name }) => name === 'ScanOptions')).toMatchObject({ filled: [60, 0] })
    expect(
      proposals.map(({ mapping }) => [
        mapping.kind,
        mapping.name,
        'from' in mapping ? [...mapping.from, mapping.to] : null
      ])
    ).toEqual([
      ['unit', 'MagneticFieldStrength', null],
      ['synonym', 'BodyPartExamined', expect.anything()],
      ['synonym', 'BodyPartExamined', expect.anything()],
      ['synonym', 'BodyPartExamined', expect.anything()],
      ['spelling', 'TransmitCoilName', ['BODY', 'Body']],
      ['omission', 'ScanOptions', null]
    ])
  })

  test('shows no value of a tag that may name a person', async () => {
    const { tags } = await run()
    expect(tags.find(({ name }) => name === 'PatientID')).toMatchObject({
      filled: [60, 45],
      distinct: null,
      ownValues: []
    })
  })

  test('proposes no range for numbers that are alike once the other site, though it is the largest, is read in the right unit', async () => {
    catalogue = twoSites(germanSite(46, 0), germanSite(60, 1))
    const { proposals } = await run({ ranges: true, acceptAll: true })
    expect(proposals.flatMap(({ mapping }) => ('scale' in mapping ? [mapping] : []))).toEqual([
      expect.objectContaining({ kind: 'unit', name: 'MagneticFieldStrength', sources: [2], scale: 0.0001 })
    ])
    expect(values('MagneticFieldStrength')).toEqual(['1.5 53', '3 53'])
  })

  test('does not say how far sites are told apart where all images of one are of one patient', async () => {
    catalogue = twoSites(
      germanSite(60, 0),
      germanSite(40, 1).map((header) => ({ ...header, PatientID: 'one' }))
    )
    const { apart } = await run()
    expect(apart.before).toEqual({ images: 100, accuracy: null, chance: 0.5 })
  })

  test('needs two sites', async () => {
    catalogue = archive(threeKinds(9))
    await expect(run()).rejects.toThrow('there is one site with images in 1 source.')
  })
})

describe('accepted mappings', () => {
  test('are what columns, features and clusters are read by, until they are undone', async () => {
    const before = await run()
    expect(before.apart.before).toEqual({ images: 105, accuracy: 1, chance: 0.5 })
    const { apart, proposals } = await run({ acceptAll: true })
    expect(proposals.every(({ state }) => state === 'accepted')).toBe(true)
    expect(apart.after.accuracy).toBeLessThanOrEqual(0.6)
    expect(values('BodyPartExamined')).toEqual(['HEAD 35', 'KNEE 35', 'PELVIS 35'])
    expect(values('MagneticFieldStrength')).toEqual(['1.5 53', '3 52'])

    const options = { ...withDefaults(featureParameters, {}), catalogue }
    const { features, rejected } = await featuresJob.run(options, WORK)
    const strength = features.find(({ keyword }) => keyword === 'MagneticFieldStrength')
    expect(strength).toMatchObject({ distinct: 2 })
    expect(rejected.find(({ keyword }) => keyword === 'ScanOptions')).toMatchObject({ reason: 'excluded' })
    const { columns } = await clusterJob.run(clusterParameters(catalogue, { k: [3] }), WORK)
    expect(columns).toBe(3)

    await run({ undo: true })
    expect(values('MagneticFieldStrength')).toEqual(['1.5 30', '3 30', '15000 23', '30000 22'])
    await run({ redo: true })
    expect(values('MagneticFieldStrength')).toEqual(['1.5 53', '3 52'])
  })

  test('count one by one, and a rejected one is not accepted with all', async () => {
    const { proposals } = await run()
    const [unit, synonym] = proposals.map(({ id }) => id)
    const { proposals: after } = await run({ accept: [unit], reject: [synonym] })
    expect(after.map(({ state }) => state)).toEqual(['accepted', 'rejected', 'open', 'open', 'open', 'open'])
    const { proposals: all } = await run({ acceptAll: true })
    expect(all.map(({ state }) => state)).toEqual([
      'accepted',
      'rejected',
      'accepted',
      'accepted',
      'accepted',
      'accepted'
    ])
    await expect(run({ accept: ['0000'] })).rejects.toThrow('There is no mapping "0000".')
  })

  test('ranges are accepted by name, or with all where they are asked for, and stay listed', async () => {
    // One site always has 5 mm, the other always 4 mm.
    const thick = (count: number, place: 0 | 1): Record<string, string | undefined>[] =>
      germanSite(count, place).map((header) => ({ ...header, SliceThickness: ['5', '4'][place] }))
    catalogue = twoSites(thick(60, 0), thick(45, 1))
    const ranges = ({ proposals, others }: Awaited<ReturnType<typeof run>>): string[] =>
      [...proposals, ...others]
        .filter(({ mapping }) => mapping.kind === 'range')
        .map(({ id, state }) => `${id} ${state}`)
    expect(ranges(await run())).toEqual([])
    const [open] = ranges(await run({ ranges: true }))
    const id = open.replace(' open', '')
    expect(ranges(await run({ acceptAll: true }))).toEqual([])
    expect(values('SliceThickness')).toEqual(['5 60', '4 45'])
    expect(ranges(await run({ accept: [id] }))).toEqual([`${id} accepted`])
    expect(values('SliceThickness')).toEqual(['5 105'])
    expect(ranges(await run())).toEqual([`${id} accepted`])
  })

  test('a tag that is left out is a feature where somebody includes it', async () => {
    await run({ acceptAll: true })
    const options = { ...withDefaults(featureParameters, { include: ['ScanOptions'] }), catalogue }
    const { features } = await featuresJob.run(options, WORK)
    expect(features.map(({ keyword }) => keyword)).toContain('ScanOptions')
  })
})

describe('a file of mappings', () => {
  test('takes accepted words and omissions to another site, and leaves out units and spellings that anybody may have typed', async () => {
    await run({ acceptAll: true })
    const out = join(temporaryFolder(), 'mappings.json')
    expect(await exportMappingsJob.run({ catalogue, out }, WORK)).toEqual({ out, mappings: 4, leftOut: 2 })
    const text = readFileSync(out, 'utf8')
    expect(text).not.toContain('Body"')
    expect(text).not.toMatch(/archive|other|Ann|sources/)

    catalogue = twoSites(germanSite(60, 0), germanSite(45, 1))
    const told: unknown[] = []
    const work = { ...WORK, onMessage: (note: unknown) => told.push(note) }
    expect(await importMappingsJob.run({ catalogue, file: out, author: 'Bob' }, work)).toEqual({
      mappings: 4,
      known: 0
    })
    expect(told).toEqual([])
    expect(values('BodyPartExamined')).toEqual(['HEAD 35', 'KNEE 35', 'PELVIS 35'])
    expect(await importMappingsJob.run({ catalogue, file: out, author: 'Bob' }, work)).toEqual({
      mappings: 0,
      known: 4
    })
  })

  test('that has units or ranges, of which sources nobody knows here, leaves these out', async () => {
    const { proposals } = await run({ acceptAll: true })
    const unit = proposals.find(({ mapping }) => mapping.kind === 'unit')!.mapping
    const file = join(temporaryFolder(), 'mappings.json')
    writeFileSync(file, JSON.stringify({ format: 'medoid mappings', version: 1, mappings: [unit] }))
    catalogue = twoSites(germanSite(60, 0), germanSite(45, 1))
    const told: unknown[] = []
    const work = { ...WORK, onMessage: (note: unknown) => told.push(note) }
    expect(await importMappingsJob.run({ catalogue, file }, work)).toEqual({ mappings: 0, known: 0 })
    expect(told).toEqual([{ code: 'mappings-of-a-site', parameters: { mappings: 1 } }])
  })

  test('replaces one that was written before, and nothing else', async () => {
    await run({ acceptAll: true })
    const out = join(temporaryFolder(), 'mappings.json')
    await exportMappingsJob.run({ catalogue, out }, WORK)
    await exportMappingsJob.run({ catalogue, out }, WORK)
    writeFileSync(out, 'a letter')
    await expect(exportMappingsJob.run({ catalogue, out }, WORK)).rejects.toMatchObject({ code: 'not-an-export' })
    expect(existsSync(out)).toBe(true)
  })

  test.each([
    ['no JSON', '{'],
    ['another document', '{"format": "labels"}'],
    [
      'a mapping without its tag',
      '{"format": "medoid mappings", "mappings": [{"kind": "synonym", "from": ["a"], "to": "b"}]}'
    ],
    ['a mapping of no kind', '{"format": "medoid mappings", "mappings": [7, null]}']
  ])('that is %s is refused by name', async (_, text) => {
    const file = join(temporaryFolder(), 'mappings.json')
    writeFileSync(file, text)
    await expect(importMappingsJob.run({ catalogue, file }, WORK)).rejects.toMatchObject({ code: 'not-mappings' })
  })

  test('holds nothing of a tag that may name a person, whoever wrote it', async () => {
    const file = join(temporaryFolder(), 'mappings.json')
    const patient = { name: 'PatientID', tag: '(0010,0020)', path: '', keyword: 'PatientID', privateCreator: '' }
    const mappings = [{ kind: 'synonym', ...patient, from: ['DOE^JOHN'], to: 'DOE^JANE' }]
    writeFileSync(file, JSON.stringify({ format: 'medoid mappings', version: 1, mappings }))
    await importMappingsJob.run({ catalogue, file }, WORK)
    const out = join(temporaryFolder(), 'again.json')
    expect(await exportMappingsJob.run({ catalogue, out }, WORK)).toMatchObject({ mappings: 0, leftOut: 1 })
    expect(readFileSync(out, 'utf8')).not.toContain('DOE')
  })
})
