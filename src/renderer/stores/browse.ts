import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { Arguments, BrowsedImages, StudyList, StudyRow, StudySeries, StudySort } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { paged } from '../paged.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import { usePreferences } from './preferences.ts'
import { keepFresh } from './refresh.ts'

export type BrowseFilter = Arguments<'studies.list'>['filter']
export type FacetValues = NonNullable<BrowseFilter['values']>

/** Series of a study that are shown; who has more filters them. */
export const MOST_SERIES = 1000

const CHANGES = ['scan', 'remove-source', 'move-source', 'sample'] as const

/** The archive by study and series: what is looked for, where somebody is in it, and what is there. */
export const useBrowse = defineStore('browse', () => {
  const app = useApp()
  const preferences = usePreferences()
  const filter = shallowRef<BrowseFilter>({})
  const sort = ref<StudySort>('date')
  const order = ref<'ascending' | 'descending'>('descending')
  /** Place of the study that keys are about, and of the image. */
  const current = ref(0)
  const currentSeries = ref(0)
  const currentImage = ref(0)
  /** Whose series are shown: one of its instances. */
  const study = ref<number | null>(null)
  /** What the gallery is of: a study or a series, by one of its instances; neither: all that matches. */
  const scope = shallowRef<{ study: number | null; series: number | null }>({ study: null, series: null })

  const asked = computed(() => ({ filter: filter.value, patients: !preferences.hidesPatientData }))
  const ordered = computed(() => ({ ...asked.value, sort: sort.value, order: order.value }))
  const list = paged<StudyList>((page, signal) => ask('studies.list', { ...ordered.value, ...page }, signal))
  const series = remote<StudySeries>((signal) =>
    ask('studies.series', { ...asked.value, study: study.value!, limit: MOST_SERIES }, signal)
  )
  const images = paged<BrowsedImages>((page, signal) =>
    ask('studies.images', { ...ordered.value, ...scope.value, ...page }, signal)
  )
  // Before these are asked anew: instances of another catalogue are others.
  watch(
    () => app.catalogue,
    () => {
      filter.value = {}
      current.value = 0
      study.value = null
      series.clear()
      images.clear()
    }
  )
  keepFresh([list, series, images], { jobs: CHANGES, whileRunning: true })

  watch(ordered, () => {
    current.value = 0
    if (list.data.value !== null || list.error.value !== null || list.busy.value) void list.load()
  })
  watch([study, asked], ([now], [before]) => {
    if (now !== before) {
      series.clear()
      currentSeries.value = 0
    }
    if (now !== null) void series.load()
  })
  const chosen = computed<StudyRow | undefined>(() => list.at(current.value))
  // The series of the study that is chosen, also of the one that is there after another order.
  watch(chosen, (now) => {
    if (now !== undefined) study.value = now.study
    else if (list.total.value === 0) study.value = null
  })

  /** Looks at images of a study, of a series, or at all that match. */
  function show(to: { study: number | null; series: number | null }): void {
    const isOther = to.study !== scope.value.study || to.series !== scope.value.series
    scope.value = to
    if (to.study !== null) study.value = to.study
    if (!isOther && shownFor === ordered.value && images.data.value !== null) return
    // Of the same, what is shown stays until the images that match now come.
    if (isOther) images.clear()
    shownFor = ordered.value
    currentImage.value = 0
    void images.load()
  }
  let shownFor: object | null = null

  function setFilter(change: Partial<BrowseFilter>): void {
    const all = { ...filter.value, ...change }
    filter.value = Object.fromEntries(
      Object.entries(all).filter(([, value]) => value !== undefined && value !== false && value !== '')
    )
  }

  function setValues(facet: keyof FacetValues, values: readonly string[]): void {
    const { [facet]: _, ...others } = filter.value.values ?? {}
    const all: FacetValues = values.length === 0 ? others : { ...others, [facet]: [...values] }
    setFilter({ values: Object.keys(all).length === 0 ? undefined : all })
  }

  /** Looks for this and nothing else. */
  function only(wanted: BrowseFilter): void {
    filter.value = wanted
  }

  const isFiltered = computed(() => Object.keys(filter.value).length > 0)

  return {
    filter,
    sort,
    order,
    current,
    currentSeries,
    currentImage,
    study,
    scope,
    list,
    series,
    images,
    chosen,
    isFiltered,
    show,
    setFilter,
    setValues,
    only
  }
})
