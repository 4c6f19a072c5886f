import { refDebounced, watchDebounced } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { TagDistribution, TagList, TagRow } from '../../api/contract.ts'
import { isDerived } from '../../api/for-windows.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { keepFresh } from './refresh.ts'

export type TagSort = 'tag' | 'name' | 'vr' | 'missing' | 'distinct'
export type TagKind = 'all' | 'standard' | 'private' | 'nested' | 'derived'

/** Values of a distribution that are shown. */
const SHOWN_VALUES = 500

/** What a tag is called in the table. */
export function nameOf({ path, keyword, privateCreator }: TagRow): string {
  return path || keyword || privateCreator
}

/** The frequency analysis, as it is searched, sorted and filtered; and the tag that is looked at. */
export const useTags = defineStore('tags', () => {
  const list = remote<TagList>((signal) => ask('tags.list', {}, signal))
  const search = ref('')
  const kind = ref<TagKind>('all')
  const sort = ref<TagSort>('missing')
  const descending = ref(false)
  const selected = ref<TagRow | null>(null)
  const valueSearch = ref('')
  /** What the rows are of: the search, as soon as somebody pauses. */
  const wanted = ref('')
  watchDebounced(search, searchNow, { debounce: 60 })

  const distribution = remote<TagDistribution>((signal) => {
    const { tag, path, privateCreator: creator } = selected.value!
    return ask('tags.distribution', { tag, path, creator, search: valueSearch.value, limit: SHOWN_VALUES }, signal)
  })
  keepFresh([list], { jobs: ['scan', 'remove-source', 'count-values', 'pictures', 'sample'] })

  const searchable = computed(() =>
    (list.data.value?.tags ?? []).map((row) => ({
      row,
      text: `${row.tag} ${nameOf(row)} ${row.keyword} ${row.privateName} ${row.top.map(({ value }) => value).join(' ')}`.toLowerCase()
    }))
  )
  const found = computed(() => {
    const words = wanted.value.toLowerCase().split(/\s+/)
    return searchable.value
      .filter(({ row, text }) => isKind(row, kind.value) && words.every((word) => text.includes(word)))
      .map(({ row }) => row)
  })
  const rows = computed(() => {
    const sign = descending.value ? -1 : 1
    const by = COMPARE[sort.value]
    return found.value.toSorted((a, b) => sign * by(a, b) || (a.tag < b.tag ? -1 : a.tag > b.tag ? 1 : 0))
  })

  watch(selected, (now) => {
    valueSearch.value = ''
    distribution.clear()
    if (now !== null) void distribution.load()
  })
  watch(refDebounced(valueSearch, 150), () => {
    if (selected.value !== null) void distribution.load()
  })

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
    distribution,
    searchNow,
    clearSearch,
    sortBy
  }
})

function isKind({ tag, path }: TagRow, kind: TagKind): boolean {
  const isPrivate = Number.parseInt(tag.slice(1, 5), 16) % 2 === 1
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
  name: (a, b) => nameOf(a).localeCompare(nameOf(b), 'en'),
  vr: (a, b) => a.vr.localeCompare(b.vr, 'en'),
  missing: (a, b) => a.missingShare - b.missingShare,
  distinct: (a, b) => a.distinct - b.distinct
}
