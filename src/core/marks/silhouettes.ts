import { count, counted, decimal } from '../../messages/format.ts'
import { type Axis, steppedAxis } from './axis.ts'

/** The bars of a cluster, one for each of its images in the sample. */
interface ClusterBars {
  /** Place of its first bar among all. */
  start: number
  size: number
  /** Mean silhouette; NaN of an empty cluster. */
  mean: number
  /** Share of its bars below 0: images that are nearer to another cluster. */
  below: number
}

/** What a silhouette plot shows (Rousseeuw, J. Comput. Appl. Math. 20, 1987; Figure 3 of the paper). */
interface SilhouetteMarks {
  /** By the number of the cluster. */
  clusters: ClusterBars[]
  /** Bars in all. */
  bars: number
  axis: Axis
  /** What it shows, for those who cannot see it. */
  words: string
}

/** Between two ticks. */
const STEP = 0.25
/** The axis begins at a multiple of this. */
const END = 0.1

/** @param clusters silhouettes of each cluster, descending */
export function silhouetteMarks(clusters: readonly (readonly number[])[]): SilhouetteMarks {
  let bars = 0
  const all = clusters.map((values): ClusterBars => {
    const start = bars
    bars += values.length
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const below = values.length === 0 ? 0 : values.filter((value) => value < 0).length / values.length
    return { start, size: values.length, mean, below }
  })
  const least = Math.min(0, ...clusters.flatMap((values) => values.slice(-1)))
  const greatest = Math.max(STEP, ...clusters.flatMap((values) => values.slice(0, 1)))
  const { to, ticks } = steppedAxis(least, greatest, STEP)
  const { from } = steppedAxis(least, 0, END)
  return {
    clusters: all,
    bars,
    axis: { from, to, ticks: ticks.filter((tick) => tick >= from), isLogarithmic: false },
    words: `The silhouettes of ${counted(bars, 'images')} in ${counted(clusters.length, 'clusters')}, sorted within each cluster`
  }
}

/** `0.38 · 2`: mean silhouette and images of a cluster, and how many of them are below 0 where that is half a percent or more. */
export function clusterNote({ mean, size, below }: ClusterBars): string {
  return `${decimal(mean, 2)} · ${count(size)}${below >= 0.005 ? ` · ${Math.round(below * 100)} % < 0` : ''}`
}
