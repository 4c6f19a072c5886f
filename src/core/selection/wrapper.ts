import { gowerDissimilarity, gowerModel } from '../clustering/gower.ts'
import { kMedoids } from '../clustering/kmedoids.ts'
import { DissimilarityMatrix } from '../clustering/matrix.ts'
import type { RankedTag, RankingTask } from '../features/rank.ts'
import { Random, sampleRanks } from '../random.ts'
import { throwIfCancelled, type Work } from '../work.ts'
import { stabilityOf, subsetsOf } from './stability.ts'

/** Each step clusters for every tag that is left: so few images, tags, clusters and subsets keep the search within a minute or two. */
const IMAGES = 500
const TAGS = 100
const CLUSTERS = 15
const SUBSETS = 3
const SEED = 1

/**
 * Sequential forward search (Whitney, IEEE Trans. Computers 20, 1971) for stable clusters, as a wrapper (Dy and Brodley, JMLR 5,
 * 2004): starting from the tags that become features anyway, it takes the one with which the clusters of three subsets of 80 %
 * of 500 images agree best, for K = 15; again and again, until as many are taken as are wanted. Of equally good ones the first is
 * taken. Only the first 100 tags are tried.
 * @returns places of the tags from `included` on: those taken, in this order, then the others as they came
 * @throws MedoidError `memory-exhausted`; CancelledError
 */
export async function forwardSearch({ images, tags, included, wanted }: RankingTask, work?: Work): Promise<number[]> {
  const sample = sampleRanks(images.length, IMAGES, new Random(SEED)).sort()
  const pairs = tags.slice(0, included + TAGS).map((tag) => pairsOf(tag, sample))
  const left = Array.from({ length: pairs.length - included }, (_, at) => included + at)
  const steps = Math.min(left.length, Math.max(0, wanted - included))
  const taken: number[] = []
  const search = new Search(sample.length)
  try {
    for (let place = 0; place < included; place++) search.take(pairs[place])
    while (taken.length < steps) {
      let best = { at: 0, stability: -Infinity }
      for (const [at, place] of left.entries()) {
        throwIfCancelled(work)
        work?.onProgress?.({ stage: 'Ranking tags', done: taken.length, total: steps, unit: 'tags' })
        const stability = await search.stabilityWith(pairs[place], work)
        if (stability > best.stability) best = { at, stability }
      }
      const [place] = left.splice(best.at, 1)
      search.take(pairs[place])
      taken.push(place)
    }
  } finally {
    await search.close()
  }
  const isTaken = new Set(taken)
  return [...taken, ...Array.from(tags.keys()).filter((place) => place >= included && !isTaken.has(place))]
}

/** What the columns of a tag say of each pair of rows i < j, one row after another: their dissimilarities added up, and how many have one. */
interface Pairs {
  sum: Float32Array
  count: Uint8Array
}

function pairsOf({ columns }: RankedTag, sample: Uint32Array): Pairs {
  const n = sample.length
  const sum = new Float32Array((n * (n - 1)) / 2)
  const count = new Uint8Array(sum.length)
  for (const column of columns) {
    const table = { rows: 0, columns: [column] }
    const dissimilarity = gowerDissimilarity(table, gowerModel(table))
    let pair = 0
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++, pair++) {
        const d = dissimilarity(sample[i], sample[j])
        if (Number.isNaN(d)) continue
        sum[pair] += d
        count[pair]++
      }
    }
  }
  return { sum, count }
}

/** The tags taken so far, as Gower's coefficient of each pair, and a matrix for each subset. */
class Search {
  private readonly n: number
  private readonly sum: Float32Array
  private readonly count: Uint16Array
  private readonly subsets: Uint32Array[]
  private readonly matrices: DissimilarityMatrix[]
  private readonly distances: Float32Array

  constructor(n: number) {
    this.n = n
    this.sum = new Float32Array((n * (n - 1)) / 2)
    this.count = new Uint16Array(this.sum.length)
    this.distances = new Float32Array(n * n)
    this.subsets = subsetsOf(n, SUBSETS, new Random(SEED, 1))
    this.matrices = this.subsets.map(({ length }) => DissimilarityMatrix.of(new Float32Array(length ** 2), CLUSTERS))
  }

  take(pairs: Pairs): void {
    for (let pair = 0; pair < this.sum.length; pair++) {
      this.sum[pair] += pairs.sum[pair]
      this.count[pair] += pairs.count[pair]
    }
  }

  /** Of the clusters that the tags taken and another one make. */
  async stabilityWith(pairs: Pairs, work?: Work): Promise<number> {
    const { n, subsets, matrices } = this
    this.measure(pairs)
    const labellings: Uint16Array[] = []
    for (const [s, subset] of subsets.entries()) {
      subset.forEach((from, i) => {
        const row = matrices[s].row(i)
        for (let j = 0; j < subset.length; j++) row[j] = this.distances[from * n + subset[j]]
      })
      const k = Math.min(CLUSTERS, subset.length - 1)
      const [{ labels }] = await kMedoids(matrices[s], [k], { restarts: 1 }, { signal: work?.signal })
      labellings.push(labels)
    }
    return stabilityOf(n, subsets, labellings)
  }

  /** √(1 − S), 1 where two rows have no tag in common. */
  private measure(pairs: Pairs): void {
    const { n, sum, count, distances } = this
    let pair = 0
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++, pair++) {
        const columns = count[pair] + pairs.count[pair]
        const distance = columns === 0 ? 1 : Math.sqrt((sum[pair] + pairs.sum[pair]) / columns)
        distances[i * n + j] = distances[j * n + i] = distance
      }
    }
  }

  async close(): Promise<void> {
    for (const matrix of this.matrices) await matrix.close()
  }
}
