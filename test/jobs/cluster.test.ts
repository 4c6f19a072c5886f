import { describe, expect, test } from 'vitest'
import { CatalogueReader } from '../../src/core/catalogue/reader.ts'
import { loadClustering, loadRun } from '../../src/core/catalogue/runs.ts'
import { drawImages } from '../../src/core/embedding/draw-images.ts'
import { heldOut } from '../../src/core/features/held-out.ts'
import { withQuality } from '../../src/core/clustering/quality.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { sayMessage } from '../../src/messages/message.ts'
import { PLAIN_TERMS } from '../../src/messages/terms.ts'
import { archive, clusterParameters, lookInto, removeInstances, threeKinds, withEmptyHeaders, WORK } from './archive.ts'
import { sentencesOf } from '../sentences.ts'

/** What a catalogue keeps of a run. */
const kept = (file: string, run: number, k: number) =>
  lookInto(file, (db) => ({ run: loadRun(db, run), clustering: loadClustering(db, { run, k }) }))

test('three kinds of images are three clusters, each told by its own medoid', async () => {
  const file = archive(threeKinds(60))
  const report = await clusterJob.run(clusterParameters(file, { k: [2, 3] }), WORK)
  expect(report).toMatchObject({ run: 1, n: 60, images: 60, best: { k: 3 } })
  expect(report.sweep.map(({ clustering }) => clustering)).toEqual(['1.2', '1.3'])
  expect(report.clusters.map(({ size }) => size)).toEqual([20, 20, 20])
  for (const { medoid, silhouette } of report.clusters) {
    expect(medoid).toMatchObject({
      sopInstanceUid: `1.${medoid.instance}`,
      path: `/archive/study/IM${medoid.instance}`
    })
    expect(silhouette).toBeGreaterThan(0.5)
    expect(silhouette).toBeLessThanOrEqual(1)
  }
  const kinds = report.clusters.map(({ medoid }) => ['CT', 'MR', 'CR'][medoid.instance % 3])
  expect(kinds.toSorted()).toEqual(['CR', 'CT', 'MR'])
  const told = report.clusters.map(({ distinguishing }) => distinguishing.map(({ value }) => value))
  kinds.forEach((kind, id) => expect(told[id]).toContain(kind))
})

test('what is kept of a run is what was reported, medoids and their features in the order of the clusters', async () => {
  const file = archive(threeKinds(60))
  const report = await clusterJob.run(
    clusterParameters(file, { sample: 30, where: [{ tag: 'Rows', operator: 'is', range: { from: 100, to: 103 } }] }),
    WORK
  )
  const { run, clustering } = kept(file, 1, 3)
  expect(run.parameters).toEqual({
    where: [{ tag: 'Rows', operator: 'is', range: { from: 100, to: 103 } }],
    tags: 20,
    include: [],
    exclude: [],
    k: [3],
    method: 'balanced',
    weights: [],
    groupByScanner: false,
    sample: 30,
    perSeries: 4,
    by: 'image',
    select: 'missing',
    fuse: null,
    seed: 1,
    algorithm: 'fasterpam',
    restarts: 2,
    heldOut: false
  })
  const { remarks: _, clusters, tree, assigned, ...result } = report
  expect([tree, assigned]).toEqual([null, 48])
  expect(run.result).toEqual(result)
  for (const { medoid, sharedColumns, columns, medoidColumns, nearerElsewhere, findings } of clusters) {
    // MR has no KVP, CR no SliceThickness.
    const has = medoid.instance % 3 === 0 ? 5 : 4
    expect([sharedColumns, medoidColumns, columns, nearerElsewhere, findings]).toEqual([has, has, 5, 0, []])
  }
  expect(withQuality(clustering, run.features.model, { things: 'images', method: run.parameters.method })).toEqual(
    clusters
  )
  expect(run.sample).toHaveLength(30)
  expect(run.sample).toEqual(run.sample.toSorted())
  expect([...run.sample].filter((id) => id % 5 === 4)).toEqual([])
  const medoids = report.clusters.map(({ medoid }) => medoid.instance)
  expect([...clustering.medoids]).toEqual(medoids)
  const { rows, values } = clustering.medoidRows
  expect(rows.map((row) => run.sample[row])).toEqual(medoids)
  expect(values).toContainEqual(medoids.map((id) => ['CT', 'MR', 'CR'][id % 3]))
  expect([...clustering.labels]).toEqual([...run.sample].map((id) => medoids.findIndex((m) => m % 3 === id % 3)))
})

