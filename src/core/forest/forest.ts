import type { FeatureTable } from '../features/table.ts'
import { Random } from '../random.ts'
import { breathe, throwIfCancelled, type Work } from '../work.ts'
import { binned, type BinnedTable, type ColumnBins, fitBins, MISSING_BIN, UNKNOWN_BIN } from './bins.ts'
import { Grower } from './grow.ts'
import { LEAF, MISSING_TO_FIRST, type Tree, UNKNOWN_TO_FIRST } from './tree.ts'

/** Trees of a forest, where nobody says how many. */
const TREES = 50

/** A random forest for classification (Breiman, Machine Learning 45, 2001) on a table of numbers, categories and missing values. */
export interface Forest {
  bins: readonly ColumnBins[]
  /** How many classes there are. */
  classes: number
  trees: readonly Tree[]
}

/** Rows that go through the trees together: their bins stay in the processor's cache. */
const ROWS_AT_A_TIME = 1024

/**
 * Fits a forest. The same seed gives the same forest on every machine.
 * @param classes of the rows, from 0 to count − 1; count at most 65,535
 * @throws CancelledError
 */
export async function fitForest(
  table: FeatureTable,
  classes: Uint16Array,
  count: number,
  { seed, trees: wanted = TREES }: { seed: number; trees?: number },
  work?: Work
): Promise<Forest> {
  const bins = fitBins(table)
  const grower = new Grower({ table: binned(table, bins), classes, count })
  const trees: Tree[] = []
  for (let tree = 0; tree < wanted; tree++) {
    await breathe()
    throwIfCancelled(work)
    trees.push(grower.grow(new Random(seed, tree)))
  }
  return { bins, classes: count, trees }
}

/** The mean of the class shares in the leaves that a row comes to. @returns rows × classes, row by row; each row's sum is 1 */
export function predict(forest: Forest, table: FeatureTable): Float32Array {
  const { rows, bins } = binned(table, forest.bins)
  const { classes, trees } = forest
  const shares = new Float32Array(rows * classes)
  const part = 1 / trees.length
  for (let from = 0; from < rows; from += ROWS_AT_A_TIME) {
    const to = Math.min(from + ROWS_AT_A_TIME, rows)
    for (const tree of trees) {
      for (let row = from; row < to; row++) {
        const outcome = tree.outcome[leafOf(tree, bins, rows, row)]
        if (outcome >= 0) shares[row * classes + outcome] += part
        else {
          const place = (-1 - outcome) * classes
          for (let c = 0; c < classes; c++) shares[row * classes + c] += part * tree.shares[place + c]
        }
      }
    }
  }
  return shares
}

function leafOf({ feature, threshold, toFirst, child }: Tree, bins: Uint8Array, rows: number, row: number): number {
  let node = 0
  for (let asked = feature[node]; asked !== LEAF; asked = feature[node]) {
    node = child[node] + secondChild(bins[asked * rows + row], threshold[node], toFirst[node])
  }
  return node
}

/** 1 where a bin goes to the second child, else 0. */
function secondChild(bin: number, threshold: number, toFirst: number): number {
  if (bin === MISSING_BIN) return toFirst & MISSING_TO_FIRST ? 0 : 1
  if (bin === UNKNOWN_BIN) return toFirst & UNKNOWN_TO_FIRST ? 0 : 1
  return bin <= threshold ? 0 : 1
}

/**
 * What each column adds to the share of a class, along the ways through the trees (Saabas 2014; Palczewska et al., Integration of Reusable
 * Systems, 2014): the sum over all columns and the share of the class at the roots is the share that `predict` gives.
 * @param rows of the table that are explained
 * @param wanted the class of each of them
 * @returns rows × columns, row by row
 */
export function contributions(forest: Forest, table: FeatureTable, wanted: Uint16Array): Float32Array {
  const data = binned(table, forest.bins)
  const found = new Float32Array(data.rows * data.columns)
  for (const tree of forest.trees) addContributions(tree, forest, data, wanted, found)
  return found
}

function addContributions(
  tree: Tree,
  { classes, trees }: Forest,
  { rows, columns, bins }: BinnedTable,
  wanted: Uint16Array,
  found: Float32Array
): void {
  const byClass = Map.groupBy(wanted.keys(), (row) => wanted[row])
  for (const [kind, some] of byClass) {
    const shares = sharesOf(tree, kind, classes)
    for (const row of some) {
      let node = 0
      for (let asked = tree.feature[node]; asked !== LEAF; asked = tree.feature[node]) {
        const second = secondChild(bins[asked * rows + row], tree.threshold[node], tree.toFirst[node])
        const next = tree.child[node] + second
        found[row * columns + asked] += (shares[next] - shares[node]) / trees.length
        node = next
      }
    }
  }
}

/** The share of a class in each node. */
function sharesOf({ feature, child, weight, outcome, shares }: Tree, kind: number, classes: number): Float64Array {
  const found = new Float64Array(feature.length)
  // Children come behind their parents.
  for (let node = feature.length - 1; node >= 0; node--) {
    if (feature[node] === LEAF) {
      found[node] = outcome[node] >= 0 ? Number(outcome[node] === kind) : shares[(-1 - outcome[node]) * classes + kind]
    } else {
      const first = child[node]
      found[node] = (found[first] * weight[first] + found[first + 1] * weight[first + 1]) / weight[node]
    }
  }
  return found
}
