import type { ClusterLabel, Label, LabelledCluster } from '../../api/contract.ts'

/** What one step does: the name that a cluster gets, null for none, if the entry that it follows still is the latest. */
interface LabelStep {
  clustering: string
  cluster: number
  name: Label | null
  follows: number
}

/** From one entry of a cluster's history to another one. */
interface Change {
  clustering: string
  cluster: number
  from: { entry: number; name: Label | null }
  to: { entry: number; name: Label | null }
}

/**
 * What a window did to names, and took back. The history itself only grows: a step back is an entry too, after which the states
 * that are equal to it go by its number.
 */
export class NameChanges {
  private made: Change[] = []
  private takenBack: Change[] = []

  add({ clustering, cluster, former, before, entry, now }: LabelledCluster): void {
    this.made.push({
      clustering,
      cluster,
      from: { entry: former, name: nameOf(before) },
      to: { entry, name: nameOf(now) }
    })
    this.takenBack = []
  }

  /** @returns null where there is none in the clustering */
  next(way: 'undo' | 'redo', wanted: string): LabelStep | null {
    const change = this.last(way, ({ clustering }) => clustering === wanted)
    if (change === undefined) return null
    const { clustering, cluster, from, to } = change
    const [here, there] = way === 'undo' ? [to, from] : [from, to]
    return { clustering, cluster, name: there.name, follows: here.entry }
  }

  /** @param entry what the step wrote */
  done(way: 'undo' | 'redo', { clustering }: LabelStep, entry: number): void {
    const change = this.last(way, (each) => each.clustering === clustering)!
    const { cluster, from, to } = change
    const [of, onto] = way === 'undo' ? [this.made, this.takenBack] : [this.takenBack, this.made]
    of.splice(of.indexOf(change), 1)
    onto.push(change)
    const old = (way === 'undo' ? from : to).entry
    for (const each of [...this.made, ...this.takenBack]) {
      if (each.clustering !== clustering || each.cluster !== cluster) continue
      for (const state of [each.from, each.to]) if (state.entry === old) state.entry = entry
    }
  }

  /** Somebody else named the cluster: nothing of it can be taken back or done again. */
  drop({ clustering, cluster }: LabelStep): void {
    const isOther = (each: Change): boolean => each.clustering !== clustering || each.cluster !== cluster
    this.made = this.made.filter(isOther)
    this.takenBack = this.takenBack.filter(isOther)
  }

  clear(): void {
    this.made = []
    this.takenBack = []
  }

  private last(way: 'undo' | 'redo', which: (change: Change) => boolean): Change | undefined {
    return (way === 'undo' ? this.made : this.takenBack).findLast(which)
  }
}

function nameOf(annotation: ClusterLabel | null): Label | null {
  if (annotation === null) return null
  const { label, code, scheme, meaning, note } = annotation
  return { label, code, scheme, meaning, note }
}
