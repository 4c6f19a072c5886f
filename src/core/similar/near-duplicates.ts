import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { type Look, SIGNATURE_SIDE } from './look.ts'
import { RangeTree } from './range-tree.ts'

/**
 * Pictures whose signatures correlate at least this much are near duplicates. Of real images those that were compressed with loss do by
 * .9999 and more, one slice reconstructed twice by .9998, repeated scans of one slice by .9996; neighbouring slices mostly by less.
 */
export const LEAST_CORRELATION = 0.9995

/** Rows and columns of the coarse pictures that candidates are looked for by. */
const COARSE_SIDE = 4
const RATIO = SIGNATURE_SIDE / COARSE_SIDE

/** Pictures between two pauses for timers, signals and messages. */
const BREATH = 512

/** Of each picture, by place: the place of the picture that represents its group; its own where it is the first or the only one. */
interface Duplicates {
  representative: Uint32Array
  /** Whether its pixels are those of the representative. */
  isExact: Uint8Array
}

/**
 * Groups of pictures that look alike. In their order each picture that is in no group yet takes those into its own that correlate with
 * it, so that every member is like its representative: chains of ever so slightly different slices do not become one group. Candidates
 * are those whose coarse pictures lie within the distance that the correlation allows; averages shorten distances only, so that none is
 * missed.
 * @param looks of pictures that are not constant
 * @throws CancelledError
 */
export async function findDuplicates(looks: readonly Look[], work?: Work): Promise<Duplicates> {
  const n = looks.length
  const representative = Uint32Array.from({ length: n }, (_, i) => i)
  const isExact = new Uint8Array(n)
  // Equal pictures once.
  const firstOf = new Map<string, number>()
  const copies = new Map<number, number[]>()
  for (let i = 0; i < n; i++) {
    const first = firstOf.get(looks[i].hash)
    if (first === undefined) firstOf.set(looks[i].hash, i)
    else if (copies.has(first)) copies.get(first)!.push(i)
    else copies.set(first, [i])
  }
  const distinct = [...firstOf.values()]
  const norms = Float64Array.from(distinct, (i) => norm(looks[i].signature))
  const tree = new RangeTree(coarsePictures(distinct, looks, norms), COARSE_SIDE * COARSE_SIDE)
  const radius = Math.sqrt(2 * (1 - LEAST_CORRELATION))
  const isTaken = new Uint8Array(distinct.length)
  for (const [a, i] of distinct.entries()) {
    if (a % BREATH === 0) {
      work?.onProgress?.({ stage: 'Comparing pictures', done: a, total: distinct.length, unit: 'pictures' })
      await breathe()
      throwIfCancelled(work)
    }
    if (isTaken[a] === 1) continue
    // Rounding of the coarse pictures must not hide one.
    for (const b of tree.within(a, radius + 1e-5)) {
      if (b <= a || isTaken[b] === 1) continue
      const j = distinct[b]
      // Without a direction (NaN) a picture is like none.
      const alike = correlation(looks[i].signature, looks[j].signature, norms[a] * norms[b])
      if (!(alike >= LEAST_CORRELATION)) continue
      isTaken[b] = 1
      representative[j] = i
    }
  }
  for (const [first, others] of copies) {
    for (const i of others) {
      representative[i] = representative[first]
      isExact[i] = representative[first] === first ? 1 : 0
    }
  }
  return { representative, isExact }
}

function norm(signature: Int16Array): number {
  let square = 0
  for (const value of signature) square += value * value
  return Math.sqrt(square)
}

function correlation(a: Int16Array, b: Int16Array, norms: number): number {
  let product = 0
  for (let i = 0; i < a.length; i++) product += a[i] * b[i]
  return product / norms
}

/** Means of blocks of signatures of length 1, times the root of the pixels of a block: no two lie further apart than the signatures. */
function coarsePictures(places: readonly number[], looks: readonly Look[], norms: Float64Array): Float32Array {
  const values = COARSE_SIDE * COARSE_SIDE
  const coarse = new Float32Array(places.length * values)
  places.forEach((place, row) => {
    const sums = new Float64Array(values)
    looks[place].signature.forEach((value, i) => {
      const y = Math.floor(i / SIGNATURE_SIDE / RATIO)
      sums[y * COARSE_SIDE + Math.floor((i % SIGNATURE_SIDE) / RATIO)] += value
    })
    // A picture whose blocks have one mean has no direction: it is alike only to its copies.
    if (norms[row] > 0)
      coarse.set(
        sums.map((sum) => sum / (RATIO * norms[row])),
        row * values
      )
  })
  return coarse
}
