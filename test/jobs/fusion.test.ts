import { copyFileSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openForReading } from '../../src/core/catalogue/database.ts'
import { assignedChunks, loadClustering, loadRun, UNASSIGNED } from '../../src/core/catalogue/runs.ts'
import { CatalogueReader } from '../../src/core/catalogue/reader.ts'
import { EVALUATION_DEFAULTS } from '../../src/core/evaluation/evaluation.ts'
import { reading } from '../../src/jobs/catalogues.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { Clusterer } from '../../src/jobs/clusterer.ts'
import { compareMethods } from '../../src/jobs/compare-methods.ts'
import { cluster } from '../../src/jobs/definitions/cluster.ts'
import { moveJob, undoJob } from '../../src/jobs/edit.ts'
import { evaluateJob } from '../../src/jobs/evaluate.ts'
import { RunPictures } from '../../src/jobs/run-pictures.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { trainJob } from '../../src/jobs/train.ts'
import type { MessageCode } from '../../src/messages/message.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { clusterParameters, WORK } from './archive.ts'

const folder = temporaryFolder()
const catalogue = join(folder, 'c.sqlite')
/** Ultrasound is not learnt from: its files are damaged below. */
const where = [{ tag: 'Modality', operator: 'is-not' as const, value: 'US' }]
const training = { catalogue, where, images: 8, epochs: 1, architecture: 'compact', backend: 'wasm' } as const
const asked = { ...EVALUATION_DEFAULTS, datasets: 2, size: 8, permutations: 20, fit: false }

/** Images whose files end before their pixels. */
let unreadable: number[]
const notes: MessageCode[] = []
const stages = new Set<string>()

beforeAll(async () => {
  await writePhantom(join(folder, 'archive'), { images: 100, seed: 4, size: 32 })
  await scanJob.run({ catalogue, folders: [join(folder, 'archive')] }, WORK)
  await trainJob.run({ ...training, seed: 1 }, WORK)
  await trainJob.run({ ...training, seed: 2 }, WORK)
  // As a file is whose copying was stopped; nobody has looked at its picture before.
  unreadable = looking((reader) => {
    const ultrasound = [...reader.live()].filter((instance) => valueOf(reader, 'Modality', instance) === 'US')
    for (const instance of ultrasound) truncateSync(reader.path(instance)!, 1000)
    return ultrasound
  })
  rmSync(`${catalogue}.pictures`)
  // Run 1 by tags alone, run 2 by pictures, too.
  const sampled = { k: [3, 4], sample: 40, method: 'paper' as const }
  await clusterJob.run(clusterParameters(catalogue, sampled), WORK)
  await clusterJob.run(clusterParameters(catalogue, { ...sampled, fuse: '1', alpha: 0.4 }), {
    onMessage: ({ code }) => void notes.push(code),
    onProgress: ({ stage }) => void stages.add(stage)
  })
})

function looking<T>(look: (reader: CatalogueReader) => T): T {
  const opened = openForReading(catalogue)
  try {
    return look(new CatalogueReader(opened.db))
  } finally {
    opened.close()
  }
}

function valueOf(reader: CatalogueReader, keyword: string, instance: number): string {
  const { codes, texts } = reader.column(reader.find(keyword)!.id, Uint32Array.of(instance))
  return texts[codes[0]]
}

const stored = (run: number, k = 4) =>
  looking(({ db }) => ({ run: loadRun(db, run), clustering: loadClustering(db, { run, k }) }))

