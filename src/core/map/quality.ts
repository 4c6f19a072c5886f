import type { MapQuality } from '../catalogue/stored/map.ts'
import { Random } from '../random.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { squaredDistance } from './gap.ts'

/** So many nearest rows are neighbours. */
const NEIGHBOURS = 15
/** Rows that are judged at most, spread over all. */
const JUDGED = 2500
/** Random pairs of other rows for each row that is judged. */
const TRIPLETS = 100
const STREAM = 13

/** Rows that are judged before others are let in. */
const AT_A_TIME = 50

/**
 * How well a map keeps neighbours. Trustworthiness and continuity (Venna and Kaski, ICANN 2001): 1 where all that are neighbours on the map
 * are neighbours by the matrix, and the other way round; less the farther those that are not are. Recall: the share of the neighbours on the
 * map that are as near as the 15th neighbour. A rank is how many rows are nearer, and one: equally near rows have the same, so that
 * their order, which means nothing, does not count. Triplets: the share of random pairs of rows of which the map tells rightly which one a row
 * resembles more, of those that differ in that.
 * @param positions x and y by row of the matrix
 * @returns null where there are too few rows for that many neighbours
 * @throws CancelledError
 */
export async function mapQuality(
  matrix: { n: number; row: (row: number) => Float32Array },
  positions: Float32Array,
  seed: number,
  work?: Work
): Promise<MapQuality | null> {
  const { n } = matrix
  const k = NEIGHBOURS
  if (n < 2 * k + 2) return null
  const random = new Random(seed, STREAM)
  const step = Math.max(1, n / JUDGED)
  const onMap = new Float64Array(n)
  const all = { intruders: 0, missing: 0, hits: 0, right: 0, triplets: 0 }
  let judged = 0
  for (let at = 0; at < n; at += step, judged++) {
    const row = Math.floor(at)
    const byMatrix = matrix.row(row)
    for (let other = 0; other < n; other++) onMap[other] = squaredDistance(positions, row, other)
    const [near, shown] = [byMatrix, onMap].map((distances) => nearest(distances, row, k))
    const { intruders, hits } = compared(shown, byMatrix, row, byMatrix[near[k - 1]])
    all.intruders += intruders
    all.hits += hits
    all.missing += compared(near, onMap, row, onMap[shown[k - 1]]).intruders
    for (let drawn = 0; drawn < TRIPLETS; drawn++) {
      const one = random.below(n)
      const other = random.below(n)
      if (one === row || other === row || byMatrix[one] === byMatrix[other]) continue
      all.triplets++
      if (byMatrix[one] < byMatrix[other] === onMap[one] < onMap[other]) all.right++
    }
    if (judged % AT_A_TIME !== 0) continue
    work?.onProgress?.({ stage: 'Judging the map', done: row, total: n, unit: 'images' })
    await breathe()
    throwIfCancelled(work)
  }
  const most = (judged * k * (2 * n - 3 * k - 1)) / 2
  return {
    neighbours: k,
    trustworthiness: 1 - all.intruders / most,
    continuity: 1 - all.missing / most,
    recall: all.hits / (judged * k),
    triplets: all.triplets === 0 ? 1 : all.right / all.triplets
  }
}

/** Of some neighbours: how many are as near as the farthest one of another k, and by how many ranks the rest are beyond that. */
function compared(
  neighbours: number[],
  distances: Float32Array | Float64Array,
  row: number,
  farthest: number
): { hits: number; intruders: number } {
  let hits = 0
  let intruders = 0
  for (const neighbour of neighbours) {
    const distance = distances[neighbour]
    if (distance <= farthest) hits++
    else intruders += rankOf(distances, row, distance) - neighbours.length
  }
  return { hits, intruders }
}

/** The k nearest to a row, of equally near ones the first. */
export function nearest(distances: Float32Array | Float64Array, row: number, k: number): number[] {
  const list: number[] = []
  for (let other = 0; other < distances.length; other++) {
    if (other === row) continue
    const distance = distances[other]
    if (list.length === k && distance >= distances[list[k - 1]]) continue
    let at = list.length
    while (at > 0 && distances[list[at - 1]] > distance) at--
    list.splice(at, 0, other)
    if (list.length > k) list.pop()
  }
  return list
}

/** How many other rows are nearer, and one. */
function rankOf(distances: Float32Array | Float64Array, row: number, distance: number): number {
  let rank = 1
  for (let other = 0; other < distances.length; other++) if (other !== row && distances[other] < distance) rank++
  return rank
}
