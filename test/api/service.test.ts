import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Arguments, MemberFilter, MethodName, Results } from '../../src/api/contract.ts'
import { saveMap } from '../../src/core/catalogue/maps.ts'
import { addSelection } from '../../src/core/catalogue/selections.ts'
import { conditionOfText } from '../../src/core/condition-text.ts'
import { openForWriting } from '../../src/core/catalogue/database.ts'
import { Service } from '../../src/api/service.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { exportLabelsJob } from '../../src/jobs/export-labels.ts'
import { MAP, ORIGIN } from '../core/catalogue/stored/examples.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import {
  archive,
  clusterParameters,
  removeInstances,
  threeKinds,
  unassign,
  withEmptyHeaders,
  WORK
} from '../jobs/archive.ts'
import { featureParameters } from '../../src/jobs/definitions/feature-parameters.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'

const service = new Service()
let file: string
const ask = <M extends MethodName>(method: M, given: Arguments<M>) =>
  service.answer(method, given, file) as Promise<Results[M]>

beforeAll(async () => {
  file = archive(threeKinds(60, (i) => (i % 3 === 0 ? { BodyPartExamined: i % 2 === 0 ? 'HEAD' : 'Head' } : {})))
  await clusterJob.run(clusterParameters(file, { k: [2, 3] }), WORK)
  unassign(file, '1.2')
})

test('the archive is counted by what its headers say, spellings taken together', async () => {
  const summary = await ask('archive.summary', {})
  expect(summary).toMatchObject({ instances: 60, images: 60, totals: null })
  expect(summary.modality).toEqual([
    { value: 'CR', count: 20 },
    { value: 'CT', count: 20 },
    { value: 'MR', count: 20 }
  ])
  expect(summary.bodyPart.map(({ value }) => value)).toEqual(['CHEST', 'HEAD', 'KNEE'])
  expect(summary.manufacturer).toEqual([{ value: '', count: 60 }])
})

const features = withDefaults(featureParameters, { tags: 20 })

test('features come as a person wants them, and the values of one of them', async () => {
  const given = { ...features, join: [{ tag: 'BodyPartExamined', values: ['KNEE', 'CHEST'] }] }
  const { normalised } = await ask('features.select', given)
  expect(normalised.map(({ value, rawValues }) => [value, rawValues.length])).toEqual([
    ['CHEST', 2],
    ['HEAD', 2]
  ])
  const { join } = given
  const values = await ask('features.values', { where: [], join, tag: 'BodyPartExamined', search: 'k', limit: 10 })
  expect(values.positions).toMatchObject([{ position: 1, total: 1, categories: [{ value: 'CHEST' }] }])
})

test('features stop being chosen when nobody waits for them any more', async () => {
  const controller = new AbortController()
  const asked = service.answer('features.select', features, file, { signal: controller.signal })
  controller.abort()
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' })
})

test('codes are searched without a catalogue', async () => {
  expect(await service.answer('codes.search', { text: 'skull', limit: 1 }, null)).toEqual([
    {
      code: '89546000',
      scheme: 'SCT',
      meaning: 'Skull',
      group: 'CID 4031',
      groupName: 'Common Anatomic Region'
    }
  ])
})

test('runs come with each K, and whether all images are assigned', async () => {
  const [run] = await ask('runs.list', {})
  expect(run).toMatchObject({ run: 1, n: 60, images: 60, parameters: { where: [], seed: 1 } })
  expect(run).toMatchObject({ best: { k: 3, isBest: false }, remarks: [expect.stringContaining('the largest K, 3')] })
  expect(run.sweep.map(({ clustering, assigned }) => [clustering, assigned])).toEqual([
    ['1.2', false],
    ['1.3', true]
  ])
  const plot = await ask('clusterings.silhouettes', { clustering: '1.3' })
  expect(plot.clusters.map(({ instances }) => instances.length)).toEqual([20, 20, 20])
  for (const { silhouettes } of plot.clusters) expect(silhouettes).toEqual(silhouettes.toSorted((a, b) => b - a))
})

const page = { clustering: '1.3', cluster: 0, sort: 'distance', order: 'ascending', offset: 0, limit: 5 } as const

