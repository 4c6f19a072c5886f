import type { StoredMap } from '../catalogue/maps.ts'
import { UNASSIGNED } from '../catalogue/runs.ts'
import { squaredDistance } from '../map/gap.ts'
import { nearest } from '../map/quality.ts'
import type { MapSummary, MappedCluster } from './data.ts'

/** So many nearest images on the map are beside an image. */
const BESIDE = 15

/** What a report says of a map, with the clusters of one K. */
export function summariseMap(
  { by, result, positions }: Pick<StoredMap, 'by' | 'result' | 'positions'>,
  placed: MapSummary['placed'],
  { clusters, labels }: { clusters: readonly { id: number }[]; labels: Uint16Array }
): MapSummary {
  const ids = clusters.map(({ id }) => id)
  const places = Array.from({ length: (ids.at(-1) ?? -1) + 1 }, (): number[] => [])
  const rows: number[] = []
  labels.forEach((cluster, row) => {
    const [x, y] = positions.subarray(2 * row, 2 * row + 2)
    if (Number.isNaN(x) || cluster === UNASSIGNED) return
    rows.push(row)
    places[cluster].push(rounded(x), rounded(y))
  })
  return {
    by,
    model: result.model?.id ?? null,
    quality: result.quality,
    placed,
    places,
    clusters: neighbourhoods(positions, rows, labels, ids)
  }
}

/** A thousandth of the unit of a layout, whose islands are some units large, cannot be seen. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}

/** Of which clusters the neighbours of each cluster's images are. @param rows that have a place */
function neighbourhoods(
  positions: Float32Array,
  rows: number[],
  labels: Uint16Array,
  ids: readonly number[]
): MappedCluster[] {
  const counts = new Map(ids.map((id) => [id, new Map<number, number>()]))
  const sizes = new Map(ids.map((id) => [id, 0]))
  const most = Math.min(BESIDE, rows.length - 1)
  const distances = new Float64Array(rows.length)
  rows.forEach((row, at) => {
    sizes.set(labels[row], sizes.get(labels[row])! + 1)
    if (most < 1) return
    rows.forEach((other, place) => (distances[place] = squaredDistance(positions, row, other)))
    const of = counts.get(labels[row])!
    for (const place of nearest(distances, at, most)) {
      const cluster = labels[rows[place]]
      of.set(cluster, (of.get(cluster) ?? 0) + 1)
    }
  })
  return Array.from(counts, ([id, of]) => {
    const all = [...of.values()].reduce((sum, each) => sum + each, 0)
    const others = [...of].filter(([cluster]) => cluster !== id).sort((a, b) => b[1] - a[1] || a[0] - b[0])
    return {
      id,
      images: sizes.get(id)!,
      own: all === 0 ? null : (of.get(id) ?? 0) / all,
      beside: others.length === 0 ? null : others[0][0]
    }
  })
}
