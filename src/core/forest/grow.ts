import type { Random } from '../random.ts'
import { type BinnedTable, MISSING_BIN } from './bins.ts'
import { LEAF, MISSING_TO_FIRST, type Tree, UNKNOWN_TO_FIRST } from './tree.ts'

const BINS = 256

/** What trees grow on. */
interface Grown {
  table: BinnedTable
  /** Of each row, from 0 to count − 1. */
  classes: Uint16Array
  count: number
}

interface Split {
  feature: number
  threshold: number
  missingFirst: boolean
  /** To be maximised: the sum over both sides of Σ (class count)² / count, which is Gini's impurity turned round. */
  score: number
}

/**
 * Grows classification trees (Breiman et al., Classification and Regression Trees, 1984) for a random forest (Breiman, Machine Learning 45,
 * 2001): fully, by Gini's impurity, each split the best of √columns columns drawn at random. Missing values have a branch of their own
 * choice: each threshold is tried with them on either side, and so is the split between them and all others.
 */
export class Grower {
  private readonly grown: Grown
  private readonly tried: number
  private readonly rows: Int32Array
  private readonly weights: Uint16Array
  private readonly histogram: Int32Array
  private readonly perBin = new Int32Array(BINS)
  private readonly touched = new Uint8Array(BINS)
  /** The number of a class among those of a node. */
  private readonly localOf: Int32Array
  private readonly present: Int32Array
  private readonly all: Int32Array
  private readonly first: Int32Array
  private readonly missing: Int32Array
  private readonly order: Uint16Array
  private readonly spare: Int32Array

  constructor(grown: Grown) {
    const { table, count } = grown
    this.grown = grown
    this.tried = Math.max(1, Math.floor(Math.sqrt(table.columns)))
    this.rows = new Int32Array(table.rows)
    this.spare = new Int32Array(table.rows)
    this.weights = new Uint16Array(table.rows)
    this.histogram = new Int32Array(BINS * count)
    this.localOf = new Int32Array(count)
    this.present = new Int32Array(count)
    this.all = new Int32Array(count)
    this.first = new Int32Array(count)
    this.missing = new Int32Array(count)
    this.order = Uint16Array.from({ length: table.columns }, (_, column) => column)
  }

