import { beforeAll, expect, test } from 'vitest'
import type { Arguments, Legend, MapFrame, MethodName, Results } from '../../src/api/contract.ts'
import { Service } from '../../src/api/service.ts'
import { openForWriting } from '../../src/core/catalogue/database.ts'
import { saveMap } from '../../src/core/catalogue/maps.ts'
import { annotate } from '../../src/core/labels/annotate.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { MAP } from '../core/catalogue/stored/examples.ts'
import { archive, clusterParameters, removeInstances, threeKinds, WORK } from '../jobs/archive.ts'

const service = new Service()
let file: string
const ask = <M extends MethodName>(method: M, given: Arguments<M>) =>
  service.answer(method, given, file) as Promise<Results[M]>

/** Thirty images of three kinds, each of which is an island; the last one came after the map. */
beforeAll(async () => {
  file = archive(threeKinds(30, (i) => ({ KVP: i < 4 ? '' : i % 5 === 0 ? '80.0' : '80', StationName: `S${i}` })))
  await clusterJob.run(clusterParameters(file, { k: [3] }), WORK)
  await assignJob.run({ catalogue: file, run: '1.3' }, WORK)
  const catalogue = openForWriting(file, 'test')
  const positions = new Float32Array(2 * 4096).fill(NaN)
  for (let i = 0; i < 29; i++) positions.set([10 * (i % 3) + i / 100, -(i % 3)], 2 * i)
  const sample = new Float32Array(60)
  saveMap(catalogue.db, { ...MAP, run: 1, positions: sample }, [{ chunk: 0, positions }])
  annotate(catalogue.db, { run: 1, k: 3, cluster: 1, label: 'Knee MR' })
  catalogue.close()
})

/** The description and what stands behind it. */
async function bytes<D>(method: 'maps.points' | 'maps.colours', given: object): Promise<{ told: D; rest: Uint8Array }> {
  const packed = (await service.answer(method, given, file)) as Uint8Array
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  const length = view.getUint32(0, true)
  const told = JSON.parse(new TextDecoder().decode(packed.subarray(4, 4 + length))) as D
  return { told, rest: Uint8Array.from(packed.subarray(4 + length)) }
}

const colours = (colour: string, tag?: string) =>
  bytes<Legend>('maps.colours', { clustering: '1.3', by: 'tags', colour, ...(tag === undefined ? {} : { tag }) })
const counts = ({ entries }: Legend) => entries.map(({ label, count }) => [label, count])

test('points come as ids and places in 16 bits, with how these are to be read', async () => {
  const { told, rest } = await bytes<MapFrame>('maps.points', { run: 1, by: 'tags' })
  expect(told).toMatchObject({ points: 29, images: 30 })
  const instances = new Uint32Array(rest.buffer, 0, 29)
  expect([...instances]).toEqual([...new Array(29).keys()])
  const places = new Uint16Array(rest.buffer, 29 * 4, 58)
  const x = (i: number) => told.left + told.unit * places[2 * i]
  const y = (i: number) => told.bottom + told.unit * places[2 * i + 1]
  expect([x(0), x(1), x(28), y(0), y(2)].map((value) => value.toFixed(2))).toEqual([
    '0.00',
    '10.01',
    '10.28',
    '-0.00',
    '-2.00'
  ])
  // All to the left or right of each other: the width is what the map is scaled by.
  expect([places[0], places[2 * 26]]).toEqual([0, 65_535])
})

test('images that were taken out have no place any more', async () => {
  const other = archive(threeKinds(6))
  await clusterJob.run(clusterParameters(other, { k: [2] }), WORK)
  const catalogue = openForWriting(other, 'test')
  saveMap(catalogue.db, { ...MAP, run: 1, positions: new Float32Array(12) }, [])
  catalogue.close()
  removeInstances(other, 2)
  const packed = (await service.answer('maps.points', { run: 1, by: 'tags' }, other)) as Buffer
  expect(JSON.parse(packed.subarray(4, 4 + packed.readUInt32LE(0)).toString())).toMatchObject({ points: 5, images: 5 })
})

test('by cluster, each point has the code of its cluster, the largest first, and the counts add up', async () => {
  const { told, rest } = await colours('cluster')
  expect(told.entries.map(({ count }) => count)).toEqual([10, 10, 9])
  expect(told.entries.map(({ label }) => label)).toContainEqual(expect.stringContaining('Knee MR'))
  expect(told.none).toEqual({ words: 'in no cluster', count: 0 })
  expect(new Set(rest.subarray(0, 3)).size).toBe(3)
  expect([...rest]).toEqual(Array.from(rest, (_, i) => rest[i % 3]))
})

test('by name, clusters without one are told together', async () => {
  const { told, rest } = await colours('name')
  expect(told.entries).toEqual([{ label: 'Knee MR', count: 10 }])
  expect(told.none).toEqual({ words: 'no name', count: 19 })
  expect(rest.filter((code) => code === 255)).toHaveLength(19)
})

