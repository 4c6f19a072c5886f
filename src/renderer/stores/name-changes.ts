import type { ClusterLabel, Label, LabelledCluster } from '../../api/contract.ts'

/** What one step does: the name that each cluster gets, null for none, if the entry that it follows still is the latest. */
interface LabelStep {
  clustering: string
  labels: { cluster: number; name: Label | null; follows: number }[]
}

/** From one entry of a cluster's history to another one. */
interface Change {
  cluster: number
  from: { entry: number; name: Label | null }
  to: { entry: number; name: Label | null }
}

/** Names that were given together, and are taken back together. */
interface Changes {
  clustering: string
  changes: Change[]
}

/**
 * What a window did to names, and took back. The history itself only grows: a step back is an entry too, after which the states
 * that are equal to it go by its number.
 */
export class NameChanges {
  private made: Changes[] = []
  private takenBack: Changes[] = []

  add(clustering: string, changes: readonly LabelledCluster[]): void {
    this.made.push({
      clustering,
      changes: changes.map(({ cluster, former, before, entry, now }) => ({
        cluster,
        from: { entry: former, name: nameOf(before) },
        to: { entry, name: nameOf(now) }
      }))
    })
    this.takenBack = []
  }

  /** @returns null where there is none in the clustering */
  next(way: 'undo' | 'redo', wanted: string): LabelStep | null {
    const last = this.last(way, wanted)
    if (last === undefined) return null
    const labels = last.changes.map(({ cluster, from, to }) => {
      const [here, there] = way === 'undo' ? [to, from] : [from, to]
      return { cluster, name: there.name, follows: here.entry }
    })
    return { clustering: wanted, labels }
  }

  /** @param entries what the step wrote, cluster by cluster */
  done(way: 'undo' | 'redo', { clustering }: LabelStep, entries: readonly number[]): void {
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

  /** Somebody else named one of the clusters: nothing that was done to any of them can be taken back or done again. */
  drop({ clustering, labels }: LabelStep): void {
    const dropped = new Set(labels.map(({ cluster }) => cluster))
    const isOther = (each: Changes): boolean =>
      each.clustering !== clustering || !each.changes.some(({ cluster }) => dropped.has(cluster))
    this.made = this.made.filter(isOther)
    this.takenBack = this.takenBack.filter(isOther)
  }

  clear(): void {
    this.made = []
    this.takenBack = []
  }

  private last(way: 'undo' | 'redo', wanted: string): Changes | undefined {
    return (way === 'undo' ? this.made : this.takenBack).findLast(({ clustering }) => clustering === wanted)
  }
}

function nameOf(annotation: ClusterLabel | null): Label | null {
  if (annotation === null) return null
  const { label, code, scheme, meaning, note } = annotation
  return { label, code, scheme, meaning, note }
}
