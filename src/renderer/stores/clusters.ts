import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { ClusteringReport, Label, LabelledCluster } from '../../api/contract.ts'
import { poorFirst, SUGGESTED_NOTE } from '../../api/for-windows.ts'
import { ask, HostError } from '../host.ts'
import { remote } from '../remote.ts'
import { thumbnails } from '../thumbnails.ts'
import { useApp } from './app.ts'
import { NameChanges } from './name-changes.ts'
import { keepFresh } from './refresh.ts'
import { useRuns } from './runs.ts'

/** By their numbers, or what most makes doubtful first. */
export type ClusterSort = 'number' | 'poor'

const NO_NAME: Label = { label: '', code: '', scheme: '', meaning: '', note: '' }

/** The clusters of the clustering that the window is about, and their names. */
export const useClusters = defineStore('clusters', () => {
  const app = useApp()
  const runs = useRuns()
  const report = remote<ClusteringReport>((signal) => ask('clusterings.report', { clustering: runs.selected! }, signal))
  /** Labels by key, as the history of names has them: the same in every window, and tomorrow. */
  const keys = remote<Label[]>((signal) => ask('annotations.keys', {}, signal))
  const recent = computed(() => keys.data.value ?? [])
  keepFresh([report, keys], ['assign', 'scan', 'remove-source'])
  const sort = ref<ClusterSort>('number')
  /** In the order in which they are shown. */
  const list = computed(() => {
    const clusters = report.data.value?.clusters ?? []
    return sort.value === 'poor' ? poorFirst(clusters) : clusters
  })
  /** The cluster that keys are about. */
  const current = ref(0)
  const cluster = computed(() => list.value.find(({ id }) => id === current.value) ?? null)
  const named = computed(() => list.value.filter(({ annotation }) => annotation !== null).length)
  /** What was done last, and to which cluster. */
  const said = ref({ words: '', cluster: -1 })
  /** In words, as long as nobody looks at another cluster. */
  const told = computed(() => (said.value.cluster === current.value ? said.value.words : ''))
  /** Changes are made in the order of the keys, however fast they are pressed; these clusters are about to have a name. */
  let last: Promise<void> = Promise.resolve()
  const coming = new Set<number>()
  const changes = new NameChanges()
  /** The latest entry that was heard of, by clustering and cluster: news may overtake each other. */
  const latest = new Map<string, number>()

  watch(
    () => [app.catalogue, runs.selected] as const,
    ([catalogue, selected], before) => {
      if (catalogue !== before?.[0]) {
        thumbnails.forget()
        changes.clear()
        latest.clear()
        keys.clear()
      }
      if (selected === before?.[1] && catalogue === before[0]) return
      report.clear()
      current.value = 0
      hush()
      if (selected === null) return
      void report.load()
      if (keys.data.value === null) void keys.load()
    },
    { immediate: true }
  )
  // Who sorts wants to see what comes first.
  watch(sort, () => (current.value = list.value[0]?.id ?? 0))
  app.onName(hear)

  function say(id: number, words: string): void {
    said.value = { words, cluster: id }
  }

  function hush(): void {
    said.value = { words: '', cluster: -1 }
  }

  /** Gives the current cluster a name; an empty label takes it away. @throws HostError */
  function name(given: Partial<Label> & { label: string }): Promise<void> {
    const id = current.value
    if (given.label.trim() !== '') coming.add(id)
    return inTurn(() => give(id, given)).finally(() => coming.delete(id))
  }

  function inTurn(work: () => Promise<void>): Promise<void> {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }

  async function give(id: number, given: Partial<Label> & { label: string }): Promise<void> {
    const label = given.label.trim()
    const note = noteFor(label, list.value.find((each) => each.id === id)?.annotation ?? NO_NAME)
    const change = await put(id, label === '' ? NO_NAME : { ...NO_NAME, note, ...given })
    if (change.entry !== change.former) changes.add(change)
    const now = change.now === null ? 'has no name' : `“${change.now.label}”`
    if (change.entry === change.former) say(id, `Cluster ${id} ${change.now === null ? now : `already is ${now}`}.`)
    else say(id, `Cluster ${id} ${change.now === null ? `${now} any more` : `is now ${now}`}.`)
  }

  async function put(id: number, given: Label, follows?: number): Promise<LabelledCluster> {
    const change = await ask('annotations.put', { clustering: runs.selected!, cluster: id, ...given, follows })
    hear(change)
    return change
  }

  /** The label on a key. @throws HostError */
  function nameAs(key: number): Promise<void> {
    const id = current.value
    coming.add(id)
    return inTurn(async () => {
      const found = recent.value[key - 1]
      if (found === undefined) return
      const { label, code, scheme, meaning } = found
      await give(id, { label, code, scheme, meaning })
    }).finally(() => coming.delete(id))
  }

  /** Takes back what this window did last, and goes to its cluster. @throws HostError */
  function undo(): Promise<void> {
    return inTurn(() => step('undo'))
  }

  /** Does again what was taken back last. @throws HostError */
  function redo(): Promise<void> {
    return inTurn(() => step('redo'))
  }

  async function step(way: 'undo' | 'redo'): Promise<void> {
    const found = changes.next(way, runs.selected!)
    if (found === null) {
      const what = way === 'undo' ? 'Nothing to undo.' : 'Nothing to redo.'
      return say(current.value, what)
    }
    const { cluster: id } = found
    current.value = id
    try {
      const { entry, now } = await put(id, found.name ?? NO_NAME, found.follows)
      changes.done(way, found, entry)
      const words = now === null ? 'has no name' : `is “${now.label}”`
      say(id, `${way === 'undo' ? 'Undone' : 'Redone'}: cluster ${id} ${words}${way === 'undo' ? ' again' : ''}.`)
    } catch (problem) {
      if (!(problem instanceof HostError) || problem.code !== 'changed-meanwhile') throw problem
      changes.drop(found)
      say(id, `Cluster ${id} was named elsewhere meanwhile: it stays as it is.`)
    }
  }

  /** What this window or another one called a cluster. */
  function hear({ catalogue, clustering, cluster: id, entry, now, keys: labels }: LabelledCluster): void {
    if (catalogue !== app.catalogue) return
    const key = `${clustering} ${id}`
    if (entry < (latest.get(key) ?? 0)) return
    latest.set(key, entry)
    keys.data.value = labels
    const { value } = report.data
    if (value?.clustering !== clustering) return
    report.data.value = {
      ...value,
      clusters: value.clusters.map((each) => (each.id === id ? { ...each, annotation: now } : each))
    }
  }

  /** Goes to the next cluster without a name. @returns whether there is one */
  function next(): boolean {
    const { length } = list.value
    const place = list.value.findIndex(({ id }) => id === current.value)
    for (let i = 1; i <= length; i++) {
      const each = list.value[(place + i) % length]
      if (each.annotation !== null || coming.has(each.id)) continue
      current.value = each.id
      return true
    }
    say(current.value, 'Every cluster has a name.')
    return false
  }

  return { report, sort, list, current, cluster, named, recent, told, hush, name, nameAs, undo, redo, next }
})

/** The note that goes on with another label: what a person noted stays until they clear it, a suggested one goes with its label. */
export function noteFor(label: string, before: Pick<Label, 'label' | 'note'>): string {
  return label.trim() !== before.label && before.note === SUGGESTED_NOTE ? '' : before.note
}
