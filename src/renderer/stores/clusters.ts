import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { Annotation, ClusteringReport } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { thumbnails } from '../thumbnails.ts'
import { useApp } from './app.ts'
import { keepFresh } from './refresh.ts'
import { useRuns } from './runs.ts'

/** What a cluster is called. */
export type Name = Pick<Annotation, 'label' | 'code' | 'scheme' | 'meaning' | 'note'>

/** One a key, 1 to 9. */
const RECENT = 9

/** The clusters of the clustering that the window is about, and their names. */
export const useClusters = defineStore('clusters', () => {
  const app = useApp()
  const runs = useRuns()
  const report = remote<ClusteringReport>(() => ask('clusterings.report', { clustering: runs.selected! }))
  keepFresh([report], ['assign', 'scan', 'remove-source'])
  const list = computed(() => report.data.value?.clusters ?? [])
  /** The cluster that keys are about. */
  const current = ref(0)
  const cluster = computed(() => list.value.find(({ id }) => id === current.value) ?? null)
  const named = computed(() => list.value.filter(({ annotation }) => annotation !== null).length)
  /** Labels by key: a label keeps its key, until it is the longest unused of more than nine. */
  const recent = ref<(Name & { used: number })[]>([])
  /** What was done last, in words. */
  const told = ref('')
  let uses = 0
  /** Changes are made in the order of the keys, however fast they are pressed; these clusters are about to have a name. */
  let last: Promise<void> = Promise.resolve()
  const coming = new Set<number>()

  watch(
    () => [app.catalogue, runs.selected] as const,
    ([catalogue, selected], before) => {
      if (catalogue !== before?.[0]) {
        thumbnails.forget()
        recent.value = []
      }
      if (selected === before?.[1] && catalogue === before[0]) return
      report.clear()
      current.value = 0
      told.value = ''
      if (selected !== null) void report.load()
    },
    { immediate: true }
  )
  watch(report.data, (now) => {
    const names = (now?.clusters ?? []).flatMap(({ annotation }) => annotation ?? [])
    for (const name of names.toSorted((a, b) => (a.created < b.created ? -1 : 1))) {
      if (recent.value.length < RECENT) remember(name)
    }
  })

  function remember({ label, code, scheme, meaning }: Name): void {
    const entry = { label, code, scheme, meaning, note: '', used: ++uses }
    const at = recent.value.findIndex((each) => each.label === label)
    if (at >= 0) recent.value[at] = entry
    else if (recent.value.length < RECENT) recent.value.push(entry)
    else {
      const longest = recent.value.reduce((a, b) => (b.used < a.used ? b : a))
      recent.value[recent.value.indexOf(longest)] = entry
    }
  }

  /** Gives the current cluster a name; an empty label takes it away. @throws HostError */
  function name(given: Partial<Name> & { label: string }): Promise<void> {
    const id = current.value
    if (given.label.trim() !== '') coming.add(id)
    return inTurn(() => give(id, given)).finally(() => coming.delete(id))
  }

  function inTurn(work: () => Promise<void>): Promise<void> {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }

  async function give(id: number, given: Partial<Name> & { label: string }): Promise<void> {
    const before = list.value.find((each) => each.id === id)?.annotation
    const { label, code = '', scheme = '', meaning = '', note = before?.note ?? '' } = given
    const whole = label.trim() === '' ? { label: '' } : { label, code, scheme, meaning, note }
    const annotation = await ask('annotations.put', { clustering: runs.selected!, cluster: id, ...whole })
    show(id, annotation)
    if (annotation !== null) remember(annotation)
    told.value =
      annotation === null ? `Cluster ${id} has no name any more.` : `Cluster ${id} is now “${annotation.label}”.`
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

  /** Takes the last change back, and goes to its cluster. @throws HostError */
  function undo(): Promise<void> {
    return inTurn(takeBack)
  }

  async function takeBack(): Promise<void> {
    const back = await ask('annotations.undo', { clustering: runs.selected! })
    if (back === null) {
      told.value = 'There is nothing left to take back.'
      return
    }
    show(back.cluster, back.annotation)
    current.value = back.cluster
    const now = back.annotation === null ? 'has no name again' : `is “${back.annotation.label}” again`
    told.value = `Taken back: cluster ${back.cluster} ${now}.`
  }

  function show(id: number, annotation: Annotation | null): void {
    const { value } = report.data
    if (value === null) return
    report.data.value = {
      ...value,
      clusters: value.clusters.map((each) => (each.id === id ? { ...each, annotation } : each))
    }
  }

  /** Goes to the next cluster without a name. @returns whether there is one */
  function next(): boolean {
    const { length } = list.value
    for (let i = 1; i <= length; i++) {
      const each = list.value[(current.value + i) % length]
      if (each.annotation !== null || coming.has(each.id)) continue
      current.value = each.id
      return true
    }
    told.value = 'Every cluster has a name.'
    return false
  }

  return { report, list, current, cluster, named, recent, told, name, nameAs, undo, next }
})