describe('cluster', () => {
  test('keeps the model, α, and what has to be the same for later images', () => {
    const { run } = stored(2)
    expect(run.parameters.fuse).toEqual({ model: 1, alpha: 0.4 })
    const withoutVector = unreadable.filter((instance) => run.sample.includes(instance))
    expect(withoutVector.length).toBeGreaterThan(0)
    expect(run.features.fusion).toEqual({
      weights: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      epochs: 1,
      scale: expect.any(Number) as number,
      withoutVector
    })
    expect(run.features.fusion!.scale).toBeGreaterThan(0)
    expect(stored(1).run).toMatchObject({ parameters: { fuse: null }, features: { fusion: null } })
  })

  test('finds other clusters than by tags alone, in the same sample', () => {
    const [alone, fused] = [stored(1), stored(2)]
    expect(fused.run.sample).toEqual(alone.run.sample)
    expect(fused.clustering.loss).not.toBeCloseTo(alone.clustering.loss, 3)
  })

  test('tells how many images are compared by tags alone, and goes through its stages in their order', () => {
    expect(notes).toContain('compared-by-tags-alone')
    // FasterPAM merges no clusters, and the share of missing values needs no ranking.
    const never = ['Merging clusters', 'Judging cuts', 'Ranking tags']
    expect([...stages]).toEqual(cluster.stages.filter((stage) => !never.includes(stage)))
  })

  test('a model that is not there is refused', async () => {
    await expect(clusterJob.run(clusterParameters(catalogue, { fuse: '7' }), WORK)).rejects.toThrow(
      expect.objectContaining({ code: 'unknown-model' })
    )
  })

  test('images none of which has a picture are refused', async () => {
    const ultrasound = [{ tag: 'Modality', operator: 'is' as const, value: 'US' }]
    const parameters = clusterParameters(catalogue, { where: ultrasound, k: [1], fuse: '1' })
    await expect(clusterJob.run(parameters, WORK)).rejects.toThrow(
      `None of the ${unreadable.length} images has a vector of model 1, so their pictures cannot be compared.`
    )
  })
})

describe('assign', () => {
  test('the images of the sample get the clusters and distances that they have, by pictures, too', async () => {
    const told: MessageCode[] = []
    const atOnce = looking(({ db }) => [...assignedChunks(db, { run: 2, k: 4 })])
    const report = await assignJob.run({ catalogue, run: '2.4' }, { onMessage: ({ code }) => void told.push(code) })
    expect(report).toMatchObject({ assigned: 100, withoutVector: unreadable.length })
    expect(told).toEqual(['compared-by-tags-alone'])
    const { run, clustering } = stored(2)
    const [{ clusters, distances }] = looking(({ db }) => [...assignedChunks(db, { run: 2, k: 4 })])
    expect(Array.from(run.sample, (instance) => clusters[instance])).toEqual([...clustering.labels])
    expect(run.sample.reduce((sum, instance) => sum + distances[instance], 0)).toBeCloseTo(clustering.loss, 4)
    expect(clusters.filter((id) => id !== UNASSIGNED)).toHaveLength(100)
    expect(atOnce).toEqual(looking(({ db }) => [...assignedChunks(db, { run: 2, k: 4 })]))
  })

  test('of a run by tags alone no vectors are told of', async () => {
    expect(await assignJob.run({ catalogue, run: '1.4' }, WORK)).toMatchObject({ withoutVector: null })
  })

  test('a medoid whose picture cannot be read any more is named, and what was assigned stays', async () => {
    const { clustering } = stored(2)
    const cluster = clustering.medoids.findIndex((medoid) => !unreadable.includes(medoid))
    const path = looking((reader) => reader.readablePath(clustering.medoids[cluster]))
    copyFileSync(path, join(folder, 'whole'))
    truncateSync(path, 1000)
    // Pictures that were prepared are of no use to somebody who has the catalogue alone.
    rmSync(`${catalogue}.pictures`)
    const before = looking(({ db }) => [...assignedChunks(db, { run: 2, k: 4 })])
    await expect(assignJob.run({ catalogue, run: '2.4' }, WORK)).rejects.toThrow(
      `Clustering 2.4 compares pictures, and that of the medoid of cluster ${cluster} cannot be read any more: ${path}`
    )
    expect(looking(({ db }) => [...assignedChunks(db, { run: 2, k: 4 })])).toEqual(before)
    copyFileSync(join(folder, 'whole'), path)
    rmSync(`${catalogue}.pictures`)
  })
})

