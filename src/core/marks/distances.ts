import { counted, decimal, spread } from '../../messages/format.ts'
import { type Axis, roundAxis } from './axis.ts'

interface Figures {
  mean: number
  sd: number | null
}

/** Two mean cosine distances of the same images to their centres: in their clusters, and with permuted labels. */
export interface Pair {
  clustered: number
  permuted: number
}

/** Of an evaluation, what the chart shows. */
export interface Distances {
  clustered: Figures
  permuted: Figures
  datasets: readonly Pair[]
  control: { labelled: Figures; permuted: Figures }
}

interface DistanceMarks {
  title: string
  /** What the two dots of a row are, and what else there is to see. */
  legend: { clustered: string; permuted: string; rest: string }
  /** One a dataset, from above, and below them the control. */
  rows: (Pair & { name: string; isControl: boolean })[]
  /** Whether rows stand close, without the names of the datasets: there are many. */
  isTight: boolean
  axis: Axis & { name: string }
  /** What it shows, for those who cannot see it. */
  words: string
}

/** Datasets from which on they stand close. */
const MANY = 40

/** Each dataset's mean distance in its clusters and with permuted labels; below them the control. */
export function distanceMarks({ datasets, control, clustered, permuted }: Distances): DistanceMarks {
  const rows = [
    ...datasets.map((pair, i) => ({ ...only(pair), name: String(i + 1), isControl: false })),
    { clustered: control.labelled.mean, permuted: control.permuted.mean, name: 'random labels', isControl: true }
  ]
  const each = datasets.map((pair, i) => `dataset ${i + 1}: ${decimal(pair.clustered)} and ${decimal(pair.permuted)}`)
  return {
    title: 'Distance of the images to the centre of their cluster, by dataset',
    legend: {
      clustered: 'in their clusters',
      permuted: 'with permuted labels',
      rest: 'Each row is a dataset; open circles are the control, with labels drawn at random. Farther left is more alike.'
    },
    rows,
    isTight: datasets.length > MANY,
    axis: { name: 'mean cosine distance to the centre', ...about(rows) },
    words: `Clusters ${spread(clustered)}, permuted ${spread(permuted)}; ${each.join('; ')}; control with random labels: ${spread(control.labelled)} and ${spread(control.permuted)}`
  }
}

interface ClusterDistanceMarks {
  title: string
  /** One a cluster of a dataset; `size` is the share of its images of those of the largest, of which its area may be made. */
  dots: (Pair & { size: number })[]
  /** Of both directions: where a cluster lies on the diagonal, permuting its labels changes nothing. */
  axis: Axis
  words: string
}

/** Each cluster of each dataset: how far its images are from their centre, and as many with permuted labels from theirs. */
export function clusterDistanceMarks(clusters: readonly (Pair & { images: number })[]): ClusterDistanceMarks {
  const most = Math.max(...clusters.map(({ images }) => images))
  const below = clusters.filter(({ clustered, permuted }) => clustered < permuted).length
  return {
    title: 'Distances by cluster',
    dots: clusters.map((each) => ({ ...only(each), size: each.images / most })),
    axis: about([...clusters, { clustered: 0, permuted: 0 }]),
    words: `Of ${counted(clusters.length, 'clusters')} in all datasets ${below} are closer than as many images with permuted labels: they lie below the line`
  }
}

/** From 0 to the greatest of all, beside which each of them stands. */
export function fromZero(pairs: readonly Pair[]): Axis {
  const greatest = Math.max(0.001, ...pairs.flatMap(({ clustered, permuted }) => [clustered, permuted]))
  const { ticks } = roundAxis(0, greatest)
  return { from: 0, to: greatest, ticks: ticks.filter((tick) => tick <= greatest), isLogarithmic: false }
}

function about(pairs: readonly Pair[]): Axis {
  const all = pairs.flatMap(({ clustered, permuted }) => [clustered, permuted])
  return roundAxis(Math.min(...all), Math.max(...all))
}

function only({ clustered, permuted }: Pair): Pair {
  return { clustered, permuted }
}
