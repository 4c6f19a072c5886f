import { expect, test } from 'vitest'
import { CancelledError } from '../../../src/core/errors.ts'
import { PICTURE_BYTES, PICTURE_SIDE } from '../../../src/core/pixels/picture.ts'
import { Random } from '../../../src/core/random.ts'
import { type Look, lookAt } from '../../../src/core/similar/look.ts'
import { findDuplicates, LEAST_CORRELATION } from '../../../src/core/similar/near-duplicates.ts'
import fc from '../../fast-check.ts'

const made = new Map<number, Float64Array>()

/** A smooth picture of some blobs, as anatomy is. */
function blobs(seed: number): Float64Array {
  const known = made.get(seed) ?? makeBlobs(seed)
  made.set(seed, known)
  return known
}

function makeBlobs(seed: number): Float64Array {
  const random = new Random(seed)
  const values = new Float64Array(PICTURE_BYTES)
  for (let blob = 0; blob < 6; blob++) {
    const [x, y, r, level] = [random.below(128), random.below(128), 8 + random.below(24), 50 + random.below(150)]
    for (let i = 0; i < PICTURE_BYTES; i++) {
      const d2 = ((i % PICTURE_SIDE) - x) ** 2 + (Math.floor(i / PICTURE_SIDE) - y) ** 2
      values[i] += level * Math.exp(-d2 / (2 * r * r))
    }
  }
  return values
}

const grey = (values: Float64Array): Uint8Array => Uint8Array.from(values, (value) => Math.min(255, Math.max(0, value)))
const noisy = (values: Float64Array, seed: number, by: number): Float64Array => {
  const random = new Random(seed)
  return values.map((value) => value + by * random.normal())
}
const look = (values: Float64Array): Look => lookAt(grey(values))

test('a copy is exact, one with noise or half the contrast is near, another picture is neither', async () => {
  const first = blobs(1)
  const looks = [
    look(first),
    look(blobs(2)),
    look(first),
    look(noisy(first, 3, 4)),
    look(first.map((value) => value / 2))
  ]
  const { representative, isExact } = await findDuplicates(looks)
  expect([...representative]).toEqual([0, 1, 0, 0, 0])
  expect([...isExact]).toEqual([0, 0, 1, 0, 0])
})

test('the copy of a near duplicate is near, too', async () => {
  const first = blobs(1)
  const near = look(noisy(first, 3, 4))
  const { representative, isExact } = await findDuplicates([look(first), near, near])
  expect([...representative]).toEqual([0, 0, 0])
  expect([...isExact]).toEqual([0, 0, 0])
})

test('a series that changes slowly is no chain: every member is like its representative', async () => {
  const [a, b] = [blobs(1), blobs(2)]
  const looks = Array.from({ length: 60 }, (_, i) => look(a.map((value, at) => (value * (59 - i) + b[at] * i) / 59)))
  const { representative } = await findDuplicates(looks)
  expect(new Set(representative).size).toBeGreaterThan(5)
  representative.forEach((first, i) =>
    expect(correlation(looks[first], looks[i])).toBeGreaterThanOrEqual(LEAST_CORRELATION)
  )
})

test('no pictures, one, and pictures whose blocks are all equal', async () => {
  expect((await findDuplicates([])).representative).toHaveLength(0)
  expect([...(await findDuplicates([look(blobs(1))])).representative]).toEqual([0])
  const stripes = (width: number): Look =>
    lookAt(Uint8Array.from({ length: PICTURE_BYTES }, (_, i) => (i % (2 * width) < width ? 0 : 255)))
  expect([...(await findDuplicates([stripes(1), stripes(2), stripes(1)])).representative]).toEqual([0, 1, 0])
})

test('the same as comparing each with all before it, whatever the pictures: no duplicate is missed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(4), fc.nat(3), fc.nat(5)), { maxLength: 40 }), async (given) => {
      const looks = given.map(([picture, seed, by]) => look(noisy(blobs(picture), seed, by * 3)))
      const { representative } = await findDuplicates(looks)
      expect([...representative]).toEqual(bruteForce(looks))
    }),
    { numRuns: 40 }
  )
})

function bruteForce(looks: readonly Look[]): number[] {
  const found: number[] = []
  looks.forEach((each, i) => {
    const copy = looks.findIndex(({ hash }) => hash === each.hash)
    if (copy < i) return found.push(found[copy])
    const first = looks.findIndex(
      (other, j) => j < i && found[j] === j && correlation(other, each) >= LEAST_CORRELATION
    )
    found.push(first < 0 ? i : first)
  })
  return found
}

function correlation({ signature: a }: Look, { signature: b }: Look): number {
  const [ab, aa, bb] = a.reduce(([ab, aa, bb], x, i) => [ab + x * b[i], aa + x * x, bb + b[i] * b[i]], [0, 0, 0])
  return ab / Math.sqrt(aa * bb)
}

test('stops where it is cancelled', async () => {
  const cancelled = findDuplicates([look(blobs(1))], { signal: AbortSignal.abort() })
  await expect(cancelled).rejects.toThrow(CancelledError)
})