test('a removed image is not clustered, nor is what is no image', async () => {
  const file = archive([...threeKinds(30), { Modality: 'SR', SOPInstanceUID: '2.1' }])
  removeInstances(file, 0, 1, 2)
  const report = await clusterJob.run(clusterParameters(file), WORK)
  expect(report).toMatchObject({ n: 27, images: 27 })
  expect(Math.min(...kept(file, 1, 3).run.sample)).toBe(3)
  expect(Math.max(...kept(file, 1, 3).run.sample)).toBe(29)
})

test('the seed decides which images are drawn', async () => {
  const file = archive(threeKinds(200))
  for (const seed of [1, 2, 1]) await clusterJob.run(clusterParameters(file, { sample: 20, seed }), WORK)
  const [one, two, again] = [1, 2, 3].map((run) => [...kept(file, run, 3).run.sample])
  expect(again).toEqual(one)
  expect(two).not.toEqual(one)
})

/** Images of three kinds, as many of each: 90 slices of one series, 6 of another one, and 3 that are in no series. */
function unevenSeries(): string {
  const uid = (i: number) => (i < 90 ? '1.2.1' : i < 96 ? '1.2.2' : undefined)
  return archive(threeKinds(99, (i) => ({ ...(uid(i) && { SeriesInstanceUID: uid(i) }) })))
}

test('a series gives at most as many images as asked for, which the run tells and keeps', async () => {
  const file = unevenSeries()
  const report = await clusterJob.run(clusterParameters(file, { perSeries: 5 }), WORK)
  expect(report).toMatchObject({ n: 13, images: 99, sampling: { series: 2, raisedFrom: null } })
  expect(sentencesOf(report.remarks)).toContain('The sample has 13 images: at most 5 of each of the 2 series.')
  const { run } = kept(file, 1, 3)
  expect(run.parameters).toMatchObject({ sample: 1000, perSeries: 5, by: 'image' })
  expect(run.result.sampling).toEqual({ series: 2, raisedFrom: null })
  const of = (from: number, to: number) => run.sample.filter((id) => id >= from && id < to).length
  expect([of(0, 90), of(90, 96), of(96, 99)]).toEqual([5, 5, 3])
})

test('where nobody says how many, balanced takes as many of a series as the clusters need, and tells of it; paper takes any number', async () => {
  const file = unevenSeries()
  // Twenty for each of three clusters: 51 of the first series, all six of the second one, and the three others.
  const balanced = await clusterJob.run(clusterParameters(file, { method: 'balanced' }), WORK)
  expect(balanced).toMatchObject({ n: 60, sampling: { series: 2, raisedFrom: 4 } })
  expect(sentencesOf(balanced.remarks)).toContainEqual(
    expect.stringMatching(/^The sample has up to 51 images of a series: 4 of each of the 2 series would be too few/)
  )
  expect(kept(file, 1, 3).run.parameters.perSeries).toBe(51)
  const paper = await clusterJob.run(clusterParameters(file, { method: 'paper' }), WORK)
  expect(paper).toMatchObject({ n: 99, sampling: null })
  const any = await clusterJob.run(clusterParameters(file, { method: 'balanced', perSeries: 0 }), WORK)
  expect(any).toMatchObject({ n: 99, sampling: null })
  expect(kept(file, 3, 3).run.parameters.perSeries).toBeNull()
})

