import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { ClusterEdits, JobParameters, MemberFilter } from '../../api/contract.ts'
import { count, counted } from '../../messages/format.ts'
import { ask, HostError } from '../host.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import type { NameEntries, ChangeStep } from './changes.ts'
import { useClusters } from './clusters.ts'
import { useJobs } from './jobs.ts'
import { useNaming } from './naming.ts'
import { keepFresh } from './refresh.ts'
import { rejectedRows } from './rejected-rows.ts'
import { useRuns } from './runs.ts'
import { useSelection } from './selection.ts'
import { inTurns } from './in-turn.ts'

/** Their numbers, or those of a cluster (null: of all) for which every condition holds. */
export type EditedImages = readonly number[] | { cluster: number | null; among?: MemberFilter[] }

type EditJob = 'merge-clusters' | 'split-cluster' | 'move-images' | 'reject-images' | 'undo-edit' | 'redo-edit'
/** What a job takes besides the clustering and who changes it. */
type Change<J extends EditJob> = Omit<JobParameters[J], 'run' | 'follows' | 'author'>

const NOTHING = { words: '', isUndoable: false }

/** What people change about the clusters of the clustering that the window is about: one change after the other. */
export const useEdits = defineStore('edits', () => {
  const app = useApp()
  const jobs = useJobs()
  const runs = useRuns()
  const clusters = useClusters()
  const naming = useNaming()
  const selection = useSelection()
  /** Entry by entry, what was changed, whoever did it. */
  const history = remote<ClusterEdits>((signal) => ask('clusterings.edits', { clustering: runs.clustering! }, signal))
  keepFresh([history], { jobs: [], made: ['names', 'edits', 'runs'] })
  /** Whether the clusters are others than the method made. */
  const isEdited = computed(() => (history.data.value?.changes ?? 0) > 0)
  const canUndo = computed(() => (history.data.value?.undo ?? null) !== null)
  const canRedo = computed(() => (history.data.value?.redo ?? null) !== null)
  /** Why nobody can change the clusters as they are shown; '': nothing hinders. */
  const hindrance = computed(() => {
    if (runs.isAsMade) return 'These are the clusters as the method made them. Show them as edited to change them.'
    if (naming.isBlind) return 'Clusters cannot be changed while you name blind. Show the shared names first.'
    if (clusters.report.data?.assigned === null) return 'Assign all images first. Then the clusters can be changed.'
    return ''
  })
  // Changes are made one after the other.
  const { isBusy, inTurn } = inTurns()
  /** What was done last, in words; '' when something else was. */
  const told = shallowRef<{ words: string; isUndoable: boolean }>(NOTHING)

  watch(
    () => [app.catalogue, runs.clustering] as const,
    ([, clustering]) => {
      history.clear()
      hush()
      if (clustering !== null) void history.load()
    },
    { immediate: true }
  )
  // Undo would take back the name that was given since.
  watch(
    () => clusters.told,
    (words) => {
      if (words !== '') hush()
    }
  )

  function hush(): void {
    told.value = NOTHING
  }

  function tell(words: string, isUndoable = false): void {
    clusters.hush()
    told.value = { words, isUndoable }
  }

  /** Asks now; what is on its way may be older. @throws HostError */
  async function look(clustering: string): Promise<ClusterEdits> {
    const now = await ask('clusterings.edits', { clustering })
    if (runs.clustering === clustering) {
      history.leave()
      history.data.value = now
      history.error.value = null
    }
    return now
  }

  /** As it is shown: whoever changes something has seen no later entry. @throws HostError */
  async function seen(clustering: string): Promise<ClusterEdits> {
    if (runs.clustering !== clustering) {
      throw new HostError(
        'not-edited',
        `Another clustering is shown now: the clusters of ${clustering} were not changed.`
      )
    }
    return history.data.value ?? look(clustering)
  }

  /** Does a job. @param before what it follows @returns what it came to @throws HostError */
  async function once<J extends EditJob>(job: J, before: ClusterEdits, parameters: Change<J>): Promise<ClusterEdits> {
    const { clustering: run, last: follows } = before
    const author = naming.author === '' ? {} : { author: naming.author }
    const all = { run, follows, ...author, ...parameters } as unknown as JobParameters[J]
    const begun = await jobs.start({ job, parameters: all } as Parameters<typeof jobs.start>[0])
    const over = await jobs.over(begun.id)
    const now = await look(run)
    if (over?.state === 'done') return now
    throw new HostError('not-edited', over?.message || 'The clusters were not changed.')
  }

  /**
   * Makes changes that are taken back together.
   * @param how.named clusters whose names may change with them
   * @param how.words what they come to, where they are several
   * @throws HostError
   */
  function change<J extends EditJob>(
    job: J,
    all: () => Promise<Change<J>[]>,
    { named = [], words }: { named?: readonly number[]; words?: string } = {}
  ): Promise<void> {
    const { clustering } = runs
    if (clustering === null) return Promise.resolve()
    return inTurn(async () => {
      requireChangeable()
      let now = await seen(clustering)
      // Names that were given since are older, too.
      const before = named.length === 0 ? [] : (await ask('clusterings.edits', { clustering })).names
      const entries: number[] = []
      try {
        for (const each of await all()) {
          now = await once(job, now, each)
          entries.push(now.last)
        }
      } finally {
        // Those before one that went wrong are made.
        if (entries.length > 0) {
          clusters.changes.addEdits(clustering, entries, renamed(named, before, now.names))
          await refresh()
        }
      }
      if (entries.length > 0) tell(entries.length > 1 && words !== undefined ? words : lastWords(now), true)
    })
  }

  function requireChangeable(): void {
    if (hindrance.value !== '') throw new HostError('not-edited', hindrance.value)
  }

  /** Loads again what has changed; other views hear of it from the host. */
  async function refresh(): Promise<void> {
    // Slower than the others, and nothing waits for it.
    void clusters.oneSite.load()
    await Promise.all([clusters.report.load(), runs.silhouettes.load(), selection.refresh()])
  }

  /** @param into the one that the merged cluster is; else the largest @throws HostError */
  function merge(ids: readonly number[], into?: number, name?: string): Promise<void> {
    // Who looked at one of them looks at what becomes of it.
    if (into !== undefined && clusters.current !== null && ids.includes(clusters.current)) clusters.current = into
    const how = { ...(into === undefined ? {} : { into }), ...(name === undefined ? {} : { name }) }
    return change('merge-clusters', () => Promise.resolve([{ clusters: [...ids], ...how }]), { named: ids })
  }

  /** @param how by the clusters of another clustering, or some of its images into a cluster of their own @throws HostError */
  function split(cluster: number, how: Omit<Change<'split-cluster'>, 'cluster'>): Promise<void> {
    return change('split-cluster', () => Promise.resolve([{ cluster, ...how }]))
  }

  /** @throws HostError */
  function move(images: EditedImages, to: number | 'new'): Promise<void> {
    return change('move-images', async () => [{ instances: await numbersOf(images), ...target(to) }])
  }

  /** @throws HostError */
  function reject(images: EditedImages): Promise<void> {
    return change('reject-images', async () => [{ instances: await numbersOf(images) }])
  }

  /**
   * Brings rejected images back: where they were, which is their cluster as it is now or, where there is none of these any more, a new one;
   * or to the cluster that somebody wants.
   * @throws HostError
   */
  function bringBack(images: readonly number[] | 'all', to?: number | 'new'): Promise<void> {
    const many = images === 'all' ? (history.data.value?.rejected ?? 0) : images.length
    const words = `${counted(many, 'images')} brought back.`
    return change(
      'move-images',
      async () => {
        if (to !== undefined && images !== 'all') return [{ instances: [...images], ...target(to) }]
        const homes = await homesOf(images)
        return [...homes].map(([home, instances]) => ({ instances, ...target(home) }))
      },
      { words }
    )
  }

  /** @throws HostError */
  async function numbersOf(images: EditedImages): Promise<number[]> {
    if (!('cluster' in images)) return [...images]
    const { total, instances } = await ask('clusters.chosen', { clustering: runs.clustering!, ...images })
    if (total <= instances.length) return instances
    throw new HostError(
      'not-edited',
      `${counted(total, 'images')} are chosen, and at most ${count(instances.length)} can be changed at a time. Choose fewer.`
    )
  }

  /** Rejected images by where they come back to. */
  async function homesOf(images: readonly number[] | 'all'): Promise<Map<number | 'new', number[]>> {
    const wanted = images === 'all' ? null : new Set(images)
    const homes = new Map<number | 'new', number[]>()
    for (const { instance, home } of await rejectedRows(runs.clustering!)) {
      if (wanted?.has(instance) === false) continue
      const to = home ?? 'new'
      const there = homes.get(to)
      if (there === undefined) homes.set(to, [instance])
      else there.push(instance)
    }
    return homes
  }

  /** Takes back what this window did last to names and clusters; where that is nothing, the last change of the clusters. @throws HostError */
  function undo(): Promise<void> {
    return step('undo')
  }

  /** Does again what was taken back last. @throws HostError */
  function redo(): Promise<void> {
    return step('redo')
  }

  function step(way: 'undo' | 'redo'): Promise<void> {
    const { clustering } = runs
    if (clustering === null) return Promise.resolve()
    return inTurn(async () => {
      const before = await seen(clustering)
      if (runs.isAsMade) return tell(hindrance.value)
      // A name that is still on its way is the last thing that was done.
      const found = await clusters.inTurn(() => Promise.resolve(clusters.changes.next(way, clustering)))
      if (found !== null && found.edits.length === 0) {
        hush()
        return clusters.inTurn(() => clusters.step(way, found))
      }
      if (found === null && before[way] === null) {
        hush()
        const what = way === 'undo' ? 'Nothing to undo.' : 'Nothing to redo.'
        return clusters.current === null ? undefined : clusters.say([clusters.current], what)
      }
      requireChangeable()
      return stepEdits(way, found, before)
    })
  }

  async function stepEdits(way: 'undo' | 'redo', found: ChangeStep | null, before: ClusterEdits): Promise<void> {
    const edits = found === null ? [before[way]!] : way === 'undo' ? [...found.edits].reverse() : found.edits
    let now = before
    for (const [place, edit] of edits.entries()) {
      if (now[way] !== edit) {
        clusters.changes.dropEdits(before.clustering)
        if (place > 0) await refresh()
        return tell('The clusters were changed elsewhere meanwhile: they stay as they are.')
      }
      now = await once(`${way}-edit`, now, {})
    }
    if (found !== null) {
      const entries = new Map(now.names.map(({ cluster, entry }) => [cluster, entry]))
      clusters.changes.done(
        way,
        found,
        found.labels.map(({ cluster, follows }) => entries.get(cluster) ?? follows)
      )
    }
    await refresh()
    tell(lastWords(now))
  }

  return {
    history,
    isEdited,
    canUndo,
    canRedo,
    hindrance,
    isBusy,
    told,
    hush,
    merge,
    split,
    move,
    reject,
    bringBack,
    undo,
    redo
  }
})

function target(to: number | 'new'): { to: number } | { new: true } {
  return to === 'new' ? { new: true } : { to }
}

function lastWords({ entries }: ClusterEdits): string {
  return entries.at(-1)?.words ?? ''
}

/** Of some clusters, those whose names were written meanwhile. */
function renamed(
  clusters: readonly number[],
  before: ClusterEdits['names'],
  now: ClusterEdits['names']
): NameEntries[] {
  const entryIn = (names: ClusterEdits['names'], id: number): number =>
    names.find(({ cluster }) => cluster === id)?.entry ?? 0
  return clusters.flatMap((cluster) => {
    const [from, to] = [entryIn(before, cluster), entryIn(now, cluster)]
    return from === to ? [] : [{ cluster, from, to }]
  })
}
