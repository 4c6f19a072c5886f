import type { ClusterLabel, Label, LabelledCluster } from '../../api/contract.ts'

/** What one step does: the name that each cluster gets, null for none, if the entry that it follows still is the latest. */
export interface ChangeStep {
  clustering: string
  labels: { cluster: number; name: Label | null; follows: number }[]
  /** Of a change of clusters: its entries in their history, in the order in which they were made; the names come with them. */
  edits: readonly number[]
}

/** From one entry of a cluster's history of names to another one. */
interface NameChange {
  cluster: number
  from: { entry: number; name: Label | null }
  to: { entry: number; name: Label | null }
}

/** What was done together, and is taken back together. */
interface Changes {
  clustering: string
  changes: NameChange[]
  edits: readonly number[]
}

/**
 * What a window did to names and to clusters, and took back, in its order. The history itself only grows: a step back is an entry too,
 * after which the states that are equal to it go by its number.
 */
export class ChangesHere {
  private made: Changes[] = []
  private takenBack: Changes[] = []

  addNames(clustering: string, changes: readonly LabelledCluster[]): void {
    this.add({
      clustering,
      changes: changes.map(({ cluster, former, before, entry, now }) => ({
        cluster,
        from: { entry: former, name: nameOf(before) },
        to: { entry, name: nameOf(now) }
      })),
      edits: []
    })
  }

  /**
   * @param edits entries of the history of the clusters
   * @param names the entries of names that were written with them
   */
  addEdits(clustering: string, edits: readonly number[], names: readonly NameEntries[]): void {
    const changes = names.map(({ cluster, from, to }) => ({
      cluster,
      from: { entry: from, name: null },
      to: { entry: to, name: null }
    }))
    this.add({ clustering, changes, edits })
  }

  private add(changes: Changes): void {
    this.made.push(changes)
    this.takenBack = []
  }

  /** @returns null where there is none in the clustering */
  next(way: 'undo' | 'redo', wanted: string): ChangeStep | null {
    const last = this.last(way, wanted)
    if (last === undefined) return null
    const labels = last.changes.map(({ cluster, from, to }) => {
      const [here, there] = way === 'undo' ? [to, from] : [from, to]
      return { cluster, name: there.name, follows: here.entry }
    })
    return { clustering: wanted, labels, edits: last.edits }
  }

  /** @param entries what the step wrote, cluster by cluster */
  done(way: 'undo' | 'redo', { clustering }: ChangeStep, entries: readonly number[]): void {
    const last = this.last(way, clustering)!
    const [of, onto] = way === 'undo' ? [this.made, this.takenBack] : [this.takenBack, this.made]
    of.splice(of.indexOf(last), 1)
    onto.push(last)
    const ofClustering = [...this.made, ...this.takenBack].filter((each) => each.clustering === clustering)
    last.changes.forEach(({ cluster, from, to }, i) => {
      const old = (way === 'undo' ? from : to).entry
      for (const each of ofClustering.flatMap(({ changes }) => changes)) {
        if (each.cluster !== cluster) continue
        for (const state of [each.from, each.to]) if (state.entry === old) state.entry = entries[i]
      }
    })
  }

  /** Somebody else named one of the clusters: nothing that was done to the names of any of them can be taken back or done again. */
  dropNames({ clustering, labels }: ChangeStep): void {
    const dropped = new Set(labels.map(({ cluster }) => cluster))
    this.keep(
      (each) =>
        each.clustering !== clustering ||
        each.edits.length > 0 ||
        !each.changes.some(({ cluster }) => dropped.has(cluster))
    )
  }

  /** Somebody else changed the clusters: nothing that was done to them before can be taken back from here, and nothing done again. */
  dropEdits(clustering: string): void {
    this.keep((each) => each.clustering !== clustering || each.edits.length === 0)
  }

  clear(): void {
    this.made = []
    this.takenBack = []
  }

  private keep(isKept: (each: Changes) => boolean): void {
    this.made = this.made.filter(isKept)
    this.takenBack = this.takenBack.filter(isKept)
  }

  private last(way: 'undo' | 'redo', wanted: string): Changes | undefined {
    return (way === 'undo' ? this.made : this.takenBack).findLast(({ clustering }) => clustering === wanted)
  }
}

/** The latest entry of the name of a cluster before and after something. */
export interface NameEntries {
  cluster: number
  from: number
  to: number
}

function nameOf(annotation: ClusterLabel | null): Label | null {
  if (annotation === null) return null
  const { label, code, scheme, meaning, note } = annotation
  return { label, code, scheme, meaning, note }
}
