import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef, watch } from 'vue'
import type { Arguments, ClusterRow, ClusterSilhouettes, MemberFilter, ClusterMember } from '../../api/contract.ts'
import { count, counted } from '../../messages/format.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import { useClusters } from './clusters.ts'
import { useJobs } from './jobs.ts'
import { usePreferences } from './preferences.ts'
import { keepFresh } from './refresh.ts'
import { useRuns } from './runs.ts'

export type MemberSort = Arguments<'clusters.members'>['sort']

/** Images that are asked for together. */
const PAGE = 200
/** Rows that an answer holds at most. */
const MOST_ROWS = 1000
/** Pages that are kept: what lies far from what is in sight is asked for again. */
const KEPT = 60
/** Shown of the nearest, and of the farthest. */
const ENDS = 6

/** A cluster of the clustering, or all its images; null: none. */
type Scope = number | 'all' | null

/** Some images of the scope, and in words which. */
interface Choice {
  condition: MemberFilter
  words: string
}

/** What a condition is about: of one tag, of the plot, of a group of clusters, of the map, and of the named selections there is one at a time. */
function subjectOf({ condition }: Choice): string {
  if (condition.tag !== undefined) return `tag ${condition.tag}`
  if (condition.region !== undefined) return 'region'
  if (condition.clusters !== undefined) return 'clusters'
  if (condition.labelled !== undefined) return 'labels'
  return condition.selection === undefined ? 'list' : 'selection'
}

/**
 * The images of the opened cluster, or of all clusters, or those of them for which every choice holds: the one set that gallery, table,
 * map, plots and counts show. It comes in pages, of which those in sight are here.
 */
/** Images of a cluster; before all are assigned, those of the sample. */
function imagesOf(cluster: ClusterRow | undefined): number | null {
  return cluster?.assigned ?? cluster?.size ?? null
}