test('members of a cluster come sorted, some at a time', async () => {
  const first = await ask('clusters.members', page)
  expect(first.total).toBe(20)
  expect(first.rows).toHaveLength(5)
  expect(first.rows[0]).toMatchObject({ distance: 0, silhouette: expect.any(Number) as number, value: null })
  const rest = await ask('clusters.members', { ...page, offset: 5, limit: 100 })
  const all = [...first.rows, ...rest.rows]
  expect(new Set(all.map(({ instance }) => instance)).size).toBe(20)
  expect(all.filter(({ isMedoid }) => isMedoid)).toHaveLength(1)
  const distances = all.map(({ distance }) => distance!)
  expect(distances).toEqual(distances.toSorted((a, b) => a - b))
})

test('members come with the values of the tags that are shown; of a tag of another catalogue there are none', async () => {
  const { rows } = await ask('clusters.members', { ...page, tag: 'Rows', shows: ['Rows', 'NoSuchTag', 'Modality'] })
  expect(rows.map(({ shown }) => shown)).toEqual(rows.map(({ value, shown }) => [value, null, shown[2]]))
  expect(rows.every(({ shown }) => /^[A-Z]{2}$/.test(shown[2]!))).toBe(true)
  expect((await ask('clusters.members', page)).rows[0].shown).toEqual([])
})

test('without a cluster, members are those of all clusters, the medoids first, and the tags compare what is chosen with the rest', async () => {
  const all = await ask('clusters.members', { ...page, cluster: null, limit: 100 })
  expect(all.total).toBe(60)
  expect(all.rows.slice(0, 4).map(({ isMedoid }) => isMedoid)).toEqual([true, true, true, false])
  const clusters = await Promise.all(
    [0, 1, 2].map((cluster) => ask('clusters.members', { ...page, cluster, limit: 100 }))
  )
  const of = clusters.flatMap(({ rows }, cluster) => rows.map(({ instance }) => [instance, cluster] as const))
  expect(new Map(all.rows.map(({ instance, cluster }) => [instance, cluster]))).toEqual(new Map(of))
  const { instances } = await ask('clusters.silhouettes', { clustering: '1.3', cluster: null })
  expect(instances).toHaveLength(60)
  const heads = { tag: 'BodyPartExamined', value: 'HEAD' }
  const given = { clustering: '1.3', cluster: null, tag: 'Modality' }
  expect(await ask('clusters.tag', given)).toMatchObject({ here: 60, elsewhere: 0 })
  const tag = await ask('clusters.tag', { ...given, among: [heads] })
  expect(tag).toMatchObject({ here: 20, elsewhere: 40 })
  expect(tag.values.find(({ value }) => value === 'CT')).toEqual({ value: 'CT', here: 20, elsewhere: 0 })
})

test('the images of some clusters are chosen among all', async () => {
  const whole = { ...page, clustering: '1.3', cluster: null, sort: 'instance', limit: 100 } as const
  const of = async (...clusters: number[]) =>
    (await ask('clusters.members', { ...whole, among: [{ clusters }] })).rows.map(({ instance }) => instance)
  const kinds = await Promise.all([of(0), of(1), of(2)])
  expect(kinds.map((instances) => new Set(instances.map((instance) => instance % 3)).size)).toEqual([1, 1, 1])
  expect(await of(2, 0)).toEqual([...kinds[0], ...kinds[2]].sort((a, b) => a - b))
  expect(await of()).toEqual([])
})

test('a region of a map and a named selection choose images, and both together', async () => {
  // Image i of 60 lies at (i, 0), the last ten nowhere.
  const positions = new Float32Array(2 * 4096).fill(NaN)
  for (let i = 0; i < 50; i++) positions.set([i, 0], 2 * i)
  const catalogue = openForWriting(file, 'test')
  const { db } = catalogue
  const report = { ...MAP.result, run: 1 }
  saveMap(db, { ...MAP, run: 1, positions: new Float32Array(120), result: report }, [{ chunk: 0, positions }])
  const { id } = addSelection(db, { program: '1', name: 'Even', note: '', origin: ORIGIN }, evenTo(60))
  catalogue.close()
  const whole = { ...page, cluster: null, sort: 'instance', limit: 100 } as const
  const chosen = async (...among: MemberFilter[]) =>
    (await ask('clusters.members', { ...whole, among })).rows.map(({ instance }) => instance)
  const polygon: [number, number][] = [
    [9.5, -1],
    [15.5, -1],
    [15.5, 1],
    [9.5, 1]
  ]
  const region = { by: 'tags', polygon } as const
  expect(await chosen({ region })).toEqual([10, 11, 12, 13, 14, 15])
  expect(await chosen({ selection: id })).toEqual(evenTo(60))
  expect(await chosen({ selection: id }, { region })).toEqual([10, 12, 14])
  await expect(chosen({ region: { ...region, by: 'pixels' } })).rejects.toThrow('Run 1 has no map by pixels.')
  await expect(chosen({ selection: 7 })).rejects.toMatchObject({ code: 'unknown-selection' })
  for (const corners of [polygon.slice(0, 2), Array.from({ length: 2001 }, () => [0, 0] as [number, number])]) {
    const refused = chosen({ region: { by: 'tags', polygon: corners } })
    await expect(refused).rejects.toMatchObject({ code: 'invalid-arguments' })
  }
})

