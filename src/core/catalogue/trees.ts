import type { Database } from 'better-sqlite3'
import { arrayOf, bytesOf } from './blobs.ts'
import { inserter, placeOf, sound } from './checksums.ts'
import type { ClusteringName } from './clustering-name.ts'
import { editedUpTo } from './edited.ts'
import { clusterIds, sampleOfRun } from './runs.ts'
import { schemaVersion } from './schema-version.ts'
import { damagedDocument, type Owner, readDocument, writeDocument } from './stored/document.ts'
import { toppedMerges, TREE_REPORT, type TreeReport } from './stored/tree.ts'

/**
 * A tree as it is stored: n leaves and n − 1 merges in the order of their heights. Nodes have numbers: 0 to n − 1 are the leaves, n + i is
 * what merge i makes.
 */
export interface StoredTree {
  run: number
  /** 0: the leaves are the rows of the run's sample; else they are the clusters of the clustering `run.k`. */
  k: number
  created: string
  /** Version of the program that made it. */
  program: string
  /** The two nodes of each merge, the one with the smaller number left. */
  left: Uint32Array
  right: Uint32Array
  /** How far apart they are; never below that of the merge before. */
  height: Float64Array
  /**
   * Instance ids of the medoids of all nodes that are clusters of some cut from 1 to MOST_CUTS: of the root, then of the left and
   * of the right node of each merge, from the last merge down. `prototypeOf` reads them.
   */
  prototypes: Uint32Array
  result: TreeReport
}

/** The migration that made the table. */
const SINCE = 6

/** Stores a tree in the place of the one that was there, all of it or nothing. */
export function saveTree(db: Database, tree: Omit<StoredTree, 'created'>): void {
  const { run, k, program, left, right, height, prototypes, result } = tree
  inserter(
    db,
    'tree',
    'INSERT OR REPLACE'
  )({
    run,
    k,
    created: new Date().toISOString(),
    program,
    left: bytesOf(left),
    right: bytesOf(right),
    height: bytesOf(height),
    prototypes: bytesOf(prototypes),
    result: writeDocument(TREE_REPORT, result, 'result')
  })
}

/**
 * The tree of a run's sample (k = 0), or the one over the clusters of `run.k`; null where there is none.
 * @throws MedoidError `catalogue-damaged`, `document-damaged`, `document-newer`
 */
export function loadTree(db: Database, run: number, k: number): StoredTree | null {
  if (!isThere(db)) return null
  const row = db.prepare('SELECT * FROM tree WHERE run = ? AND k = ?').get(run, k) as Row | undefined
  if (row === undefined) return null
  sound('tree', row)
  const owner: Owner = { kind: 'tree', name: k === 0 ? run : `${run}.${k}` }
  const tree = {
    run,
    k,
    created: row.created as string,
    program: row.program as string,
    left: arrayOf(Uint32Array, row.left, placeOf('tree', row, ['left'])),
    right: arrayOf(Uint32Array, row.right, placeOf('tree', row, ['right'])),
    height: arrayOf(Float64Array, row.height, placeOf('tree', row, ['height'])),
    prototypes: arrayOf(Uint32Array, row.prototypes, placeOf('tree', row, ['prototypes'])),
    result: readDocument(TREE_REPORT, row.result, owner, 'result')
  }
  const sample = sampleOfRun(db, run)
  const { edit } = tree.result
  const leaves = edit === 0 ? clusterIds(db, { run, k, method: true }) : leafIds(tree)!
  checkTree(tree, k === 0 ? sample.length : leaves.length, sample, owner)
  return tree
}

/** Numbers of the clusters that are the leaves of a tree; null where those are the rows of the sample. */
export function leafIds({ k, result }: Pick<StoredTree, 'k' | 'result'>): number[] | null {
  return k === 0 ? null : (result.leafClusters ?? [...Array(k).keys()])
}