test('by a tag, spellings of one number are one value; empty ones are none', async () => {
  const { told } = await colours('tag', 'KVP')
  expect(counts(told)).toEqual([['80', 25]])
  expect(told).toMatchObject({ isRamp: false, unit: 'kV', none: { words: 'no value', count: 4 } })
})

test('by a tag with many numbers, these are steps of a scale', async () => {
  const many = archive(threeKinds(40, (i) => ({ KVP: i === 39 ? 'no number' : String(i) })))
  await clusterJob.run(clusterParameters(many, { k: [2] }), WORK)
  const catalogue = openForWriting(many, 'test')
  saveMap(catalogue.db, { ...MAP, run: 1, positions: new Float32Array(80) }, [])
  catalogue.close()
  const given = { clustering: '1.2', by: 'tags', colour: 'tag', tag: 'KVP' }
  const packed = (await service.answer('maps.colours', given, many)) as Buffer
  const told = JSON.parse(packed.subarray(4, 4 + packed.readUInt32LE(0)).toString()) as Legend
  expect(told).toMatchObject({ isRamp: true, unit: 'kV', none: { words: 'no number', count: 1 } })
  // 0 to 38 in eight steps of 4.75.
  expect(counts(told)).toEqual([
    ['0 to 4.75', 5],
    ['4.75 to 9.5', 5],
    ['9.5 to 14.25', 5],
    ['14.25 to 19', 4],
    ['19 to 23.75', 5],
    ['23.75 to 28.5', 5],
    ['28.5 to 33.25', 5],
    ['33.25 to 38', 5]
  ])
})

test('by silhouette, the steps are those in which structure is told', async () => {
  const { told } = await colours('silhouette')
  expect(told.entries.map(({ label }) => label)).toEqual([
    'below 0',
    '0 to 0.25',
    '0.25 to 0.5',
    '0.5 to 0.7',
    '0.7 to 1'
  ])
  const shown = told.entries.reduce((sum, { count }) => sum + count, told.none.count)
  expect(shown).toBe(29)
})

test('by source, folders are told', async () => {
  expect(counts((await colours('source')).told)).toEqual([['/archive', 29]])
})

test('values that are too many for a legend are told together', async () => {
  const many = archive(threeKinds(150, (i) => ({ StationName: `S${i}` })))
  await clusterJob.run(clusterParameters(many, { k: [2] }), WORK)
  const catalogue = openForWriting(many, 'test')
  saveMap(catalogue.db, { ...MAP, run: 1, positions: new Float32Array(300) }, [])
  catalogue.close()
  const given = { clustering: '1.2', by: 'tags', colour: 'tag', tag: 'StationName' }
  const packed = (await service.answer('maps.colours', given, many)) as Buffer
  const told = JSON.parse(packed.subarray(4, 4 + packed.readUInt32LE(0)).toString()) as Legend
  expect(told.entries).toHaveLength(100)
  expect(told.other).toEqual({ values: 50, count: 50 })
})

test('islands are told with their most frequent cluster and an image of their middle', async () => {
  const { total, islands } = await ask('maps.islands', { clustering: '1.3', by: 'tags' })
  expect(total).toBe(3)
  expect(islands.map(({ size, cluster }) => [size, cluster?.count])).toEqual([
    [10, 10],
    [10, 10],
    [9, 9]
  ])
  expect(islands.filter(({ cluster }) => cluster?.isNamed).map(({ cluster }) => cluster?.label)).toEqual(['Knee MR'])
  // Of the ten at x = 0 to 0.27 the one nearest to 0.135, the first of two.
  expect(islands[0].medoid).toBe(12)
})

test('what is asked of an island is answered with its images', async () => {
  const { islands } = await ask('maps.islands', { clustering: '1.3', by: 'tags' })
  const { total, rows } = await ask('clusters.members', {
    clustering: '1.3',
    cluster: null,
    sort: 'instance',
    order: 'ascending',
    among: [{ region: { by: 'tags', polygon: islands[0].outline } }],
    offset: 0,
    limit: 100
  })
  expect(total).toBe(10)
  expect(rows.map(({ instance }) => instance % 3)).toEqual(new Array(10).fill(0))
})

test('a point is told by its header, its cluster and the value it is coloured by', async () => {
  const told = await ask('maps.image', { clustering: '1.3', instance: 4, tag: 'KVP' })
  expect(told).toMatchObject({ instance: 4, modality: 'MR', bodyPart: 'KNEE', seriesDescription: '', value: '80' })
  expect(told.cluster).toEqual({ id: 1, label: 'Knee MR', isNamed: true })
  expect(told.silhouette).toBeGreaterThan(0)
  await expect(ask('maps.image', { clustering: '1.3', instance: 99 })).rejects.toMatchObject({
    code: 'no-such-instance'
  })
})

test('a map that is not there is told of', async () => {
  const given = { run: 1, by: 'pixels' } as const
  await expect(service.answer('maps.points', given, file)).rejects.toMatchObject({ code: 'unknown-map' })
  expect((await ask('maps.list', {})).map(({ run, by }) => [run, by])).toEqual([[1, 'tags']])
})