test('what is chosen gets a name, with what was chosen in words; it is removed and restored', async () => {
  const before = await ask('selections.list', {})
  const given = { clustering: '1.3', cluster: null, note: 'Again', words: ['BodyPartExamined = HEAD'] }
  const among = [{ tag: 'BodyPartExamined', value: 'HEAD' }]
  const { catalogue, changed, selections } = await ask('selections.save', { ...given, name: 'Heads', among })
  expect(catalogue).toBe(file)
  expect(changed).toMatchObject({ name: 'Heads', note: 'Again', images: 20, gone: 0 })
  expect(changed.origin).toEqual({
    by: 'window',
    where: [],
    clustering: '1.3',
    cluster: null,
    words: ['BodyPartExamined = HEAD']
  })
  expect(selections).toEqual([...before, changed])
  expect((await ask('features.select', { ...features, where: where('Selection=Heads') })).images).toBe(20)
  const { id } = changed
  const removed = await ask('selections.remove', { id })
  expect([removed.changed, removed.selections]).toEqual([changed, before])
  await expect(ask('features.select', { ...features, where: where('Selection=Heads') })).rejects.toThrow('was removed')
  expect((await ask('selections.restore', { id })).selections).toEqual([...before, changed])
  expect(await ask('selections.list', {})).toEqual([...before, changed])
  // Of one cluster, and of none of its images.
  const none = ask('selections.save', { ...given, name: 'None', cluster: 0, among: [{ instances: [] }] })
  await expect(none).rejects.toMatchObject({ code: 'nothing-selected' })
})

test('the preview of an export holds the images that satisfy its conditions', async () => {
  const given = { clustering: '1.3', columns: ['Modality'], format: 'csv' as const, rows: 100 }
  const asked = { ...given, where: where('Modality=MR', 'Rows!=100') }
  const { rows, total, excluded, clusters, unnamed } = await ask('export.preview', asked)
  expect([rows.length, total, excluded]).toEqual([16, 16, 44])
  // Clusters of other images are none of this file.
  expect([clusters, unnamed]).toEqual([1, 1])
  await expect(ask('export.preview', { ...given, where: where('Modality=US') })).rejects.toMatchObject({
    code: 'no-images'
  })
})

const where = (...texts: string[]) => texts.map(conditionOfText)

const evenTo = (end: number): number[] => Array.from({ length: end / 2 }, (_, i) => 2 * i)

test('of some images it is told on how many columns each is compared with the medoid', async () => {
  const { clusters } = await ask('clusterings.report', { clustering: '1.3' })
  // CT has all five columns, MR no KVP, CR no SliceThickness.
  const { id, columns } = clusters.find(({ medoid }) => medoid.instance % 3 === 0)!
  expect(columns).toBe(5)
  const given = { clustering: '1.3', cluster: id }
  expect(await ask('clusters.columns', { ...given, instances: [7, 3, 2, 0, 3] })).toEqual([4, 5, 4, 5, 5])
  expect(await ask('clusters.columns', { ...given, instances: [] })).toEqual([])
  // Each with the medoid of its own cluster.
  const all = { clustering: '1.3', cluster: null, instances: [0, 1, 2, 3] }
  expect(await ask('clusters.columns', all)).toEqual([5, 4, 4, 5])
  await expect(ask('clusters.columns', { ...all, instances: [60] })).rejects.toMatchObject({ code: 'no-such-instance' })
})

test('the window is told what makes a cluster doubtful, with what to do there', async () => {
  const poor = archive(withEmptyHeaders(60))
  await clusterJob.run(clusterParameters(poor, { k: [2], method: 'paper' }), WORK)
  const given = { clustering: '1.2' }
  const { clusters } = (await service.answer('clusterings.report', given, poor)) as Results['clusterings.report']
  const [{ findings }] = clusters.filter(({ medoidColumns }) => medoidColumns === 1)
  expect(findings).toMatchObject([
    {
      code: 'sparse-medoid',
      problem: 'The medoid has 1 of 7 columns.',
      remedy:
        'An image with few values is near many others: use “Method” balanced, or leave such images out (“Only images with”).'
    },
    { code: 'few-shared-columns', problem: 'Half of its images share at most 1 of 7 columns with the medoid.' }
  ])
})

