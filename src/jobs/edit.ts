import type { Database } from 'better-sqlite3'
import { systemUser } from '../core/author.ts'
import { UNASSIGNED } from '../core/catalogue/assigned.ts'
import { formatClustering } from '../core/catalogue/clustering-name.ts'
import { assignmentStamp, saveEdited } from '../core/catalogue/edited.ts'
import { editWords } from '../core/catalogue/edit-words.ts'
import { addEdit, type EditHistory, imagesOfEdit, lastEdit, loadEdits, nextCluster } from '../core/catalogue/edits.ts'
import { InstanceBits } from '../core/catalogue/instance-bits.ts'
import { clusterIds, findClustering, isAssigned } from '../core/catalogue/runs.ts'
import type { EditChange, Merge } from '../core/catalogue/stored/edit.ts'
import { MOST_CLUSTERS } from '../core/clustering/limits.ts'
import type { ReplayedChange, ReplayedClusters } from '../core/clustering/replay.ts'
import { MedoidError } from '../core/errors.ts'
import { adding } from './catalogues.ts'
import type { Job } from './contract.ts'
import type {
  MergeClustersParameters,
  MoveParameters,
  RejectParameters,
  SplitParameters,
  UndoParameters
} from './definitions/edit.ts'
import { chunksOf, type EditBase, loadBase, loadEditedState } from './edit-base.ts'
import { derive, shapeAfter } from './edited-clusters.ts'
import type { EditContext } from './edited-medoids.ts'
import { chosenImages } from './edit-choice.ts'
import { type Naming, namingOfMerge, renamingOf } from './edit-names.ts'
import { splitByClustering, splitByImages, splitInside } from './edit-split.ts'
import { PROGRAM_VERSION } from './program.ts'

/** What a change of clusters tells. */
export interface EditReport {
  clustering: string
  /** Its number in the history, which the next change may have to follow. */
  entry: number
  /** What it did. */
  words: string
  /** The clusters that it made, changed or took images from, that there are now. */
  changed: number[]
  /** Numbers of all clusters, ascending. */
  clusters: number[]
  /** Live or not, images that are in no cluster now as they were rejected. */
  rejected: number
  /** What the clusters of a merge were called, where they did not all have one name; that of the merged cluster counts. */
  otherNames: { cluster: number; label: string }[]
}

/** What a change starts from. */
export interface EditState extends EditContext {
  base: EditBase
  history: EditHistory
  /** The clusters as they are. */
  shape: ReplayedClusters
  ids: readonly number[]
}

/** A change that is to be made. */
interface Planned {
  change: EditChange
  /** Its images, part by part. */
  parts?: readonly Iterable<number>[]
  naming?: Naming
}

export const mergeJob: Job<MergeClustersParameters, EditReport> = {
  run: ({ clusters, into, name, ...common }, work) =>
    edit(common, work, (state) => {
      const merged = [...new Set(clusters)].sort((a, b) => a - b)
      for (const cluster of merged) requireCluster(state, cluster)
      if (merged.length < 2) throw new MedoidError('edit-impossible', { why: 'one-cluster' })
      if (into !== undefined && !merged.includes(into)) {
        throw new MedoidError('edit-impossible', { why: 'not-merged', into })
      }
      const largest = into ?? largestOf(state.shape, merged)
      const change: Merge = { kind: 'merge', clusters: merged, into: largest, named: 0 }
      return { change, naming: namingOfMerge(state.reader.db, state.name, change, name) }
    })
}

export const splitJob: Job<SplitParameters, EditReport> = {
  run: ({ cluster, by, parts: numbers, where, images, instances, ...common }, work) =>
    edit(common, work, async (state) => {
      requireCluster(state, cluster)
      const isByImages = where.length > 0 || images !== undefined || instances !== undefined
      if ([by !== undefined, numbers !== undefined, isByImages].filter(Boolean).length !== 1) {
        throw new MedoidError('edit-impossible', { why: 'split-how' })
      }
      const found =
        by !== undefined
          ? await splitByClustering(state, cluster, findClustering(state.reader.db, by))
          : numbers !== undefined
            ? await splitInside(state, cluster, numbers)
            : await splitByImages(state, cluster, await chosenImages(state, { where, images, instances }))
      const first = newCluster(state, found.parts.length - 1)
      const into = found.parts.slice(1).map((_, i) => first + i)
      const { choice, medoids, parts } = found
      const counts = parts.map(({ length }) => length)
      return { change: { kind: 'split', cluster, into, choice, images: counts, medoids }, parts }
    })
}