/**
 * The tree that tells of a clustering: that of the run's sample, or else the one over its clusters; where people changed these, the other way
 * round, as they are no cut of the sample's tree then.
 * @returns `isStale`: there is one over the clusters as they were before a change
 */
export function treeFor(db: Database, name: ClusteringName): { tree: StoredTree | null; isStale: boolean } {
  const edit = editedUpTo(db, name)
  const ofSample = loadTree(db, name.run, 0)
  if (edit === 0 && ofSample !== null) return { tree: ofSample, isStale: false }
  const ofClusters = loadTree(db, name.run, name.k)
  if (ofClusters?.result.edit === edit) return { tree: ofClusters, isStale: false }
  return { tree: ofSample, isStale: ofClusters !== null }
}

/** K of the trees of a run, ascending: 0 is the tree of its sample. */
export function treesOf(db: Database, run: number): number[] {
  return isThere(db) ? (db.prepare('SELECT k FROM tree WHERE run = ? ORDER BY k').pluck().all(run) as number[]) : []
}

/**
 * The medoid of a node, as an instance id.
 * @param node the root, or one of either side of the last MOST_CUTS − 1 merges; of any other nothing is kept
 */
export function prototypeOf({ left, right, prototypes }: StoredTree, node: number): number | undefined {
  const merges = left.length
  if (node === 2 * merges) return prototypes[0]
  for (let above = 0; above < toppedMerges(merges + 1); above++) {
    const merge = merges - 1 - above
    if (left[merge] === node) return prototypes[1 + 2 * above]
    if (right[merge] === node) return prototypes[2 + 2 * above]
  }
  return undefined
}

type Row = Record<string, unknown>

function isThere(db: Database): boolean {
  return schemaVersion(db) >= SINCE
}

/** Nodes are places in lists, and have to be in them; and whoever follows them has to come to an end. */
function checkTree(tree: StoredTree, leaves: number | null | undefined, sample: Uint32Array, owner: Owner): void {
  const { left, right, height, prototypes, result } = tree
  const merges = height.length
  const topped = toppedMerges(merges + 1)
  const isIn = new Set(sample)
  const problems: [isSo: () => boolean, problem: string][] = [
    [
      () => merges + 1 !== leaves || merges < 1,
      `its merges have to be ${(leaves ?? 0) - 1}, one fewer than its leaves`
    ],
    [() => left.length !== merges || right.length !== merges, `left and right have to be ${merges}, as many as height`],
    [() => !isProper(left, right), 'left and right have to be nodes that an earlier merge has made, each of them once'],
    [() => !isAscending(height), 'height has to ascend, from 0 or more'],
    [() => prototypes.length !== 1 + 2 * topped, 'prototypes have to be those of its cuts'],
    [
      // Clusters that people made may have no image of the sample.
      () => result.edit === 0 && prototypes.some((instance) => !isIn.has(instance)),
      'prototypes have to be images of the sample'
    ],
    [() => result.leaves !== merges + 1, `result.leaves has to be ${merges + 1}`],
    [
      () => result.cuts.length !== topped || result.cuts.some(({ k }, at) => k !== at + 2),
      `result.cuts have to be those from 2 to ${topped + 1}`
    ]
  ]
  const found = problems.find(([isSo]) => isSo())
  if (found !== undefined) throw damagedDocument(owner, found[1])
}

function isProper(left: Uint32Array, right: Uint32Array): boolean {
  const n = left.length + 1
  const isMerged = new Uint8Array(2 * n - 1)
  for (let merge = 0; merge < n - 1; merge++) {
    const [one, other] = [left[merge], right[merge]]
    if (one >= other || other >= n + merge || isMerged[one] === 1 || isMerged[other] === 1) return false
    isMerged[one] = isMerged[other] = 1
  }
  return true
}

function isAscending(height: Float64Array): boolean {
  let before = 0
  for (const each of height) {
    // Not so where it is no number.
    if (!(each >= before && each < Infinity)) return false
    before = each
  }
  return true
}
