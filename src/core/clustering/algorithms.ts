import { count } from '../../messages/format.ts'
import type { Linkage } from '../catalogue/stored/tree.ts'
import { MedoidError } from '../errors.ts'
import { MOST_ROWS, MOST_SAMPLE } from './limits.ts'

/**
 * How one start goes: `pam` from the medoids of BUILD with best swaps; `fasterpam` from random ones, and `fasterpam-ward` from
 * those of a cut of Ward's tree, with eager swaps; `cut` is a cut of a tree as it is; `fastermsc` from random ones, with eager swaps
 * that raise the medoid silhouette; `onebatchpam` from random ones, with eager swaps that are judged by a batch of rows.
 */
type StartKind = 'pam' | 'fasterpam' | 'fasterpam-ward' | 'cut' | 'fastermsc' | 'onebatchpam'

const RANDOM: ReadonlySet<StartKind> = new Set(['fasterpam', 'fastermsc', 'onebatchpam'])

/** A way to find medoids. CONTRIBUTING.md says how to add one. */
export interface Algorithm {
  name: string
  /** In a list. */
  label: string
  /** In a sentence, for the command line. */
  help: string
  /**
   * The starts for each K, of which the best counts.
   * @param restarts how many are asked for, at least 1
   * @param randomOnly leaves out those that are the same for every seed, where there are others
   */
  starts(restarts: number, randomOnly: boolean): StartKind[]
  /** Of an algorithm whose clusters are the cuts of one tree: how far apart two clusters are. */
  linkage?: Linkage
  /** Set where it searches for a high silhouette, so that silhouettes are no judge of its clusters: see `sweepRemarks`. */
  raisesSilhouette?: true
  /** Set where it compares rows with a batch of them (`BatchedRows`), not with each other: `MOST_SAMPLE` of them instead of `MOST_ROWS`. */
  isBatched?: true
}

/** PAM's start and random ones, as many as are asked for. */
function usualStarts(restarts: number, randomOnly: boolean): StartKind[] {
  return Array.from({ length: restarts }, (_, start) => (start === 0 && !randomOnly ? 'pam' : 'fasterpam'))
}

/** Cuts of a tree, which are the same for every seed. */
function cutsOf(linkage: Linkage): Pick<Algorithm, 'starts' | 'linkage'> {
  return { starts: () => ['cut'], linkage }
}

/**
 * `pam`: BUILD and best swaps (Kaufman and Rousseeuw 1990, chapter 2); `fasterpam`: that, and eager swaps from random medoids
 * (Schubert and Rousseeuw, Information Systems 101, 2021), so that it is never worse; `fasterpam-ward`: these, and eager swaps
 * from Ward's medoids, so that it is never worse than either; `fastermsc`: eager swaps for the medoid silhouette (Lenssen and Schubert,
 * Information Systems 120, 2024); `onebatchpam`: swaps judged by a batch (de Mathelin et al. 2025, arXiv 2501.19285), which needs no full
 * matrix; the others: cuts of a tree (see `agglomerative`), whose medoids need not be the nearest ones. The first is the default.
 */
export const ALGORITHMS: readonly Algorithm[] = [
  {
    name: 'fasterpam',
    label: 'FasterPAM',
    help: 'PAM, and fast swaps from random starts',
    starts: usualStarts
  },
  {
    name: 'pam',
    label: 'PAM, as in the paper (slow)',
    help: 'BUILD and best swaps',
    starts: () => ['pam']
  },
  {
    name: 'fasterpam-ward',
    label: "FasterPAM, also from Ward's medoids",
    help: "fasterpam, and fast swaps from the medoids of ward's branches",
    starts: (restarts, randomOnly) => [
      ...usualStarts(restarts, randomOnly),
      ...(randomOnly ? [] : ['fasterpam-ward' as const])
    ]
  },
  {
    name: 'fastermsc',
    label: 'FasterMSC (searches for high silhouettes)',
    help: 'fast swaps that raise the medoid silhouette, nearly what clusters are judged by, so that no K is called the best',
    starts: (restarts) => Array.from({ length: restarts }, () => 'fastermsc'),
    raisesSilhouette: true
  },
  {
    name: 'onebatchpam',
    label: 'OneBatchPAM (large samples)',
    help: `fast swaps from random starts, judged by 100 · ln(K · images) of the images; the only one for more than ${count(MOST_ROWS)} images`,
    starts: (restarts) => Array.from({ length: restarts }, () => 'onebatchpam'),
    isBatched: true
  },
  {
    name: 'ward',
    label: "Ward's method",
    help: "cuts of a tree that merges the clusters whose union is least spread (the branches of Ward's tree)",
    ...cutsOf('ward')
  },
  {
    name: 'average',
    label: 'Average linkage',
    help: 'cuts of a tree that merges the clusters with the least mean distance',
    ...cutsOf('average')
  },
  {
    name: 'complete',
    label: 'Complete linkage',
    help: 'cuts of a tree that merges the clusters whose farthest images are nearest',
    ...cutsOf('complete')
  },
  {
    name: 'single',
    label: 'Single linkage',
    help: 'cuts of a tree that merges the clusters with the nearest two images, so that chains grow',
    ...cutsOf('single')
  },
  {
    name: 'minimax',
    label: 'Minimax linkage (slow)',
    help: 'cuts of a tree that merges the clusters with the image that is nearest to all of both, their medoid',
    ...cutsOf('minimax')
  }
]

/** Whether other seeds may give other clusters. @throws MedoidError `unknown-algorithm` */
export function dependsOnSeed(name: string): boolean {
  return algorithmNamed(name)
    .starts(1, true)
    .some((kind) => RANDOM.has(kind))
}

/** Whether silhouettes judge clusters by what was searched for. */
export function raisesSilhouette(name: string): boolean {
  return ALGORITHMS.find((each) => each.name === name)?.raisesSilhouette ?? false
}

/** Whether it searches distances to a batch of rows. */
export function isBatched(name: string): boolean {
  return algorithmNamed(name).isBatched ?? false
}

/** @throws MedoidError `sample-too-large` where an algorithm cannot cluster as many rows, `unknown-algorithm` */
export function checkRows(rows: number, name: string): void {
  const most = isBatched(name) ? MOST_SAMPLE : MOST_ROWS
  if (rows <= most) return
  const batched = rows > MOST_SAMPLE ? [] : ALGORITHMS.filter((each) => each.isBatched)
  throw new MedoidError('sample-too-large', {
    rows,
    bytes: rows * rows * 4,
    most,
    instead: batched.map((each) => each.name)
  })
}

/** Whether a clustering has rows that are in another cluster than that of their nearest medoid, and belong there. */
export function hasBranches(name: string): boolean {
  return linkageOf(name) !== undefined
}

/** What the trees of an algorithm are grown by; undefined where it cuts no tree, or is not known. */
function linkageOf(name: string): Linkage | undefined {
  return ALGORITHMS.find((each) => each.name === name)?.linkage
}

export const DEFAULT_ALGORITHM = ALGORITHMS[0].name

export const DEFAULT_RESTARTS = 10

/** @param fits the ones that can be meant @throws MedoidError `unknown-algorithm` */
export function algorithmNamed(name: string, fits: (algorithm: Algorithm) => boolean = () => true): Algorithm {
  const known = ALGORITHMS.filter(fits)
  const found = known.find((each) => each.name === name)
  if (found !== undefined) return found
  throw new MedoidError('unknown-algorithm', { name, known: known.map((each) => each.name) })
}