test('they are sorted by a tag, numbers as numbers, and those without a value last', async () => {
  const rows = async (order: 'ascending' | 'descending') =>
    (await ask('clusters.members', { ...page, sort: 'value', order, tag: 'Rows', limit: 100 })).rows.map(
      ({ value }) => value
    )
  const ascending = await rows('ascending')
  expect(ascending[0]).toBe('100')
  expect(ascending.at(-1)).toBe('104')
  expect((await rows('descending'))[0]).toBe('104')
})

test('a tag in a cluster stands beside the rest of the clustering', async () => {
  const { clusters } = await ask('clusterings.report', { clustering: '1.3' })
  const { here, elsewhere, values } = await ask('clusters.tag', { clustering: '1.3', cluster: 0, tag: 'Modality' })
  expect([here, elsewhere]).toEqual([20, 40])
  expect(values[0]).toMatchObject({ here: 20, elsewhere: 0 })
  expect(clusters[0]).toMatchObject({ size: 20, assigned: 20, annotation: null })
})

test('some images of a cluster are chosen by a list, a value or a range, the same in every answer', async () => {
  const cluster = { clustering: '1.3', cluster: 0 }
  const all = (await ask('clusters.members', { ...page, tag: 'Rows', limit: 100 })).rows
  const instances = [all[3].instance, all[7].instance, 59_000]
  const chosen = await ask('clusters.members', { ...page, among: [{ instances }] })
  expect(chosen.rows.map(({ instance }) => instance)).toEqual([all[3].instance, all[7].instance])
  const plot = await ask('clusters.silhouettes', { ...cluster, among: [{ instances }] })
  expect(plot.chosen?.map((place) => plot.instances[place]).toSorted()).toEqual(instances.slice(0, 2).toSorted())
  expect((await ask('clusters.silhouettes', cluster)).chosen).toBeNull()

  const of = (value: string) => all.filter((member) => member.value === value).length
  const withValue = await ask('clusters.tag', { ...cluster, tag: 'Rows', among: [{ tag: 'Rows', value: '101' }] })
  expect(withValue.here).toBe(of('101'))
  expect(withValue.values[0]).toMatchObject({ value: '101', here: of('101') })
  const range = { tag: 'Rows', from: 101, to: 103 }
  expect((await ask('clusters.members', { ...page, among: [range] })).total).toBe(of('101') + of('102'))

  // All of several conditions hold.
  const ids = all.filter(({ value }) => value === '101' || value === '104').map(({ instance }) => instance)
  expect((await ask('clusters.members', { ...page, among: [range, { instances: ids }] })).total).toBe(of('101'))
  const modality = (await ask('clusters.tag', { ...cluster, tag: 'Modality' })).values[0].value
  const three = [range, { instances: ids }, { tag: 'Modality', value: modality }]
  expect((await ask('clusters.members', { ...page, among: three })).total).toBe(of('101'))
  expect((await ask('clusters.silhouettes', { ...cluster, among: three })).chosen).toHaveLength(of('101'))
  const none = [...three, { tag: 'Modality', value: 'no such' }]
  expect((await ask('clusters.members', { ...page, among: none })).total).toBe(0)
})

test('numbers of many values are counted in steps, here and elsewhere', async () => {
  const headers = threeKinds(60, (i) => ({ Rows: String(100 + i) }))
  const other = archive(headers)
  await clusterJob.run(clusterParameters(other, { k: [3] }), WORK)
  await assignJob.run({ catalogue: other, run: '1.3' }, WORK)
  const given = { clustering: '1.3', cluster: 0, tag: 'Rows' }
  const { histogram, ...rest } = (await service.answer('clusters.tag', given, other)) as Results['clusters.tag']
  expect(histogram).toMatchObject({ min: 100, max: 159, isWhole: true, trimmed: null })
  const [here, elsewhere] = histogram!.counts
  expect(here.reduce((a, b) => a + b)).toBe(20)
  expect(elsewhere.reduce((a, b) => a + b)).toBe(40)
  expect(rest).toMatchObject({ without: { here: 0, elsewhere: 0 }, unparsed: { here: 0, elsewhere: 0 } })
  const among = [{ tag: 'Rows', from: 110, to: 130 }]
  const some = (await service.answer('clusters.tag', { ...given, among }, other)) as Results['clusters.tag']
  // The steps stay where they are.
  expect(some.histogram).toMatchObject({ min: 100, max: 159, edges: histogram!.edges })
  expect(some.histogram!.counts[1]).toEqual(elsewhere)
  expect(some.histogram!.counts[0].reduce((a, b) => a + b)).toBe(some.here)
  expect(some.here).toBeLessThan(20)
  expect(some.range!.least).toBeGreaterThanOrEqual(110)
  // Another part of it has bars for itself, and counts the others beside them.
  const view = { scale: 'linear', from: 110, to: 129 } as const
  const part = (await service.answer('clusters.tag', { ...given, view }, other)) as Results['clusters.tag']
  expect(part.histogram).toMatchObject({ edges: Array.from({ length: 21 }, (_, i) => 110 + i) })
  expect([part.histogram!.below, part.histogram!.above].map(([a, b]) => a + b)).toEqual([10, 30])
})

