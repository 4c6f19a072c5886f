import type { CatalogueReader } from '../../src/core/catalogue/reader.ts'
import { PictureCache } from '../../src/core/embedding/picture-cache.ts'
import { preparePictures } from '../../src/core/embedding/prepare.ts'
import { centreDistances, type Labelling } from '../../src/core/evaluation/cosine.ts'
import { Gram } from '../../src/core/evaluation/gram.ts'
import { permutationRandom, permuted } from '../../src/core/evaluation/permutation.ts'
import { PICTURE_BYTES, PICTURE_SIDE } from '../../src/core/pixels/picture.ts'

/** Pixels of a side of the small pictures that clusters are compared by. */
const SIDE = 32
const BLOCK = PICTURE_SIDE / SIDE
const PERMUTATIONS = 10

/** Small grey pictures of an archive, less their mean: SIDE² values each, by instance. */
export type Pictures = ReadonlyMap<number, Float32Array>

/** @param file of the catalogue, beside which the prepared pictures are kept */
export async function picturesOf(file: string, reader: CatalogueReader, images: Uint32Array): Promise<Pictures> {
  const cache = PictureCache.open(file)
  try {
    const { ready } = await preparePictures(reader, images, cache, {})
    const pictures = new Map<number, Float32Array>()
    const mean = new Float32Array(SIDE * SIDE)
    const prepared = new Uint8Array(PICTURE_BYTES)
    for (const instance of ready) {
      cache.read(Uint32Array.of(instance), prepared)
      const picture = shrink(prepared)
      picture.forEach((value, at) => (mean[at] += value / ready.length))
      pictures.set(instance, picture)
    }
    for (const picture of pictures.values()) mean.forEach((value, at) => (picture[at] -= value))
    return pictures
  } finally {
    cache.close()
  }
}

function shrink(prepared: Uint8Array): Float32Array {
  const picture = new Float32Array(SIDE * SIDE)
  for (let y = 0; y < PICTURE_SIDE; y++) {
    for (let x = 0; x < PICTURE_SIDE; x++) {
      picture[Math.floor(y / BLOCK) * SIDE + Math.floor(x / BLOCK)] += prepared[y * PICTURE_SIDE + x] / BLOCK ** 2
    }
  }
  return picture
}

/** The pictures of a sample, ready to judge labellings of it. Close it. */
export class SamplePictures {
  /** Rows of the sample that have a picture. */
  private readonly rows: Uint32Array
  private readonly gram: Gram

  private constructor(rows: Uint32Array, gram: Gram) {
    this.rows = rows
    this.gram = gram
  }

  static async of(pictures: Pictures, images: Uint32Array, mostClusters: number): Promise<SamplePictures> {
    const rows = Uint32Array.from(images.keys()).filter((row) => pictures.has(images[row]))
    const gram = new Gram(rows.length, SIDE * SIDE, mostClusters)
    await gram.fill(vectors(Array.from(rows, (row) => pictures.get(images[row])!)))
    return new SamplePictures(rows, gram)
  }

  /** Mean cosine distance of the pictures to the mean of their cluster, by the same with permuted labels: 1 by chance, less is better. */
  visual(labels: Uint16Array, k: number): number {
    const given: Labelling = { labels: Uint16Array.from(this.rows, (row) => labels[row]), k }
    const chance = Array.from({ length: PERMUTATIONS }, (_, at) => {
      return mean(centreDistances(this.gram, permuted(given, permutationRandom(1, 0, at)), 'mean'))
    })
    return mean(centreDistances(this.gram, given, 'mean')) / mean(Float64Array.from(chance))
  }

  async close(): Promise<void> {
    await this.gram.close()
  }
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

async function* vectors(pictures: readonly Float32Array[]): AsyncGenerator<Float32Array> {
  for (const picture of pictures) {
    await Promise.resolve()
    yield picture
  }
}