test('K that the images of a series leave no room for is refused with what to change', async () => {
  await expect(clusterJob.run(clusterParameters(unevenSeries(), { perSeries: 1, k: [3, 5] }), WORK)).rejects.toThrow(
    'K = 5 is impossible: with at most 1 image of a series the sample has 5 images, and K must be smaller. Take a larger per-series, or 0 for any number; or K up to 4.'
  )
})

test('by series, as many images of each are drawn; those of no series are told of', async () => {
  const file = unevenSeries()
  const messages: string[] = []
  await clusterJob.run(clusterParameters(file, { by: 'series', sample: 13 }), {
    onMessage: (note) => messages.push(sayMessage(note, PLAIN_TERMS))
  })
  const { sample } = kept(file, 1, 3).run
  expect([...sample].filter((id) => id < 90)).toHaveLength(5)
  expect([...sample].filter((id) => id >= 90 && id < 96)).toHaveLength(5)
  expect(messages).toContain('3 of 99 images have no SeriesInstanceUID; each of them counts as a series of its own.')
})

test('values of personal features take part, and are neither reported nor kept beside the clusters', async () => {
  const stations = ['SMITHCLINIC', 'JONESWARD', 'DOEPRACTICE']
  const file = archive(threeKinds(60, (i) => ({ StationName: stations[i % 3] })))
  const report = await clusterJob.run(clusterParameters(file, { include: ['StationName'] }), WORK)
  const { run, clustering } = kept(file, 1, 3)
  const { features } = run.features as { features: { keyword: string; phi?: boolean }[] }
  expect(features.find(({ keyword }) => keyword === 'StationName')).toMatchObject({ phi: true })
  for (const told of [report, clustering.clusters]) {
    expect(JSON.stringify(told)).toContain('KNEE')
    expect(JSON.stringify(told)).not.toMatch(/SMITHCLINIC|JONESWARD|DOEPRACTICE|StationName/)
  }
})

test('one cluster has no silhouette', async () => {
  const file = archive(threeKinds(9))
  const report = await clusterJob.run(clusterParameters(file, { k: [1] }), WORK)
  expect(report.sweep[0]).toMatchObject({ k: 1, silhouette: null })
  expect(report.clusters).toMatchObject([{ size: 9, silhouette: null }])
})

test('images none of whose tags is a feature are not clustered', async () => {
  const same = archive(
    Array.from({ length: 11 }, (_, i) => ({ SOPInstanceUID: `1.${i}`, Rows: '512', Modality: 'CT' }))
  )
  await expect(clusterJob.run(clusterParameters(same), WORK)).rejects.toThrow(
    'None of the 3 tags of these 11 images is a feature, so there is nothing to compare them by. The reason of each tag: the list of features'
  )
})

test('images that are equal in their features, or of which none is like another, have no best K', async () => {
  const equal = archive(threeKinds(30, () => ({ Rows: '100' })))
  const { remarks, sweep, distinctRows } = await clusterJob.run(clusterParameters(equal, { k: [3, 4] }), WORK)
  expect(sweep[0].silhouette).toBe(1)
  expect(distinctRows).toBe(3)
  expect(sentencesOf(remarks)).toEqual([expect.stringContaining('K = 4 exceeds the 3 distinct rows: images')])

  const strangers = archive(
    Array.from({ length: 11 }, (_, i) => ({ SOPInstanceUID: `1.${i}`, Rows: '512', BodyPartExamined: `PART${i}` }))
  )
  const report = await clusterJob.run(clusterParameters(strangers, { include: ['BodyPartExamined'] }), WORK)
  expect(report.best).toMatchObject({ k: 3, silhouette: 0 })
  expect(sentencesOf(report.remarks)).toEqual([
    expect.stringMatching(/^No K is the best: no mean silhouette is above 0/)
  ])
})

