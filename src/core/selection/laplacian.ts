import { gowerModel, hasValue, isNumeric } from '../clustering/gower.ts'
import { DissimilarityMatrix } from '../clustering/matrix.ts'
import type { RankingTask } from '../features/rank.ts'
import type { FeatureColumn } from '../features/table.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'

/** Neighbours of each image, as in the paper. */
const NEIGHBOURS = 5

/** Pairs of similar rows, each once, with their similarity. */
interface SimilarityGraph {
  rows: number
  from: Uint32Array
  to: Uint32Array
  similarity: Float64Array
}

/**
 * The Laplacian score of each tag (He, Cai and Niyogi, NIPS 2005): how much it differs between neighbours beside how much it
 * differs at all. The graph is that of Gower's similarities of all tags, see `similarityGraph`. A tag of several columns has the
 * mean of theirs.
 * @returns a score for each tag, 0 or more; the lower the better; Infinity where a tag has no say
 * @throws MedoidError `memory-exhausted`; CancelledError
 */
export async function laplacianScores(
  { images, tags }: Pick<RankingTask, 'images' | 'tags'>,
  work?: Work
): Promise<Float64Array> {
  const table = { rows: images.length, columns: tags.flatMap(({ columns }) => columns) }
  const silent = { signal: work?.signal }
  const matrix = await DissimilarityMatrix.gower(table, gowerModel(table), 1, { root: false }, silent)
  let graph: SimilarityGraph
  try {
    graph = similarityGraph(matrix.n, (row) => matrix.row(row), NEIGHBOURS)
  } finally {
    await matrix.close()
  }
  const scores = new Float64Array(tags.length)
  for (const [t, { columns }] of tags.entries()) {
    throwIfCancelled(work)
    work?.onProgress?.({ stage: 'Ranking tags', done: t, total: tags.length, unit: 'tags' })
    const ofColumns = columns.map((column) => laplacianScore(graph, column))
    scores[t] = ofColumns.reduce((sum, score) => sum + score, 0) / columns.length
    await breathe()
  }
  return scores
}

/**
 * Two rows are joined if one is among the `neighbours` nearest of the other; all that are as near as the last of these count, so
 * that the graph does not depend on the order of the rows. An edge has the similarity S = 1 − d.
 * @param row dissimilarities of a row to all rows, from 0 to 1
 */
export function similarityGraph(rows: number, row: (at: number) => Float32Array, neighbours: number): SimilarityGraph {
  const reach = Float64Array.from({ length: rows }, (_, at) => {
    const others = row(at).filter((_, other) => other !== at)
    return others.sort()[Math.min(neighbours, others.length) - 1] ?? 0
  })
  const from: number[] = []
  const to: number[] = []
  const similarity: number[] = []
  for (let i = 0; i < rows; i++) {
    const distances = row(i)
    for (let j = i + 1; j < rows; j++) {
      const distance = distances[j]
      if (distance >= 1 || (distance > reach[i] && distance > reach[j])) continue
      from.push(i)
      to.push(j)
      similarity.push(1 - distance)
    }
  }
  return { rows, from: Uint32Array.from(from), to: Uint32Array.from(to), similarity: Float64Array.from(similarity) }
}

/**
 * L = f̃ᵀ L f̃ / f̃ᵀ D f̃ (equation 2 there), f̃ being f less its mean weighted by D: Σ S (fᵢ − fⱼ)² over the edges beside the weighted
 * variance. Categories are one indicator a level, of which both sums are added up, as spectral selection for mixed data has
 * them (Solorio-Fernández et al., Pattern Recognition 72, 2017). Rows without a value are left out, with their edges.
 * @returns Infinity where all rows of the graph that have a value have the same one
 */
export function laplacianScore({ rows, from, to, similarity }: SimilarityGraph, column: FeatureColumn): number {
  const isNominal = !isNumeric(column)
  const values: ArrayLike<number> = isNominal ? column.codes : column.values
  const degree = new Float64Array(rows)
  let rough = 0
  for (let edge = 0; edge < from.length; edge++) {
    const [i, j] = [from[edge], to[edge]]
    if (!hasValue(column, i) || !hasValue(column, j)) continue
    degree[i] += similarity[edge]
    degree[j] += similarity[edge]
    // Of two indicators one is 1 here and 0 there, the other the reverse.
    rough += similarity[edge] * (isNominal ? (values[i] === values[j] ? 0 : 2) : (values[i] - values[j]) ** 2)
  }
  const spread = isNominal ? spreadOfLevels(values, degree, column.levels.length) : spreadOfNumbers(values, degree)
  return spread > 0 ? rough / spread : Infinity
}

/** Σ over the levels of f̃ᵀ D f̃ = Σ (d_l − d_l² / d), d_l being the degrees of a level added up. */
function spreadOfLevels(codes: ArrayLike<number>, degree: Float64Array, levels: number): number {
  const ofLevel = new Float64Array(levels)
  degree.forEach((d, row) => {
    if (d > 0) ofLevel[codes[row]] += d
  })
  const all = ofLevel.reduce((sum, d) => sum + d, 0)
  return ofLevel.reduce((sum, d) => sum + (d === all ? 0 : d - d ** 2 / all), 0)
}

function spreadOfNumbers(values: ArrayLike<number>, degree: Float64Array): number {
  let all = 0
  let sum = 0
  degree.forEach((d, row) => {
    if (d === 0) return
    all += d
    sum += d * values[row]
  })
  const centre = sum / all
  return degree.reduce((spread, d, row) => (d === 0 ? spread : spread + d * (values[row] - centre) ** 2), 0)
}
