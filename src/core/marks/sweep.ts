import { decimal } from '../../messages/format.ts'
import { STRUCTURE_FROM } from '../structure.ts'
import { type Axis, roundAxis } from './axis.ts'

/** A value of each K, with its axis. */
export interface SweepMarks {
  title: string
  /** Title of the axis. */
  name: string
  /** null where there is none: one cluster has no silhouette. */
  values: (number | null)[]
  axis: Axis
  /** What it shows, for those who cannot see it. */
  words: string
}

/** A band of the axis, and what values in it speak for. */
interface Band {
  name: string
  from: number
  to: number
}

/** Title of the axis of K. */
export const CLUSTERS_AXIS = 'clusters (K)'

const BANDS: Band[] = [
  { name: 'no structure', from: -1, to: STRUCTURE_FROM.weak },
  { name: 'weak', from: STRUCTURE_FROM.weak, to: STRUCTURE_FROM.reasonable },
  { name: 'reasonable', from: STRUCTURE_FROM.reasonable, to: STRUCTURE_FROM.strong },
  { name: 'strong', from: STRUCTURE_FROM.strong, to: 1 }
]

/** The best is rarely far above the next; an axis to 1 would flatten them all. */
const LEAST_TOP = 0.3
const ABOVE = 1.15

/** Mean silhouette by number of clusters, with the bands of Kaufman and Rousseeuw (1990) in which the axis lies. */
export function silhouetteSweep(
  rows: readonly { k: number; silhouette: number | null }[]
): SweepMarks & { bands: Band[] } {
  const known = rows.flatMap(({ silhouette }) => silhouette ?? [])
  const axis = roundAxis(Math.min(0, ...known), Math.min(1, Math.max(LEAST_TOP, ...known.map((each) => each * ABOVE))))
  return {
    title: 'Mean silhouette by number of clusters',
    name: 'mean silhouette',
    values: rows.map(({ silhouette }) => silhouette),
    axis,
    bands: BANDS.map(({ name, from, to }) => ({
      name,
      from: Math.max(from, axis.from),
      to: Math.min(to, axis.to)
    })).filter(({ from, to }) => from < to),
    words: rows.map(({ k, silhouette }) => `K = ${k}: ${decimal(silhouette)}`).join('; ')
  }
}

/** Loss of the clustering by number of clusters. */
export function lossSweep(rows: readonly { k: number; loss: number }[]): SweepMarks {
  const values = rows.map(({ loss }) => loss)
  return {
    title: 'Loss by number of clusters',
    name: 'loss, sum of distances',
    values,
    axis: roundAxis(0, Math.max(...values)),
    words: rows.map(({ k, loss }) => `K = ${k}: ${decimal(loss, 1)}`).join('; ')
  }
}
