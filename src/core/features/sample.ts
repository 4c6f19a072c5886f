import type { Unit } from '../catalogue/stored/unit.ts'
import type { TagSource } from '../catalogue/types.ts'
import { Random, sampleRanks } from '../random.ts'
import { countWithoutGroup, GROUP_KEYWORDS, groupsOf, NO_GROUP } from './groups.ts'

/** Images of one series in a sample, where nobody says how many: more are neighbours that look alike, and decide the clusters. */
export const PER_SERIES = 4

export interface SampleRequest {
  /** Images to draw; all there are, where these are fewer. */
  size: number
  seed: number
  /** Images of one series at most; null: any number. An image without a series is one of its own. */
  perSeries: number | null
  /**
   * What is drawn evenly. `image`: each image is as likely as any other, until its series has given its share. `series` and
   * `patient`: each gives its first image before any gives a second one, and so on.
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
  /** Different series among the images to draw from; null where nobody looked. */
  series: number | null
  /** Images to draw from that have no series or patient, where one is drawn evenly; each counts as one of its own. */
  without: number
}

/**
 * Draws a sample of images. Without `perSeries` and by image it is what `sampleRanks` draws, to the last image; so it is where
 * no series has more than `perSeries`.
 *
 * @param images ids to draw from, ascending
 * @throws MedoidError `no-groups` where no image has what is to be drawn evenly
 */
export function drawSample(source: TagSource, images: Uint32Array, request: SampleRequest): DrawnSample {
  const { size, by, atLeast = 0 } = request
  const random = new Random(request.seed)
  if (request.perSeries === null && by === 'image') {
    const drawn = sampleRanks(images.length, size, random).map((rank) => images[rank])
    return { images: drawn.sort(), perSeries: null, series: null, without: 0 }
  }

  const series = groupsOf(source, GROUP_KEYWORDS.series, images)
  const units = by === 'patient' ? groupsOf(source, GROUP_KEYWORDS.patient, images) : series
  const without = by === 'image' ? 0 : countWithoutGroup(units, by)
  const sizes = sizesOf(series)
  const perSeries =
    request.perSeries === null ? null : raised(request.perSeries, sizes, images.length, Math.min(size, atLeast))
  const cap = perSeries ?? images.length
  const count = Math.min(size, imagesWithin(cap, sizes, images.length))
  const places = by === 'image' ? drawPlaces(series, cap, count, random) : drawEvenly(units, series, cap, count, random)
  return { images: places.map((place) => images[place]).sort(), perSeries, series: sizes.length, without }
}

/** Images of each group, in any order. */
function sizesOf(groups: Int32Array): Uint32Array {
  const sizes = new Uint32Array(largest(groups) + 1)
  for (const group of groups) if (group !== NO_GROUP) sizes[group]++
  return sizes.filter((size) => size > 0)
}

function largest(groups: Int32Array): number {
  return groups.reduce((most, group) => Math.max(most, group), NO_GROUP)
}

/** Images there are with at most `cap` of each series. */
function imagesWithin(cap: number, sizes: Uint32Array, images: number): number {
  return sizes.reduce((left, size) => left - Math.max(0, size - cap), images)
}

/** The least cap, from `cap` on, that leaves so many images, or all. */
function raised(cap: number, sizes: Uint32Array, images: number, atLeast: number): number {
  let tooLow = cap - 1
  let enough = Math.max(
    cap,
    sizes.reduce((most, size) => Math.max(most, size), 0)
  )
  while (enough - tooLow > 1) {
    const middle = Math.floor((tooLow + enough) / 2)
    if (imagesWithin(middle, sizes, images) >= Math.min(atLeast, images)) enough = middle
    else tooLow = middle
  }
  return enough
}

/** The first `count` places in random order, without those whose series has given `cap` already. */
function drawPlaces(series: Int32Array, cap: number, count: number, random: Random): Uint32Array {
  const drawn = new Uint32Array(count)
  let found = 0
  inRandomOrder(series, cap, random, (place) => {
    drawn[found++] = place
    return found < count
  })
  return drawn
}

/** `count` places, in rounds: in each, every unit gives a place as long as it has one. Who gives in the last round is random. */
function drawEvenly(units: Int32Array, series: Int32Array, cap: number, count: number, random: Random): Uint32Array {
  const rounds = new Uint32Array(units.length)
  const given = new Uint32Array(largest(units) + 1)
  const inRound: number[] = []
  inRandomOrder(series, cap, random, (place) => {
    const unit = units[place]
    const round = unit === NO_GROUP ? 1 : ++given[unit]
    rounds[place] = round
    inRound[round] = (inRound[round] ?? 0) + 1
    return true
  })
  let last = 0
  let left = count
  while (left > 0 && left >= inRound[last + 1]) left -= inRound[++last]
  const places = (wanted: (round: number) => boolean): Uint32Array => {
    const found = new Uint32Array(units.length)
    let length = 0
    for (let place = 0; place < rounds.length; place++) if (wanted(rounds[place])) found[length++] = place
    return found.slice(0, length)
  }
  const whole = places((round) => round > 0 && round <= last)
  const drawn = new Uint32Array(count)
  drawn.set(whole)
  if (left > 0) {
    const candidates = places((round) => round === last + 1)
    drawn.set(
      sampleRanks(candidates.length, left, random).map((rank) => candidates[rank]),
      whole.length
    )
  }
  return drawn
}

/**
 * Visits places in random order (Fisher and Yates, as `sampleRanks`), but for those whose series has been visited `cap` times,
 * as long as `visit` says true.
 */
function inRandomOrder(series: Int32Array, cap: number, random: Random, visit: (place: number) => boolean): void {
  const order = new Uint32Array(series.length)
  for (let i = 0; i < order.length; i++) order[i] = i
  const visited = new Uint32Array(largest(series) + 1)
  for (let i = 0; i < order.length; i++) {
    const j = i + random.below(order.length - i)
    const place = order[j]
    order[j] = order[i]
    const group = series[place]
    if (group !== NO_GROUP && ++visited[group] > cap) continue
    if (!visit(place)) return
  }
}