export const useSelection = defineStore('selection', () => {
  const app = useApp()
  const runs = useRuns()
  const clusters = useClusters()
  const preferences = usePreferences()
  const scope = ref<Scope>(null)
  const isOpen = computed(() => scope.value !== null && runs.selected !== null)
  /** All of them hold; the last one is the first to go. */
  const choices = shallowRef<readonly Choice[]>([])
  const shape = ref<'gallery' | 'table'>('gallery')
  const sort = ref<MemberSort>('distance')
  const order = ref<'ascending' | 'descending'>('ascending')
  /** Whose values are shown, and sorted by. */
  const tag = ref<string | null>(null)
  /** Tags that somebody wants to see beside those that tell a cluster apart. */
  const added = ref<string[]>([])
  /** Place of the image that keys are about. */
  const current = ref(0)
  /** Images of the set; null until the first page. */
  const total = ref<number | null>(null)
  const error = ref<Error | null>(null)
  const pages = shallowReactive(new Map<number, ClusterMember[]>())
  /** Pages that may be others by now: they are shown until they come again. */
  const old = new Set<number>()
  let wanted: [first: number, last: number] = [0, 0]
  /** The page that is on its way. */
  let asking: AbortController | null = null

  const given = computed(() => ({
    clustering: runs.selected!,
    cluster: scope.value === 'all' ? null : scope.value,
    ...(choices.value.length === 0 ? {} : { among: choices.value.map(({ condition }) => condition) })
  }))
  /** In their order. */
  const asked = computed(() => ({
    ...given.value,
    sort: sort.value,
    order: order.value,
    ...(tag.value === null ? {} : { tag: tag.value })
  }))
  /** What a table shows besides, which costs a column each. */
  const shows = computed(() => (shape.value === 'table' ? { shows: [...preferences.shownTags] } : {}))
  const silhouettes = remote<ClusterSilhouettes>((signal) => ask('clusters.silhouettes', given.value, signal))
  const ends = remote<{ nearest: ClusterMember[]; farthest: ClusterMember[] }>(async (signal) => {
    const { clustering, cluster } = given.value
    const page = { clustering, cluster, sort: 'distance', offset: 0, limit: ENDS } as const
    const [nearest, farthest] = await Promise.all([
      ask('clusters.members', { ...page, order: 'ascending', limit: ENDS + 1 }, signal),
      ask('clusters.members', { ...page, order: 'descending' }, signal)
    ])
    return { nearest: nearest.rows.filter(({ isMedoid }) => !isMedoid).slice(0, ENDS), farthest: farthest.rows }
  })
  /** By instance: on how many columns it is compared with the medoid. */
  const shared = shallowReactive(new Map<number, number>())
  /** Places in sight. */
  const sight = ref<[first: number, last: number]>([0, 0])
  const inSight = computed(() => {
    const some: ClusterMember[] = []
    for (let place = sight.value[0]; place <= sight.value[1]; place++) {
      const member = at(place)
      if (member !== undefined) some.push(member)
    }
    return some
  })
  /** Images that are shown with their distances, and not yet with its columns. */
  const uncounted = computed(() => {
    const { nearest = [], farthest = [] } = ends.data.value ?? {}
    const all = [...nearest, ...farthest, ...inSight.value].map(({ instance }) => instance)
    return [...new Set(all)].filter((instance) => !shared.has(instance))
  })
  const columns = remote<void>(async (signal) => {
    const instances = uncounted.value.slice(0, PAGE)
    const { clustering, cluster } = given.value
    const counts = await ask('clusters.columns', { clustering, cluster, instances }, signal)
    instances.forEach((instance, i) => shared.set(instance, counts[i]))
  })
  keepFresh([silhouettes, ends], { jobs: ['assign', 'scan', 'remove-source'], made: ['edits'] })
  app.onMadeElsewhere((what) => {
    if (what.includes('edits') && isOpen.value) void againInPlace()
  })

  /** All images of the scope. */
  const all = computed(() => {
    const report = clusters.report.data
    if (report === null) return null
    if (scope.value !== 'all') return imagesOf(scope.value === null ? undefined : clusters.byId.get(scope.value))
    return report.assigned ?? report.clusters.reduce((sum, { size }) => sum + size, 0)
  })
  /** How many images are chosen, in the words that every view has for it: “47 of 412 images”; '' as long as nobody knows. */
  const words = computed(() => {
    if (total.value === null) return ''
    if (choices.value.length === 0) return counted(total.value, 'images')
    return `${count(total.value)} of ${counted(all.value ?? 0, 'images')}`
  })

  // Tags of one catalogue need not be in another.
  watch(
    () => app.catalogue,
    () => {
      added.value = []
      tag.value = null
      if (sort.value === 'value') sort.value = 'distance'
    }
  )
  // A map that is made again has other places.
  useJobs().onChange(({ job, state, catalogue }) => {
    if (job !== 'map' || state !== 'done' || catalogue !== app.catalogue) return
    const kept = choices.value.filter(({ condition }) => condition.region === undefined)
    if (kept.length < choices.value.length) choices.value = kept
  })
  watch([() => runs.selected, scope, choices], (now, before) => {
    // What is chosen of a plot is no reason to take the plot away.
    if (now[0] !== before[0] || now[1] !== before[1]) silhouettes.clear()
    if (isOpen.value) void silhouettes.load()
  })
  watch([() => runs.selected, scope], () => {
    choices.value = []
    columns.clear()
    shared.clear()
    ends.clear()
    if (isOpen.value) void ends.load()
  })
  watch([() => runs.selected, scope, choices, sort, order, tag, all], (now, before) => {
    // The same images in another order, or others: the first is the one to look at.
    if (now.slice(0, -1).some((each, i) => each !== before[i])) current.value = 0
    total.value = null
    again()
  })
  watch(shows, () => {
    if (isOpen.value && shape.value === 'table') void againInPlace()
  })
  watch(uncounted, (now) => {
    if (now.length > 0 && isOpen.value) void columns.load()
  })

  /** Asks again for what is shown, which stays until the answers come; what is not in sight is asked for when it is wanted. */
  async function againInPlace(): Promise<void> {
    leave()
    for (const page of pages.keys()) {
      if (page < wanted[0] || page > wanted[1]) pages.delete(page)
      else old.add(page)
    }
    await load()
    if (total.value === null) return
    for (const page of pages.keys()) if (page * PAGE >= Math.max(1, total.value)) pages.delete(page)
    current.value = Math.max(0, Math.min(current.value, total.value - 1))
  }

  /** Asks again for all that is known of the images: the clusters were changed. */
  async function refresh(): Promise<void> {
    shared.clear()
    if (isOpen.value) await Promise.all([againInPlace(), silhouettes.load(), ends.load()])
  }

  function again(): void {
    leave()
    pages.clear()
    old.clear()
    error.value = null
    wanted = [0, 0]
    if (isOpen.value) void load()
  }

  /** @returns undefined while it is on its way */
  function at(place: number): ClusterMember | undefined {
    return pages.get(Math.floor(place / PAGE))?.[place % PAGE]
  }

  /** Says which places are in sight. */
  function need(first: number, last: number): void {
    sight.value = [first, last]
    wanted = [Math.floor(first / PAGE), Math.floor(last / PAGE)]
    void load()
  }

  /** One page after the other, those that are wanted when its turn comes: scrolling fast leaves out what is passed by. */
  async function load(): Promise<void> {
    if (asking !== null || !isOpen.value) return
    const mine = (asking = new AbortController())
    try {
      for (let page = missing(); page !== null; page = missing()) {
        const rows = await ask(
          'clusters.members',
          { ...asked.value, ...shows.value, headers: true, offset: page * PAGE, limit: PAGE },
          mine.signal
        )
        if (asking !== mine) return
        total.value = rows.total
        pages.set(page, rows.rows)
        old.delete(page)
        for (const far of pages.keys()) {
          if (pages.size <= KEPT) break
          if (far < wanted[0] - 1 || far > wanted[1] + 1) pages.delete(far)
        }
      }
    } catch (problem) {
      if (asking === mine) error.value = problem as Error
    } finally {
      if (asking === mine) asking = null
    }
  }

  /** The numbers of the images at some places, the last one included. @throws HostError */
  async function numbersOf(first: number, last: number): Promise<number[]> {
    const numbers: number[] = []
    for (let offset = first; offset <= last; offset += MOST_ROWS) {
      const limit = Math.min(MOST_ROWS, last - offset + 1)
      const { rows } = await ask('clusters.members', { ...asked.value, offset, limit })
      numbers.push(...rows.map(({ instance }) => instance))
    }
    return numbers
  }

  function missing(): number | null {
    if (!isOpen.value || error.value !== null) return null
    for (let page = wanted[0]; page <= wanted[1]; page++) {
      if ((!pages.has(page) || old.has(page)) && (page === 0 || total.value === null || page * PAGE < total.value))
        return page
    }
    return null
  }

  /** The page that is on its way is not wanted while the view is not open. */
  function leave(): void {
    asking?.abort()
    asking = null
  }

  function comeBack(): void {
    void load()
  }

  function retry(): void {
    error.value = null
    void load()
  }

  /** On how many columns an image is compared with the medoid of its cluster; null as long as nobody knows. */
  function columnsOf({ instance, cluster }: ClusterMember): { shared: number; of: number } | null {
    const known = shared.get(instance)
    const of = clusters.byId.get(cluster)?.columns
    return known === undefined || of === undefined ? null : { shared: known, of }
  }

  /** Narrows the set; what was chosen before of the same tag, in the plot or on the map, gives way. */
  function choose(condition: MemberFilter, words: string): void {
    const choice = { condition, words }
    choices.value = [...choices.value.filter((each) => subjectOf(each) !== subjectOf(choice)), choice]
  }

  /** Takes a choice back; without one, the last. */
  function unchoose(choice = choices.value.at(-1)): void {
    choices.value = choices.value.filter((each) => each !== choice)
  }

  function clear(): void {
    choices.value = []
  }

  return {
    scope,
    words,
    choices,
    shape,
    given,
    added,
    sort,
    order,
    tag,
    current,
    total,
    all,
    error,
    silhouettes,
    ends,
    columns,
    columnsOf,
    at,
    numbersOf,
    need,
    retry,
    refresh,
    leave,
    comeBack,
    choose,
    unchoose,
    clear
  }
})