export const moveJob: Job<MoveParameters, EditReport> = {
  run: ({ to, new: isNew = false, where, images, instances, ...common }, work) =>
    edit(common, work, (state) => {
      if ((to !== undefined) === isNew) throw new MedoidError('edit-impossible', { why: 'to-where' })
      if (to !== undefined) requireCluster(state, to)
      return move(state, to ?? newCluster(state, 1), isNew, { where, images, instances })
    })
}

export const rejectJob: Job<RejectParameters, EditReport> = {
  run: ({ where, images, instances, ...common }, work) =>
    edit(common, work, (state) => move(state, null, false, { where, images, instances }))
}

export const undoJob: Job<UndoParameters, EditReport> = {
  run: (common, work) =>
    edit(common, work, ({ reader: { db }, name, history }) => {
      const last = history.done.at(-1)
      if (last === undefined) {
        throw new MedoidError('edit-impossible', { why: 'nothing-to-undo', clustering: formatClustering(name) })
      }
      return { change: { kind: 'undo', entry: last.id }, naming: renamingOf(db, name, last, 'undo') }
    })
}

export const redoJob: Job<UndoParameters, EditReport> = {
  run: (common, work) =>
    edit(common, work, ({ reader: { db }, name, history }) => {
      const last = history.undone.at(-1)
      if (last === undefined) {
        throw new MedoidError('edit-impossible', { why: 'nothing-to-redo', clustering: formatClustering(name) })
      }
      return { change: { kind: 'redo', entry: last.id }, naming: renamingOf(db, name, last, 'redo') }
    })
}

async function move(
  state: EditState,
  to: number | null,
  isNew: boolean,
  choice: Pick<MoveParameters, 'where' | 'images' | 'instances'>
): Promise<Planned> {
  const chosen = await chosenImages(state, choice)
  const { clusters } = state.shape
  if (chosen.instances.length === 0) throw new MedoidError('edit-impossible', { why: 'no-images', cluster: null })
  const moved = chosen.instances.filter((instance) => clusters[instance] !== (to ?? UNASSIGNED))
  if (moved.length === 0) {
    throw to === null
      ? new MedoidError('edit-impossible', { why: 'no-images', cluster: null })
      : new MedoidError('edit-impossible', { why: 'there-already', cluster: to })
  }
  return { change: { kind: 'move', to, isNew, choice: chosen.choice, images: moved.length }, parts: [moved] }
}

/**
 * Makes a change, in one transaction with everything that follows from it.
 * @throws MedoidError `edited-meanwhile` where somebody else changed the clusters, or assigned images again, in between
 */
