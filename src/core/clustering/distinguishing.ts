import type { Distinguishing } from '../catalogue/stored/clustering.ts'
import { type CategoricalColumn, type FeatureTable, MISSING_LEVEL, type NumericColumn } from '../features/table.ts'
import { between } from '../sorted.ts'
import { isNumeric, isPresent } from './gower.ts'

/** Rows with a value, within a cluster and in all. */
interface Count {
  value: string
  inside: number
  all: number
}

type Ranked = Distinguishing & { score: number }

/**
 * The values that tell each cluster from the rest, the most telling first: of each column the value with the highest share ×
 * ln(share / share elsewhere), its part of the Kullback–Leibler divergence of the cluster from the rest. So a value must
 * be both common in the cluster and rarer elsewhere. Shares are smoothed by half a row for the ranking, so that a value
 * of a single row does not win by being unique.
 *
 * @param labels cluster of each row, 0 to k − 1
 * @param limit how many values of a cluster, at most; all by default
 * @returns by cluster
 */
export function distinguishing(
  table: FeatureTable,
  labels: ArrayLike<number>,
  k: number,
  limit = Infinity
): Distinguishing[][] {
  const sizes = new Uint32Array(k)
  for (let row = 0; row < table.rows; row++) sizes[labels[row]]++
  const found: Ranked[][] = Array.from(sizes, () => [])
  for (const column of table.columns) {
    const counts = isNumeric(column) ? numberCounts(column, labels, k) : levelCounts(column, labels, k)
    counts.forEach((candidates, cluster) => {
      const best = bestOf(column.name, candidates, sizes[cluster], table.rows)
      if (best) found[cluster].push(best)
    })
  }
  return found.map((values) =>
    values
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
      .map(({ keyword, value, share, shareElsewhere }) => ({ keyword, value, share, shareElsewhere }))
  )
}

function bestOf(keyword: string, candidates: Count[], size: number, rows: number): Ranked | undefined {
  const others = rows - size
  let best: Ranked | undefined
  for (const { value, inside, all } of candidates) {
    const smooth = (inside + 0.5) / (size + 1)
    const score = smooth * Math.log((smooth * (others + 1)) / (all - inside + 0.5))
    if (score <= (best?.score ?? 0)) continue
    const shareElsewhere = others === 0 ? 0 : (all - inside) / others
    best = { keyword, value, share: inside / size, shareElsewhere, score }
  }
  return best
}

function levelCounts({ codes, levels }: CategoricalColumn, labels: ArrayLike<number>, k: number): Count[][] {
  const all = new Uint32Array(levels.length)
  const inside = Array.from({ length: k }, () => new Map<number, number>())
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]
    if (code === MISSING_LEVEL) continue
    all[code]++
    const counts = inside[labels[row]]
    counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  return inside.map((counts) =>
    Array.from(counts, ([code, count]) => ({ value: levels[code], inside: count, all: all[code] }))
  )
}

/** For each cluster its most frequent number, and the range that holds the middle four fifths of its numbers. */
function numberCounts(column: NumericColumn, labels: ArrayLike<number>, k: number): Count[][] {
  const rows = Uint32Array.from(column.values.keys())
    .filter((row) => isPresent(column.values[row]))
    .sort((a, b) => column.values[a] - column.values[b])
  const all = Float64Array.from(rows, (row) => column.values[row])
  const inside: number[][] = Array.from({ length: k }, () => [])
  rows.forEach((row, at) => inside[labels[row]].push(all[at]))
  const write = (value: number): string => column.levels?.[value] ?? String(Number(value.toPrecision(6)))

  return inside.map((sorted) => {
    if (sorted.length === 0) return []
    const mode = mostFrequent(sorted)
    const counts: Count[] = [{ value: write(mode), inside: between(sorted, mode, mode), all: between(all, mode, mode) }]
    let low = sorted[Math.floor((sorted.length - 1) * 0.1)]
    let high = sorted[Math.ceil((sorted.length - 1) * 0.9)]
    if (low === high) return counts
    if (!column.levels) [low, high] = readable(low, high)
    const value = `${write(low)}–${write(high)}`
    counts.push({ value, inside: between(sorted, low, high), all: between(all, low, high) })
    return counts
  })
}

function mostFrequent(sorted: ArrayLike<number>): number {
  let best = sorted[0]
  let most = 0
  for (let at = 0, run = 0; at < sorted.length; at++) {
    run = at > 0 && sorted[at] === sorted[at - 1] ? run + 1 : 1
    if (run > most) {
      most = run
      best = sorted[at]
    }
  }
  return best
}

/** The range, widened to bounds of no more digits than tell them apart. */
function readable(low: number, high: number): [number, number] {
  const step = 10 ** Math.floor(Math.log10((high - low) / 10))
  const round = (value: number): number => Number((value * step).toPrecision(12))
  return [round(Math.floor(low / step)), round(Math.ceil(high / step))]
}
