import type { Sampling } from '../catalogue/stored/run.ts'
import type { Unit } from '../catalogue/stored/unit.ts'
import type { TagSource } from '../catalogue/types.ts'
import { upTo } from '../radix.ts'
import { Random, sampleRanks } from '../random.ts'
import { countWithoutGroup, GROUP_KEYWORDS, groupsOf, NO_GROUP } from './groups.ts'

export interface SampleRequest {
  /** Images to draw; all there are, where these are fewer. */
  size: number
  seed: number
  /** Images of one series at most, at random; null: any number. An image without a series is one of its own. */
  perSeries: number | null
  /**
   * What is drawn. `image`: each of these images is as likely as any other. `series` and `patient`: each gives its first image
   * before any gives a second one, and so on.
   */
  by: Unit
  /**
   * The stratum of each image to draw from: each gives in proportion to its images that may be drawn, with `perSeries` kept to. Left out:
   * all are of one.
   */
  strata?: Uint32Array
  /** `perSeries` is raised until the sample has so many images, or `size`, or all there are. */
  atLeast?: number
}

export interface DrawnSample {
  /** Ids, ascending. */
  images: Uint32Array
  /** The `perSeries` that was kept to. */
  perSeries: number | null
  /** null where a series may have given any number. */
  sampling: Sampling | null
  /** Images to draw from that have no series or patient, where these are drawn; each counts as one of its own. */
  without: number
}

/**
 * Draws a sample of images, in time and memory proportional to those there are. By image it is what `sampleRanks` draws, to the
 * last image, where no series has more than `perSeries`.
 *
 * @param images ids to draw from, ascending
 * @throws MedoidError `no-groups` where no image has what is to be drawn
 */
export function drawSample(
  source: TagSource,
  images: Uint32Array,
  { size, seed, perSeries: asked, by, strata, atLeast = 0 }: SampleRequest
): DrawnSample {
  const random = new Random(seed)
  if (asked === null && by === 'image') {
    const drawn = drawFromStrata(upTo(images.length), size, strata, (places, count) =>
      sampleRanks(places.length, count, random)
    )
    return { images: imagesAt(drawn, images), perSeries: null, sampling: null, without: 0 }
  }

  const named = groupsOf(source, GROUP_KEYWORDS.series, images)
  const series = grouped(named)
  const needed = Math.min(atLeast, size, images.length)
  const perSeries = asked === null ? null : Math.max(asked, leastCap(series.sizes, needed))
  const places = perSeries === null ? upTo(images.length) : someOfEach(series, capped(series.sizes, perSeries), random)
  const raisedFrom = perSeries !== asked ? asked : null
  const drawn = { perSeries, sampling: perSeries === null ? null : { series: series.groups, raisedFrom } }
  if (by === 'image') {
    const some = drawFromStrata(places, size, strata, (part, count) => sampleRanks(part.length, count, random))
    return { images: imagesAt(some, images), ...drawn, without: 0 }
  }

  const units = by === 'series' ? named : groupsOf(source, GROUP_KEYWORDS[by], images)
  const without = countWithoutGroup(units, by)
  const { codes } = by === 'series' ? series : grouped(units)
  const some = drawFromStrata(places, size, strata, (part, count) => drawEvenly(codes, part, count, random))
  return { images: imagesAt(some, images), ...drawn, without }
}

/** Ids, ascending. */
function imagesAt(places: Uint32Array, images: Uint32Array): Uint32Array {
  return places.map((place) => images[place]).sort()
}

/** Some places of each stratum. @param draw ranks of as many of its places */
function drawFromStrata(
  places: Uint32Array,
  size: number,
  strata: Uint32Array | undefined,
  draw: (places: Uint32Array, count: number) => Uint32Array
): Uint32Array {
  const parts = strata === undefined ? [places] : placesByStratum(places, strata)
  const counts = proportional(
    parts.map(({ length }) => length),
    Math.min(size, places.length)
  )
  const drawn = new Uint32Array(sum(counts))
  let at = 0
  parts.forEach((part, i) => {
    const some = draw(part, counts[i]).map((rank) => part[rank])
    drawn.set(some, at)
    at += some.length
  })
  return drawn
}

