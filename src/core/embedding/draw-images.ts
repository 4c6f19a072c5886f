import { MedoidError } from '../errors.ts'
import { Random } from '../random.ts'

const DEFAULT_RESERVE = 50_000

/**
 * Images that are kept for evaluation by default: 50,000 or half of them, and all of a part that is held out for it.
 * @param images how many there are @param free those held out (`heldOut`) that no run has in its sample
 */
export function usualReserve(images: number, free: number): number {
  return Math.max(Math.min(DEFAULT_RESERVE, Math.floor(images / 2)), free)
}

/** The images of a part that are in none of some samples. */
export function freeOf(part: Uint32Array, samples: readonly Uint32Array[]): Uint32Array {
  const used = usedIn(samples)
  return part.filter((instance) => !used.has(instance))
}

function usedIn(samples: readonly Uint32Array[]): Set<number> {
  const used = new Set<number>()
  for (const sample of samples) for (const instance of sample) used.add(instance)
  return used
}

/** Streams of the seed: apart from the sample of a run, which the same seed may draw. */
const RESERVE_STREAM = 3
const TRAINING_STREAM = 4

/**
 * Shuffles images and keeps the first `reserve` of them from training, so that there is something to evaluate on. Images that
 * chose a K (the samples of runs) are of no use to an evaluation, so they are the last to be kept. The first are those that are held
 * out, whole patients or series.
 *
 * @param images instance ids @param samples those of runs
 * @param reserve undefined: as `usualReserve`
 * @param part that is held out (`heldOut`)
 * @returns images to train on, in random order, and how many are kept
 * @throws MedoidError `nothing-to-train-on`
 */
export function drawImages(
  images: Uint32Array,
  samples: readonly Uint32Array[],
  reserve: number | undefined,
  seed: number,
  part: Uint32Array = new Uint32Array()
): { order: Uint32Array; reserved: number } {
  const free = freeOf(part, samples)
  const reserved = reserve ?? usualReserve(images.length, free.length)
  if (images.length - reserved < 2) {
    throw new MedoidError('nothing-to-train-on', { why: 'reserved', images: images.length, reserved })
  }
  const shuffled = new Random(seed, RESERVE_STREAM).shuffle(images.slice())
  if (reserved === 0) return { order: shuffled, reserved }
  const used = usedIn(samples)
  const isFree = new Set(free)
  const others = shuffled.filter((instance) => !used.has(instance) && !isFree.has(instance))
  // In the order of the archive, so that what is not kept of them is of few patients.
  const fresh = Uint32Array.from([...free, ...others])
  const stale = shuffled.filter((instance) => used.has(instance))
  // What is not kept goes back to one random order: training must not see all used images last.
  const rest = new Uint32Array(images.length - reserved)
  const freshLeft = fresh.subarray(Math.min(reserved, fresh.length))
  rest.set(freshLeft)
  rest.set(stale.subarray(Math.max(0, reserved - fresh.length)), freshLeft.length)
  return { order: new Random(seed, TRAINING_STREAM).shuffle(rest), reserved }
}