  /** A tree on as many rows as there are, drawn with replacement. */
  grow(random: Random): Tree {
    const { table, count } = this.grown
    this.weights.fill(0)
    for (let i = 0; i < table.rows; i++) this.weights[random.below(table.rows)]++
    let drawn = 0
    for (let row = 0; row < table.rows; row++) if (this.weights[row] > 0) this.rows[drawn++] = row
    const tree = new TreeBuilder()
    const open = [{ node: tree.add(), from: 0, to: drawn }]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { node, from, to } = next
      const kinds = this.countClasses(from, to)
      let weight = 0
      for (let k = 0; k < kinds; k++) weight += this.all[k]
      tree.weight[node] = weight
      const split = kinds > 1 ? this.bestSplit(from, to, kinds, weight, random) : null
      if (split === null) {
        if (kinds === 1) tree.outcome[node] = this.present[0]
        else {
          const shares = new Float32Array(count)
          for (let k = 0; k < kinds; k++) shares[this.present[k]] = this.all[k] / weight
          tree.mixed(node, shares)
        }
        continue
      }
      const middle = this.partition(from, to, split)
      const child = tree.add()
      tree.add()
      tree.feature[node] = split.feature
      tree.threshold[node] = split.threshold
      tree.child[node] = child
      const isFirstLarger = 2 * (middle - from) >= to - from
      tree.toFirst[node] = (split.missingFirst ? MISSING_TO_FIRST : 0) | (isFirstLarger ? UNKNOWN_TO_FIRST : 0)
      open.push({ node: child + 1, from: middle, to }, { node: child, from, to: middle })
    }
    return tree.build()
  }

  /** Numbers the classes of some rows in `localOf` and `present`, and counts them in `all`. @returns how many there are */
  private countClasses(from: number, to: number): number {
    const { rows, weights, localOf, present, all } = this
    const { classes } = this.grown
    let kinds = 0
    localOf.fill(-1)
    for (let i = from; i < to; i++) {
      const row = rows[i]
      const own = classes[row]
      let local = localOf[own]
      if (local < 0) {
        local = localOf[own] = kinds
        present[kinds] = own
        all[kinds++] = 0
      }
      all[local] += weights[row]
    }
    return kinds
  }

  /** As many columns as are tried, and further ones as long as none parts the rows. */
  private bestSplit(from: number, to: number, kinds: number, weight: number, random: Random): Split | null {
    const { order } = this
    const best: Split = { feature: LEAF, threshold: 0, missingFirst: false, score: -1 }
    for (let tried = 0; tried < order.length; tried++) {
      if (tried >= this.tried && best.feature !== LEAF) break
      const at = tried + random.below(order.length - tried)
      const feature = order[at]
      order[at] = order[tried]
      order[tried] = feature
      this.tryFeature(feature, from, to, kinds, weight, best)
    }
    return best.feature === LEAF ? null : best
  }

  private tryFeature(feature: number, from: number, to: number, kinds: number, weight: number, best: Split): void {
    const { rows, weights, localOf, histogram, perBin, touched, all, first, missing } = this
    const { classes, table } = this.grown
    const { bins } = table
    const offset = feature * table.rows
    let distinct = 0
    for (let i = from; i < to; i++) {
      const row = rows[i]
      const bin = bins[offset + row]
      const rowWeight = weights[row]
      if (perBin[bin] === 0) touched[distinct++] = bin
      perBin[bin] += rowWeight
      histogram[bin * kinds + localOf[classes[row]]] += rowWeight
    }
    if (distinct > 1) {
      const met = touched.subarray(0, distinct)
      met.sort()
      const hasMissing = met[0] === MISSING_BIN
      const lacking = hasMissing ? perBin[MISSING_BIN] : 0
      // Σ count² of: the first side, the second side, and each without or with the missing values.
      let firstAlone = 0
      let firstWith = 0
      let secondAlone = 0
      let secondWith = 0
      for (let k = 0; k < kinds; k++) {
        first[k] = 0
        missing[k] = hasMissing ? histogram[k] : 0
        firstWith += missing[k] * missing[k]
        secondWith += all[k] * all[k]
        secondAlone += (all[k] - missing[k]) * (all[k] - missing[k])
      }
      let before = 0
      for (let at = hasMissing ? 1 : 0; at < distinct; at++) {
        const bin = met[at]
        before += perBin[bin]
        for (let k = 0; k < kinds; k++) {
          const count = histogram[bin * kinds + k]
          if (count === 0) continue
          const own = first[k]
          const left = own + missing[k]
          const right = all[k] - own
          const rightAlone = right - missing[k]
          firstAlone += count * (2 * own + count)
          firstWith += count * (2 * left + count)
          secondWith += count * (count - 2 * right)
          secondAlone += count * (count - 2 * rightAlone)
          first[k] = own + count
        }
        const isLast = at === distinct - 1
        // Missing values on the second side; of the last bin it parts them from all others.
        if (!isLast || hasMissing) {
          const score = firstAlone / before + secondWith / (weight - before)
          if (score > best.score) take(best, feature, bin, false, score)
        }
        if (hasMissing && !isLast) {
          const score = firstWith / (before + lacking) + secondAlone / (weight - before - lacking)
          if (score > best.score) take(best, feature, bin, true, score)
        }
      }
    }
    for (let at = 0; at < distinct; at++) {
      const bin = touched[at]
      perBin[bin] = 0
      histogram.fill(0, bin * kinds, (bin + 1) * kinds)
    }
  }

  /** Brings the rows of the first side to the front, each side in its order. @returns where the second side begins */
  private partition(from: number, to: number, { feature, threshold, missingFirst }: Split): number {
    const { rows, spare } = this
    const { bins, rows: stride } = this.grown.table
    const offset = feature * stride
    let first = from
    let second = 0
    for (let i = from; i < to; i++) {
      const row = rows[i]
      const bin = bins[offset + row]
      if (bin === MISSING_BIN ? missingFirst : bin <= threshold) rows[first++] = row
      else spare[second++] = row
    }
    rows.set(spare.subarray(0, second), first)
    return first
  }
}

function take(best: Split, feature: number, threshold: number, missingFirst: boolean, score: number): void {
  best.feature = feature
  best.threshold = threshold
  best.missingFirst = missingFirst
  best.score = score
}

class TreeBuilder {
  readonly feature: number[] = []
  readonly threshold: number[] = []
  readonly toFirst: number[] = []
  readonly child: number[] = []
  readonly weight: number[] = []
  readonly outcome: number[] = []
  private readonly shares: Float32Array[] = []

  /** @returns the number of a new leaf */
  add(): number {
    this.threshold.push(0)
    this.toFirst.push(0)
    this.child.push(0)
    this.weight.push(0)
    this.outcome.push(0)
    return this.feature.push(LEAF) - 1
  }

  /** Makes a node a leaf of several classes. */
  mixed(node: number, shares: Float32Array): void {
    this.outcome[node] = -this.shares.push(shares)
  }

  build(): Tree {
    const width = this.shares[0]?.length ?? 0
    const shares = new Float32Array(this.shares.length * width)
    this.shares.forEach((each, at) => shares.set(each, at * width))
    return {
      feature: Int16Array.from(this.feature),
      threshold: Uint8Array.from(this.threshold),
      toFirst: Uint8Array.from(this.toFirst),
      child: Uint32Array.from(this.child),
      weight: Uint32Array.from(this.weight),
      outcome: Int32Array.from(this.outcome),
      shares
    }
  }
}
