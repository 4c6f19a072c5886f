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
  { size, seed, perSeries: asked, by, atLeast = 0 }: SampleRequest
): DrawnSample {
  const random = new Random(seed)
  if (asked === null && by === 'image') {
    const drawn = sampleRanks(images.length, size, random).map((rank) => images[rank])
    return { images: drawn.sort(), perSeries: null, sampling: null, without: 0 }
  }

  const named = groupsOf(source, GROUP_KEYWORDS.series, images)
  const series = grouped(named)
  const needed = Math.min(atLeast, size, images.length)
  const perSeries = asked === null ? null : Math.max(asked, leastCap(series.sizes, needed))
  const places = perSeries === null ? upTo(images.length) : someOfEach(series, capped(series.sizes, perSeries), random)
  const raisedFrom = perSeries !== asked ? asked : null
  const drawn = { perSeries, sampling: perSeries === null ? null : { series: series.groups, raisedFrom } }
  if (by === 'image') {
    const ranks = sampleRanks(places.length, size, random)
    return { images: ranks.map((rank) => images[places[rank]]).sort(), ...drawn, without: 0 }
  }

  const units = by === 'series' ? named : groupsOf(source, GROUP_KEYWORDS[by], images)
  const without = countWithoutGroup(units, by)
  const { codes } = by === 'series' ? series : grouped(units)
  const ranks = drawEvenly(codes, places, size, random)
  return { images: ranks.map((rank) => images[places[rank]]).sort(), ...drawn, without }
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

function sum(numbers: Uint32Array): number {
  return numbers.reduce((total, number) => total + number, 0)
}