function edit(
  { catalogue: file, run: asked, author = systemUser(), follows }: UndoParameters,
  work: EditContext['work'],
  plan: (state: EditState) => Promise<Planned> | Planned
): Promise<EditReport> {
  return adding(file, async (reader, catalogue) => {
    const { db } = catalogue
    const name = findClustering(db, asked)
    const clustering = formatClustering(name)
    if (name.method) throw new MedoidError('edit-impossible', { why: 'method', clustering })
    if (!isAssigned(db, name)) throw new MedoidError('not-assigned', { why: 'not-yet', clustering })
    const stamp = assignmentStamp(db, name)
    const base = loadBase(db, name)
    const history = loadEdits(db, name)
    if (follows !== undefined && follows !== history.last) throw new MedoidError('edited-meanwhile', { clustering })
    const before = loadEditedState(db, name, base)
    const context: EditContext = { name, reader, catalogue, work }
    const shape: ReplayedClusters =
      before === null
        ? { clusters: base.clusters, labels: base.made.labels }
        : { clusters: before.clusters, labels: before.edited.labels }
    const state = { ...context, base, history, shape, ids: clusterIds(db, name) }
    const { change, parts = [], naming } = await plan(state)

    const changes = changesAfter(db, history, change, parts)
    const after = await shapeAfter(context, base, changes)
    const derived = changes.length === 0 ? null : await derive(context, base, after, before)
    if (derived?.edited.clusters.length === 0) throw new MedoidError('edit-impossible', { why: 'nothing-left' })

    let entry = 0
    const write = db.transaction((): void => {
      if (lastEdit(db, name) !== history.last || assignmentStamp(db, name) !== stamp) {
        throw new MedoidError('edited-meanwhile', { clustering })
      }
      // Into the cluster as it is: that of a merge is there before and after it.
      const named = naming?.write(db, author) ?? 0
      const stored = change.kind === 'merge' ? { ...change, named } : change
      entry = addEdit(db, { ...name, program: PROGRAM_VERSION, author, change: stored }, parts)
      const top =
        change.kind === 'undo' ? (history.done.at(-2)?.id ?? 0) : change.kind === 'redo' ? change.entry : entry
      const edited = derived === null ? null : { ...derived.edited, edit: top }
      saveEdited(db, name, edited, derived === null ? [] : chunksOf(base.chunks, derived))
    })
    write.immediate()
    const ids = clusterIds(db, name)
    if (naming !== undefined && naming.others.length > 0) {
      work.onMessage?.({ code: 'names-differ', parameters: { kept: naming.kept, others: naming.others } })
    }
    return {
      clustering,
      entry,
      words: editWords(change, [...history.entries]),
      changed: changedClusters(shape, after).filter((id) => ids.includes(id)),
      clusters: ids,
      rejected: rejectedOf(base, after),
      otherNames: naming?.others ?? []
    }
  })
}

/** The changes that have an effect after one more entry. */
function changesAfter(
  db: Database,
  { done, undone }: EditHistory,
  change: EditChange,
  parts: readonly Iterable<number>[]
): ReplayedChange[] {
  const stored = (edits: EditHistory['done']): ReplayedChange[] =>
    edits.map((each) => ({ change: each.change, images: imagesOfEdit(db, each) }))
  if (change.kind === 'undo') return stored(done.slice(0, -1))
  if (change.kind === 'redo') return stored([...done, ...undone.slice(-1)])
  return [...stored(done), { change, images: parts.map((part) => InstanceBits.of(part)) }]
}

function requireCluster({ name, ids }: EditState, cluster: number): void {
  if (ids.includes(cluster)) return
  throw new MedoidError('unknown-cluster', { clustering: formatClustering(name), cluster, clusters: [...ids] })
}

/** The number of the first of some new clusters. @throws MedoidError `edit-impossible` */
function newCluster({ history, base }: EditState, count: number): number {
  const first = nextCluster(history, base.made.k)
  if (first + count > MOST_CLUSTERS) throw new MedoidError('edit-impossible', { why: 'too-many', most: MOST_CLUSTERS })
  return first
}

/** The cluster with most images, of equal ones the first. */
function largestOf({ clusters }: ReplayedClusters, among: readonly number[]): number {
  const sizes = new Map(among.map((cluster) => [cluster, 0]))
  for (const cluster of clusters) {
    const size = sizes.get(cluster)
    if (size !== undefined) sizes.set(cluster, size + 1)
  }
  return among.reduce((best, cluster) => (sizes.get(cluster)! > sizes.get(best)! ? cluster : best))
}

/** Clusters that images came to or went from, ascending. */
function changedClusters(before: ReplayedClusters, after: ReplayedClusters): number[] {
  const changed = new Set<number>()
  for (const part of ['clusters', 'labels'] as const) {
    after[part].forEach((cluster, i) => {
      if (cluster !== before[part][i]) changed.add(cluster).add(before[part][i])
    })
  }
  return [...changed].sort((a, b) => a - b)
}

function rejectedOf({ clusters }: EditBase, after: ReplayedClusters): number {
  let rejected = 0
  clusters.forEach((cluster, instance) => {
    if (cluster !== UNASSIGNED && after.clusters[instance] === UNASSIGNED) rejected++
  })
  return rejected
}
