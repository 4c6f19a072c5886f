import { dirname } from 'node:path'
import type { Catalogue } from '../core/catalogue/database.ts'
import type { CatalogueReader } from '../core/catalogue/reader.ts'
import type { StoredRun } from '../core/catalogue/runs.ts'
import { DissimilarityMatrix, threadsFor } from '../core/clustering/matrix.ts'
import { MedoidError } from '../core/errors.ts'
import { Gram } from '../core/evaluation/gram.ts'
import { cosineDistance } from '../core/fusion/fuse.ts'
import type { MapLayout } from '../core/map/lay-out.ts'
import { NearestVectors } from '../core/map/nearest-vectors.ts'
import { neighboursRoom } from '../core/map/neighbours.ts'
import { PLACED_BY, Placer } from '../core/map/place.ts'
import { Places, pointsOf } from '../core/map/places.ts'
import type { Work } from '../core/work.ts'
import { subset } from './features.ts'
import { keepSample, mapOf, type Mapped, type PlacedRun, rowsToLayOut, tellPlaced } from './mapped.ts'
import { Pictures, type WithoutVector } from './pictures.ts'

/**
 * The map of a run by what a model sees of its pictures: √(1 − cos) of their embeddings. Images whose picture cannot be read have no place.
 * @throws MedoidError `map-without-pictures`, `dataset-too-large`, and as `Pictures.open` does; CancelledError
 */
export async function mapByPixels(
  reader: CatalogueReader,
  catalogue: Pick<Catalogue, 'db' | 'file'>,
  run: StoredRun,
  { model, seed, sampleOnly }: { model: number; seed: number; sampleOnly: boolean },
  work: Work
): Promise<Mapped & { model: { id: number; epochs: number } }> {
  const pictures = await Pictures.open(reader, catalogue, model, work)
  try {
    const started = performance.now()
    const seen = await see(pictures, run, rowsToLayOut(run, seed), work)
    const folder = dirname(catalogue.file)
    const matrix = await compare(seen.vectors, pictures.length, folder, work)
    try {
      const placeAll = (positions: Float32Array, layout: MapLayout): Promise<PlacedRun> =>
        placeByPixels(reader, pictures, run, { ...layout, seen, positions }, work)
      const mapped = await mapOf(matrix, run, seen.rows, { seed, started }, sampleOnly ? null : placeAll, work)
      return {
        ...mapped,
        withoutPicture: seen.without.length + mapped.withoutPicture,
        model: { id: pictures.model, epochs: pictures.epochs }
      }
    } finally {
      await matrix.close()
    }
  } finally {
    await pictures.close()
  }
}

/** Rows of a sample that have a vector, these, and which of those that were wanted have none. */
interface SeenSample {
  rows: number[]
  vectors: Float32Array
  without: WithoutVector[]
}

async function see(pictures: Pictures, { sample }: StoredRun, wanted: Uint32Array, work: Work): Promise<SeenSample> {
  const { length } = pictures
  const images = wanted.map((row) => sample[row])
  const vectors = new Float32Array(images.length * length)
  const rows: number[] = []
  const without: WithoutVector[] = []
  let done = 0
  for await (const seen of pictures.see(images, true)) {
    const missing = new Set(seen.without.map(({ instance }) => instance))
    seen.images.forEach((instance, at) => {
      if (missing.has(instance)) return
      vectors.set(seen.vectors.subarray(at * length, (at + 1) * length), rows.length * length)
      rows.push(wanted[done + at])
    })
    without.push(...seen.without)
    done += seen.images.length
    work.onProgress?.({ stage: 'Embedding', done, total: images.length, unit: 'images' })
  }
  if (rows.length === 0) {
    const { path, reason } = without[0]
    throw new MedoidError('map-without-pictures', { images: images.length, first: { path, reason } })
  }
  return { rows, vectors: vectors.subarray(0, rows.length * length), without }
}

/** √(1 − cos) of vectors. */
async function compare(
  vectors: Float32Array,
  length: number,
  folder: string,
  work: Work
): Promise<DissimilarityMatrix> {
  const n = vectors.length / length
  const products = new Gram(n, length, 1, { folder })
  try {
    await products.fill(inBatches(vectors, length), work)
  } finally {
    await products.close()
  }
  const squares = Float64Array.from({ length: n }, (_, row) => products.row(row)[row])
  const matrix = DissimilarityMatrix.empty(n, 1, { room: neighboursRoom(n) })
  for (let row = 0; row < n; row++) {
    const to = matrix.row(row)
    const product = products.row(row)
    for (let other = 0; other < n; other++) {
      to[other] = other === row ? 0 : Math.sqrt(cosineDistance(product[other], squares[row], squares[other]))
    }
  }
  return matrix
}

const BATCH = 256

// eslint-disable-next-line @typescript-eslint/require-await -- vectors come as they are read elsewhere
async function* inBatches(vectors: Float32Array, length: number): AsyncGenerator<Float32Array> {
  for (let from = 0; from < vectors.length; from += BATCH * length) yield vectors.subarray(from, from + BATCH * length)
}

async function placeByPixels(
  reader: CatalogueReader,
  pictures: Pictures,
  run: StoredRun,
  { seen, distinct, gap, positions }: MapLayout & { seen: SeenSample },
  work: Work
): Promise<PlacedRun> {
  const images = subset(reader, run.parameters.where, run.created)
  const laidOut = new Set([...seen.rows.map((row) => run.sample[row]), ...seen.without.map(({ instance }) => instance)])
  const others = images.filter((instance) => !laidOut.has(instance))
  const { length } = pictures
  const places = new Places()
  const rows = distinct.rows.map((row) => seen.rows[row])
  const vectors = new Float32Array(rows.length * length)
  distinct.rows.forEach((row, at) => vectors.set(seen.vectors.subarray(row * length, (row + 1) * length), at * length))
  const nearest = new NearestVectors(vectors, length, PLACED_BY, threadsFor(others.length))
  const placer = new Placer(pointsOf(positions, rows), gap)
  const place = new Float32Array(2)
  let without = 0
  let done = images.length - others.length
  try {
    for await (const batch of pictures.see(others, false)) {
      const missing = new Set(batch.without.map(({ instance }) => instance))
      const there = batch.images.filter((instance) => !missing.has(instance))
      const found = new Float32Array(there.length * length)
      let at = 0
      batch.images.forEach((instance, row) => {
        if (!missing.has(instance)) found.set(batch.vectors.subarray(row * length, (row + 1) * length), length * at++)
      })
      await nearest.find(
        found,
        (row, nearby, distances) => {
          placer.place(nearby, distances, place, 0)
          places.set(there[row], place)
        },
        work
      )
      without += missing.size
      done += batch.images.length
      tellPlaced(work, done, images.length)
    }
  } finally {
    await nearest.close()
  }
  keepSample(places, reader, run, positions)
  return { images: images.length, places, withoutSharedFeature: 0, withoutPicture: without }
}
