import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode } from 'fast-png'
import { beforeAll, expect, test } from 'vitest'
import { type Architecture, embeddingShape, initialWeights } from '../../src/core/embedding/architecture.ts'
import { chooseBackend } from '../../src/core/embedding/choose-backend.ts'
import { Random } from '../../src/core/random.ts'
import { assignJob } from '../../src/jobs/assign.ts'
import { clusterJob } from '../../src/jobs/cluster.ts'
import { exportDataset } from '../../src/jobs/definitions/dataset.ts'
import { exportDatasetJob } from '../../src/jobs/export-dataset.ts'
import { withDefaults } from '../../src/jobs/parameter.ts'
import { scanJob } from '../../src/jobs/scan.ts'
import { writePhantom } from '../../src/phantom/phantom.ts'
import { temporaryFolder } from '../core/catalogue/synthetic.ts'
import { clusterParameters, WORK } from './archive.ts'

/**
 * What a training set is for: a small classifier that learns from its training split gets the test split right. The pictures and labels
 * are read back from the files alone, as any training script does. Images near their medoid count: what lies between two clusters of tags has
 * no label that a picture could tell.
 */

const SIDE = 32
const ARCHITECTURE: Architecture = {
  name: 'small',
  side: SIDE,
  encoder: [
    { kind: 'convolution', kernel: 3, filters: 16, activation: 'relu' },
    { kind: 'max-pool' },
    { kind: 'convolution', kernel: 3, filters: 16, activation: 'relu' },
    { kind: 'max-pool' }
  ],
  decoder: [
    { kind: 'convolution', kernel: 3, filters: 16, activation: 'relu' },
    { kind: 'upsample' },
    { kind: 'convolution', kernel: 3, filters: 16, activation: 'relu' },
    { kind: 'upsample' },
    { kind: 'convolution', kernel: 3, filters: 1, activation: 'sigmoid' }
  ]
}

interface Examples {
  /** SIDE × SIDE bytes each. */
  pictures: Uint8Array
  labels: number[]
}

const folder = temporaryFolder()
let classes: string[] = []

/** As torchvision's ImageFolder reads a split. */
function read(split: string): Examples {
  const labels: number[] = []
  const pictures: Uint8Array[] = []
  classes.forEach((name, label) => {
    for (const file of readdirSync(join(folder, 'set', split, name))) {
      const { data, channels } = decode(readFileSync(join(folder, 'set', split, name, file)))
      pictures.push(Uint8Array.from({ length: SIDE * SIDE }, (_, i) => data[i * channels]))
      labels.push(label)
    }
  })
  return { pictures: new Uint8Array(Buffer.concat(pictures)), labels }
}

beforeAll(async () => {
  const catalogue = join(folder, 'c.sqlite')
  await writePhantom(join(folder, 'archive'), { images: 1000, seed: 4, size: 64 })
  await scanJob.run({ catalogue, folders: [join(folder, 'archive')] }, WORK)
  await clusterJob.run(clusterParameters(catalogue, { k: [3], sample: 400 }), WORK)
  await assignJob.run({ catalogue, run: '1.3' }, WORK)
  const asked = { run: '1.3', out: join(folder, 'set'), size: SIDE, validation: 0, test: 0.3, maxDistance: 0.5 }
  await exportDatasetJob.run({ ...withDefaults(exportDataset.parameters, asked), catalogue }, WORK)
  classes = readdirSync(join(folder, 'set', 'train')).sort()
})

/** Learns to reconstruct the pictures of the training split, and gives the embeddings of both splits. */
async function embeddings(train: Examples, held: Examples): Promise<[Float32Array, Float32Array]> {
  const { backend } = await chooseBackend('wasm')
  const weights = initialWeights(ARCHITECTURE, new Random(1))
  const meanSquares = weights.map(({ length }) => new Float32Array(length))
  const network = await backend.create(ARCHITECTURE, { weights, meanSquares })
  const bytes = SIDE * SIDE
  const batch = 16
  const random = new Random(2)
  try {
    for (let step = 0; step < 100; step++) {
      const pictures = new Uint8Array(batch * bytes)
      for (let i = 0; i < batch; i++) {
        const at = random.below(train.labels.length) * bytes
        pictures.set(train.pictures.subarray(at, at + bytes), i * bytes)
      }
      await network.step(pictures)
    }
    return [await network.encode(train.pictures), await network.encode(held.pictures)]
  } finally {
    await network.close()
  }
}

/** Softmax regression by gradient descent on vectors of mean 0 and variance 1. @returns the share of the held-out labels that it gets right */
function accuracy(
  vectors: Float32Array,
  labels: readonly number[],
  held: Float32Array,
  heldLabels: readonly number[]
): number {
  const { values } = embeddingShape(ARCHITECTURE)
  const rows = labels.length
  const mean = new Float64Array(values)
  const deviation = new Float64Array(values)
  for (let row = 0; row < rows; row++) for (let i = 0; i < values; i++) mean[i] += vectors[row * values + i] / rows
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < values; i++) deviation[i] += (vectors[row * values + i] - mean[i]) ** 2 / rows
  }
  const feature = (from: Float32Array, row: number, i: number): number =>
    deviation[i] === 0 ? 0 : (from[row * values + i] - mean[i]) / Math.sqrt(deviation[i])
  const weights = classes.map(() => new Float64Array(values + 1))
  const scores = (from: Float32Array, row: number): number[] =>
    weights.map((each) => {
      let score = each[values]
      for (let i = 0; i < values; i++) score += each[i] * feature(from, row, i)
      return score
    })
  const random = new Random(3)
  for (let step = 0; step < 30 * rows; step++) {
    const row = random.below(rows)
    const found = scores(vectors, row)
    const most = Math.max(...found)
    const powers = found.map((score) => Math.exp(score - most))
    const total = powers.reduce((sum, each) => sum + each, 0)
    weights.forEach((each, label) => {
      const error = powers[label] / total - (label === labels[row] ? 1 : 0)
      const rate = 0.02 / Math.sqrt(values)
      for (let i = 0; i < values; i++) each[i] -= rate * error * feature(vectors, row, i)
      each[values] -= rate * error
    })
  }
  const right = heldLabels.filter((label, row) => {
    const found = scores(held, row)
    return found.indexOf(Math.max(...found)) === label
  })
  return right.length / heldLabels.length
}

test('a classifier that learns from the training split gets at least 95 % of the test split right, and with labels in random order it does not', async () => {
  const [train, held] = [read('train'), read('test')]
  expect(train.labels.length).toBeGreaterThan(250)
  expect(held.labels.length).toBeGreaterThan(100)
  const [vectors, heldVectors] = await embeddings(train, held)
  const learnt = accuracy(vectors, train.labels, heldVectors, held.labels)
  const shuffled = accuracy(vectors, new Random(5).shuffle([...train.labels]), heldVectors, held.labels)
  console.log(
    `right: ${learnt.toFixed(3)} of ${held.labels.length}; with labels in random order: ${shuffled.toFixed(3)}`
  )
  expect(learnt).toBeGreaterThanOrEqual(0.95)
  expect(shuffled).toBeLessThan(0.7)
})