test('of numbers, images without one are counted beside the steps', async () => {
  const headers = threeKinds(120).map((header, i) => {
    const { KVP: _, ...rest } = header
    return i % 4 === 0 ? rest : { ...rest, KVP: String(100 + i) }
  })
  const other = archive(headers)
  await clusterJob.run(clusterParameters(other, { k: [3] }), WORK)
  await assignJob.run({ catalogue: other, run: '1.3' }, WORK)
  const given = { clustering: '1.3', cluster: 0, tag: 'KVP' }
  const answer = (await service.answer('clusters.tag', given, other)) as Results['clusters.tag']
  const { histogram, here, without, unparsed } = answer
  expect(without.here + without.elsewhere).toBe(30)
  expect(unparsed).toEqual({ here: 0, elsewhere: 0 })
  expect(histogram!.counts[0].reduce((a, b) => a + b)).toBe(here - without.here)
})

test('names are given also while another process writes, each with what it followed and with the keys of labels', async () => {
  const scan = openForWriting(file, 'a scan', { create: false })
  const clustering = '1.3'
  const label = async (cluster: number, text: string, follows?: number) => {
    const named = await ask('annotations.put', { clustering, labels: [{ cluster, label: text, follows }] })
    expect(named).toMatchObject({ catalogue: file, clustering })
    return { ...named.changes[0], keys: named.keys }
  }
  const first = await label(1, 'Knee MR')
  expect(first).toMatchObject({ cluster: 1, former: 0, before: null })
  const second = await label(1, 'Knee')
  expect(second).toMatchObject({ former: first.entry, before: { label: 'Knee MR' }, now: { label: 'Knee' } })
  await label(2, 'Head')
  const { keys } = await label(1, '')
  expect(keys.map((key) => key.label)).toEqual(['Knee MR', 'Knee', 'Head'])
  expect(await ask('annotations.keys', {})).toEqual(keys)
  await expect(label(1, 'Knee MR', second.entry)).rejects.toMatchObject({ code: 'changed-meanwhile' })
  const { clusters } = await ask('clusterings.report', { clustering })
  expect(clusters.map(({ annotation }) => annotation?.label)).toEqual([undefined, undefined, 'Head'])
  const history = await ask('annotations.history', { clustering, cluster: 1 })
  expect(history.map((entry) => entry.label)).toEqual(['Knee MR', 'Knee', ''])
  scan.close()
})

test('members tell of their headers where somebody wants that, and the medoid is the first of equals', async () => {
  const given = { clustering: '1.3', cluster: 0, sort: 'distance', order: 'ascending', offset: 0, limit: 100 } as const
  const { rows } = await ask('clusters.members', { ...given, headers: true })
  expect(rows[0].isMedoid).toBe(true)
  expect(new Set(rows.map(({ distance }) => distance)).size).toBeLessThan(rows.length)
  const modality = ['CT', 'MR', 'CR'][rows[0].instance % 3]
  for (const { header } of rows) expect(header).toMatchObject({ modality, seriesDescription: '' })
  const plain = await ask('clusters.members', given)
  expect(plain.rows).toEqual(rows.map((row) => ({ ...row, header: null })))
})

test('an export is shown before it is written, with what is personal in it', async () => {
  const given = { clustering: '1.3', columns: ['+path'], rows: 3 }
  const { columns, rows, total } = await ask('export.preview', { ...given, format: 'csv' })
  expect(total).toBe(60)
  expect(rows).toHaveLength(3)
  expect(columns.filter(({ phi }) => phi).map(({ name }) => name)).toEqual(['path'])
  expect(columns[2].name).toBe('SOPInstanceUID')
  expect(rows.map((row) => row[2])).toEqual(['1.0', '1.1', '1.2'])
})

