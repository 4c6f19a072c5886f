import { watchDebounced } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, reactive, watch } from 'vue'
import type { Condition, ExportColumn, ExportPreview } from '../../api/contract.ts'
import { ask } from '../host.ts'
import { remote } from '../remote.ts'
import { useApp } from './app.ts'
import { useJobs } from './jobs.ts'
import { numbersOfText } from '../../api/for-windows.ts'
import { keepFresh } from './refresh.ts'
import { useRuns } from './runs.ts'

/** Rows of the preview. */
const SHOWN_ROWS = 8

interface ExportOptions {
  format: 'csv' | 'jsonl' | 'parquet'
  columns: string[]
  /** Only images that satisfy these. */
  where: Condition[]
  /** Which clusters: all, those with a name, or `chosen` ones. */
  subset: 'all' | 'named' | 'chosen'
  /** Their numbers, as people write them. */
  clusters: string
  /** Whether images without a label inherit that of their series. */
  inherits: boolean
  /** Whether clusters without a name get the suggested one. */
  suggests: boolean
  remapUids: boolean
  /** Where the key lies; null until somebody says. */
  uidKeyFile: string | null
}

/** What an export of labels holds, as a person chose it, and how its first rows look. */
export const useExports = defineStore('exports', () => {
  const app = useApp()
  const runs = useRuns()
  const options = reactive<ExportOptions>({
    format: 'csv',
    columns: [],
    where: [],
    subset: 'all',
    clusters: '',
    inherits: false,
    suggests: false,
    remapUids: false,
    uidKeyFile: null
  })
  /** Beside the catalogue, unless somebody says otherwise. */
  const keyFile = computed(() => options.uidKeyFile ?? (app.catalogue ?? '').replace(/[^/\\]*$/, 'uid-key.json'))
  /** Of the clusters that are chosen; NaN where what is written is no number, none where nothing is. */
  const chosen = computed(() => (options.clusters.trim() === '' ? [] : numbersIn(options.clusters)))
  /** What of the clustering is exported, as the preview and the job take it. */
  const subset = computed(() => (options.subset === 'chosen' ? { clusters: chosen.value } : { subset: options.subset }))
  const isSubsetKnown = computed(
    () => options.subset !== 'chosen' || (chosen.value.length > 0 && !chosen.value.some(Number.isNaN))
  )
  const columns = remote<ExportColumn[]>((signal) => ask('export.columns', {}, signal))
  const preview = remote<ExportPreview>((signal) =>
    ask(
      'export.preview',
      {
        clustering: runs.selected!,
        columns: options.columns,
        where: options.where,
        ...subset.value,
        format: options.format,
        ...(options.inherits ? { inherit: 'series' } : {}),
        unnamed: options.suggests ? 'suggested' : 'empty',
        rows: SHOWN_ROWS,
        ...(options.remapUids ? { uidKeyFile: keyFile.value } : {})
      },
      signal
    )
  )
  // Selections of one catalogue are not in another.
  watch(
    () => app.catalogue,
    () => Object.assign(options, { where: [], subset: 'all', clusters: '' })
  )
  keepFresh([preview], { jobs: [], made: ['names', 'edits'] })
  keepFresh([columns], { jobs: ['scan', 'remove-source', 'sample'] })
  // The first export makes the key; from then on its UIDs are known.
  useJobs().onChange(({ job, state }) => {
    if (job === 'export-labels' && state === 'done' && options.remapUids && preview.data.value !== null) void load()
  })
  watchDebounced(
    () => [
      runs.selected,
      runs.row?.assigned,
      options.format,
      ...options.columns,
      options.where,
      options.subset,
      options.clusters,
      options.inherits,
      options.suggests,
      options.remapUids,
      keyFile.value
    ],
    () => void load(),
    { debounce: 60 }
  )

  async function load(): Promise<void> {
    if (runs.selected === null || !runs.row?.assigned || !isSubsetKnown.value) preview.clear()
    else await preview.load()
  }

  return { options, subset, isSubsetKnown, keyFile, columns, preview, load }
})

/** NaN for a part that is no number, or a range that runs downwards or is too long. */
function numbersIn(text: string): number[] {
  try {
    return numbersOfText(text).flatMap(({ numbers }) => numbers)
  } catch {
    return [NaN]
  }
}
