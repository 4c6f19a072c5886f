import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { VectorStore } from '../../../src/core/catalogue/vector-store.ts'
import { Random } from '../../../src/core/random.ts'
import { encodeVector, StoredPixels, unitVector } from '../../../src/core/similar/pixels.ts'
import {
  encodeComponents,
  principalComponents,
  ComponentProjector
} from '../../../src/core/similar/principal-components.ts'
import { temporaryFolder } from '../catalogue/synthetic.ts'

const LENGTH = 300
const opened: StoredPixels[] = []
afterEach(() => Promise.all(opened.splice(0).map((pixels) => pixels.close())))

/** Vectors in groups, as a ReLU leaves them. */
function drawn(n: number, seed: number): Float32Array[] {
  const random = new Random(seed)
  const centres = Array.from({ length: 12 }, () => Float32Array.from({ length: LENGTH }, () => random.normal()))
  return Array.from({ length: n }, () => {
    const centre = centres[random.below(12)]
    return centre.map((value) => Math.max(0, value + 0.3 * random.normal()))
  })
}

async function stored(
  vectors: readonly Float32Array[],
  isLive: (instance: number) => boolean = () => true
): Promise<StoredPixels> {
  const made = { identity: 'a', weights: 'w', version: '1' }
  const store = VectorStore.open(join(temporaryFolder(), 'vectors'), made, () => {})
  const units = vectors.map((vector) => unitVector(vector)!)
  const components = await principalComponents(Float32Array.from(units.flatMap((unit) => [...unit])), LENGTH, 32)
  store.putVectors(units.map((unit, instance) => ({ instance, bytes: encodeVector(unit), reason: null })))
  store.putComponents(units.length, encodeComponents(components))
  const projector = new ComponentProjector(components)
  const short = Float32Array.from(units.flatMap((unit) => [...projector.project(unit)]))
  store.putShort(0, {
    instances: Uint32Array.from(units, (_, i) => i),
    bytes: new Uint8Array(short.buffer)
  })
  const encoder = {
    encode: (file: string | Buffer) =>
      Promise.resolve(file === 'none' ? null : Float32Array.from(vectors[Number(file)], (x) => 3 * x)),
    close: () => Promise.resolve()
  }
  const pixels = new StoredPixels(store, components, isLive, encoder)
  opened.push(pixels)
  return pixels
}

function cosineDistance(a: Float32Array, b: Float32Array): number {
  const [ab, aa, bb] = a.reduce(([ab, aa, bb], x, i) => [ab + x * b[i], aa + x * x, bb + b[i] ** 2], [0, 0, 0])
  return 1 - ab / Math.sqrt(aa * bb)
}

test('exact distances are 1 − cos of f64 within 10⁻⁴; by short vectors they are no longer than that, and 0 to itself', async () => {
  const vectors = drawn(200, 1)
  const pixels = await stored(vectors)
  const query = (await pixels.vectorOf({ instance: 7 }, {}))!
  const exact = pixels.exactDistances(query, pixels.instances)
  const short = pixels.distances(query)
  vectors.forEach((vector, i) => {
    expect(Math.abs(exact[i] - cosineDistance(vectors[7], vector))).toBeLessThan(1e-4)
    expect(short[i]).toBeLessThan(exact[i] + 1e-4)
  })
  expect(short[7]).toBeLessThan(1e-6)
})

test('of the ten nearest in f64 at least 99 % are among the hundred nearest by short vectors', async () => {
  const vectors = drawn(1000, 2)
  const pixels = await stored(vectors)
  let found = 0
  for (let query = 0; query < 50; query++) {
    const by = (distances: ArrayLike<number>, count: number): number[] =>
      Array.from(distances, (_, i) => i)
        .sort((a, b) => distances[a] - distances[b] || a - b)
        .slice(0, count)
    const true10 = by(
      vectors.map((vector) => cosineDistance(vectors[query], vector)),
      10
    )
    const candidates = Uint32Array.from(by(pixels.distances((await pixels.vectorOf({ instance: query }, {}))!), 100))
    const exact = pixels.exactDistances((await pixels.vectorOf({ instance: query }, {}))!, candidates)
    const ranked = by(exact, 10).map((i) => candidates[i])
    found += true10.filter((i) => ranked.includes(i)).length
  }
  expect(found / 500).toBeGreaterThanOrEqual(0.99)
})

test('a file is encoded, whatever the length of its vector; one without a picture has none', async () => {
  const pixels = await stored(drawn(30, 3))
  const [vector] = pixels.exactDistances((await pixels.vectorOf({ file: '4' }, {}))!, Uint32Array.of(4))
  expect(vector).toBeLessThan(1e-4)
  expect(await pixels.vectorOf({ file: 'none' }, {})).toBeNull()
})

test('images that are gone are left out; one that has no vector has no distance', async () => {
  const pixels = await stored(drawn(5, 4), (instance) => instance !== 2)
  expect([...pixels.instances]).toEqual([0, 1, 3, 4])
  expect(pixels.distances((await pixels.vectorOf({ instance: 3 }, {}))!)).toHaveLength(4)
  expect(await pixels.vectorOf({ instance: 99 }, {})).toBeNull()
  expect([...pixels.exactDistances((await pixels.vectorOf({ instance: 0 }, {}))!, Uint32Array.of(99))]).toEqual([NaN])
})

test('a vector of zeros has no direction, nor one that is not finite', () => {
  expect(unitVector(new Float32Array(3))).toBeNull()
  expect(unitVector(Float32Array.of(1, NaN))).toBeNull()
  expect([...unitVector(Float32Array.of(3, 4))!]).toEqual([Math.fround(0.6), Math.fround(0.8)])
})
