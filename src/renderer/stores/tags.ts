import { refDebounced, watchDebounced } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { HistogramView, TagDistribution, TagList, TagRow } from '../../api/contract.ts'
import { elementTitle, isDerived, isPrivateTag, missingWords, readSearch, tagNames } from '../../api/for-windows.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import { keepFresh } from './refresh.ts'
import { tagKey, valueSearch as searchOfValues } from './value-search.ts'

export type TagSort = 'tag' | 'name' | 'vr' | 'missing' | 'distinct'
export type TagKind = 'all' | 'standard' | 'private' | 'nested' | 'derived'

/** Values of a distribution that are shown. */
const SHOWN_VALUES = 500

/** The name of a tag wherever one is asked for: path, keyword, or number with the creator of a private one. */
export function nameOf({ path, keyword, tag, privateCreator }: TagRow): string {
  if (path !== '' || keyword !== '') return path || keyword
  return privateCreator === '' ? tag : `${tag}[${privateCreator}]`
}

/** What a tag is called in the table: each has a name, which need not be its alone. */
export function labelOf(row: TagRow): string {
  return row.path || elementTitle(row)
}

/** The frequency analysis, as it is searched, sorted and filtered; and the tag that is looked at. */
export const useTags = defineStore('tags', () => {
  const app = useApp()
  const list = remote<TagList>((signal) => ask('tags.list', {}, signal))
  const search = ref('')
  const kind = ref<TagKind>('all')
  const sort = ref<TagSort>('missing')
  const descending = ref(false)
  const selected = ref<TagRow | null>(null)
  const valueSearch = ref('')
  /** What of the histogram somebody wants to see; null: what can be read. */
  const view = shallowRef<HistogramView | null>(null)
  /** What the rows are of: the search, as soon as somebody pauses. */
  const wanted = ref('')
  watchDebounced(search, searchNow, { debounce: 60 })

  const distribution = remote<TagDistribution>((signal) => {
    const { tag, path, privateCreator: creator } = selected.value!
    const shown = view.value === null ? {} : { view: view.value }
    const given = { tag, path, creator, search: valueSearch.value, limit: SHOWN_VALUES, ...shown }
    return ask('tags.distribution', given, signal)
  })
  const values = searchOfValues((search, from, signal) => ask('tags.search', { search, ...from }, signal))
  keepFresh([list], {
    jobs: ['scan', 'remove-source', 'count-values', 'pictures', 'sample'],
    made: ['corrections', 'mappings']
  })

  // What is looked at in one catalogue need not be in another.
  watch(
    () => app.catalogue,
    () => {
      selected.value = null
      clearSearch()
    }
  )

  const named = computed(() =>
    (list.data.value?.tags ?? []).map((row) => ({ row, names: tagNames(row), key: tagKey(row) }))
  )
  const asked = computed(() => readSearch(wanted.value))
  const found = computed(() =>
    named.value
      .filter(({ row }) => isKind(row, kind.value))
      .filter(({ names, key }) => missingWords(asked.value, names).length === 0 || values.found.value.has(key))
      .map(({ row }) => row)
  )
  const rows = computed(() => {
    const sign = descending.value ? -1 : 1
    const by = COMPARE[sort.value]
    return found.value.toSorted((a, b) => sign * by(a, b) || (a.tag < b.tag ? -1 : a.tag > b.tag ? 1 : 0))
  })

  watch(selected, (now) => {
    // Of a tag that was found by its values, these are what somebody wants to see.
    valueSearch.value = now !== null && valuesOf(now).length > 0 ? missingIn(now).join(' ') : ''
    view.value = null
    distribution.clear()
    if (now !== null) void distribution.load()
  })
  watch([refDebounced(valueSearch, 150), view], () => {
    if (selected.value !== null) void distribution.load()
  })
  // What came or went may hold what is searched for.
  watch([wanted, list.data], () => void values.start(wanted.value))

  /** Some of the values that are searched for. */
  function valuesOf(row: TagRow): readonly string[] {
    return values.found.value.get(tagKey(row)) ?? []
  }

  /** The words of the search that the names of a tag do not have. */
  function missingIn(row: TagRow): string[] {
    return missingWords(asked.value, tagNames(row))
  }

  function searchNow(): void {
    wanted.value = search.value
  }

  /** Shows all tags again. */
  function clearSearch(): void {
    search.value = ''
    kind.value = 'all'
    searchNow()
  }

  function sortBy(column: TagSort): void {
    descending.value = sort.value === column ? !descending.value : column === 'distinct'
    sort.value = column
  }

  return {
    list,
    search,
    kind,
    sort,
    descending,
    rows,
    selected,
    valueSearch,
    view,
    distribution,
    values,
    asked,
    valuesOf,
    missingIn,
    searchNow,
    clearSearch,
    sortBy
  }
})

function isKind({ tag, path }: TagRow, kind: TagKind): boolean {
  const isPrivate = isPrivateTag(tag)
  switch (kind) {
    case 'all':
      return true
    case 'standard':
      return !isPrivate && path === '' && !isDerived({ tag })
    case 'private':
      return isPrivate
    case 'nested':
      return path !== ''
    case 'derived':
      return isDerived({ tag })
  }
}

const COMPARE: Record<TagSort, (a: TagRow, b: TagRow) => number> = {
  tag: (a, b) => (a.tag < b.tag ? -1 : a.tag > b.tag ? 1 : 0),
  name: (a, b) => labelOf(a).localeCompare(labelOf(b), 'en'),
  vr: (a, b) => a.vr.localeCompare(b.vr, 'en'),
  missing: (a, b) => a.missingShare - b.missingShare,
  distinct: (a, b) => a.distinct - b.distinct
}