test('of a catalogue without images, or of a condition that none satisfies, the message says which it is', async () => {
  const reports = archive([{ Modality: 'SR' }])
  const none = 'The catalogue holds no image'
  await expect(clusterJob.run(clusterParameters(reports), WORK)).rejects.toThrow(none)
  await expect(
    clusterJob.run(clusterParameters(reports, { where: [{ tag: 'Modality', operator: 'is', value: 'CT' }] }), WORK)
  ).rejects.toThrow(none)
  const images = archive(threeKinds(6))
  await expect(
    clusterJob.run(
      clusterParameters(images, {
        where: [
          { tag: 'Modality', operator: 'is', value: 'XX' },
          { tag: 'Rows', operator: 'is', value: '1' }
        ]
      }),
      WORK
    )
  ).rejects.toThrow('None of the 6 images satisfies “Modality is XX” and “Rows is 1”.')
})

test('a column that outliers make useless is told of while images are clustered', async () => {
  // One thickness of fifty in micrometres.
  const file = archive(threeKinds(50, (i) => ({ SliceThickness: i === 3 ? '5000' : String(1 + (i % 5) / 10) })))
  const messages: string[] = []
  await clusterJob.run(clusterParameters(file), { onMessage: (note) => messages.push(sayMessage(note, PLAIN_TERMS)) })
  expect(messages).toEqual([
    expect.stringMatching(/^SliceThickness reaches from 1 to 5000, and nine of ten values lie between 1 and 1.4:/)
  ])
})

test('a cluster around a nearly empty header is told of: its medoid has few columns, and images share few with it', async () => {
  const file = archive(withEmptyHeaders(60))
  const { clusters } = await clusterJob.run(clusterParameters(file, { k: [2], method: 'paper' }), WORK)
  const poor = clusters.find(({ medoidColumns }) => medoidColumns === 1)!
  expect(poor).toMatchObject({ columns: 7, sharedColumns: 1 })
  expect(poor.findings.map(({ code }) => code)).toEqual(['sparse-medoid', 'few-shared-columns'])
})

describe('a sample of the usual size', () => {
  /** Twelve series of five images. */
  const file = () =>
    archive(
      threeKinds(60, (i) => ({
        SeriesInstanceUID: `1.2.${Math.floor(i / 5)}`,
        Modality: 'CT',
        BodyPartExamined: 'HEAD'
      }))
    )
  const asked = (catalogue: string, k: number[]) => ({ ...clusterParameters(catalogue, { k }), sample: undefined })

  test('leaves whole series to evaluate with, and the run keeps that it does', async () => {
    const catalogue = file()
    const { n, images } = await clusterJob.run(asked(catalogue, [3]), WORK)
    expect([n, images]).toEqual([30, 60])
    const { sample, parameters } = lookInto(catalogue, (db) => loadRun(db, 1))
    expect(parameters).toMatchObject({ sample: 30, heldOut: true })
    expect(new Set(Array.from(sample, (instance) => Math.floor(instance / 5))).size).toBe(6)
  })

  test('leaves training and evaluation whole series, too', async () => {
    const catalogue = file()
    await clusterJob.run(asked(catalogue, [3]), WORK)
    const { sampled, held, order } = lookInto(catalogue, (db) => {
      const reader = new CatalogueReader(db)
      const part = heldOut(reader, reader.images())
      const { sample } = loadRun(db, 1)
      return { sampled: [...sample], held: [...part], ...drawImages(reader.images(), [sample], undefined, 1, part) }
    })
    expect([...order].toSorted((a, b) => a - b)).toEqual(sampled)
    expect(held).toHaveLength(30)
  })

  test('takes all images where half of them are too few for K', async () => {
    const catalogue = file()
    expect(await clusterJob.run(asked(catalogue, [40]), WORK)).toMatchObject({ n: 60 })
    expect(lookInto(catalogue, (db) => loadRun(db, 1).parameters)).toMatchObject({ sample: 60, heldOut: false })
  })
})