function placesByStratum(places: Uint32Array, strata: Uint32Array): Uint32Array[] {
  const codes = places.map((place) => strata[place])
  const sizes = sizesOf(codes, codes.reduce((most, code) => Math.max(most, code), 0) + 1)
  const parts = Array.from(sizes, (size) => new Uint32Array(size))
  const filled = new Uint32Array(sizes.length)
  places.forEach((place, i) => (parts[codes[i]][filled[codes[i]]++] = place))
  return parts
}

/** Divides `count` in proportion to sizes by the largest remainder method; where remainders are equal the first gets one more. @param count at most their sum */
function proportional(sizes: readonly number[], count: number): Uint32Array {
  const total = Math.max(1, sum(sizes))
  // Whole numbers below 2⁵³, so remainders are exact.
  const parts = Uint32Array.from(sizes, (size) => Math.floor((size * count) / total))
  const remainders = sizes.map((size) => (size * count) % total)
  const order = [...sizes.keys()].sort((a, b) => remainders[b] - remainders[a] || a - b)
  for (const place of order.slice(0, count - sum(parts))) parts[place]++
  return parts
}

/** Images in groups: those without one are in groups of their own. */
interface Grouped {
  /** The group of each image. */
  codes: Uint32Array
  /** Images of each group; some codes stand for none. */
  sizes: Uint32Array
  /** How many of them have a name. */
  groups: number
}

function grouped(named: Int32Array): Grouped {
  let next = named.reduce((most, group) => Math.max(most, group), NO_GROUP) + 1
  const first = next
  const codes = new Uint32Array(named.length)
  for (let i = 0; i < codes.length; i++) codes[i] = named[i] === NO_GROUP ? next++ : named[i]
  const sizes = sizesOf(codes, next)
  const groups = sizes.subarray(0, first).reduce((count, size) => count + (size > 0 ? 1 : 0), 0)
  return { codes, sizes, groups }
}

function sizesOf(codes: Uint32Array, count: number): Uint32Array {
  const sizes = new Uint32Array(count)
  for (let i = 0; i < codes.length; i++) sizes[codes[i]]++
  return sizes
}

function capped(sizes: Uint32Array, cap: number): Uint32Array {
  return sizes.map((size) => Math.min(size, cap))
}

/** The least number with which, at most so many of each group, there are so many images; of more than all: more than any size. */
function leastCap(sizes: Uint32Array, images: number): number {
  let tooLow = -1
  let enough = sizes.reduce((most, size) => Math.max(most, size), 0) + 1
  while (enough - tooLow > 1) {
    const middle = Math.floor((tooLow + enough) / 2)
    if (sum(capped(sizes, middle)) >= images) enough = middle
    else tooLow = middle
  }
  return enough
}

/**
 * Ranks of `count` places, or of all: each unit gives as many as any other, or all it has; chance decides which units give the
 * one more that is needed.
 */
function drawEvenly(units: Uint32Array, places: Uint32Array, count: number, random: Random): Uint32Array {
  const codes = places.map((place) => units[place])
  const sizes = sizesOf(codes, codes.reduce((most, code) => Math.max(most, code), 0) + 1)
  const drawn = Math.min(count, places.length)
  const level = leastCap(sizes, drawn + 1) - 1
  const wanted = capped(sizes, level)
  const more = upTo(sizes.length).filter((code) => sizes[code] > level)
  for (const rank of sampleRanks(more.length, drawn - sum(wanted), random)) wanted[more[rank]]++
  return someOfEach({ codes, sizes }, wanted, random)
}

/** Places of as many of each group as wanted, ascending: selection sampling (Knuth, TAOCP 2, 3.4.2, algorithm S). */
function someOfEach(
  { codes, sizes }: Pick<Grouped, 'codes' | 'sizes'>,
  wanted: Uint32Array,
  random: Random
): Uint32Array {
  const chosen = new Uint32Array(sum(wanted))
  const left = sizes.slice()
  const missing = wanted.slice()
  let count = 0
  for (let place = 0; place < codes.length; place++) {
    const group = codes[place]
    if (missing[group] > 0 && (missing[group] === left[group] || random.below(left[group]) < missing[group])) {
      missing[group]--
      chosen[count++] = place
    }
    left[group]--
  }
  return chosen
}

function sum(numbers: Iterable<number>): number {
  let total = 0
  for (const number of numbers) total += number
  return total
}