describe('clusters that people change', () => {
  test('are compared by tags and pictures, in the sample and outside, and undone to the last bit', async () => {
    const state = (run: number) =>
      looking(({ db }) => ({ ...stored(run), chunks: [...assignedChunks(db, { run, k: 4 })] }))
    const before = state(2)
    const [{ clusters: made }] = before.chunks
    const images = [...made.keys()].filter((instance) => made[instance] !== UNASSIGNED)
    expect(images).toHaveLength(100)
    const losses: number[] = []
    for (const run of [1, 2]) {
      const common = { catalogue, run: `${run}.4`, where: [] }
      // Whatever the clusters of the two runs are, half of the images are one now, and the other half another.
      await moveJob.run({ ...common, new: true, instances: images.slice(0, 50) }, WORK)
      await moveJob.run({ ...common, new: true, instances: images.slice(50) }, WORK)
      const { clustering, run: of, chunks } = state(run)
      const [{ clusters, distances }] = chunks
      expect(clustering.clusters.map(({ id }) => id)).toEqual([4, 5])
      expect(of.sample.reduce((sum, instance) => sum + distances[instance], 0)).toBeCloseTo(clustering.loss, 4)
      expect(images.map((instance) => clusters[instance])).toEqual(images.map((_, i) => (i < 50 ? 4 : 5)))
      losses.push(clustering.loss)
      for (let i = 0; i < 2; i++) await undoJob.run(common, WORK)
    }
    expect(losses[0]).not.toBeCloseTo(losses[1], 3)
    expect(state(2)).toEqual(before)
  })
})

describe('evaluate', () => {
  test('the same model is refused, and what to do instead is said', async () => {
    const evaluating = evaluateJob.run({ catalogue, run: '2.4', model: '1', backend: 'wasm', ...asked }, WORK)
    await expect(evaluating).rejects.toThrow(
      'Run 2 compares images by their vectors of model 1, too (fuse 1): that its clusters are near each other in these vectors would follow from how they were made. Evaluate it with another model, or evaluate a run that was clustered by tags alone.'
    )
  })

  test('another model evaluates it, on images that neither model has learnt from', async () => {
    const report = await evaluateJob.run({ catalogue, run: '2.4', model: '2', backend: 'wasm', ...asked }, WORK)
    expect(report).toMatchObject({ run: '2.4', model: 2, sets: { evaluated: 16 } })
    // A run by tags alone may draw what taught model 1.
    const { evaluation } = report
    const drawn = looking(({ db }) =>
      db.prepare('SELECT instances FROM evaluation WHERE id = ?').pluck().get(evaluation)
    ) as Buffer
    const instances = new Uint32Array(new Uint8Array(drawn).buffer)
    const taught = looking(({ db }) => db.prepare('SELECT training FROM model WHERE id = 1').pluck().get()) as Buffer
    const learnt = new Set(new Uint32Array(new Uint8Array(taught).buffer))
    expect([...instances].filter((instance) => learnt.has(instance))).toEqual([])
  })

  test('other images are clustered by tags and pictures, as those of the run were', async () => {
    const again = (withPictures: boolean) =>
      reading(catalogue, async (reader, opened) => {
        const run = loadRun(reader.db, 2)
        const pictures = withPictures ? await RunPictures.open(reader, opened, run, WORK) : null
        try {
          return await new Clusterer(reader, run, 4, pictures, WORK).cluster(run.sample)
        } finally {
          await pictures?.close()
        }
      })
    const { clustering } = stored(2)
    const { labels, loss } = await again(true)
    expect(labels).toEqual(clustering.labels)
    expect(loss).toBeCloseTo(clustering.loss, 4)
    expect((await again(false)).loss).not.toBeCloseTo(clustering.loss, 3)
  })
})

test('when the model has learnt on, its vectors are others: the run is refused by name', async () => {
  await trainJob.run({ catalogue, resume: '1', epochs: 2, backend: 'wasm' }, WORK)
  await expect(assignJob.run({ catalogue, run: '2.4' }, WORK)).rejects.toThrow(
    'Run 2 compares pictures by model 1 as it was after 1 epoch. Its state is another now (2 epochs), and so are its vectors. Cluster again'
  )
})

test('methods are compared by tags alone, and the comparison says so', async () => {
  const compare = (run: number) =>
    reading(catalogue, (reader, { file }) => compareMethods(reader, { file }, { run, k: 3 }, undefined, WORK))
  const byTags = await compare(1)
  expect(byTags).toMatchObject({ byTagsAlone: false, images: 40 })
  // Run 1 is run 2 without pictures.
  expect(await compare(2)).toEqual({ ...(byTags as object), byTagsAlone: true })
})