test.each(['csv', 'jsonl'] as const)('the preview holds the very cells of the file as %s', async (format) => {
  const headers = threeKinds(30, (i) => ({ StationName: i % 2 ? '=1+1' : 'two\nlines "quoted"' }))
  const other = archive(headers)
  await clusterJob.run(clusterParameters(other, { k: [3] }), WORK)
  await assignJob.run({ catalogue: other, run: '1.3' }, WORK)
  const out = join(temporaryFolder(), `labels.${format}`)
  const columns = ['StationName']
  await exportLabelsJob.run({ catalogue: other, run: '1.3', format, out, where: [], columns }, WORK)
  const given = { clustering: '1.3', columns, format, rows: 30 }
  const preview = (await service.answer('export.preview', given, other)) as Results['export.preview']
  const names = preview.columns.map(({ name }) => name)
  const lines = preview.rows.map((row) =>
    format === 'csv' ? row.join(',') : `{${row.map((cell, i) => `${JSON.stringify(names[i])}:${cell}`).join(',')}}`
  )
  const head = format === 'csv' ? [names.join(',')] : []
  expect(readFileSync(out, 'utf8')).toBe([...head, ...lines, ''].join('\n'))
  expect(statSync(out).mode & 0o777).toBe(0o600)
  expect(statSync(`${out}.manifest.json`).mode & 0o777).toBe(0o600)
})

test('equal numbers are one value of a tag, with how they are written', async () => {
  const KVPS = ['120', '120', '120.0', '120.000000', '100', '', '80\\120', 'high']
  const numbers = archive(KVPS.map((KVP, i) => ({ SOPInstanceUID: `1.${i}`, Rows: '10', KVP })))
  const given = { tag: '(0018,0060)', path: '', creator: '', limit: 10 }
  const found = (await service.answer('tags.distribution', given, numbers)) as Results['tags.distribution']
  expect(found.values[0]).toEqual({ value: '120', count: 4, spellings: ['120', '120.0', '120.000000'] })
  expect(found.values.slice(1).map(({ value, count }) => [value, count])).toEqual(
    expect.arrayContaining([
      ['100', 1],
      ['80\\120', 1],
      ['high', 1]
    ])
  )
  expect(found).toMatchObject({ distinct: 6, different: 4, matching: 4 })
  const sought = { ...given, search: '120.0' }
  expect(await service.answer('tags.distribution', sought, numbers)).toMatchObject({ matching: 1 })
})

test('before all images are assigned, the members of a cluster are those of the sample', async () => {
  const clustering = '1.2'
  const { assigned, clusters } = await ask('clusterings.report', { clustering })
  expect(assigned).toBeNull()
  const sampled = await ask('clusters.members', { ...page, clustering, limit: 100 })
  expect(sampled.total).toBe(clusters[0].size)
  const plot = await ask('clusters.silhouettes', { clustering, cluster: 0 })
  expect(sampled.rows.map(({ instance }) => instance).sort()).toEqual(plot.instances.toSorted())
  const all = (await ask('clusters.members', { ...page, clustering, cluster: null, limit: 200 })).total
  // Their distances are those that they are assigned with.
  await assignJob.run({ catalogue: file, run: clustering }, WORK)
  const assignedRows = (await ask('clusters.members', { ...page, clustering, cluster: null, limit: 200 })).rows
  const distanceOf = new Map(assignedRows.map(({ instance, distance }) => [instance, distance]))
  for (const { instance, distance } of sampled.rows) expect(distance).toBe(distanceOf.get(instance))
  expect(all).toBe(60)
  unassign(file, clustering)
})

test('what is asked for and is not there says what to do', async () => {
  await expect(ask('tags.distribution', { tag: '(0001,0001)', path: '', creator: '', limit: 5 })).rejects.toThrow(
    'The catalogue has no tag (0001,0001) any more.'
  )
  await expect(service.answer('tags.list', {}, null)).rejects.toThrow('No catalogue is open.')
})

test('what was taken out of the catalogue is gone from the next answer', async () => {
  const { rows } = await ask('clusters.members', page)
  removeInstances(file, rows[1].instance)
  const after = await ask('clusters.members', page)
  expect(after.total).toBe(19)
  expect(after.rows.map(({ instance }) => instance)).not.toContain(rows[1].instance)
})
