import { defineStore } from 'pinia'
import { computed, markRaw, ref, shallowRef, watch } from 'vue'
import type {
  ClusteringReport,
  ClusterOfOneSite,
  Label,
  LabelledCluster,
  LabelledClusters
} from '../../api/contract.ts'
import { SUGGESTED_NOTE } from '../../api/for-windows.ts'
import { counted } from '../../messages/format.ts'
import { ask, HostError } from '../host.ts'
import { remote } from '../remote.ts'
import { thumbnails } from '../thumbnails.ts'
import { ChangesHere, type ChangeStep } from './changes.ts'
import { type ClusterFilter, type ClusterSort, listedClusters } from './cluster-list.ts'
import { useApp } from './app.ts'
import { useNaming } from './naming.ts'
import { keepFresh } from './refresh.ts'
import { clusteringOf, useRuns } from './runs.ts'
import { inTurns } from './in-turn.ts'

type NewName = Partial<Label> & { label: string }

const NOTHING_SAID = { words: '', clusters: [], isNew: false }

const NO_NAME: Label = { label: '', code: '', scheme: '', meaning: '', note: '' }

/** The clusters of the clustering that the window is about, and their names. */
export const useClusters = defineStore('clusters', () => {
  const app = useApp()
  const runs = useRuns()
  const naming = useNaming()
  const report = remote<ClusteringReport>((signal) =>
    ask('clusterings.report', { clustering: runs.selected!, ...naming.asked }, signal)
  )
  /** Which site a cluster is of, where its images are of one alone; those of the clustering that is shown. */
  const oneSite = remote<ClusterOfOneSite[]>((signal) =>
    ask('clusterings.oneSite', { clustering: runs.selected! }, signal)
  )
  const siteOf = computed(() => new Map((oneSite.data.value ?? []).map(({ cluster, site }) => [cluster, site])))
  /** Labels by key, as the history of names has them: the same in every window, and tomorrow. */
  const keys = remote<Label[]>((signal) => ask('annotations.keys', naming.asked, signal))
  const recent = computed(() => keys.data.value ?? [])
  keepFresh([report, keys], { jobs: ['assign', 'scan', 'remove-source'], made: ['names', 'edits', 'labels'] })
  keepFresh([oneSite], { jobs: ['remove-source'], made: ['edits'] })
  const sort = ref<ClusterSort>('number')
  const isReversed = ref(false)
  const filter = ref<ClusterFilter>('all')
  const search = ref('')
  const every = computed(() => report.data.value?.clusters ?? [])
  /** Those that lie together in a tree, while nothing else is wanted; null: all. */
  const group = shallowRef<{ words: string; clusters: ReadonlySet<number> } | null>(null)
  /** Of the group, or of the clustering. */
  const all = computed(() =>
    group.value === null ? every.value : every.value.filter(({ id }) => group.value!.clusters.has(id))
  )
  /** The cluster that keys are about; null: none. */
  const current = ref<number | null>(null)
  const byId = computed(() => new Map(every.value.map((each) => [each.id, each])))
  const cluster = computed(() => (current.value === null ? undefined : byId.value.get(current.value)) ?? null)
  const order = computed(() => ({
    sort: sort.value,
    isReversed: isReversed.value,
    filter: filter.value,
    search: search.value
  }))
  /** Those that are shown, in their order. */
  const list = computed(() => listedClusters(all.value, { ...order.value, current: current.value }))
  const isFiltered = computed(() => filter.value !== 'all' || search.value.trim() !== '')
  const named = computed(() => all.value.filter(({ annotation }) => annotation !== null).length)
  /** What was done last, and to which clusters. */
  const said = shallowRef<{ words: string; clusters: readonly number[]; isNew: boolean }>(NOTHING_SAID)
  const isSaid = computed(() => current.value !== null && said.value.clusters.includes(current.value))
  /** In words, as long as nobody looks at another cluster. */
  const told = computed(() => (isSaid.value ? said.value.words : ''))
  /** Whether what is told is a name that was given, which can be taken back. */
  const isUndoable = computed(() => isSaid.value && said.value.isNew)
  // Changes are made in the order of the keys, however fast they are pressed.
  const { inTurn } = inTurns()
  /** These clusters are about to have a name. */
  const coming = new Set<number>()
  /** What this window did to the names, and to the clusters (see `edits.ts`). */
  const changes = markRaw(new ChangesHere())
  /** The latest entry that was heard of, by clustering and cluster: news may overtake each other. */
  const latest = new Map<string, number>()

  watch(
    () => [app.catalogue, runs.selected, naming.naming] as const,
    ([catalogue, selected, reader], before) => {
      if (catalogue !== before?.[0]) thumbnails.forget()
      if (catalogue !== before?.[0] || reader !== before[2]) {
        changes.clear()
        latest.clear()
        keys.clear()
      }
      if (selected === before?.[1] && catalogue === before[0] && reader === before[2]) return
      report.clear()
      oneSite.clear()
      group.value = null
      current.value = null
      showAll()
      hush()
      if (selected === null) return
      void report.load()
      void oneSite.load()
      if (keys.data.value === null) void keys.load()
    },
    { immediate: true }
  )
  // Who sorts, filters or searches wants to see what comes first.
  watch(order, () => {
    current.value = listedClusters(all.value, { ...order.value, current: null })[0]?.id ?? null
  })
  watch(all, (now) => {
    if (!now.some(({ id }) => id === current.value)) current.value = list.value[0]?.id ?? null
  })
  app.onName(hear)

  function say(ids: readonly number[], words: string, isNew = false): void {
    said.value = { words, clusters: ids, isNew }
  }

  function hush(): void {
    said.value = NOTHING_SAID
  }

  function showAll(): void {
    filter.value = 'all'
    search.value = ''
  }

  /** Gives the current cluster a name; an empty label takes it away. @throws HostError */
  function name(given: NewName): Promise<void> {
    return current.value === null ? Promise.resolve() : nameAll([current.value], given)
  }

  /** Gives several clusters one name, in one step. @throws HostError */
  function nameAll(ids: readonly number[], given: NewName): Promise<void> {
    if (isFixed(ids)) return Promise.resolve()
    if (given.label.trim() !== '') for (const id of ids) coming.add(id)
    return inTurn(() => give(ids, given)).finally(() => ids.forEach((id) => coming.delete(id)))
  }

  /** The clusters as the method made them have the names of others: nobody names them, and who tries is told. */
  function isFixed(ids: readonly number[]): boolean {
    if (runs.isAsMade) say(ids, 'Nothing can be named here: these are the clusters as the method made them.')
    return runs.isAsMade
  }

  async function give(ids: readonly number[], given: NewName): Promise<void> {
    const label = given.label.trim()
    const before = new Map(every.value.map(({ id, annotation }) => [id, annotation]))
    const named = await put(
      ids.map((cluster) => {
        const note = noteFor(label, before.get(cluster) ?? NO_NAME)
        return { cluster, ...(label === '' ? NO_NAME : { ...NO_NAME, note, ...given }) }
      })
    )
    const made = named.filter(({ entry, former }) => entry !== former)
    if (made.length > 0) changes.addNames(runs.clustering!, made)
    say(ids, doneWords(named, made.length > 0), made.length > 0)
  }

  /** @returns what became of each */
  async function put(labels: (Label & { cluster: number; follows?: number })[]): Promise<LabelledCluster[]> {
    const named = await ask('annotations.put', {
      clustering: runs.clustering!,
      labels,
      author: naming.author,
      ...naming.asked
    })
    hear(named)
    return named.changes
  }

  /** The suggested name, where there is one. @throws HostError */
  function suggest(): Promise<void> {
    const { id, suggestedLabel } = cluster.value!
    if (suggestedLabel !== '') return name({ label: suggestedLabel })
    say([id], `No suggestion: nothing tells cluster ${id} from another one in a few words.`)
    return Promise.resolve()
  }

  /** The label on a key. @throws HostError */
  function nameAs(key: number): Promise<void> {
    const id = current.value
    if (id === null || isFixed([id])) return Promise.resolve()
    coming.add(id)
    return inTurn(async () => {
      const found = recent.value[key - 1]
      if (found === undefined) return
      const { label, code, scheme, meaning } = found
      await give([id], { label, code, scheme, meaning })
    }).finally(() => coming.delete(id))
  }

  /** Takes back names that this window gave, or gives them again, and goes to their cluster. @throws HostError */
  async function step(way: 'undo' | 'redo', found: ChangeStep): Promise<void> {
    const ids = found.labels.map(({ cluster }) => cluster)
    if (current.value === null || !ids.includes(current.value)) current.value = ids[0]
    try {
      const named = await put(found.labels.map(({ name, ...rest }) => ({ ...(name ?? NO_NAME), ...rest })))
      changes.done(
        way,
        found,
        named.map(({ entry }) => entry)
      )
      say(ids, stepWords(way, named))
    } catch (problem) {
      if (!(problem instanceof HostError) || problem.code !== 'changed-meanwhile') throw problem
      changes.dropNames(found)
      const [what, stays] =
        ids.length === 1
          ? [`Cluster ${ids[0]}`, 'it stays as it is']
          : ['One of these clusters', 'they stay as they are']
      say(ids, `${what} was named elsewhere meanwhile: ${stays}.`)
    }
  }

  /** What this window or another one called clusters. */
  function hear({ catalogue, clustering, naming: reader, changes: named, keys: labels }: LabelledClusters): void {
    if (catalogue !== app.catalogue || reader !== naming.naming) return
    const news = new Map<number, LabelledCluster['now']>()
    for (const { cluster: id, entry, now } of named) {
      const key = `${clustering} ${id}`
      if (entry < (latest.get(key) ?? 0)) continue
      latest.set(key, entry)
      news.set(id, now)
    }
    if (news.size === 0) return
    keys.data.value = labels
    const { value } = report.data
    if (value === null || clusteringOf(value.clustering) !== clustering) return
    report.data.value = {
      ...value,
      clusters: value.clusters.map((each) => (news.has(each.id) ? { ...each, annotation: news.get(each.id)! } : each))
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
    if (current.value !== null)
      say([current.value], `Every cluster ${isFiltered.value ? 'that is shown ' : ''}has a name.`)
    return false
  }

  return {
    report,
    oneSite,
    siteOf,
    group,
    sort,
    isReversed,
    filter,
    search,
    isFiltered,
    showAll,
    every,
    all,
    byId,
    list,
    current,
    cluster,
    named,
    recent,
    told,
    isUndoable,
    hush,
    name,
    nameAll,
    nameAs,
    suggest,
    changes,
    inTurn,
    step,
    say,
    next
  }
})

/** The note that goes on with another label: what a person noted stays until they clear it, a suggested one goes with its label. */
export function noteFor(label: string, before: Pick<Label, 'label' | 'note'>): string {
  return label.trim() !== before.label && before.note === SUGGESTED_NOTE ? '' : before.note
}

/** What became of names that were given. */
function doneWords(named: readonly LabelledCluster[], isNew: boolean): string {
  const [{ cluster, now }] = named
  const label = now === null ? null : `“${now.label}”`
  const replaced = new Set(named.flatMap(({ before, now }) => replacedBy(before, now)))
  if (named.length === 1) {
    const one = `Cluster ${cluster}`
    if (!isNew) return `${one} ${label === null ? 'has no name' : `already is ${label}`}.`
    const [old] = replaced
    const was = old === undefined ? '' : `, no longer “${old}”`
    return `${one} ${label === null ? 'has no name any more' : `is now ${label}${was}`}.`
  }
  const all = counted(named.length, 'clusters')
  if (!isNew) return `${all} ${label === null ? 'have no name' : `already are ${label}`}.`
  const were = replaced.size === 0 ? '' : `, in place of ${counted(replaced.size, 'names')}`
  return `${all} ${label === null ? 'have no name any more' : `are now ${label}${were}`}.`
}

/** The name that another one took the place of. */
function replacedBy(before: LabelledCluster['before'], now: LabelledCluster['now']): string[] {
  return before === null || now === null || before.label === now.label ? [] : [before.label]
}

/** What became of names that were taken back, or given again. */
function stepWords(way: 'undo' | 'redo', named: readonly LabelledCluster[]): string {
  const [done, again] = way === 'undo' ? ['Undone', ' again'] : ['Redone', '']
  const labels = new Set(named.map(({ now }) => now?.label ?? null))
  const [label] = labels
  const name = label === null ? null : `“${label}”`
  if (named.length === 1)
    return `${done}: cluster ${named[0].cluster} ${name === null ? 'has no name' : `is ${name}`}${again}.`
  const all = counted(named.length, 'clusters')
  if (labels.size > 1) return `${done}: ${all} have their previous names${again}.`
  return `${done}: ${all} ${name === null ? 'have no name' : `are ${name}`}${again}.`
}
