import type { SeriesGeometry } from '../../../../api/contract.ts'

/** Where one of two series is, that scroll together. */
interface Linked {
  /** Images, or frames, of it. */
  count: number
  /** Of the one in sight, from 0. */
  place: number
  /** That belongs to `base` of the other one, where nobody knows how they lie. */
  base: number
  /** Null where it is not known, or of frames. */
  geometry: SeriesGeometry | null
}

/** Cosine of the angle, about 10°, between slices that still count as parallel. */
const PARALLEL = 0.985

/**
 * The place to which a series goes with another one: the nearest slice where both lie in one frame of reference, parallel; else as many
 * images on as the other one went. What is beyond its ends is its end.
 */
export function linkedPlace(from: Linked, to: Linked): number {
  const nearest = nearestSlice(from, to)
  const place = nearest ?? to.base + from.place - from.base
  return Math.max(0, Math.min(to.count - 1, place))
}

function nearestSlice(from: Linked, to: Linked): number | null {
  if (!areParallel(from.geometry, to.geometry)) return null
  const normal = to.geometry!.normal!
  const wanted = depthOf(from.geometry!.positions[from.place] ?? null, normal)
  if (wanted === null) return null
  let best: number | null = null
  let least = Infinity
  to.geometry!.positions.forEach((position, i) => {
    const depth = depthOf(position, normal)
    // Of slices at one place, the one that is in sight stays there.
    const away = depth === null ? Infinity : Math.abs(depth - wanted)
    if (away < least || (away === least && away < Infinity && i === to.place)) [best, least] = [i, away]
  })
  return best
}

function areParallel(a: SeriesGeometry | null, b: SeriesGeometry | null): boolean {
  if (a === null || b === null || a.normal === null || b.normal === null) return false
  if (a.frameOfReference === '' || a.frameOfReference !== b.frameOfReference) return false
  return Math.abs(dot(a.normal, b.normal)) >= PARALLEL
}

function depthOf(position: readonly number[] | null, normal: readonly number[]): number | null {
  return position === null ? null : dot(position, normal)
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
